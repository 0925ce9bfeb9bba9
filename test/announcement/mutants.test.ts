import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { paths } from '../../src/platform/paths.ts';
import { MUTANTS, pack, unpack } from '../../verifier/mutants.mjs';
import { CHECK_NAMES, verifyPackage } from '../../verifier/verify.mjs';

const good = (tier: string) => readFileSync(join(paths.root, 'verifier', 'fixtures', `good-${tier}.zip`));

describe('the verifier', () => {
  it.each(['public', 'sealed'])('accepts the good package of the %s tier', async (tier) => {
    const verified = await verifyPackage(new Uint8Array(good(tier)));
    expect(verified.failed).toBeNull();
    expect(verified.about).toMatchObject({ edition: '2027', tier });
  });

  it('accepts the good package packed again, so that a mutant fails by its change alone', async () => {
    const verified = await verifyPackage(new Uint8Array(pack(unpack(good('sealed')))));
    expect(verified.failed).toBeNull();
  });

  it.each(MUTANTS)('rejects by $check: $name', async ({ check, tier, change }) => {
    const verified = await verifyPackage(new Uint8Array(await change(good(tier))));
    expect(verified.ok).toBe(false);
    expect(verified.failed?.name, verified.failed?.text).toBe(check);
    // A check that stumbles over the shape of a file has not seen what is wrong with it.
    expect(verified.failed?.text).not.toContain('is not as described');
  });

  it('is shown wrong packages of every kind', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(30);
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
    const shown = new Set(MUTANTS.map(({ check }) => check));
    // Seats that stay empty need another award; `proofs.test.ts` shows them.
    expect(CHECK_NAMES.filter((name) => !shown.has(name))).toEqual(['number']);
  });

  it('asks for the key that was published, where it is given one', async () => {
    const other = await verifyPackage(new Uint8Array(good('public')), {
      key: Buffer.alloc(32).toString('base64url'),
    });
    expect(other.failed?.name).toBe('signature');
  });
});
