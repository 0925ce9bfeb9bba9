import type { FractionText } from '../platform/exact/fraction.ts';
import type { GateFailure } from '../tally/gate.ts';
import type { ByHand, Choice } from './by-hand.ts';
import type { ProblemJson } from './problem-json.ts';

/*
 * The record of a decision is what two people sign: from the rules to the selection with its certificate, in one
 * document whose digest names it. The part that a selection rests on can be read from the rows at any time, so that
 * whether a signature still holds is a comparison and needs no solver.
 */

/** What a selection rests on: the rules, the head of the log at the close of the tally, and what counts now. */
export type Basis = {
  edition: string;
  /** The digest of the published definition. */
  rules: string;
  tally: {
    /** The digest of the scores when the tally closed, and of those that count now. */
    closed: string;
    scores: string;
    /** The row of the audit log with which the tally closed. */
    head: { seq: number; hash: string } | null;
  };
  missing: { juror: string; nomination: string }[];
  /** Whether totals decide, or values adjusted for severity, because the rules say so and every condition is met. */
  decides: 'totals' | 'adjusted';
  /** Conditions not met where the rules would let adjusted values decide. */
  whyNotAdjusted: GateFailure[];
  totals: { nomination: string; total: FractionText | null }[];
  /** The problem as the command `decide` reads it. */
  problem: ProblemJson;
};

/** What two people sign. */
export type Record = Basis & {
  format: 'learning-cities-award/record/1';
  /** What people decided on the computed selection, with their reasons; null where nothing. */
  choice: Choice | null;
  byHand: ByHand | null;
  /** The awardees, best first; null where a tie stays. */
  awardees: string[] | null;
  /** The computed selection with its certificate, before anything was decided by hand. */
  result: { [field: string]: unknown };
};

/** The part of a record that it rests on. */
export function basisOf(record: Record): Basis {
  const { edition, rules, tally, missing, decides, whyNotAdjusted, totals, problem } = record;
  return { edition, rules, tally, missing, decides, whyNotAdjusted, totals, problem };
}

/** One thing that is no longer as it was when a selection was computed. */
export type Change =
  | { kind: 'rules' | 'tally' | 'scores' | 'byHand' }
  | { kind: 'withdrawn' | 'ineligible' | 'added' | 'total' | 'card'; nomination: string };

/** Where a nomination stands today that a record names: out by withdrawal or by the screening, or neither. */
export type Standing = (nomination: string) => 'withdrawn' | 'ineligible' | null;

/** What has changed between what was signed and what the rows say now; empty only where they are the same. */
export function changesBetween(signed: Basis, now: Basis, standing: Standing): Change[] {
  const changes = [...nominationChanges(signed, now, standing), ...cardChanges(signed, now)];
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  if (signed.rules !== now.rules) changes.push({ kind: 'rules' });
  const closing = ({ tally: { closed, head } }: Basis) => [closed, head?.seq, head?.hash];
  if (!isSame(closing(signed), closing(now))) changes.push({ kind: 'tally' });
  // Whatever else differs (a score that moves no total, the values that decide) is still another ground.
  const rest = ({ tally, decides, whyNotAdjusted }: Basis) => [tally.scores, decides, whyNotAdjusted];
  if (changes.length === 0 && !isSame(rest(signed), rest(now))) changes.push({ kind: 'scores' });
  return changes;
}

function nominationChanges(signed: Basis, now: Basis, standing: Standing): Change[] {
  const before = new Map(signed.totals.map(({ nomination, total }) => [nomination, total]));
  const after = new Map(now.totals.map(({ nomination, total }) => [nomination, total]));
  const textOf = (total: FractionText | null | undefined) => total && `${total.num}/${total.den}`;
  const left = [...before].flatMap(([nomination, total]): Change[] => {
    const out = standing(nomination);
    if (out !== null) return [{ kind: out, nomination }];
    return textOf(after.get(nomination)) === textOf(total) ? [] : [{ kind: 'total', nomination }];
  });
  const added = [...after.keys()].filter((nomination) => !before.has(nomination));
  return [...left, ...added.map((nomination): Change => ({ kind: 'added', nomination }))];
}

/** Nominations of which a card counts now that did not, or the other way round. */
function cardChanges(signed: Basis, now: Basis): Change[] {
  const keyOf = (one: Basis['missing'][number]) => `${one.nomination} ${one.juror}`;
  const before = new Set(signed.missing.map(keyOf));
  const after = new Set(now.missing.map(keyOf));
  const standing = new Set(now.totals.map(({ nomination }) => nomination));
  const moved = [
    ...now.missing.filter((one) => !before.has(keyOf(one))),
    ...signed.missing.filter((one) => !after.has(keyOf(one))),
  ];
  return [...new Set(moved.map(({ nomination }) => nomination))]
    .filter((nomination) => standing.has(nomination))
    .map((nomination) => ({ kind: 'card', nomination }));
}
