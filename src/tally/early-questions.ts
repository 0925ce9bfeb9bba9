/**
 * Questions that an organiser may put to a juror before the tally closes: a scale read upside down, everybody given the
 * same, jurors who depart together. They carry names and no values, and none on fewer than eight whole cards.
 */
import type { Flag } from './flags.ts';
import { modelOf } from './model.ts';
import { degreesOf } from './observations.ts';
import type { Rubric } from './rubric.ts';
import type { Score } from './score.ts';
import { tallyScores } from './tally.ts';

const LEAST_CARDS = 8;

export type Question = { juror: string; kind: Flag['kind']; with: string[] };

/** The questions that scores so far raise, by juror; cards that lack a criterion are not looked at. */
export function earlyQuestions(scores: readonly Score[], rubric: Rubric): Question[] {
  const tally = tallyScores(scores, { ...rubric, incomplete: 'exclude' });
  if ('faults' in tally) throw new Error(`stored scores are faulty: ${JSON.stringify(tally.faults[0])}`);
  const model = modelOf(tally.panel, rubric);
  if (model === null) return [];
  const { jurors } = tally.panel;
  const cards = degreesOf(model.observations).ofJuror;
  return model.flags.flatMap((flags, at) =>
    (cards[at] ?? 0) < LEAST_CARDS
      ? []
      : flags.map((flag) => ({
          juror: jurors[at] ?? '',
          kind: flag.kind,
          with: flag.kind === 'bloc' ? flag.with.map((other) => jurors[other] ?? '') : [],
        })),
  );
}
