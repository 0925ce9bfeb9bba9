/** The tally of files: a CSV of scores and, if given, a rubric in JSON; out comes JSON and an exit code. */
import { assert } from '../platform/result.ts';
import { adjustedTotals } from './adjusted.ts';
import { modelOf } from './model.ts';
import type { PanelFault } from './panel.ts';
import { tallyReport } from './report.ts';
import { readRubricFile } from './rubric-file.ts';
import {
  clip,
  columnOf,
  type FileFault,
  MOST_FAULTS,
  type PlacedScore,
  readScoreFile,
} from './score-file.ts';
import { rankPanel, type Tally, tallyScores } from './tally.ts';

export type CommandResult = { readonly exitCode: 0 | 2; readonly output: string };

/** Tallies the scores of a CSV text: exit 0 with the tally, 2 with the faults and their places. */
export function tallyCommand(csvText: string, rubricText?: string): CommandResult {
  const rubric = rubricText === undefined ? null : readRubricFile(rubricText);
  if (rubric && 'faults' in rubric) return refused(rubric.faults);
  const scores = readScoreFile(csvText);
  if ('faults' in scores) return refused(scores.faults);
  const tally = tallyScores(scores, rubric);
  if ('faults' in tally)
    return refused(tally.faults.slice(0, MOST_FAULTS).map((one) => placed(one, scores, csvText)));
  const incomplete = rubric?.incomplete === 'refuse' ? incompleteFaults(tally, scores) : [];
  if (incomplete.length > 0) return refused(incomplete);
  const model = modelOf(tally.panel, rubric);
  const ranking = model?.gate.applied
    ? rankPanel(tally.panel, rubric, adjustedTotals(model, rubric))
    : tally.ranking;
  return { exitCode: 0, output: JSON.stringify(tallyReport(tally, ranking, model, rubric)) };
}

function refused(faults: readonly FileFault[]): CommandResult {
  return { exitCode: 2, output: JSON.stringify({ status: 'badInput', faults }) };
}

/** The place and the words of a fault that shows only when all scores are put together. */
function placed(fault: PanelFault, scores: readonly PlacedScore[], csvText: string): FileFault {
  const score = scores[fault.score];
  assert(score, 'a fault points at a score of the file');
  const { line } = score;
  const names = `${clip(score.juror)} scores ${clip(score.nomination)} on ${clip(score.criterion)}`;
  if (fault.code === 'duplicate') {
    const text = `${names} twice: also on line ${scores[fault.first]?.line}. Keep one of them.`;
    return { file: 'scores', line, column: 1, code: fault.code, text };
  }
  const text = `The rubric has no criterion "${clip(score.criterion)}": correct the id, or add it to the rubric.`;
  return { file: 'scores', line, column: columnOf('criterion', line, csvText), code: fault.code, text };
}

/** Cards that lack a criterion of the rubric, each at the line of its first score. */
function incompleteFaults(tally: Tally, scores: readonly PlacedScore[]): FileFault[] {
  return tally.missing.slice(0, MOST_FAULTS).map(({ juror, nomination, criteria }) => {
    const line = scores.find((one) => one.juror === juror && one.nomination === nomination)?.line ?? null;
    const card = `The card of ${clip(juror)} for ${clip(nomination)} lacks ${criteria.map(clip).join(', ')}`;
    const text = `${card}: add the score, or say "incomplete": "exclude" in the rubric to leave such cards out.`;
    return { file: 'scores', line, column: 1, code: 'incompleteCard', text };
  });
}
