import { describe, expect, it } from 'vitest';
import { printDecimal } from '../../src/platform/exact/decimal.ts';
import { fraction } from '../../src/platform/exact/fraction.ts';
import { tallyCommand } from '../../src/tally/command.ts';
import { expectedOf, panelRubric, textOf } from './data.ts';

type Text = { num: string; den: string };
type Entry = { nomination: string; total: Text; criteria: Record<string, Text>; mean: string };

function twoPlaces({ num, den }: Text): string {
  return printDecimal(fraction(BigInt(num), BigInt(den)), 2);
}

describe.each(['isu-euro2017-men-free.csv', 'isu-4cc2017-ladies-short.csv'] as const)('%s', (name) => {
  const expected = expectedOf(name);

  it('gives every published panel mark and total to the last decimal', () => {
    const rule = expected.panelRule;
    if (!rule) throw new Error('no published marks');
    const { exitCode, output } = tallyCommand(textOf(name), panelRubric(expected.criteria, rule.factor));
    expect(exitCode).toBe(0);
    const { ranking } = JSON.parse(output) as { ranking: Entry[] };
    expect(ranking).toHaveLength(expected.nominations);
    for (const { nomination, total, criteria } of ranking) {
      const published = rule.published[nomination];
      expect({ nomination, total: twoPlaces(total) }).toEqual({ nomination, total: published?.total });
      expect(Object.fromEntries(Object.entries(criteria).map(([id, mark]) => [id, twoPlaces(mark)]))).toEqual(
        published?.panel,
      );
    }
  });

  it('gives the raw means without a rubric', () => {
    const { ranking } = JSON.parse(tallyCommand(textOf(name)).output) as { ranking: Entry[] };
    for (const { nomination, mean } of ranking) {
      expect(Number(mean)).toBeCloseTo(expected.rawMean?.[nomination] ?? Number.NaN, 6);
    }
  });
});
