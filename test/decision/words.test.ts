import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/decision/problem.ts';
import { selectAwardees } from '../../src/decision/selection.ts';
import { causeInWords, forcingOf, reasonOf, type Words } from '../../src/decision/words.ts';
import { fraction } from '../../src/platform/exact/fraction.ts';
import { loadCatalogues } from '../../src/platform/i18n/catalogue.ts';
import type { Lang } from '../../src/platform/i18n/lang.ts';
import { paths } from '../../src/platform/paths.ts';
import { solveHere } from '../../src/platform/solver/highs.ts';

const translate = loadCatalogues(paths.locales);
const wordsIn = (lang: Lang): Words => ({
  lang,
  translate,
  nameOf: (id) => ({ city: id, country: 'KR', region: 'APA' }),
  tieRuleName: (key) => key,
  countryName: () => 'Korea',
  limitOf: () => 2,
});

const city = (id: string, country: string, region: string) => {
  return { id, country, region, score: fraction(1n), tie: {} };
};
const PROBLEM: Problem = {
  seats: { min: 2, max: 2 },
  maxPerCountry: 1,
  threshold: null,
  regions: [],
  groups: [],
  tieRules: [],
  candidates: [city('a', 'KR', 'APA'), city('b', 'KR', 'APA'), city('c', 'FR', 'ENA')],
};

async function causeOf(problem: Problem) {
  const result = await selectAwardees(problem, (model, options) => solveHere(model, options));
  if (result.status !== 'infeasible') throw new Error(`expected a clash, found ${result.status}`);
  return result.cause;
}

describe('why no selection keeps the rules, in words', () => {
  it('counts what is asked for and what is possible, in three languages', async () => {
    const minimums = await causeOf({
      ...PROBLEM,
      regions: [
        { name: 'APA', min: 1, max: null },
        { name: 'ENA', min: 1, max: null },
        { name: 'AFR', min: 1, max: null },
      ],
      candidates: [...PROBLEM.candidates, city('d', 'SN', 'AFR')],
    });
    expect(causeInWords(wordsIn('en'), minimums)).toBe(
      'The rules ask for at least 3: 1 from Africa, 1 from Asia and the Pacific and 1 from Europe and North America. Only 2 are possible: there are 2 seats.',
    );
    expect(causeInWords(wordsIn('fr'), minimums)).toContain('Seulement 2 sont possibles : il y a 2 places.');
    expect(causeInWords(wordsIn('es'), minimums)).toContain('Solo son posibles 2: hay 2 plazas.');
  });

  it('names the countries, the region or the threshold that leaves no room', async () => {
    const inWords = async (problem: Problem) => causeInWords(wordsIn('en'), await causeOf(problem));
    const seats = { min: 3, max: 3 };
    expect(await inWords({ ...PROBLEM, seats })).toContain(
      'the cities come from 2 countries, at most 1 each',
    );
    const region = { name: 'APA', min: 0, max: 0 };
    expect(await inWords({ ...PROBLEM, regions: [region] })).toContain('Asia and the Pacific may have 0');
    expect(await inWords({ ...PROBLEM, threshold: fraction(2n) })).toContain('0 cities reach the threshold');
  });
});

describe('why a city is not chosen, in words', () => {
  const loser = { id: 'x', score: '1', bindingRules: ['seats'], costOfForcing: '0.5', wouldLeave: ['y'] };
  it.each([
    [['seats'], 'score', 'Lower score.'],
    [['threshold'], 'threshold', 'Under the threshold.'],
    [['country:KR'], 'country', 'Korea has its 2 places with y.'],
    [['region:APA:max'], 'region', 'Asia and the Pacific has its 2.'],
    [['region:AFR:min'], 'regionElsewhere', 'A place is kept for Africa, which needs 2.'],
    [
      ['region:APA:max', 'seats'],
      'rules',
      'Several rules together: at most 2 from Asia and the Pacific and the number of seats (2).',
    ],
  ])('%j', (bindingRules, kind, sentence) => {
    expect(reasonOf(wordsIn('en'), { ...loser, bindingRules }, ['y'], [])).toMatchObject({ kind, sentence });
  });

  it('by a tie rule where the total was the same', () => {
    const tied = { ...loser, costOfForcing: '0' };
    expect(reasonOf(wordsIn('en'), tied, ['y'], ['median'])).toMatchObject({ kind: 'tieRule' });
    expect(reasonOf(wordsIn('en'), loser, ['y'], ['median'])).toMatchObject({ kind: 'score' });
  });

  it('with the cheapest way in', () => {
    const inWords = (more: object) => forcingOf(wordsIn('en'), { ...loser, ...more });
    expect(inWords({})).toBe('Putting it in takes out y and costs 0.5.');
    expect(inWords({ wouldEnter: ['z'] })).toBe('Putting it in takes out y, brings in z and costs 0.5.');
    expect(inWords({ costOfForcing: '0' })).toBe('Putting it in takes out y and costs nothing.');
    expect(inWords({ costOfForcing: null })).toBe('It cannot be chosen under the rules.');
    expect(forcingOf(wordsIn('en'), { id: 'x', score: '1', bindingRules: [] })).toBeNull();
  });
});
