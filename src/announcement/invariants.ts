import type { Db } from '../platform/database.ts';
import { digestOf } from '../platform/digest.ts';
import { type Invariant, invariant } from '../platform/invariants.ts';

/** Stored results whose content is not what their digest names. */
function changedResults(db: Db): unknown[] {
  const rows = db.$client.prepare('SELECT id, public, digest FROM announcements').all() as {
    id: string;
    public: string;
    digest: string;
  }[];
  return rows.filter((row) => digestOf(JSON.parse(row.public)) !== row.digest).map(({ id }) => ({ id }));
}

const STANDING = 'announcements.cancelled_at IS NULL';

export const announcementInvariants: readonly Invariant[] = [
  { name: 'a result that is not what its digest names', find: changedResults },
  invariant(
    'anything announced whose digest differs from what was approved',
    `SELECT announcements.id FROM announcements JOIN selections ON selections.id = selection_id WHERE ${STANDING}
     AND (approved_at IS NULL OR approved_digest IS NOT selections.digest
       OR json_extract(public, '$.selectionDigest') IS NOT approved_digest
       OR json_extract(public, '$.selection') IS NOT selection_id
       OR json_extract(public, '$.edition') IS NOT announcements.edition_id
       OR selections.edition_id IS NOT announcements.edition_id)`,
  ),
  invariant(
    'awardees announced that are not those of the approved selection',
    `SELECT announcements.id FROM announcements JOIN selections ON selections.id = selection_id WHERE ${STANDING}
     AND (SELECT json_group_array(json_extract(value, '$.nomination')) FROM json_each(public, '$.awardees'))
       IS NOT (SELECT json_group_array(value) FROM json_each(record, '$.awardees'))`,
  ),
  invariant(
    'an awardee that withdrew on a public result',
    `SELECT announcements.id, nominations.id AS nomination FROM announcements, json_each(public, '$.awardees') AS awardee
       JOIN nominations ON nominations.id = json_extract(awardee.value, '$.nomination')
     WHERE ${STANDING} AND awarded_at IS NOT NULL AND withdrawn_at < moment_at`,
  ),
  invariant(
    'a letter of the result that is due before its moment',
    `SELECT outbox.id FROM announcements JOIN outbox ON substr(key, 1, 7 + length(announcements.id)) = 'result-' || announcements.id
     WHERE due_at < moment_at OR delivered_at < moment_at`,
  ),
];
