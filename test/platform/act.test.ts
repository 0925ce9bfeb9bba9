import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tx } from '../../src/platform/act.ts';
import { verifyChain } from '../../src/platform/audit.ts';
import { isRefusal, refuse } from '../../src/platform/result.ts';
import { openStand, type Stand } from '../stand.ts';

describe('act', () => {
  let stand: Stand;
  beforeEach(async () => {
    stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
    stand.service.db.$client.exec('CREATE TABLE things (id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT');
  });
  afterEach(() => stand.close());

  const count = (table: string) =>
    stand.service.db.$client.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  const put = (tx: Tx, word: string) => tx.db.run(sql`INSERT INTO things (word) VALUES (${word})`);
  const mail = (key: string) => ({
    key,
    template: 'people.mail.sign-in',
    to: { account: null, name: 'A', address: 'a@award.invalid' },
    lang: 'en',
    facts: {},
    edition: null,
  });

  it('commits a change with its audit entry and its messages', async () => {
    const answer = await stand.service.act('somebody', 'thing.made', (tx) => {
      put(tx, 'one');
      tx.send(mail('m1'));
      tx.record({ edition: null, object: 'one' });
      return 7;
    });
    expect([answer, count('things'), count('audit'), count('outbox')]).toEqual([7, 1, 1, 1]);
  });

  it('refuses a change without an audit entry, and keeps nothing of it', async () => {
    const made = stand.service.act('somebody', 'thing.made', (tx) => {
      put(tx, 'one');
    });
    await expect(made).rejects.toThrow('audit entry');
    expect([count('things'), count('audit')]).toEqual([0, 0]);
  });

  it('takes back everything of a refused act: rows, entries, messages', async () => {
    const answer = await stand.service.act('somebody', 'thing.made', (tx) => {
      put(tx, 'one');
      tx.send(mail('m1'));
      tx.record({ edition: null, object: 'one' });
      return refuse('people.expired');
    });
    expect(isRefusal(answer)).toBe(true);
    expect([count('things'), count('audit'), count('outbox')]).toEqual([0, 0, 0]);
  });

  it('shares one transaction among the acts of a turn, each in its savepoint', async () => {
    const acts = [1, 2, 3, 4].map((n) =>
      stand.service.act('somebody', 'thing.made', (tx) => {
        put(tx, String(n));
        tx.record({ edition: null, object: String(n) });
        if (n === 2) throw new Error('fault in the second');
        return n;
      }),
    );
    const settled = await Promise.allSettled(acts);
    expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect([count('things'), count('audit')]).toEqual([3, 3]);
    expect(verifyChain(stand.service.db.$client)).toBeNull();
  });

  it('fails all acts of a turn where the audit insert fails, and changes nothing', async () => {
    stand.service.db.$client.exec(
      "CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room for the log'); END",
    );
    const made = stand.service.act('somebody', 'thing.made', (tx) => {
      put(tx, 'one');
      tx.record({ edition: null, object: 'one' });
    });
    await expect(made).rejects.toThrow('no room for the log');
    expect([count('things'), count('audit')]).toEqual([0, 0]);
  });

  it('writes a message with a known key once', async () => {
    const send = () =>
      stand.service.act('somebody', 'thing.told', (tx) => {
        tx.record({ edition: null, object: 'one' });
        return tx.send(mail('same'));
      });
    expect([await send(), await send(), count('outbox')]).toEqual([true, false, 1]);
  });
});
