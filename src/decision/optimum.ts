/** What changes when one candidate is forced in or out: the loss of total (scaled), who enters and who leaves. */
export type Exchange = { cost: bigint; enters: number[]; leaves: number[] };

/** A best selection, and what can be asked about its neighbours; candidates are indices of the instance. */
export type Optimum = {
  /** Whether exchanges cost next to nothing, so that all may be asked for. */
  readonly isQuick: boolean;
  /** Ascending. */
  chosen: readonly number[];
  /** Candidates that stand in some, but not in every, equally good selection. */
  open(): Promise<number[]>;
  /** The best selection with this candidate on the other side; null when the rules allow none. */
  exchange(candidate: number): Promise<Exchange | null>;
  /** The best selection of as many winners without one side of a rule; null where that has to be searched anew. */
  chosenWithout(rule: string): readonly number[] | null;
  /** The largest first objective among all other selections of the same size; null when there is no other. */
  secondBest(): Promise<bigint | null>;
};
