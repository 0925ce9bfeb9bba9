import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { decideCommand } from '../../src/decision/command.ts';
import { solveHere } from '../../src/platform/solver/highs.ts';

type Json = Record<string, unknown>;

const solve = (...asked: Parameters<typeof solveHere>) => solveHere(asked[0], asked[1]);

async function resultOf(problem: Json): Promise<Json> {
  return JSON.parse((await decideCommand(JSON.stringify(problem), {}, solve)).output);
}

async function check(problem: Json, result: Json) {
  const { exitCode, output } = await decideCommand(
    JSON.stringify(problem),
    { check: JSON.stringify(result) },
    solve,
  );
  return { exitCode, ...JSON.parse(output) };
}

function city(id: string, score: number, country: string, region: string): Json {
  return { id, score, country, region };
}

/** Nested: two regions, each country in one of them. */
const NESTED: Json = {
  seats: 3,
  maxPerCountry: 1,
  regions: { North: { min: 1, max: 2 }, South: { max: 2 } },
  candidates: [
    city('a', 9, 'A', 'North'),
    city('b', 8, 'A', 'North'),
    city('c', 7, 'B', 'North'),
    city('d', 6, 'C', 'South'),
    city('e', 5, 'D', 'South'),
  ],
};

/** Country A stands in both regions: two nestings. */
const SPANNING: Json = {
  ...NESTED,
  candidates: [
    city('a', 9, 'A', 'North'),
    city('b', 8, 'A', 'South'),
    city('c', 7, 'B', 'North'),
    city('d', 6, 'C', 'South'),
    city('e', 5.5, 'C', 'North'),
  ],
};

/** Three groups that overlap in pairs: prices alone leave a gap. */
const CROSSING: Json = {
  seats: 2,
  groups: [
    { name: '1', max: 1, members: ['a', 'b'] },
    { name: '2', max: 1, members: ['b', 'c'] },
    { name: '3', max: 1, members: ['a', 'c'] },
  ],
  candidates: [10, 10, 10, 3, 2].map((score, at) => ({ id: 'abcde'[at], score })),
};

const EMPTY_SEATS: Json[] = [NESTED, SPANNING, CROSSING].map((problem) => ({
  ...problem,
  seats: { min: 1, max: 5 },
}));

const CLASH: Json = { ...NESTED, seats: 5 };

// Hundreds of small problems; a busy machine may take its time.
vi.setConfig({ testTimeout: 180_000 });

describe('certificates', () => {
  it.each([
    ['swaps', NESTED],
    ['duals', SPANNING],
    ['bound', CROSSING],
  ])('are of kind %s where that is the simplest complete proof, and hold', async (kind, problem) => {
    const result = await resultOf(problem);
    expect(result.certificate).toMatchObject({ kind });
    expect(await check(problem, result)).toEqual({ exitCode: 0, status: 'valid', proves: 'optimal' });
  });

  it('name the gap that only a tree of cases closes', async () => {
    const { certificate } = await resultOf(CROSSING);
    expect(certificate).toMatchObject({ relaxation: '16.5', value: '13', gap: '3.5' });
    expect((certificate as { leaves: number }).leaves).toBeGreaterThan(1);
  });

  it.each(EMPTY_SEATS.map((problem, at) => [at, problem] as const))(
    'prove the number of winners where seats stay empty (%i)',
    async (_at, problem) => {
      const result = await resultOf(problem);
      const certificate = result.certificate as Json;
      expect(certificate.size).not.toBeNull();
      expect(await check(problem, result)).toMatchObject({ status: 'valid' });
      const without = { ...result, certificate: { ...certificate, size: null } };
      expect(await check(problem, without)).toMatchObject({ exitCode: 2, failures: [{ step: 'number' }] });
    },
  );

  it('of a clash hold, and do not prove a clash that is none', async () => {
    const result = await resultOf(CLASH);
    expect(await check(CLASH, result)).toEqual({ exitCode: 0, status: 'valid', proves: 'infeasible' });
    expect(await check(NESTED, result)).toMatchObject({ exitCode: 2, failures: [{ step: 'infeasible' }] });
  });
});

describe('a changed result is refused', () => {
  const swapped = (result: Json, out: string, into: string) => {
    return (result.winners as string[]).map((id) => (id === out ? into : id));
  };

  it.each<[string, (result: Json) => Json, string]>([
    ['another winner', (result) => ({ ...result, winners: swapped(result, 'd', 'e') }), 'total'],
    [
      'another winner with its total',
      (result) => ({ ...result, winners: swapped(result, 'd', 'e'), total: '21' }),
      'optimal',
    ],
    [
      'two of a country',
      (result) => ({ ...result, winners: swapped(result, 'd', 'b'), total: '24' }),
      'rules',
    ],
    ['a winner twice', (result) => ({ ...result, winners: ['a', 'a', 'c'] }), 'eligible'],
    ['a stranger', (result) => ({ ...result, winners: swapped(result, 'd', 'x') }), 'eligible'],
    ['too few winners', (result) => ({ ...result, winners: ['a', 'c'], total: '16' }), 'rules'],
    ['another total', (result) => ({ ...result, total: '22.000001' }), 'total'],
    ['another second best', (result) => ({ ...result, secondBestTotal: '20' }), 'second'],
    ['no second best', (result) => ({ ...result, secondBestTotal: null }), 'second'],
    ['not the only one', (result) => ({ ...result, unique: false }), 'unique'],
    ['no certificate', ({ certificate: _, ...result }) => result, 'certificate'],
    [
      'a kind that is none',
      (result) => ({ ...result, certificate: { kind: 'trust', size: null } }),
      'certificate.kind',
    ],
    ['a status that claims nothing', (result) => ({ ...result, status: 'limit' }), 'status'],
  ])('%s', async (_name, change, step) => {
    const result = await resultOf(NESTED);
    const found = await check(NESTED, change(result));
    expect(found).toMatchObject({ exitCode: 2, status: 'invalid' });
    expect(found.failures.map((failure: { step: string }) => failure.step)).toContain(step);
  });

  it('whose swaps are to prove what crossing rules do not allow them to prove', async () => {
    const result = await resultOf(CROSSING);
    const claimed = { ...result, certificate: { kind: 'swaps', swaps: 6, size: null } };
    expect(await check(CROSSING, claimed)).toMatchObject({ exitCode: 2 });
    const spanning = await resultOf(SPANNING);
    const other = { ...spanning, certificate: { kind: 'swaps', swaps: 6, size: null } };
    expect((await check(SPANNING, other)).failures).toContainEqual(
      expect.objectContaining({ step: 'nested' }),
    );
  });

  it('whose prices are not enough, at no rule, or no numbers', async () => {
    const result = await resultOf(SPANNING);
    const certificate = result.certificate as { prices: { rule: string; price: string }[] };
    expect(certificate.prices.length).toBeGreaterThan(0);
    for (const at of certificate.prices.keys()) {
      for (const change of [
        { rule: 'region:East:max' },
        { price: '0.5' },
        { price: '-1' },
        { price: 'NaN' },
        { price: '1/0' },
      ]) {
        const prices = certificate.prices.map((price, index) =>
          index === at ? { ...price, ...change } : price,
        );
        const found = await check(SPANNING, { ...result, certificate: { ...certificate, prices } });
        expect(found).toMatchObject({ exitCode: 2, status: 'invalid' });
      }
    }
  });

  it('whose tree leaves out a case, splits one twice, or calls a case empty that is not', async () => {
    const result = await resultOf(CROSSING);
    const certificate = result.certificate as { tree: { on: string; in: Json; out: Json } };
    const { on, in: inside, out: outside } = certificate.tree;
    const none = { prices: [], clash: true };
    const trees = [
      inside,
      outside,
      { on, in: inside, out: inside },
      { on, in: none, out: none },
      { on: 'x', in: inside, out: outside },
    ];
    const twice = { on, in: { on, in: inside, out: outside }, out: outside };
    for (const tree of [...trees, twice]) {
      const found = await check(CROSSING, { ...result, certificate: { ...certificate, tree } });
      expect(found).toMatchObject({
        exitCode: 2,
        status: 'invalid',
        failures: expect.arrayContaining([expect.objectContaining({ step: 'optimal' })]),
      });
    }
  });

  it('when its problem gives a loser a higher score', async () => {
    for (const problem of [NESTED, SPANNING, CROSSING]) {
      const result = await resultOf(problem);
      const winners = result.winners as string[] | null;
      const chosen = winners ?? (result.oneOptimum as string[]);
      const candidates = (problem.candidates as { id: string; score: number }[]).map((one) => {
        return chosen.includes(one.id) ? one : { ...one, score: one.score + 9 };
      });
      expect(await check({ ...problem, candidates }, result)).toMatchObject({ exitCode: 2 });
    }
  });

  it('whatever it says that is no result', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const { exitCode } = await decideCommand(
          JSON.stringify(NESTED),
          { check: JSON.stringify(value) },
          solve,
        );
        expect(exitCode).toBe(2);
      }),
      { numRuns: 200 },
    );
    expect(await check(NESTED, [] as unknown as Json)).toMatchObject({ exitCode: 2 });
    const broken = await decideCommand(JSON.stringify(NESTED), { check: '{"status":' }, solve);
    expect(JSON.parse(broken.output)).toMatchObject({ status: 'invalid', failures: [{ step: 'file' }] });
  });
});
