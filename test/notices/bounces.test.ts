import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appointOfficer } from '../../src/editions/store.ts';
import { recordBounce } from '../../src/notices/bounce-store.ts';
import { ensureAccount } from '../../src/people/store.ts';
import { count, layGround } from '../nominations/ground.ts';
import { type Client, openStand, type Stand } from '../stand.ts';

const RETURNED = '/en/office/2027/messages/returned';

describe('a mail that came back', () => {
  let stand: Stand;
  let edition: string;
  let organiser: Client;
  beforeEach(async () => {
    stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
    edition = (await layGround(stand)).edition.id;
    await stand.service.act('system', 'message.laid', (tx) => {
      const who = { address: 'ines@award.invalid', name: 'Ines', lang: 'en' as const };
      appointOfficer(tx, edition, ensureAccount(tx, who), 'organiser');
      const address = 'fatou@city.invalid';
      const account = ensureAccount(tx, { address, name: 'Fatou', lang: 'fr' });
      const to = { account, name: 'Fatou', address };
      for (const key of ['older', 'newer'])
        tx.send({ key, template: 'overview.mail.letter', to, lang: 'fr', facts: {}, edition });
    });
    stand.service.db.$client
      .prepare("UPDATE outbox SET delivered_at = due_at + (key = 'newer') WHERE key IN ('older', 'newer')")
      .run();
    organiser = await stand.as('ines@award.invalid');
  });
  afterEach(() => stand.close());

  const refused = () =>
    stand.service.db.$client
      .prepare(
        "SELECT key FROM outbox WHERE refused_at IS NOT NULL AND key IN ('older', 'newer') ORDER BY key",
      )
      .pluck()
      .all();
  const enter = (form: Record<string, string>) =>
    organiser.post(RETURNED, {
      address: 'Fatou@city.invalid',
      reason: 'no such user',
      permanent: 'yes',
      ...form,
    });

  it('is typed in by its address: shown at the last message there and at the person, and written once', async () => {
    const answer = await enter({});
    expect([answer.status, refused()]).toEqual([303, ['newer']]);
    expect((await organiser.get(String(answer.headers.location))).text).toContain(
      'the mailbox does not exist',
    );
    const people = (await organiser.get(RETURNED)).text;
    expect([people.includes('Fatou'), people.includes('no such user')]).toEqual([true, true]);
    expect(count(stand, "SELECT count(*) AS n FROM audit WHERE action = 'message.bounced'")).toBe(1);
  });

  it('of an address to which nothing went, or without its kind, is not written, and what was typed stays', async () => {
    const unknown = await enter({ address: 'nobody@city.invalid' });
    expect([unknown.status, unknown.text.includes('nobody@city.invalid')]).toEqual([409, true]);
    const wrong = await enter({ permanent: 'perhaps', reason: 'boîte pleine' });
    expect([wrong.status, wrong.text.includes('boîte pleine')]).toEqual([422, true]);
    expect(count(stand, 'SELECT count(*) AS n FROM bounces')).toBe(0);
  });

  it('leaves the list of people not reached once the address is corrected, and the message goes out again', async () => {
    const answer = await enter({});
    const path = String(answer.headers.location).replace(/\?.*$/, '');
    expect((await organiser.post(`${path}/corrected`, { address: 'fatou.b@city.invalid' })).status).toBe(303);
    expect([refused(), (await organiser.get(RETURNED)).text.includes('no such user')]).toEqual([[], false]);
  });

  it('told twice for one message by the provider is one', async () => {
    const id = stand.service.db.$client
      .prepare("SELECT id FROM outbox WHERE key = 'older'")
      .pluck()
      .get() as string;
    const told = {
      address: 'fatou@city.invalid',
      reason: '550',
      permanent: true,
      source: 'provider',
      message: id,
    } as const;
    const twice = await stand.service.act('system', 'message.bounced', (tx) => [
      recordBounce(tx, told),
      recordBounce(tx, told),
    ]);
    expect([twice, count(stand, 'SELECT count(*) AS n FROM bounces')]).toEqual([[id, null], 1]);
  });

  it('is nothing to a stranger', async () => {
    const stranger = await stand.as('fatou@city.invalid');
    expect((await stranger.get(RETURNED)).status).toBe(404);
    expect(
      (await stranger.post(RETURNED, { address: 'x@y.invalid', reason: 'x', permanent: 'yes' })).status,
    ).toBe(404);
  });
});
