import type { webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { manifestOf, type PackageFacts, packageFiles } from '../../src/announcement/package.ts';
import { zipOf } from '../../src/announcement/package-zip.ts';
import { decide } from '../../src/decision/by-hand.ts';
import type { Problem } from '../../src/decision/problem.ts';
import { problemJson } from '../../src/decision/problem-json.ts';
import type { Record as DecisionRecord } from '../../src/decision/record.ts';
import { type SelectionResult, selectAwardees } from '../../src/decision/selection.ts';
import { selectionJson } from '../../src/decision/selection-json.ts';
import { chainHash, commitTo } from '../../src/platform/audit.ts';
import { canonicalJson, digestOf } from '../../src/platform/digest.ts';
import { decimalOrFraction } from '../../src/platform/exact/decimal.ts';
import { compare, toText } from '../../src/platform/exact/fraction.ts';
import { createSolverPool } from '../../src/platform/solver/pool.ts';
import { verifyPackage } from '../../verifier/verify.mjs';
import { arbitraryProblem } from '../decision/arbitrary-problem.ts';

const pool = createSolverPool();
afterAll(() => pool.close());

/** A problem as an edition can pose it: no groups, no tie rules, candidates best first. */
function posed(problem: Problem): Problem {
  const candidates = problem.candidates
    .map((one) => ({ ...one, tie: {} }))
    .sort((a, b) => compare(b.score, a.score) || (a.id < b.id ? -1 : 1));
  return { ...problem, groups: [], tieRules: [], candidates };
}

function definitionFor({ seats, maxPerCountry, threshold, regions }: Problem) {
  const limits = regions.map(({ name, min, max }) => [name, max === null ? { min } : { min, max }]);
  return {
    rubric: { criteria: [], levels: [], method: 'mean' },
    rules: {
      selection: {
        seats,
        maxPerCountry,
        threshold: threshold && decimalOrFraction(threshold),
        regions: Object.fromEntries(limits),
        tieRules: [],
      },
    },
  };
}

function recordOf(problem: Problem, result: SelectionResult, definition: object): DecisionRecord {
  const isLevel = result.status === 'optimal' && result.winners === null;
  const choice = isLevel ? { chosen: result.oneOptimum, reason: 'Drawn in the meeting.', by: 'a' } : null;
  const first = problem.candidates[0]?.id ?? '';
  const moves =
    result.status === 'optimal'
      ? []
      : [{ nomination: first, side: 'in' as const, reason: 'Why not.', by: 'a' }];
  const decided = decide(problem, result, choice, moves);
  return {
    format: 'learning-cities-award/record/1',
    edition: 'e',
    rules: digestOf(definition),
    tally: { closed: '', scores: '', head: null },
    missing: [],
    decides: 'totals',
    whyNotAdjusted: [],
    totals: problem.candidates.map(({ id, score }) => ({ nomination: id, total: toText(score) })),
    problem: problemJson(problem),
    ...decided,
    result: JSON.parse(
      JSON.stringify(selectionJson(result), (_key, value) =>
        typeof value === 'bigint' ? String(value) : value,
      ),
    ),
  };
}

/** A public package of this record in which everything else is as it should be. */
async function packed(problem: Problem, record: DecisionRecord, definition: object): Promise<Uint8Array> {
  const digest = digestOf(record);
  const places = problem.candidates.map(
    ({ score }) => problem.candidates.findIndex((one) => compare(one.score, score) === 0) + 1,
  );
  const awardees = (record.awardees ?? []).map((nomination) => {
    const { country, region } = problem.candidates.find(({ id }) => id === nomination) ?? {
      country: '',
      region: '',
    };
    return {
      nomination,
      city: nomination,
      localName: null,
      country: country ?? '',
      region: region ?? '',
      latitude: null,
      longitude: null,
      citation: { en: '', fr: '', es: '' },
    };
  });
  const result = { edition: 'id', selection: 's', selectionDigest: digest, awardees };
  const announcement = {
    id: 'n',
    editionId: 'id',
    version: 1,
    momentAt: 3,
    note: '',
    setAt: 2,
    setBy: 'a',
    result,
    digest: digestOf(result),
  };
  const detail = canonicalJson({ version: 1, momentAt: 3, digest: announcement.digest, selection: digest });
  const row = {
    seq: 1,
    at: 2,
    actor: 'a',
    action: 'announcement.set',
    edition: 'id',
    object: 'n',
    commitment: commitTo('salt', detail),
    prev: '',
  };
  const facts = {
    edition: { slug: 'e', year: 2027, sample: false },
    definition,
    versions: [{ version: 1, digest: record.rules, at: 0, reason: '' }],
    record,
    digest,
    proposed: { by: 'a', at: 0 },
    approved: { by: 'b', at: 1, digest, reason: '' },
    announcement,
    earlier: [],
    log: { tallied: null, announced: { ...row, hash: chainHash(row) }, salt: 'salt', detail },
    nominations: problem.candidates.map(({ id, country, region }) => ({
      id,
      city: id,
      country,
      region,
      standing: 'counted',
      reason: '',
    })),
    cards: [],
    jurors: 0,
    recusals: [],
    ranking: problem.candidates.map(({ id, score }, at) => ({
      nomination: id,
      rank: places[at],
      total: score,
      scorecards: 1,
      criteria: [],
      median: null,
      lowestScore: null,
      tieBrokenBy: null,
    })),
  } as unknown as PackageFacts;
  const texts = { readme: { public: 'What no package proves', sealed: '' }, format: 'x'.repeat(2_000) };
  const files = packageFiles(facts, 'public', texts);
  const manifest = manifestOf(files, { tier: 'public', edition: 'e', record: digest });
  const keys = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  const { privateKey, publicKey } = keys as webcrypto.CryptoKeyPair;
  const signature = await crypto.subtle.sign({ name: 'Ed25519' }, privateKey, Buffer.from(manifest));
  const raw = await crypto.subtle.exportKey('raw', publicKey);
  files.set('manifest.json', manifest);
  files.set(
    'signature.json',
    canonicalJson({
      algorithm: 'Ed25519',
      publicKey: Buffer.from(raw).toString('base64url'),
      signature: Buffer.from(signature).toString('base64url'),
      signs: 'manifest.json',
    }),
  );
  return new Uint8Array(await zipOf(files));
}

describe('proofs of selections, read by the verifier from the package alone', () => {
  const seen = new Set<string>();

  it('every selection that the service finds is proved, whatever the rules', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryProblem('any'), async (found) => {
        const problem = posed(found);
        const result = await selectAwardees(problem, pool.solve, { withoutRuleCosts: true });
        if (result.status !== 'optimal' && result.status !== 'infeasible') return;
        seen.add(result.status === 'optimal' ? result.certificate.kind : 'clash');
        if (result.status === 'optimal' && result.oneOptimum.length < problem.seats.max) seen.add('number');
        const definition = definitionFor(problem);
        const bytes = await packed(problem, recordOf(problem, result, definition), definition);
        const verified = await verifyPackage(bytes);
        expect(verified.failed).toBeNull();
      }),
      { numRuns: 150, seed: 11 },
    );
    expect([...seen].sort()).toEqual(expect.arrayContaining(['clash', 'duals', 'number', 'swaps']));
  });

  it('a selection with one winner less is no largest one, and one with another winner is not the best (I3)', async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryProblem('any'), fc.nat(7), async (found, pick) => {
        const problem = posed(found);
        const result = await selectAwardees(problem, pool.solve, { withoutRuleCosts: true });
        if (
          result.status !== 'optimal' ||
          result.winners === null ||
          !result.unique ||
          result.winners.length === 0
        )
          return;
        const definition = definitionFor(problem);
        const record = recordOf(problem, result, definition);
        const leaves = result.winners[pick % result.winners.length];
        const fewer = result.winners.filter((id) => id !== leaves);
        const others = problem.candidates.filter(({ id }) => !result.winners?.includes(id));
        const enters = others[pick % (others.length + 1)]?.id;
        const winners = [...fewer, ...(enters ? [enters] : [])].sort();
        const awardees = problem.candidates.map(({ id }) => id).filter((id) => winners.includes(id));
        const total = decimalOrFraction(
          problem.candidates
            .filter(({ id }) => winners.includes(id))
            .reduce(
              (all, { score }) => ({
                num: all.num * score.den + score.num * all.den,
                den: all.den * score.den,
              }),
              { num: 0n, den: 1n },
            ),
        );
        const size = result.certificate.size && { ...result.certificate.size, winners: winners.length };
        const claimed = { ...record.result, winners, total, certificate: { ...result.certificate, size } };
        const bytes = await packed(problem, { ...record, awardees, result: claimed }, definition);
        const verified = await verifyPackage(bytes);
        expect(['limits', 'eligible', 'number', 'optimal', 'second']).toContain(verified.failed?.name);
        refused += 1;
      }),
      { numRuns: 150, seed: 12 },
    );
    expect(refused).toBeGreaterThan(50);
  });
});
