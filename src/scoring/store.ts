import { and, desc, eq } from 'drizzle-orm';
import type { Edition } from '../editions/pages.ts';
import { freezeRules } from '../editions/store.ts';
import type { Tx } from '../platform/act.ts';
import { commitTo } from '../platform/audit.ts';
import { canonicalJson } from '../platform/digest.ts';
import { newId, newSecret } from '../platform/ids.ts';
import { assert, isRefusal, type Refusal } from '../platform/result.ts';
import { audit } from '../platform/tables.ts';
import { cardOf, type Lock, liveLock } from './card-pages.ts';
import { type LockedCard, lockedScores, recordScores, type TypedScore } from './scorecard.ts';
import {
  remarkRulings,
  scorecardLocks,
  scorecards,
  scoreRevisions,
  scores,
  scoringClosings,
} from './tables.ts';

type Assigned = { assignment: string; edition: string; juror: string; nomination: string };

/**
 * Opens the card of an assignment and returns its id; the first card of an edition freezes its rules. Opening it again
 * is the same card.
 */
export function openScorecard(tx: Tx, { assignment, edition, juror, nomination }: Assigned): string {
  const known = tx.db
    .select({ id: scorecards.id })
    .from(scorecards)
    .where(eq(scorecards.assignmentId, assignment))
    .get();
  if (known) return known.id;
  freezeRules(tx, edition);
  const id = newId<'scorecard'>();
  const opened = { openedAt: tx.at, version: 0 };
  tx.db
    .insert(scorecards)
    .values({
      id,
      assignmentId: assignment,
      editionId: edition,
      jurorId: juror,
      nominationId: nomination,
      ...opened,
    })
    .run();
  tx.record({ edition, object: id, detail: { assignment, juror, nomination } });
  return id;
}

/**
 * Saves what was typed for some criteria of a card. Returns the version that stands; `scoring.elsewhere` where a
 * criterion was changed since its page was drawn.
 */
export function saveScores(
  tx: Tx,
  { scorecard, edition }: { scorecard: string; edition: string },
  typed: readonly TypedScore[],
): { version: number } | Refusal {
  const before = cardOf(tx.db, scorecard);
  const recorded = recordScores(before, typed, tx.at);
  if (isRefusal(recorded)) return recorded;
  const { card, changed } = recorded;
  if (changed.length === 0) return { version: card.version };
  // The version is part of the condition: whoever changes cards beside this writer is noticed and not written over.
  const done = tx.db
    .update(scorecards)
    .set({ version: card.version, savedAt: tx.at })
    .where(and(eq(scorecards.id, scorecard), eq(scorecards.version, before.version)))
    .run();
  assert(done.changes === 1, `scorecard ${scorecard} stands at version ${before.version}`);
  const commitments = changed.map((one) => [one.criterion, writeScore(tx, scorecard, card.version, one)]);
  tx.record({
    edition,
    object: scorecard,
    detail: { version: card.version, saved: Object.fromEntries(commitments) },
  });
  return { version: card.version };
}

function writeScore(
  tx: Tx,
  scorecardId: string,
  version: number,
  { criterion: criterionId, points, remark }: TypedScore,
): string {
  const row = { scorecardId, criterionId, points, remark, savedAt: tx.at };
  tx.db
    .insert(scores)
    .values(row)
    .onConflictDoUpdate({ target: [scores.scorecardId, scores.criterionId], set: row })
    .run();
  const salt = newSecret();
  tx.db
    .insert(scoreRevisions)
    .values({ ...row, version, savedBy: tx.actor, salt })
    .run();
  // Who reads the log sees that something was saved and not what.
  return commitTo(salt, canonicalJson({ criterion: criterionId, points, remark }));
}

/** What a complete card is when it is locked now. */
function composeCard(
  tx: Tx,
  edition: Edition,
  { scorecard, nomination, juror }: { scorecard: string; nomination: string; juror: string },
): LockedCard {
  const card = cardOf(tx.db, scorecard);
  return {
    format: 'learning-cities-award/scorecard/1',
    edition: edition.slug,
    scorecard,
    nomination,
    juror,
    version: card.version,
    definition: { version: edition.version, digest: edition.digest },
    scores: lockedScores(edition.definition.rubric, card),
  };
}

/**
 * Locks a complete card: keeps it whole, with a salt, the commitment to both, a receipt and the head of the audit log
 * right after. A second lock is the first one.
 */
export function lockScorecard(
  tx: Tx,
  edition: Edition,
  of: { scorecard: string; nomination: string; juror: string },
): { lock: Lock; isNew: boolean } {
  const standing = liveLock(tx.db, of.scorecard);
  if (standing) return { lock: standing, isNew: false };
  const json = canonicalJson(composeCard(tx, edition, of));
  const salt = newSecret();
  const commitment = commitTo(salt, json);
  const receipt = receiptOf(edition.year);
  tx.record({ edition: edition.id, object: of.scorecard, detail: { receipt, commitment } });
  const head = tx.db
    .select({ seq: audit.seq, hash: audit.hash })
    .from(audit)
    .orderBy(desc(audit.seq))
    .limit(1)
    .get();
  assert(head !== undefined, 'the audit log has a head');
  const row = {
    id: newId<'lock'>(),
    scorecardId: of.scorecard,
    receipt,
    card: JSON.parse(json) as LockedCard,
    salt,
    commitment,
    auditSeq: head.seq,
    auditHash: head.hash,
    at: tx.at,
    by: tx.actor,
  };
  return { lock: tx.db.insert(scorecardLocks).values(row).returning().get(), isNew: true };
}

// Eight characters of a random id: short enough to read out on the telephone, 40 bits apart.
function receiptOf(year: number): string {
  const drawn = newId().slice(-8).toUpperCase();
  return `${year}-${drawn.slice(0, 4)}-${drawn.slice(4)}`;
}

/** Keeps what an organiser ruled on a remark; the same ruling again is the one that stands. */
export function ruleOnRemark(
  tx: Tx,
  edition: string,
  ruled: { scorecard: string; criterion: string; outcome: 'released' | 'held'; standing: string | null },
): void {
  const { scorecard, criterion, outcome, standing } = ruled;
  if (standing === outcome) return;
  const row = { id: newId(), scorecardId: scorecard, criterionId: criterion, outcome };
  tx.db
    .insert(remarkRulings)
    .values({ ...row, at: tx.at, by: tx.actor })
    .run();
  tx.record({ edition, object: scorecard, detail: { criterion, remark: outcome } });
}

/** Ends scoring for good; the tally calls this when it closes. Ending it twice is the same as once. */
export function closeScoring(tx: Tx, edition: string): void {
  const done = tx.db
    .insert(scoringClosings)
    .values({ editionId: edition, at: tx.at, by: tx.actor })
    .onConflictDoNothing()
    .run();
  if (done.changes > 0) tx.record({ edition, object: edition, detail: { scoringClosed: true } });
}
