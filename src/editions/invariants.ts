import { eq, isNotNull } from 'drizzle-orm';
import type { Db } from '../platform/database.ts';
import { digestOf } from '../platform/digest.ts';
import { type Invariant, invariant } from '../platform/invariants.ts';
import { changedParts, needsTwo } from './changes.ts';
import type { Definition } from './definition.ts';
import { definitionProposals, editionDefinitions, editions } from './tables.ts';

export const editionsInvariants: readonly Invariant[] = [
  invariant(
    'an edition without a definition or with fewer or more than six stages',
    `SELECT id, slug FROM editions WHERE NOT EXISTS (SELECT 1 FROM edition_definitions WHERE edition_id = editions.id)
       OR (SELECT count(*) FROM stages WHERE edition_id = editions.id) <> 6`,
  ),
  invariant(
    'a definition written after the rules were frozen',
    `SELECT edition_id, version FROM edition_definitions JOIN editions ON editions.id = edition_id
     WHERE frozen_at IS NOT NULL AND created_at > frozen_at`,
  ),
  invariant(
    'versions of a definition with a gap',
    `SELECT edition_id, count(*) AS versions, max(version) AS newest FROM edition_definitions
     GROUP BY edition_id HAVING count(*) <> max(version)`,
  ),
  invariant(
    'an extension that closes a stage no later than before',
    `SELECT stage_extensions.id FROM stage_extensions JOIN stages USING (edition_id, stage)
     WHERE stage_extensions.closes_at <= stages.closes_at`,
  ),
  invariant(
    'an office that overlaps another of the same person in an edition',
    `SELECT one.id, other.id AS other FROM office_appointments AS one JOIN office_appointments AS other
       ON other.edition_id = one.edition_id AND other.account_id = one.account_id AND other.id > one.id
     WHERE one.since < coalesce(other.ended_at, 9e15) AND other.since < coalesce(one.ended_at, 9e15)`,
  ),
  invariant(
    'an office that ended before it began',
    'SELECT id FROM office_appointments WHERE ended_at IS NOT NULL AND ended_at < since',
  ),
  {
    name: 'eligibility or criteria of a published call changed without two people',
    find: (db) => changedAlone(db),
  },
  {
    name: 'a definition whose digest is not that of its content',
    find: (db) =>
      db
        .select()
        .from(editionDefinitions)
        .all()
        .filter(({ definition, digest }) => digestOf(definition) !== digest)
        .map(({ editionId, version }) => ({ editionId, version })),
  },
];

function changedAlone(db: Db): unknown[] {
  const versions = db
    .select({
      edition: editionDefinitions.editionId,
      version: editionDefinitions.version,
      definition: editionDefinitions.definition,
      createdAt: editionDefinitions.createdAt,
      publishedAt: editions.publishedAt,
    })
    .from(editionDefinitions)
    .innerJoin(editions, eq(editions.id, editionDefinitions.editionId))
    .all();
  const confirmed = db
    .select()
    .from(definitionProposals)
    .where(isNotNull(definitionProposals.confirmedAt))
    .all();
  return versions.filter((one) => {
    if (one.publishedAt === null || one.createdAt <= one.publishedAt) return false;
    const before = versions.find(
      ({ edition, version }) => edition === one.edition && version === one.version - 1,
    );
    const parts = before ? changedParts(before.definition as Definition, one.definition as Definition) : [];
    return (
      needsTwo(parts) &&
      !confirmed.some(({ editionId, base }) => editionId === one.edition && base === one.version - 1)
    );
  });
}
