/**
 * When values adjusted for severity may decide: only if the published rules say so, the graph of jurors and
 * nominations is connected, jurors differ significantly, and held-out cards are told better with severities than
 * without. All four are fixed before the first score; whatever fails is named.
 */
export const SIGNIFICANCE = 0.05;

export type GateFacts = {
  /** Whether the published rules let adjusted values decide. */
  readonly inRules: boolean;
  readonly components: number;
  /** F test of "jurors do not differ"; null where it is not defined. */
  readonly f: number | null;
  readonly pValue: number | null;
  readonly dfJurors: number;
  readonly dfResidual: number;
  readonly meanError: number | null;
  readonly additiveError: number | null;
};

export type GateFailure = 'notInRules' | 'notConnected' | 'notSignificant' | 'errorNotLower';
export type Gate = { readonly applied: boolean; readonly failures: readonly GateFailure[] };

/** Whether adjusted values decide, and every condition that is not met, in the order of the list above. */
export function judgeGate(facts: GateFacts): Gate {
  const failures: GateFailure[] = [];
  if (!facts.inRules) failures.push('notInRules');
  if (facts.components !== 1) failures.push('notConnected');
  if (facts.pValue === null || !(facts.pValue < SIGNIFICANCE)) failures.push('notSignificant');
  const { meanError, additiveError } = facts;
  if (meanError === null || additiveError === null || !(additiveError < meanError))
    failures.push('errorNotLower');
  return { applied: failures.length === 0, failures };
}

/** One plain English sentence: what decides and which conditions failed. */
export function gateSentence({ applied, failures }: Gate, facts: GateFacts): string {
  if (applied) return 'Adjusted values decide: the rules say so and every condition is met.';
  return `Raw totals decide: ${failures.map((failure) => FAILURES[failure](facts)).join('; ')}.`;
}

const FAILURES: Record<GateFailure, (facts: GateFacts) => string> = {
  notInRules: () => 'the published rules do not let adjusted values decide',
  notConnected: ({ components }) =>
    `jurors and nominations fall into ${components} parts that no card links, so severities cannot be compared`,
  notSignificant: ({ f, pValue, dfJurors, dfResidual }) =>
    f === null || pValue === null
      ? 'there are too few cards to test whether jurors differ'
      : `jurors do not differ significantly (F = ${f.toFixed(2)} on ${dfJurors} and ${dfResidual}, p = ${pValue.toFixed(3)})`,
  errorNotLower: ({ meanError, additiveError }) =>
    meanError === null || additiveError === null
      ? 'there are too few cards to test the prediction of held-out cards'
      : `severities do not predict held-out cards better (error ${additiveError.toFixed(4)} against ${meanError.toFixed(4)})`,
};
