import { and, eq, isNull } from 'drizzle-orm';
import type { Edition } from '../editions/pages.ts';
import type { Nomination } from '../nominations/pages.ts';
import type { Tx } from '../platform/act.ts';
import type { Instant } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import type { EligibilityOutcome } from './eligibility.ts';
import type { Finding } from './findings.ts';
import { mailAnswer, mailQuestion } from './messages.ts';
import { type Clarification, clarificationsOf, decisionsOn } from './pages.ts';
import { clarifications, screenings, shortlistings } from './tables.ts';

/** A nomination as writers name it. */
export type Screenable = Pick<Nomination, 'id' | 'editionId'>;

/**
 * Writes the decision on a nomination with the findings as they stood; the same one again writes nothing. Who is found
 * not eligible leaves the shortlist with that reason. Returns whether anything was written.
 */
export function decideEligibility(
  tx: Tx,
  nomination: Screenable,
  decided: { outcome: EligibilityOutcome; reason: string; against: string | null; findings: Finding[] },
): boolean {
  const last = decisionsOn(tx.db, nomination.id)[0];
  const { outcome, reason, against } = decided;
  if (last && last.outcome === outcome && last.reason === reason && last.against === against) return false;
  const id = newId<'screening'>();
  tx.db
    .insert(screenings)
    .values({ id, nominationId: nomination.id, ...decided, at: tx.at, by: tx.actor })
    .run();
  tx.record({
    edition: nomination.editionId,
    object: nomination.id,
    detail: { screening: id, outcome, reason, against },
  });
  if (outcome === 'ineligible') takeOffShortlist(tx, nomination, reason);
  return true;
}

/** Puts an eligible nomination on the shortlist; returns false where it stands there already. */
export function shortlist(tx: Tx, nomination: Screenable): boolean {
  const live = and(eq(shortlistings.nominationId, nomination.id), isNull(shortlistings.removedAt));
  if (tx.db.select({ id: shortlistings.id }).from(shortlistings).where(live).get()) return false;
  const id = newId<'shortlisting'>();
  tx.db.insert(shortlistings).values({ id, nominationId: nomination.id, at: tx.at, by: tx.actor }).run();
  tx.record({ edition: nomination.editionId, object: nomination.id, detail: { shortlisting: id } });
  return true;
}

/** Takes a nomination off the shortlist, with the reason; returns false where it does not stand there. */
export function takeOffShortlist(tx: Tx, nomination: Screenable, reason: string): boolean {
  const done = tx.db
    .update(shortlistings)
    .set({ removedAt: tx.at, removedBy: tx.actor, removalReason: reason })
    .where(and(eq(shortlistings.nominationId, nomination.id), isNull(shortlistings.removedAt)))
    .run();
  if (done.changes === 0) return false;
  tx.record({ edition: nomination.editionId, object: nomination.id, detail: { offShortlist: reason } });
  return true;
}

/** Asks the city something at a section and mails all who write its dossier; the same open question is asked once. */
export function askClarification(
  tx: Tx,
  edition: Edition,
  nomination: Nomination,
  asked: { section: string; question: string; dueAt: Instant },
): string {
  const known = clarificationsOf(tx.db, nomination.id).find(
    (one) => one.sectionId === asked.section && one.question === asked.question && one.answeredAt === null,
  );
  if (known) return known.id;
  const row = {
    id: newId<'clarification'>(),
    nominationId: nomination.id,
    sectionId: asked.section,
    question: asked.question,
    dueAt: asked.dueAt,
    askedAt: tx.at,
    askedBy: tx.actor,
  };
  tx.db.insert(clarifications).values(row).run();
  mailQuestion(tx, edition, nomination, row);
  tx.record({ edition: edition.id, object: nomination.id, detail: { clarification: row.id, ...asked } });
  return row.id;
}

/** Writes the city's answer; whoever asked is told once. The same words again write nothing. */
export function answerClarification(
  tx: Tx,
  edition: Edition,
  nomination: Nomination,
  asked: Clarification,
  answer: string,
): boolean {
  if (asked.answer === answer) return false;
  tx.db
    .update(clarifications)
    .set({ answer, answeredAt: tx.at, answeredBy: tx.actor })
    .where(eq(clarifications.id, asked.id))
    .run();
  mailAnswer(tx, edition, nomination, asked);
  tx.record({ edition: edition.id, object: nomination.id, detail: { clarification: asked.id, answer } });
  return true;
}

/** Marks an answered clarification as settled; twice is the same as once. */
export function acceptClarification(tx: Tx, nomination: Screenable, asked: Pick<Clarification, 'id'>): void {
  const done = tx.db
    .update(clarifications)
    .set({ acceptedAt: tx.at, acceptedBy: tx.actor })
    .where(and(eq(clarifications.id, asked.id), isNull(clarifications.acceptedAt)))
    .run();
  if (done.changes > 0) {
    tx.record({ edition: nomination.editionId, object: nomination.id, detail: { accepted: asked.id } });
  }
}

/** Refuses where somebody decided since the page was drawn; the empty text is "nothing was decided yet". */
export function whyNotSeen(tx: Tx, nomination: string, seen: string): Refusal | null {
  const newest = decisionsOn(tx.db, nomination)[0]?.id ?? '';
  return newest === seen ? null : refuse('screening.changed');
}
