import { tallyCommand } from '../../src/tally/command.ts';
import { type Figure, near, nearly, same } from './figures.ts';

type ById<Value> = Record<string, Value>;

/** What the oracle knows of a score file; its names against ours stand in the comparison below. */
type Expected = {
  components?: number;
  additive?: {
    rss?: number;
    s2?: number;
    severity?: ById<number>;
    severitySE?: ById<number>;
    value?: ById<number>;
    valueSE?: ById<number>;
    rankInterval95?: ById<[number, number]>;
    FnoJurorEffect?: number;
    Fdf?: [number, number];
  };
  reml?: {
    criterion?: number;
    mu?: number;
    varNomination?: number;
    varJuror?: number;
    varResidual?: number;
    severityBLUP?: ById<number>;
    valueBLUP?: ById<number>;
  };
  rawMean?: ById<number>;
  cv5RMSE?: { mean: number; additive: number; blup: number };
  cv5n?: number;
  criteria?: string[];
  panelRule?: { factor: string; published: ById<{ panel: ById<string>; total: string }> };
};

type Ratio = { num: string; den: string };
type Row = {
  nomination: string;
  mean: string;
  total: Ratio;
  criteria: ById<Ratio>;
  adjusted: number | null;
  adjustedSe: number | null;
  rankInterval95: [number, number] | null;
  shrunken: number | null;
};
type Juror = { juror: string; severity: number; severitySe: number; shrunken: number };
type Output = {
  ranking: Row[];
  jurors: Juror[];
  model: ById<number> & { cv5: { mean: number; additive: number; shrunken: number } | null };
};

/** Least squares binds to this, decimals exactly. */
const CALIBRATED = 1e-5;

/** Tallies the file, with the panel rule where published marks are known. */
export function checkScores(text: string, expected: Expected): Figure[] {
  const tallied = tallyCommand(text);
  if (tallied.exitCode !== 0) return same('exit code', 0, tallied.exitCode);
  const output = JSON.parse(tallied.output) as Output;
  const { additive = {}, reml = {}, cv5RMSE: errors } = expected;
  const { model } = output;
  const rows = new Map(output.ranking.map((one) => [one.nomination, one]));
  const jurors = new Map(output.jurors.map((one) => [one.juror, one]));
  return [
    ...same('components', expected.components, model.components),
    ...near('rss', additive.rss, model.rss, CALIBRATED),
    ...near('s2', additive.s2, model.residualVariance, CALIBRATED),
    ...each('severity', additive.severity, (id) => jurors.get(id)?.severity, CALIBRATED),
    ...each('severitySE', additive.severitySE, (id) => jurors.get(id)?.severitySe, CALIBRATED),
    ...each('value', additive.value, (id) => rows.get(id)?.adjusted, CALIBRATED),
    ...each('valueSE', additive.valueSE, (id) => rows.get(id)?.adjustedSe, CALIBRATED),
    ...Object.entries(additive.rankInterval95 ?? {}).flatMap(([id, known]) =>
      same(`rankInterval95 ${id}`, known, rows.get(id)?.rankInterval95),
    ),
    ...nearly('FnoJurorEffect', additive.FnoJurorEffect, model.F),
    ...same('Fdf', additive.Fdf, [model.dfJurors, model.dfResidual]),
    ...near('criterion', reml.criterion, model.remlCriterion, 1e-3),
    ...nearly('mu', reml.mu, model.mu),
    ...nearly('varNomination', reml.varNomination, model.varNomination),
    ...nearly('varJuror', reml.varJuror, model.varJuror),
    ...nearly('varResidual', reml.varResidual, model.varResidual),
    ...Object.entries(reml.severityBLUP ?? {}).flatMap(([id, known]) =>
      nearly(`severityBLUP ${id}`, known, jurors.get(id)?.shrunken),
    ),
    ...Object.entries(reml.valueBLUP ?? {}).flatMap(([id, known]) =>
      nearly(`valueBLUP ${id}`, known, rows.get(id)?.shrunken),
    ),
    ...each('rawMean', expected.rawMean, (id) => rows.get(id)?.mean, 1e-6),
    ...near('cv5RMSE.mean', errors?.mean, model.cv5?.mean, CALIBRATED),
    ...near('cv5RMSE.additive', errors?.additive, model.cv5?.additive, CALIBRATED),
    ...nearly('cv5RMSE.blup', errors?.blup, model.cv5?.shrunken),
    ...same('cv5n', expected.cv5n, model.cv5Cards),
    ...panelMarks(text, expected),
  ];
}

function each(
  name: string,
  known: ById<number> | undefined,
  found: (id: string) => number | string | null | undefined,
  within: number,
): Figure[] {
  return Object.entries(known ?? {}).flatMap(([id, value]) =>
    near(`${name} ${id}`, value, found(id), within),
  );
}

/** Published marks to the last decimal: one high and one low dropped, mean and product rounded half up to 0.01. */
function panelMarks(text: string, { panelRule, criteria = [] }: Expected): Figure[] {
  if (!panelRule) return [];
  const rubric = {
    criteria: criteria.map((id) => ({ id, weight: panelRule.factor })),
    method: 'trimmed',
    trim: 1,
    rounding: { criterion: '0.01', weighted: '0.01', mode: 'half-up' },
  };
  const { ranking } = JSON.parse(tallyCommand(text, JSON.stringify(rubric)).output) as Output;
  return ranking.flatMap(({ nomination, total, criteria: marks }) => {
    const known = panelRule.published[nomination];
    return [
      ...same(`published total ${nomination}`, known?.total, twoPlaces(total)),
      ...Object.entries(known?.panel ?? {}).flatMap(([id, mark]) =>
        same(`published ${id} ${nomination}`, mark, marks[id] && twoPlaces(marks[id])),
      ),
    ];
  });
}

/** A ratio that has two decimals, as its text; its exact ratio where it has more. */
function twoPlaces({ num, den }: Ratio): string {
  const hundredths = BigInt(num) * 100n;
  if (hundredths % BigInt(den) !== 0n) return `${num}/${den}`;
  const whole = hundredths / BigInt(den);
  return `${whole / 100n}.${String(whole % 100n).padStart(2, '0')}`;
}
