import type { Progress } from '../platform/solver/model.ts';
import type { Cause } from './cause.ts';

/*
 * Computing that outlasts a request. One run an edition; it lives in the process alone, since nothing is lost with it:
 * what it finds is kept as a proposal, and a service that was started anew is simply asked again.
 */
export type Ending =
  | { readonly kind: 'proposed'; readonly proposal: string }
  | { readonly kind: 'infeasible'; readonly cause: Cause }
  | { readonly kind: 'stopped' | 'cancelled' | 'failed' };

export type Run = {
  readonly kind: 'whole' | 'top-up';
  readonly startedAt: number;
  /** The newest word of the solver, and how many times it began a model. */
  progress: Progress | null;
  models: number;
  ending: Ending | null;
  readonly done: Promise<Ending>;
  cancel(): void;
};

/** What a run gives to its work: when to stop, and where to tell how far it is. */
export type Watch = { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void };

const runs = new WeakMap<object, Map<string, Run>>();

/** The newest run of an edition in this service, going on or ended. */
export function runOf(service: object, edition: string): Run | null {
  return runs.get(service)?.get(edition) ?? null;
}

/** Begins a run; the one before it must have ended. */
export function startRun(
  service: object,
  edition: string,
  { kind, startedAt }: Pick<Run, 'kind' | 'startedAt'>,
  work: (watch: Watch) => Promise<Ending>,
): Run {
  const stop = new AbortController();
  const onProgress = (progress: Progress) => {
    if (progress.seconds < (run.progress?.seconds ?? Number.POSITIVE_INFINITY)) run.models += 1;
    run.progress = progress;
  };
  const run: Run = {
    kind,
    startedAt,
    progress: null,
    models: 0,
    ending: null,
    cancel: () => stop.abort(),
    done: work({ signal: stop.signal, onProgress }).then((ending) => {
      run.ending = stop.signal.aborted && ending.kind === 'stopped' ? { kind: 'cancelled' } : ending;
      return run.ending;
    }),
  };
  const known = runs.get(service) ?? new Map<string, Run>();
  runs.set(service, known.set(edition, run));
  return run;
}
