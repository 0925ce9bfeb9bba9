import type { Instant } from '../platform/clock.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import { type Calendar, datesOf } from './calendar.ts';
import type { Definition, StageName } from './definition.ts';
import { type Officer, readiness, signersOf } from './readiness.ts';

type Dated = { publishedAt: Instant | null; frozenAt: Instant | null };
type Whole = Dated & { definition: Definition; calendar: Calendar };

/** Says why the call cannot be published at this instant, or nothing; a published call may be published again. */
export function whyNotPublish(edition: Whole, officers: readonly Officer[], at: Instant): Refusal | null {
  if (edition.publishedAt !== null) return null;
  const count = readiness(edition, officers, at).filter(({ needed, done }) => needed && !done).length;
  return count > 0 ? refuse('editions.incomplete', { count }) : null;
}

/** Says why rules, question set and rubric cannot be replaced, or nothing. */
export function whyNotRedefine(edition: Dated): Refusal | null {
  return edition.frozenAt === null ? null : refuse('editions.frozen');
}

/** Says why the dates cannot be set freely, or nothing: once the call is out, a stage is only extended. */
export function whyNotRedate(edition: Dated): Refusal | null {
  return edition.publishedAt === null ? null : refuse('editions.datesPublished');
}

/** Says why a stage cannot be extended to this instant, or nothing. */
export function whyNotExtend(
  edition: Whole,
  stage: StageName,
  closesAt: Instant,
  at: Instant,
): Refusal | null {
  if (edition.publishedAt === null) return refuse('editions.notPublished');
  const dates = datesOf(edition.calendar, stage);
  if (closesAt <= dates.closesAt) return refuse('editions.notLater');
  if (closesAt <= at) return refuse('editions.past');
  return null;
}

type Proposed = {
  base: number;
  proposedBy: string;
  confirmedAt: Instant | null;
  withdrawnAt: Instant | null;
};

/** Says why this account cannot confirm a proposed definition, or nothing. */
export function whyNotConfirm(
  edition: Dated & { version: number },
  proposal: Proposed,
  account: string,
): Refusal | null {
  if (proposal.confirmedAt !== null || proposal.withdrawnAt !== null) return refuse('editions.proposalGone');
  if (proposal.base !== edition.version) return refuse('editions.proposalGone');
  if (proposal.proposedBy === account) return refuse('editions.ownProposal');
  return whyNotRedefine(edition);
}

/** Says why this office cannot end, or nothing: an edition is never left with fewer than two people who can sign. */
export function whyNotEndOffice(
  officers: readonly Officer[],
  office: string,
  lost: ReadonlySet<string> = new Set(),
): Refusal | null {
  const held = officers.find(({ id }) => id === office);
  if (held === undefined || held.role === 'auditor') return null;
  const left = signersOf(officers, lost).filter(({ id }) => id !== office);
  return left.length < 2 ? refuse('editions.twoSigners') : null;
}
