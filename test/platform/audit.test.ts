import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuditRow, chainHash, verifyChain } from '../../src/platform/audit.ts';
import { openStand, type Stand } from '../stand.ts';

describe('the audit chain', () => {
  let stand: Stand;
  beforeEach(async () => {
    stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
    for (const word of ['a', 'b', 'c', 'd', 'e']) {
      await stand.service.act('somebody', 'thing.made', (tx) =>
        tx.record({ edition: null, object: word, detail: { name: `secret ${word}` } }),
      );
    }
  });
  afterEach(() => stand.close());

  const sqlite = () => stand.service.db.$client;
  const unguard = () => {
    for (const name of sqlite()
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit%'")
      .pluck()
      .all()) {
      sqlite().exec(`DROP TRIGGER ${String(name)}`);
    }
  };

  it('verifies as it was written', () => {
    expect(verifyChain(sqlite())).toBeNull();
  });

  it.each([
    ['UPDATE audit SET at = at - 1 WHERE seq = 3'],
    ['DELETE FROM audit WHERE seq = 3'],
    [
      "INSERT OR REPLACE INTO audit SELECT seq, at, 'another', action, edition, object, commitment, prev, hash FROM audit WHERE seq = 3",
    ],
    [
      "INSERT INTO audit SELECT 9, at, actor, action, edition, object, commitment, prev, 'x' || substr(hash, 2) FROM audit WHERE seq = 5",
    ],
  ])('the database itself refuses %s', (change) => {
    expect(() => sqlite().exec(change)).toThrow(/append-only|no gaps/);
  });

  it.each([
    ['a changed actor', "UPDATE audit SET actor = 'another' WHERE seq = 3", 3, 'changed'],
    ['an earlier instant', 'UPDATE audit SET at = at - 60000 WHERE seq = 2', 2, 'changed'],
    [
      'a changed commitment',
      "UPDATE audit SET commitment = iif(substr(commitment, 1, 1) = 'f', '0', 'f') || substr(commitment, 2) WHERE seq = 4",
      4,
      'changed',
    ],
    [
      'a changed detail',
      'UPDATE audit_details SET detail = \'{"name":"other"}\' WHERE seq = 2',
      2,
      'detail changed',
    ],
  ])('finds %s where the guards were taken away', (_what, change, seq, fault) => {
    unguard();
    sqlite().exec(change);
    expect(verifyChain(sqlite())).toEqual({ seq, fault });
  });

  it('finds a row that is missing from the middle', () => {
    unguard();
    sqlite().exec('DELETE FROM audit_details WHERE seq = 3; DELETE FROM audit WHERE seq = 3');
    expect(verifyChain(sqlite())).toEqual({ seq: 3, fault: 'missing' });
  });

  it('finds a row rewritten together with its own hash', () => {
    unguard();
    const row = sqlite().prepare('SELECT * FROM audit WHERE seq = 2').get() as AuditRow;
    const forged = { ...row, actor: 'another' };
    sqlite()
      .prepare('UPDATE audit SET actor = ?, hash = ? WHERE seq = 2')
      .run(forged.actor, chainHash(forged));
    expect(verifyChain(sqlite())).toEqual({ seq: 3, fault: 'does not follow the row before' });
  });

  it('holds no word of a detail, so that the detail can be erased and the chain still verifies', () => {
    const chain = JSON.stringify(sqlite().prepare('SELECT * FROM audit').all());
    expect(chain).not.toContain('secret');
    sqlite().exec('DELETE FROM audit_details WHERE seq = 3');
    expect(verifyChain(sqlite())).toBeNull();
  });
});
