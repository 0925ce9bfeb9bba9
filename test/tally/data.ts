import { readFileSync } from 'node:fs';

/** The events and the published measurements that stand in test/data/scores, and what is known of them. */
export type Expected = {
  nominations: number;
  jurors: number;
  pairs: number;
  criteria: string[];
  components: number;
  additive: {
    rss: number;
    df: number;
    s2: number;
    severity: Record<string, number>;
    severitySE?: Record<string, number>;
    value?: Record<string, number>;
    valueSE?: Record<string, number>;
    neighbours?: { a: string; b: string; difference: number; se: number; probAaboveB: number }[];
    rankInterval95?: Record<string, [number, number]>;
    FnoJurorEffect?: number;
    Fdf?: [number, number];
  };
  reml: {
    criterion: number;
    mu: number;
    varNomination: number;
    varJuror: number;
    varResidual: number;
    severityBLUP: Record<string, number>;
    valueBLUP?: Record<string, number>;
  };
  rawMean?: Record<string, number>;
  cv5RMSE?: { mean: number; additive: number; blup: number };
  cv5n?: number;
  panelRule?: { factor: string; published: Record<string, { panel: Record<string, string>; total: string }> };
};

export const FILES = [
  'isu-euro2017-men-free.csv',
  'isu-4cc2017-ladies-short.csv',
  'penicillin-published.csv',
] as const;
export type FileName = (typeof FILES)[number];

/** The text of a file of test/data/scores. */
export function textOf(name: string): string {
  return readFileSync(new URL(`../data/scores/${name}`, import.meta.url), 'utf8');
}

/** What is known of a file: computed by an independent program, or published with the data. */
export function expectedOf(name: FileName): Expected {
  return (JSON.parse(textOf('expected.json')) as { results: Record<FileName, Expected> }).results[name];
}

/** The figure skating rule: highest and lowest dropped, mean and product rounded half up to 0.01, then the sum. */
export function panelRubric(criteria: readonly string[], factor: string): string {
  return JSON.stringify({
    criteria: criteria.map((id) => ({ id, weight: factor })),
    method: 'trimmed',
    trim: 1,
    rounding: { criterion: '0.01', weighted: '0.01', mode: 'half-up' },
  });
}
