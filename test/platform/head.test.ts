import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appointOfficer } from '../../src/editions/store.ts';
import { acceptOlderState, seenHeadOf, signHeadWhereDue, stopOnOlderState } from '../../src/heads.ts';
import { ensureAccount } from '../../src/people/store.ts';
import { createAct } from '../../src/platform/act.ts';
import { DAY, HOUR } from '../../src/platform/clock.ts';
import { readConfig } from '../../src/platform/config.ts';
import { currentHead, readHead, signHead, whyNotFrom } from '../../src/platform/head.ts';
import { openSigningKey } from '../../src/platform/signing-key.ts';
import { layGround } from '../nominations/ground.ts';
import { openStand, type Stand } from '../stand.ts';

let stand: Stand;
let other: string;
beforeAll(async () => {
  stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
  const { edition } = await layGround(stand);
  await stand.service.act('system', 'office.appointed', (tx) => {
    const account = ensureAccount(tx, { address: 'auditor@award.invalid', name: 'Aud', lang: 'fr' });
    appointOfficer(tx, edition.id, account, 'auditor');
  });
  other = mkdtempSync(join(tmpdir(), 'award-other-'));
});
afterAll(async () => {
  await stand.close();
  rmSync(other, { recursive: true, force: true });
});

const sqlite = () => stand.service.db.$client;
const head = () => {
  const now = currentHead(sqlite());
  if (now === null) throw new Error('no entry yet');
  return now;
};
const write = () =>
  stand.service.act('system', 'message.tried', (tx) => tx.record({ edition: null, object: 'x' }));
const mailsOfHeads = () =>
  sqlite().prepare("SELECT * FROM outbox WHERE template = 'platform.mail.head'").all() as {
    to_address: string;
    lang: string;
    facts: string;
  }[];

describe('a signed head', () => {
  it('is three lines and a signature that anybody reads back under the published key', () => {
    const { signingKey } = stand.service;
    const note = signHead(head(), 'award.example/audit', signingKey);
    expect(note.split('\n').slice(0, 2)).toEqual(['award.example/audit', String(head().seq)]);
    expect(readHead(note, signingKey.publicKey)).toEqual(head());
    expect(signHead(head(), 'award.example/audit', signingKey)).toBe(note);
  });

  it('is refused where a digit was changed, or another key signed it', () => {
    const { signingKey } = stand.service;
    const note = signHead(head(), 'award.example/audit', signingKey);
    const changed = note.replace(`\n${head().seq}\n`, `\n${head().seq + 1}\n`);
    expect(readHead(changed, signingKey.publicKey)).toEqual({ fault: 'its signature does not hold' });
    const stranger = openSigningKey(readConfig({ DATA_DIR: other }));
    expect(readHead(note, stranger.publicKey)).toEqual({ fault: 'it is signed with another key' });
    expect(readHead('no head', signingKey.publicKey)).toHaveProperty('fault');
  });

  it('goes to the auditor once a day and when a stage turns, in the language of the reader', async () => {
    expect(await signHeadWhereDue(stand.service)).not.toBeNull();
    expect(await signHeadWhereDue(stand.service)).toBeNull();
    stand.clock.advance(DAY - HOUR);
    expect(await signHeadWhereDue(stand.service)).toBeNull();
    stand.clock.advance(HOUR);
    const note = await signHeadWhereDue(stand.service);
    const mails = mailsOfHeads();
    expect(mails.map(({ to_address, lang }) => [to_address, lang])).toEqual([
      ['auditor@award.invalid', 'fr'],
      ['auditor@award.invalid', 'fr'],
    ]);
    expect((JSON.parse(mails[1]?.facts ?? '{}') as { note: string }).note).toBe(note);
    const { at } = sqlite().prepare('SELECT min(closes_at) AS at FROM stages').get() as { at: number };
    stand.clock.set(at - HOUR);
    await signHeadWhereDue(stand.service);
    stand.clock.set(at);
    expect(await signHeadWhereDue(stand.service)).not.toBeNull();
  });
});

describe('an older state (D5, TA-07)', () => {
  it('is told by its missing end, and by an entry that is another one', async () => {
    const before = head();
    await write();
    expect(whyNotFrom(sqlite(), before)).toBeNull();
    expect(whyNotFrom(sqlite(), { seq: head().seq + 5, hash: 'a'.repeat(64) })).toContain('older state');
    expect(whyNotFrom(sqlite(), { ...before, hash: 'a'.repeat(64) })).toContain('another one');
  });

  it('stops all writing, until somebody says with a reason that it was restored on purpose', async () => {
    const seen = seenHeadOf(stand.service.config);
    seen.write({ seq: head().seq + 3, hash: 'b'.repeat(64) });
    stopOnOlderState(stand.service);
    await expect(write()).rejects.toThrow('writing is stopped (older)');
    expect((await stand.nobody.get('/readyz')).status).toBe(503);
    expect((await stand.nobody.get('/en')).status).toBe(200);
    const { db, config } = stand.service;
    const hash = await acceptOlderState({ db, config, act: createAct(db, stand.clock) }, 'the disk broke');
    expect(hash).toBe(head().hash);
    expect(seen.read()).toEqual(head());
    const entry = sqlite().prepare('SELECT action FROM audit ORDER BY seq DESC LIMIT 1').get();
    expect(entry).toEqual({ action: 'restore.accepted' });
  });
});
