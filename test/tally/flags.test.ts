import { describe, expect, it } from 'vitest';
import { modelOf } from '../../src/tally/model.ts';
import type { Score } from '../../src/tally/score.ts';
import { tallyScores } from '../../src/tally/tally.ts';
import { drawer, normal } from './draw.ts';

type Shape = { nominations: number; jurors: number; readers: number };
/** A whole panel, and a jury of which five read each dossier. */
const SHAPES: Shape[] = [
  { nominations: 24, jurors: 9, readers: 9 },
  { nominations: 60, jurors: 15, readers: 5 },
];

type Given = { nomination: number; juror: number; level: number; own: number; chance: number };
type Twist = (given: Given) => number | null;

/** Levels 0 to 100 from quality, severity and chance; the twist says what some jurors give instead. */
function panelOf(seed: number, { nominations, jurors, readers }: Shape, twist: Twist = () => null): Score[] {
  const draw = drawer(seed);
  const quality = Array.from({ length: nominations }, () => 55 + 15 * normal(draw));
  const severity = Array.from({ length: jurors }, () => 6 * normal(draw));
  return quality.flatMap((level, nomination) =>
    Array.from({ length: readers }, (_, place) => {
      const juror = (nomination * 2 + place * Math.ceil(jurors / readers)) % jurors;
      const chance = 9 * normal(draw);
      const own = level + (severity[juror] ?? 0) + chance;
      const given = twist({ nomination, juror, level, own, chance }) ?? own;
      const points = Math.max(0, Math.min(100, Math.round(given)));
      return {
        nomination: `N${nomination}`,
        juror: `J${String(juror).padStart(2, '0')}`,
        criterion: 'c',
        millionths: points * 1_000_000,
      };
    }),
  );
}

function flagsOf(scores: Score[]): { juror: string; kind: string }[] {
  const tally = tallyScores(scores, null);
  if ('faults' in tally) throw new Error(tally.faults[0]?.code);
  const flags = modelOf(tally.panel, null)?.flags ?? [];
  return flags.flatMap((own, juror) =>
    own.map(({ kind }) => ({ juror: tally.panel.jurors[juror] ?? '', kind })),
  );
}

const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe.each(SHAPES)('$nominations nominations, $jurors jurors, $readers for each', (shape) => {
  it('a scale read upside down is found 20 of 20 times', () => {
    const found = seeds(20).filter((seed) => {
      const upset: Twist = ({ juror, own }) => (juror === seed % shape.jurors ? 100 - own : null);
      const name = `J${String(seed % shape.jurors).padStart(2, '0')}`;
      return flagsOf(panelOf(seed, shape, upset)).some(
        ({ juror, kind }) => juror === name && kind === 'reversed',
      );
    });
    expect(found).toHaveLength(20);
  });

  it('in 50 honest panels there is at most one flag', () => {
    expect(seeds(50).flatMap((seed) => flagsOf(panelOf(seed, shape))).length).toBeLessThanOrEqual(1);
  });

  it('a juror who gives everybody the most is found 20 of 20 times', () => {
    for (const seed of seeds(20)) {
      const flags = flagsOf(panelOf(seed, shape, ({ juror }) => (juror === 3 ? 100 : null)));
      expect(flags).toContainEqual({ juror: 'J03', kind: 'constant' });
    }
  });
});

describe('a bloc', () => {
  it('of three jurors who lift and sink the same dossiers is found', () => {
    const [whole] = SHAPES;
    for (const seed of seeds(20)) {
      const twist: Twist = ({ nomination, juror, own }) =>
        juror < 3 ? own + (nomination % 2 === 0 ? 25 : -25) : null;
      const flags = flagsOf(panelOf(seed, whole as Shape, twist)).filter(({ kind }) => kind === 'bloc');
      expect(flags.map(({ juror }) => juror)).toEqual(['J00', 'J01', 'J02']);
    }
  });
});

describe('a flag', () => {
  it('changes no total and no rank', () => {
    const [shape] = SHAPES;
    const scores = panelOf(7, shape as Shape, ({ juror, own }) => (juror === 1 ? 100 - own : null));
    const tally = tallyScores(scores, null);
    if ('faults' in tally) throw new Error('faulty');
    const before = tally.ranking.map(({ nomination, rank, total }) => [nomination, rank, total]);
    expect(flagsOf(scores).length).toBeGreaterThan(0);
    expect(tally.ranking.map(({ nomination, rank, total }) => [nomination, rank, total])).toEqual(before);
  });
});
