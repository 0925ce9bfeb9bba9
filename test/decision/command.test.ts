import { describe, expect, it } from 'vitest';
import { decideCommand } from '../../src/decision/command.ts';
import { solveHere } from '../../src/platform/solver/highs.ts';

async function decide(file: unknown, options = {}) {
  const text = typeof file === 'string' ? file : JSON.stringify(file);
  const { exitCode, output } = await decideCommand(text, options, (model, more) => solveHere(model, more));
  return { exitCode, ...JSON.parse(output) };
}

const CITIES = [
  { id: 'A1', country: 'AU', region: 'Oceania', score: 5 },
  { id: 'A2', country: 'AU', region: 'Oceania', score: 4 },
  { id: 'N1', country: 'NZ', region: 'Oceania', score: 3 },
  { id: 'K1', country: 'KR', region: 'Asia', score: 9 },
  { id: 'K2', country: 'KR', region: 'Asia', score: 8 },
  { id: 'J1', country: 'JP', region: 'Asia', score: 2 },
];

describe('the decide command', () => {
  it('prints winners, costs, losers and the certificate', async () => {
    const file = { seats: 3, maxPerCountry: 1, regions: { Oceania: { min: 1 } }, candidates: CITIES };
    const found = await decide(file, { check: true });
    expect(found).toMatchObject({
      exitCode: 0,
      status: 'optimal',
      total: '17',
      winners: ['A1', 'K1', 'N1'],
      unique: true,
      secondBestTotal: '16',
      decidedBy: [],
      certificate: { kind: 'swaps', swaps: 9, size: null },
      check: { passed: true, failures: [] },
    });
    expect(found.losers).toEqual([
      {
        id: 'K2',
        score: '8',
        bindingRules: ['country:KR'],
        costOfForcing: '1',
        wouldLeave: ['K1'],
        wouldEnter: [],
      },
      {
        id: 'A2',
        score: '4',
        bindingRules: ['country:AU'],
        costOfForcing: '1',
        wouldLeave: ['A1'],
        wouldEnter: [],
      },
      {
        id: 'J1',
        score: '2',
        bindingRules: ['seats'],
        costOfForcing: '1',
        wouldLeave: ['N1'],
        wouldEnter: [],
      },
    ]);
    expect(found.ruleCosts).toEqual([
      { rule: 'maxPerCountry', cost: '5', would: ['K2'], insteadOf: ['N1'] },
      { rule: 'country:AU', cost: '1', would: ['A2'], insteadOf: ['N1'] },
      { rule: 'country:KR', cost: '5', would: ['K2'], insteadOf: ['N1'] },
      { rule: 'region:Oceania:min', cost: '0', would: [], insteadOf: [] },
    ]);
  });

  it('says what cannot win at all', async () => {
    const file = { seats: 2, threshold: '3', regions: { Asia: { max: 0 } }, candidates: CITIES };
    const { losers } = await decide(file);
    expect(losers).toContainEqual({ id: 'J1', score: '2', bindingRules: ['threshold'], costOfForcing: null });
    expect(losers).toContainEqual({
      id: 'K1',
      score: '9',
      bindingRules: ['region:Asia:max'],
      costOfForcing: null,
    });
  });

  it('fills as many seats as the rules allow when told up to how many', async () => {
    const file = { seats: { min: 1, max: 6 }, maxPerCountry: 1, candidates: CITIES };
    expect(await decide(file, { check: true })).toMatchObject({
      winners: ['A1', 'J1', 'K1', 'N1'],
      certificate: { size: { winners: 4, additions: 2 } },
      check: { passed: true },
    });
  });

  it('keeps a tie that no rule decides, and says who is in every and in some best selection', async () => {
    const candidates = [5, 4, 4, 1].map((score, at) => ({ id: `C${at}`, score }));
    expect(await decide({ seats: 2, candidates })).toMatchObject({
      exitCode: 0,
      status: 'optimal',
      total: '9',
      unique: false,
      winners: null,
      inEvery: ['C0'],
      inSome: ['C0', 'C1', 'C2'],
      secondBestTotal: '9',
    });
  });

  it('reads scores as numbers, decimal strings and fractions, and prints what never ends as a fraction', async () => {
    const scores = [0.1, '0.2', { num: 1, den: 3 }, { num: '3', den: '10' }];
    const candidates = scores.map((score, at) => ({ id: `C${at}`, score }));
    expect(await decide({ seats: 2, candidates })).toMatchObject({
      total: '19/30',
      winners: ['C2', 'C3'],
      secondBestTotal: '8/15',
    });
    expect(await decide({ seats: 1, candidates: candidates.slice(0, 2) })).toMatchObject({ total: '0.2' });
    const three = [0.1, 0.2, '0.3'].map((score, at) => ({ id: `C${at}`, score, group: at < 2 }));
    const groups = [{ name: 'both', min: 0, max: 2, members: ['C0', 'C1'] }];
    expect(await decide({ seats: 2, groups, candidates: three })).toMatchObject({
      total: '0.5',
      unique: true,
    });
  });

  it('reads tie values by criterion, with or without the word criteria', async () => {
    const tieRules = [{ by: 'criterion', id: 'impact' }];
    const candidates = [
      { id: 'A', score: 1, tie: { criteria: { impact: '2.5' } } },
      { id: 'B', score: 1, tie: { impact: { num: 8, den: 3 } } },
    ];
    expect(await decide({ seats: 1, tieRules, candidates })).toMatchObject({
      winners: ['B'],
      unique: false,
      decidedBy: ['criterion:impact'],
    });
  });

  it('tells a cancelled search and a limit apart from an answer', async () => {
    // Three groups that overlap pairwise: no prices prove the best selection, so cases have to be told apart.
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const candidates = ids.map((id, at) => ({ id, score: at < 3 ? 10 : 4 }));
    const group = (name: string, members: string[]) => ({ name, max: 1, members });
    const groups = [group('1', ['a', 'b']), group('2', ['b', 'c']), group('3', ['a', 'c'])];
    const file = { seats: 2, groups, candidates };
    expect(await decide(file)).toMatchObject({ total: '14', unique: false, exitCode: 0 });
    expect(await decide(file, { maxNodes: 1 })).toMatchObject({ exitCode: 4, status: 'limit' });
    expect(await decide(file, { signal: AbortSignal.abort() })).toMatchObject({
      exitCode: 4,
      status: 'cancelled',
    });
  });
});

describe('no selection keeps the rules', () => {
  const oceania = { regions: { Oceania: { min: 3 } }, maxPerCountry: 1 };

  it.each([
    [
      'minimumsAboveSeats',
      { seats: 3, regions: { Asia: { min: 2 }, Oceania: { min: 2 } }, candidates: CITIES },
      { rules: ['seats', 'region:Asia:min', 'region:Oceania:min'], needed: 4, available: 3 },
      'The minimums of Asia (2) and Oceania (2) add up to 4, but there are 3 seats: 4 needed, 3 possible.',
    ],
    [
      'tooFewCountries',
      { seats: 3, ...oceania, candidates: CITIES },
      { rules: ['country:AU', 'region:Oceania:min'], needed: 3, available: 2 },
      'Oceania needs 3, but only 2 countries have candidates for it, one each.',
    ],
    [
      'tooFewCandidates',
      { seats: 7, candidates: CITIES },
      { rules: ['seats'], needed: 7, available: 6 },
      '7 seats must be filled, but only 6 candidates stand for it.',
    ],
    [
      'tooFewCandidates',
      { seats: 4, threshold: 5, candidates: CITIES },
      { rules: ['threshold', 'seats'], needed: 4, available: 3 },
      '4 seats must be filled, but only 3 candidates reach the threshold.',
    ],
    [
      'tooFewCandidates',
      { seats: 1, regions: { Africa: { min: 1 } }, candidates: CITIES },
      { rules: ['region:Africa:min'], needed: 1, available: 0 },
      'Africa needs 1, but no candidate stands for it.',
    ],
    [
      'limitsTooLow',
      { seats: 4, regions: { Asia: { max: 1 }, Oceania: { max: 2 } }, candidates: CITIES },
      { rules: ['seats', 'region:Asia:max', 'region:Oceania:max'], needed: 4, available: 3 },
      '4 seats must be filled, but Asia may have at most 1 and Oceania may have at most 2: 4 needed, 3 possible.',
    ],
  ])('%s is said in words, with the smallest clashing set', async (kind, file, cause, text) => {
    const found = await decide(file, { check: true });
    expect(found).toMatchObject({ exitCode: 3, status: 'infeasible', check: { passed: true, failures: [] } });
    expect(found.cause).toMatchObject({ kind, ...cause, text });
  });

  it('is proved by cases where no count shows it', async () => {
    const candidates = ['a', 'b', 'c'].map((id) => ({ id, score: 1 }));
    const group = (name: string, members: string[], min: number, max: number) => ({
      name,
      min,
      max,
      members,
    });
    const groups = [group('1', ['a', 'b'], 1, 1), group('2', ['b', 'c'], 1, 1), group('3', ['a', 'c'], 1, 1)];
    const found = await decide({ seats: { min: 0, max: 3 }, groups, candidates }, { check: true });
    expect(found).toMatchObject({ exitCode: 3, check: { passed: true } });
    expect(found.cause).toMatchObject({ kind: 'noCaseLeft', needed: null, available: null });
  });
});

describe('bad input names its place', () => {
  const good = { seats: 1, candidates: [{ id: 'A', country: 'KR', region: 'Asia', score: 1 }] };
  const withScore = (score: unknown) => ({ seats: 1, candidates: [{ id: 'A', score }] });

  it.each([
    ['', 'line 1, column 1', 'empty'],
    ['{"seats":1,\n "candidates":[{"id":"A","score":NaN}]}', 'line 2, column 34', 'notJson'],
    ['[]', '$', 'wrongType'],
    [{ ...good, seats: undefined }, 'seats', 'missing'],
    [{ ...good, seats: -1 }, 'seats', 'negative'],
    [{ ...good, seats: 1.5 }, 'seats', 'notWhole'],
    [{ ...good, seats: '1' }, 'seats', 'wrongType'],
    [{ ...good, seats: { min: 3, max: 2 } }, 'seats.min', 'minAboveMax'],
    [{ ...good, seats: { min: 3 } }, 'seats.max', 'missing'],
    [{ ...good, treshold: 5 }, 'treshold', 'unknownField'],
    [{ ...good, threshold: 'high' }, 'threshold', 'wrongType'],
    [{ ...good, maxPerCountry: 0 }, 'maxPerCountry', 'tooLarge'],
    [{ ...good, regions: { Asia: { min: 2, max: 1 } } }, 'regions.Asia.min', 'minAboveMax'],
    [{ ...good, regions: { Asia: { minimum: 2 } } }, 'regions.Asia.minimum', 'unknownField'],
    [{ ...good, regions: [] }, 'regions', 'wrongType'],
    [{ ...good, groups: [{ name: 'G', members: ['B'] }] }, 'groups[0].members[0]', 'unknownId'],
    [{ ...good, groups: [{ name: 'G', members: ['A', 'A'] }] }, 'groups[0].members[1]', 'duplicate'],
    [
      {
        ...good,
        groups: [
          { name: 'G', members: [] },
          { name: 'G', members: [] },
        ],
      },
      'groups[1].name',
      'duplicate',
    ],
    [{ ...good, tieRules: [{ by: 'age' }] }, 'tieRules[0].by', 'wrongType'],
    [{ ...good, tieRules: [{ by: 'criterion' }] }, 'tieRules[0].id', 'missing'],
    [{ ...good, tieRules: [{ by: 'lot' }] }, 'tieRules[0].seed', 'missing'],
    [{ ...good, candidates: undefined }, 'candidates', 'missing'],
    [{ ...good, candidates: [] }, 'candidates', 'empty'],
    [{ ...good, candidates: ['A'] }, 'candidates[0]', 'wrongType'],
    [{ ...good, candidates: [{ country: 'KR', score: 1 }] }, 'candidates[0].id', 'missing'],
    [{ ...good, candidates: [...good.candidates, ...good.candidates] }, 'candidates[1].id', 'duplicate'],
    [{ ...good, maxPerCountry: 1, candidates: [{ id: 'A', score: 1 }] }, 'candidates[0].country', 'missing'],
    [
      { ...good, regions: { Asia: {} }, candidates: [{ id: 'A', score: 1 }] },
      'candidates[0].region',
      'missing',
    ],
    [withScore(undefined), 'candidates[0].score', 'missing'],
    [withScore(null), 'candidates[0].score', 'missing'],
    [withScore('7,5'), 'candidates[0].score', 'wrongType'],
    [withScore('1e3'), 'candidates[0].score', 'wrongType'],
    [withScore(true), 'candidates[0].score', 'wrongType'],
    [withScore(0.1234567), 'candidates[0].score', 'tooManyDecimals'],
    [withScore('0.1234567'), 'candidates[0].score', 'tooManyDecimals'],
    [withScore(1e-7), 'candidates[0].score', 'tooManyDecimals'],
    [withScore(12345678901234568), 'candidates[0].score', 'tooLarge'],
    [withScore({ num: 1, den: 0 }), 'candidates[0].score.den', 'wrongType'],
    [withScore({ num: 1.5, den: 2 }), 'candidates[0].score.num', 'notWhole'],
    [withScore({ num: 1 }), 'candidates[0].score.den', 'missing'],
  ])('%j: %s (%s)', async (file, path, code) => {
    const found = await decide(file);
    expect(found).toMatchObject({ exitCode: 2, status: 'badInput' });
    expect(found.faults[0]).toMatchObject({ path, code });
    expect(found.faults[0].text.length).toBeGreaterThan(10);
  });
});
