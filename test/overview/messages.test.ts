import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEditionFile } from '../../src/editions/edition-file.ts';
import { appointOfficer, draftEdition } from '../../src/editions/store.ts';
import { ensureAccount } from '../../src/people/store.ts';
import { paths } from '../../src/platform/paths.ts';
import { isRefusal } from '../../src/platform/result.ts';
import { type Client, openStand, type Stand } from '../stand.ts';

describe('the pages of messages and of the audit log', () => {
  let stand: Stand;
  let organiser: Client;
  beforeEach(async () => {
    stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
    const read = readEditionFile(readFileSync(join(paths.seed, 'sample', 'edition-2027.json'), 'utf8'));
    if ('faults' in read) throw new Error('the sample edition is faulty');
    await stand.service.act('system', 'edition.drafted', (tx) => {
      const edition = draftEdition(tx, read.file);
      if (isRefusal(edition)) throw new Error(edition.code);
      const lang = 'en' as const;
      appointOfficer(
        tx,
        edition,
        ensureAccount(tx, { address: 'ingrid@award.invalid', name: 'Ingrid', lang }),
        'organiser',
      );
      appointOfficer(
        tx,
        edition,
        ensureAccount(tx, { address: 'tomasz@award.invalid', name: 'Tomasz', lang }),
        'auditor',
      );
      tx.send({
        key: 'one',
        template: 'people.mail.sign-in',
        to: { account: null, name: 'Zoë', address: 'zoe@city.invalid' },
        lang,
        facts: { code: '1' },
        edition,
      });
      return edition;
    });
    organiser = await stand.as('ingrid@award.invalid');
  });
  afterEach(() => stand.close());

  const sqlite = () => stand.service.db.$client;
  const id = () => sqlite().prepare("SELECT id FROM outbox WHERE key = 'one'").pluck().get() as string;
  const entries = (action: string) =>
    sqlite().prepare('SELECT count(*) FROM audit WHERE action = ?').pluck().get(action);

  it('list what waits, and an organiser stops it once', async () => {
    expect((await organiser.get('/en/office/2027/messages?state=waiting')).text).toContain(
      'zoe@city.invalid',
    );
    const first = await organiser.post(`/en/office/2027/messages/${id()}/stop`);
    const second = await organiser.post(`/en/office/2027/messages/${id()}/stop`);
    expect([first.status, second.status, entries('message.stopped')]).toEqual([303, 409, 1]);
    expect((await organiser.get('/en/office/2027/messages?state=waiting')).text).not.toContain(
      'zoe@city.invalid',
    );
  });

  it('send a refused one again', async () => {
    sqlite().prepare("UPDATE outbox SET refused_at = 1, refusal = 'no such mailbox' WHERE key = 'one'").run();
    expect((await organiser.get('/fr/office/2027/messages')).text).toContain('no such mailbox');
    await organiser.post(`/en/office/2027/messages/${id()}/again`);
    expect(sqlite().prepare("SELECT refused_at FROM outbox WHERE key = 'one'").pluck().get()).toBeNull();
  });

  it('mark one as returned with its words, once, and its figures are those of the outbox', async () => {
    const bounce = () =>
      organiser.post(`/en/office/2027/messages/${id()}/bounced`, {
        words: 'mailbox full',
        permanent: 'no',
      });
    expect((await bounce()).status).toBe(409);
    sqlite().prepare("UPDATE outbox SET delivered_at = due_at WHERE key = 'one'").run();
    expect([(await bounce()).status, (await bounce()).status]).toEqual([303, 409]);
    const page = await organiser.get('/en/office/2027/messages?state=refused');
    expect(page.text).toContain('mailbox full');
    const states = sqlite()
      .prepare(
        `SELECT count(*) AS whole, count(*) FILTER (WHERE refused_at IS NOT NULL) AS refused,
           count(*) FILTER (WHERE delivered_at IS NOT NULL AND refused_at IS NULL) AS delivered
         FROM outbox WHERE edition IS NOT NULL`,
      )
      .get() as { whole: number; refused: number; delivered: number };
    const shown = (word: string) =>
      Number(new RegExp(`${word}[^0-9<]*(?:<[^>]*>)*\\s*(\\d+)`).exec(page.text)?.[1]);
    expect([shown('All'), shown('Refused'), shown('Delivered')]).toEqual([
      states.whole,
      states.refused,
      states.delivered,
    ]);
    await organiser.post(`/en/office/2027/messages/${id()}/again`);
    expect(sqlite().prepare("SELECT delivered_at FROM outbox WHERE key = 'one'").pluck().get()).toBeNull();
  });

  it('correct the address of who never signed in, and leave that of others to themselves', async () => {
    await stand.service.act('system', 'message.laid', (tx) => {
      const edition = tx.db.$client.prepare('SELECT id FROM editions').pluck().get() as string;
      const to = (address: string) => ({
        account: ensureAccount(tx, { address, name: 'Zoë', lang: 'en' }),
        name: 'Zoë',
        address,
      });
      for (const [key, address] of [
        ['new', 'zoee@city.invalid'],
        ['used', 'used@city.invalid'],
      ] as const)
        tx.send({ key, template: 'overview.mail.letter', to: to(address), lang: 'en', facts: {}, edition });
    });
    await stand.as('used@city.invalid');
    sqlite().prepare("UPDATE outbox SET refused_at = 1, refusal = 'no' WHERE key IN ('new', 'used')").run();
    const correct = (key: string, address: string) =>
      organiser.post(
        `/en/office/2027/messages/${sqlite().prepare('SELECT id FROM outbox WHERE key = ?').pluck().get(key)}/corrected`,
        { address },
      );
    const addressed = (key: string) =>
      sqlite().prepare('SELECT to_address, refused_at FROM outbox WHERE key = ?').raw().get(key);
    expect((await correct('new', 'not an address')).status).toBe(422);
    expect((await correct('new', 'ingrid@award.invalid')).status).toBe(409);
    expect(addressed('new')).toEqual(['zoee@city.invalid', 1]);
    expect((await correct('new', 'Zoe2@city.invalid')).status).toBe(303);
    expect(addressed('new')).toEqual(['zoe2@city.invalid', null]);
    expect((await correct('used', 'evil@city.invalid')).status).toBe(409);
    expect(addressed('used')).toEqual(['used@city.invalid', 1]);
  });

  it('an auditor reads and changes nothing; a stranger finds nothing', async () => {
    const auditor = await stand.as('tomasz@award.invalid');
    const stranger = await stand.as('somebody@city.invalid');
    expect((await auditor.get('/en/office/2027/messages')).text).not.toContain('/stop');
    expect((await auditor.post(`/en/office/2027/messages/${id()}/stop`)).status).toBe(404);
    for (const path of ['/en/office/2027/messages', '/en/office/2027/audit', '/en/audit/2027']) {
      const real = await stranger.get(path);
      const never = await stranger.get(path.replace('2027', '2031'));
      expect([real.status, real.text.replaceAll('2027', '2031')]).toEqual([404, never.text]);
    }
    expect((await auditor.get('/en/audit/2027')).text).toContain('edition.drafted');
  });

  it('the log is filtered by verb, in every language, and says whether the chain holds', async () => {
    const page = await organiser.get('/es/office/2027/audit?action=edition.drafted');
    expect(page.text).toContain('ninguna ausente');
    expect((await organiser.get('/es/office/2027/audit?action=none.such')).text).toContain('0 entradas');
  });

  it('the mailbox is there in a try-out and nowhere else', async () => {
    expect((await stand.nobody.get('/en/mailbox')).status).toBe(200);
    const real = await openStand({ env: { AWARD_SMTP_URL: 'smtp://127.0.0.1:9', AWARD_BACKGROUND: 'off' } });
    expect((await real.nobody.get('/en/mailbox')).status).toBe(404);
    await real.close();
  });
});
