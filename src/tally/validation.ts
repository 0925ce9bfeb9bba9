/**
 * Do severities help? Five folds, fixed before the first score: cards in order of nomination and juror, fold = place
 * mod 5. A held-out card counts only if both its nomination and its juror stand in the part that is fitted. Told is
 * the root mean square error of three predictions: the nomination's mean, value + severity, and the mixed model.
 */
import { fitMixed, type MixedFit } from './mixed.ts';
import { degreesOf, type Observations, selectRows } from './observations.ts';
import { fitSeverity, nominationMeans } from './severity.ts';

export const FOLDS = 5;

/** Root mean square errors on the scale of the scores; `shrunken` is null where the mixed model was not fitted. */
export type Validation = {
  readonly mean: number;
  readonly additive: number;
  readonly shrunken: number | null;
  /** Held-out cards that counted. */
  readonly cards: number;
};

/** Predicts each fold from the others; null where no held-out card counts. `mixed`: the fit of all cards, or null. */
export function validate(all: Observations, mixed: MixedFit | null): Validation | null {
  const errors = { mean: 0, additive: 0, shrunken: 0, cards: 0 };
  for (let fold = 0; fold < FOLDS; fold += 1) addFold(all, fold, mixed, errors);
  const { cards } = errors;
  if (cards === 0) return null;
  const root = (squares: number) => Math.sqrt(squares / cards);
  return {
    mean: root(errors.mean),
    additive: root(errors.additive),
    shrunken: mixed && Number.isFinite(errors.shrunken) ? root(errors.shrunken) : null,
    cards,
  };
}

type Errors = { mean: number; additive: number; shrunken: number; cards: number };

function addFold(all: Observations, fold: number, mixed: MixedFit | null, errors: Errors): void {
  const rows = Array.from(all.y, (_, row) => row);
  const training = selectRows(
    all,
    rows.filter((row) => row % FOLDS !== fold),
  );
  const degrees = degreesOf(training);
  const held = rows.filter(
    (row) =>
      row % FOLDS === fold &&
      (degrees.ofNomination[all.nomination[row] ?? 0] ?? 0) > 0 &&
      (degrees.ofJuror[all.juror[row] ?? 0] ?? 0) > 0,
  );
  if (held.length === 0) return;
  const means = nominationMeans(training);
  const additive = fitSeverity(training);
  // The fit of all cards is near: its ratios are where the search begins.
  const shrunken =
    mixed &&
    fitMixed(training, {
      nomination: mixed.varNomination / mixed.varResidual,
      juror: mixed.varJuror / mixed.varResidual,
    });
  for (const row of held) {
    const n = all.nomination[row] ?? 0;
    const j = all.juror[row] ?? 0;
    const y = all.y[row] ?? 0;
    errors.mean += (y - (means[n] ?? 0)) ** 2;
    errors.additive += (y - (additive.value[n] ?? 0) - (additive.severity[j] ?? 0)) ** 2;
    errors.shrunken += shrunken
      ? (y - shrunken.mu - (shrunken.nominationEffect[n] ?? 0) - (shrunken.jurorEffect[j] ?? 0)) ** 2
      : Number.NaN;
    errors.cards += 1;
  }
}
