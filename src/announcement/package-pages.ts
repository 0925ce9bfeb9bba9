import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { and, asc, eq, isNotNull } from 'drizzle-orm';
import { assignments } from '../assignment/tables.ts';
import { groundOf } from '../decision/ground-pages.ts';
import { standingSelection } from '../decision/pages.ts';
import { type Edition, versionsOf } from '../editions/pages.ts';
import { allNominations, type Nomination } from '../nominations/pages.ts';
import { type Db, prepared } from '../platform/database.ts';
import { paths } from '../platform/paths.ts';
import { assert } from '../platform/result.ts';
import type { Service } from '../platform/service.ts';
import { scorecardLocks, scorecards } from '../scoring/tables.ts';
import { scoresForTally } from '../scoring/tally-pages.ts';
import { decisionsOn, screeningState } from '../screening/pages.ts';
import type { Announcement } from './announcement.ts';
import {
  type ChainRow,
  isSound,
  manifestOf,
  type PackagedCard,
  type PackagedNomination,
  type PackageFacts,
  packageFiles,
  type Tier,
} from './package.ts';
import { zipOf } from './package-zip.ts';

/** The name of a package as it is downloaded. */
export function packageName(edition: Edition, tier: Tier): string {
  return tier === 'sealed' ? `${edition.slug}-sealed.zip` : `${edition.slug}-package.zip`;
}

const text = (...parts: string[]) => readFileSync(join(paths.root, ...parts), 'utf8');
const texts = {
  readme: { public: text('verifier', 'README-public.md'), sealed: text('verifier', 'README-sealed.md') },
  format: text('docs', 'package-format.md'),
};

const built = prepared(() => new Map<string, Promise<Buffer>>());

/** The public package of a result, built once: many ask for it in the minutes after the moment. */
export function publicPackage(
  service: Pick<Service, 'db' | 'signingKey'>,
  edition: Edition,
  versions: readonly Announcement[],
): Promise<Buffer> {
  const announcement = versions.at(-1);
  assert(announcement, 'a public result has a version');
  const kept = built(service.db);
  const known = kept.get(announcement.id);
  if (known) return known;
  const made = buildPackage(service, edition, announcement, versions.slice(0, -1), 'public');
  kept.clear();
  kept.set(announcement.id, made);
  made.catch(() => kept.delete(announcement.id));
  return made;
}

/** The zip of a package: entries stored and in order, every date the same, so that the same facts are the same bytes. */
export async function buildPackage(
  { db, signingKey }: Pick<Service, 'db' | 'signingKey'>,
  edition: Edition,
  announcement: Announcement,
  earlier: readonly Announcement[],
  tier: Tier,
): Promise<Buffer> {
  const facts = packageFacts(db, edition, announcement, earlier);
  assert(isSound(facts), 'what is packed is what was signed');
  const files = packageFiles(facts, tier, texts);
  const manifest = manifestOf(files, { tier, edition: edition.slug, record: facts.digest });
  const signature = JSON.stringify({
    algorithm: 'Ed25519',
    publicKey: signingKey.publicKey,
    signature: signingKey.sign(Buffer.from(manifest)),
    signs: 'manifest.json',
  });
  files.set('manifest.json', manifest).set('signature.json', signature);
  return zipOf(files);
}

/** Reads the facts of a package from the rows. */
export function packageFacts(
  db: Db,
  edition: Edition,
  announcement: Announcement,
  earlier: readonly Announcement[],
): PackageFacts {
  const signed = standingSelection(db, edition.id);
  assert(signed?.id === announcement.result.selection, 'the selection that is announced is the newest');
  assert(signed.proposedAt !== null && signed.approvedAt !== null, 'it was proposed and approved');
  const { ranking } = groundOf(db, edition);
  const cards = cardsOf(db, edition);
  return {
    edition: { slug: edition.slug, year: edition.year, sample: edition.sample === 1 },
    definition: edition.definition,
    versions: versionsOf(db, edition.id).map(({ createdAt, ...one }) => ({ ...one, at: createdAt })),
    record: signed.record,
    digest: signed.digest,
    proposed: { by: signed.proposedBy ?? '', at: signed.proposedAt },
    approved: {
      by: signed.approvedBy ?? '',
      at: signed.approvedAt,
      digest: signed.approvedDigest ?? '',
      reason: signed.approveReason ?? '',
    },
    announcement,
    earlier,
    log: logOf(db, signed.record.tally.head?.seq ?? null, announcement.id),
    nominations: nominationsOf(db, edition, new Set(ranking.map(({ nomination }) => nomination))),
    cards,
    jurors: new Set(cards.map(({ card }) => (card as { juror: string }).juror)).size,
    recusals: recusalsOf(db, edition),
    ranking,
  };
}

function nominationsOf(db: Db, edition: Edition, counted: ReadonlySet<string>): PackagedNomination[] {
  const submitted = allNominations(db, edition.id).filter(({ submission }) => submission !== null);
  return submitted.map((one) => {
    const { id, cityName: city, country, region } = one;
    const { standing, reason } = counted.has(id)
      ? { standing: 'counted' as const, reason: '' }
      : exclusionOf(db, one);
    return { id, city, country, region, standing, reason };
  });
}

function exclusionOf(db: Db, one: Nomination): Pick<PackagedNomination, 'standing' | 'reason'> {
  if (one.withdrawnAt !== null) return { standing: 'withdrawn', reason: one.withdrawalReason ?? '' };
  if (one.endorsement?.outcome === 'declined')
    return { standing: 'declined', reason: one.endorsement.statement };
  return screeningState(db, one.id) === 'ineligible'
    ? { standing: 'ineligible', reason: decisionsOn(db, one.id)[0]?.reason ?? '' }
    : { standing: 'notShortlisted', reason: '' };
}

function cardsOf(db: Db, edition: Edition): PackagedCard[] {
  const counted = new Set(scoresForTally(db, edition).scores.map(({ scorecard }) => scorecard));
  const rows = db
    .select({ lock: scorecardLocks })
    .from(scorecardLocks)
    .innerJoin(scorecards, eq(scorecards.id, scorecardLocks.scorecardId))
    .where(eq(scorecards.editionId, edition.id))
    .orderBy(asc(scorecardLocks.commitment))
    .all();
  return rows.map(({ lock }) => ({
    commitment: lock.commitment,
    salt: lock.salt,
    card: lock.card as object,
    receipt: lock.receipt,
    at: lock.at,
    counted: lock.reopenedAt === null && counted.has(lock.scorecardId),
    reopened:
      lock.reopenedAt === null
        ? null
        : {
            at: lock.reopenedAt,
            by: lock.reopenedBy ?? '',
            approvedBy: lock.reopeningApprovedBy ?? '',
            reason: lock.reopeningReason ?? '',
          },
  }));
}

function recusalsOf(db: Db, edition: Edition): PackageFacts['recusals'] {
  return db
    .select({
      juror: assignments.jurorId,
      nomination: assignments.nominationId,
      at: assignments.recusedAt,
      reason: assignments.recusalReason,
    })
    .from(assignments)
    .where(and(eq(assignments.editionId, edition.id), isNotNull(assignments.recusedAt)))
    .all()
    .map(({ at, reason, ...one }) => ({ ...one, at: at ?? 0, reason: reason ?? '' }));
}

function logOf(db: Db, tallied: number | null, announcement: string): PackageFacts['log'] {
  const columns = 'audit.seq, at, actor, action, edition, object, commitment, prev, hash';
  const { $client } = db;
  const row = (seq: number) =>
    $client.prepare(`SELECT ${columns} FROM audit WHERE seq = ?`).get(seq) as ChainRow;
  // Its first row is the one with which it was set.
  const announced = $client
    .prepare(
      `SELECT audit.seq AS seq, salt, detail FROM audit JOIN audit_details ON audit_details.seq = audit.seq
       WHERE object = ? ORDER BY audit.seq LIMIT 1`,
    )
    .get(announcement) as { seq: number; salt: string; detail: string } | undefined;
  assert(announced, 'the announcement has its row in the log');
  const { seq, salt, detail } = announced;
  return { tallied: tallied === null ? null : row(tallied), announced: row(seq), salt, detail };
}
