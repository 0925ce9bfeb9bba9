import { describe, expect, it } from 'vitest';
import { tallyCommand } from '../../src/tally/command.ts';
import { type GateFacts, judgeGate } from '../../src/tally/gate.ts';
import { expectedOf, type FileName, textOf } from './data.ts';

const PASSING: GateFacts = {
  inRules: true,
  components: 1,
  f: 6.5,
  pValue: 0.0001,
  dfJurors: 8,
  dfResidual: 176,
  meanError: 0.455,
  additiveError: 0.413,
};

describe('when adjusted values may decide', () => {
  it('is where all four conditions hold', () => {
    expect(judgeGate(PASSING)).toEqual({ applied: true, failures: [] });
  });

  it.each<[string, Partial<GateFacts>]>([
    ['notInRules', { inRules: false }],
    ['notConnected', { components: 2 }],
    ['notConnected', { components: 0 }],
    ['notSignificant', { pValue: 0.05 }],
    ['notSignificant', { pValue: null, f: null }],
    ['errorNotLower', { additiveError: 0.455 }],
    ['errorNotLower', { additiveError: null }],
    ['errorNotLower', { meanError: null }],
  ])('is nowhere else: %s', (failure, change) => {
    expect(judgeGate({ ...PASSING, ...change })).toEqual({ applied: false, failures: [failure] });
  });
});

type Output = {
  ranking: { nomination: string; rank: number; adjusted: number }[];
  model: { applied: boolean; failed: string[]; reason: string };
};

const tallied = (name: FileName, adjustedDecides: boolean) => {
  const criteria = expectedOf(name).criteria.map((id) => ({ id, weight: '1' }));
  const rubric = JSON.stringify({ criteria, method: 'mean', adjustedDecides });
  return JSON.parse(tallyCommand(textOf(name), rubric).output) as Output;
};

describe('on published scores', () => {
  it('jurors who do not differ are not adjusted, whatever the rules say', () => {
    const { model } = tallied('isu-euro2017-men-free.csv', true);
    expect(model.applied).toBe(false);
    expect(model.failed).toEqual(['notSignificant', 'errorNotLower']);
    expect(model.reason).toMatch(/^Raw totals decide: jurors do not differ significantly \(F = 0\.66/);
  });

  it('jurors who differ are adjusted only where the rules said so', () => {
    expect(tallied('isu-4cc2017-ladies-short.csv', false).model).toMatchObject({
      applied: false,
      failed: ['notInRules'],
    });
    const { model, ranking } = tallied('isu-4cc2017-ladies-short.csv', true);
    expect(model).toMatchObject({ applied: true, failed: [] });
    const values = ranking.map(({ adjusted }) => adjusted);
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });
});
