import { describe, expect, it } from 'vitest';
import { tallyCommand } from '../../src/tally/command.ts';
import { expectedOf, FILES, textOf } from './data.ts';

type Output = {
  ranking: {
    nomination: string;
    adjusted: number;
    adjustedSe: number;
    rankInterval95: [number, number];
    meanExact: { num: string; den: string };
  }[];
  jurors: { juror: string; severity: number; severitySe: number; shrunken: number }[];
  model: {
    components: number;
    rss: number;
    residualVariance: number;
    F: number;
    dfJurors: number;
    dfResidual: number;
    mu: number;
    varNomination: number;
    varJuror: number;
    varResidual: number;
    remlCriterion: number;
    cv5: { mean: number; additive: number; shrunken: number };
  };
};

const run = (text: string) => tallyCommand(text, undefined);
const outputOf = (text: string) => {
  const { exitCode, output } = run(text);
  expect(exitCode).toBe(0);
  return (typeof output === 'string' ? JSON.parse(output) : output) as Output;
};
const near = (found: number, wanted: number, within: number) =>
  expect(Math.abs(found - wanted), `${found} against ${wanted}`).toBeLessThanOrEqual(within);
const relative = (found: number, wanted: number) =>
  near(found, wanted, 1e-3 * Math.max(Math.abs(wanted), 1e-2));

describe.each(FILES)('the figures of %s', (file) => {
  const output = outputOf(textOf(file));
  const known = expectedOf(file);

  it('severities, values and their errors are those of least squares', () => {
    near(output.model.rss, known.additive.rss, 1e-5);
    near(output.model.residualVariance, known.additive.s2, 1e-5);
    expect(output.model.components).toBe(known.components);
    for (const one of output.jurors) {
      near(one.severity, known.additive.severity[one.juror] ?? Number.NaN, 1e-5);
      if (known.additive.severitySE)
        near(one.severitySe, known.additive.severitySE[one.juror] ?? Number.NaN, 1e-5);
    }
    for (const one of output.ranking) {
      if (known.additive.value) near(one.adjusted, known.additive.value[one.nomination] ?? Number.NaN, 1e-5);
      if (known.additive.valueSE)
        near(one.adjustedSe, known.additive.valueSE[one.nomination] ?? Number.NaN, 1e-5);
      if (known.additive.rankInterval95) {
        expect([one.nomination, one.rankInterval95]).toEqual([
          one.nomination,
          known.additive.rankInterval95[one.nomination],
        ]);
      }
    }
  });

  it('variances and shrunken severities are those of restricted maximum likelihood', () => {
    near(output.model.remlCriterion, known.reml.criterion, 1e-3);
    relative(output.model.mu, known.reml.mu);
    relative(output.model.varNomination, known.reml.varNomination);
    relative(output.model.varJuror, known.reml.varJuror);
    relative(output.model.varResidual, known.reml.varResidual);
    for (const one of output.jurors) relative(one.shrunken, known.reml.severityBLUP[one.juror] ?? Number.NaN);
  });

  it('the F test and the folds are as known', () => {
    if (known.additive.FnoJurorEffect !== undefined) relative(output.model.F, known.additive.FnoJurorEffect);
    if (known.additive.Fdf)
      expect([output.model.dfJurors, output.model.dfResidual]).toEqual(known.additive.Fdf);
    if (known.cv5RMSE) {
      near(output.model.cv5.mean, known.cv5RMSE.mean, 1e-5);
      near(output.model.cv5.additive, known.cv5RMSE.additive, 1e-5);
      relative(output.model.cv5.shrunken, known.cv5RMSE.blup);
    }
  });
});

describe('cards that leave no error', () => {
  it.each([
    ['two jurors, one of whom differs once', 'A,j1,c,1\nA,j2,c,2\nB,j1,c,3\nB,j2,c,3'],
    [
      'jurors who differ by the same step everywhere',
      'A,j1,c,1\nA,j2,c,2\nB,j1,c,3\nB,j2,c,4\nC,j1,c,5\nC,j2,c,6',
    ],
    ['one juror', 'A,j1,c,1\nB,j1,c,3'],
    ['all scores alike', 'A,j1,c,2\nA,j2,c,2\nB,j1,c,2\nB,j2,c,2'],
  ])('%s: the totals stand, and what cannot be told is not told', (_what, rows) => {
    const output = outputOf(`nomination,juror,criterion,score\n${rows}\n`);
    expect(output.ranking.length).toBeGreaterThan(1);
    for (const one of output.ranking) expect(one.meanExact.den).toMatch(/^\d+$/);
  });
});
