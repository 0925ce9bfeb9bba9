import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureAccount, startSession } from '../../src/people/store.ts';
import { HOUR, MINUTE } from '../../src/platform/clock.ts';
import { layGround } from '../nominations/ground.ts';
import { type Client, openStand, type Stand } from '../stand.ts';
import { newestMail, visitorOf } from './visitor.ts';

let stand: Stand;
beforeAll(async () => {
  stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
});
afterAll(() => stand.close());

const count = (what: string, ...values: unknown[]) =>
  stand.service.db.$client
    .prepare(`SELECT count(*) FROM ${what}`)
    .pluck()
    .get(...values) as number;
const mails = (template: string, address: string) =>
  count('outbox WHERE template = ? AND to_address = ?', template, address);

describe('sessions of an account', () => {
  const ADDRESS = 'anna@city.invalid';
  const begin = (device: string) =>
    stand.service.act('system', 'session.started', (tx) =>
      startSession(tx, ensureAccount(tx, { address: ADDRESS, name: 'Anna', lang: 'en' }), {
        device,
        proof: 'sample',
      }),
    );

  it('are listed by the browser, ended one by one or all others at once, by their owner alone', async () => {
    const here = await stand.as(ADDRESS);
    await begin('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0');
    await begin('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605 Version/18.0 Mobile Safari/604.1');
    const { text } = await here.get('/en/my/account').expect(200);
    expect(text).toContain('Firefox, Linux');
    expect(text).toContain('Safari, iOS');
    expect(text).toContain('this browser');
    const [one = ''] = /sessions\/([0-9a-z]{26})\/end/.exec(text)?.slice(1) ?? [];
    const stranger = await stand.as('other@city.invalid');
    await stranger.post(`/en/my/account/sessions/${one}/end`).expect(404);
    const live =
      'sessions WHERE ended_at IS NULL AND account_id = (SELECT account_id FROM addresses WHERE address = ?)';
    expect(count(live, ADDRESS)).toBe(3);
    await here.post(`/en/my/account/sessions/${one}/end`).expect(303);
    expect(count(live, ADDRESS)).toBe(2);
    await here.post('/en/my/account/sessions/end').expect(303);
    await here.post('/en/my/account/sessions/end').expect(303);
    expect(count(live, ADDRESS)).toBe(1);
    await here.get('/en/my/account').expect(200);
    expect(count("audit WHERE action = 'session.ended'")).toBe(2);
  });

  it('a page says when its session ends, so that a script can warn, and being used puts it off', async () => {
    const client = await stand.as(ADDRESS);
    const ends = async () => /data-session="(\d+)"/.exec((await client.get('/en/my/account')).text)?.[1];
    expect(Number(await ends())).toBe((2 * HOUR) / 1_000);
    stand.clock.advance(HOUR);
    const stay = await client.get('/en/my/account/session').expect(200);
    expect(stay.body.endsIn).toBe((2 * HOUR) / 1_000);
    expect((await stand.nobody.get('/en/sign-in')).text).not.toContain('data-session');
  });

  it('an office lies idle for half an hour, not longer', async () => {
    await layGround(stand);
    const organiser = await stand.as('office@award.invalid');
    stand.clock.advance(30 * MINUTE);
    await organiser.get('/en/office/2027').expect(200);
    stand.clock.advance(30 * MINUTE + 1);
    await organiser.get('/en/office/2027').expect(303);
  });
});

describe('a sign-in from a browser seen for the first time', () => {
  it('is told by mail, and the same browser afterwards is not', async () => {
    const ADDRESS = 'berta@city.invalid';
    const first = visitorOf(stand);
    await first.signIn(ADDRESS);
    expect(mails('people.mail.new-browser', ADDRESS)).toBe(0);
    const second = visitorOf(stand);
    await second.signIn(ADDRESS);
    expect(mails('people.mail.new-browser', ADDRESS)).toBe(1);
    await second.post('/en/sign-out');
    await second.signIn(ADDRESS);
    expect(mails('people.mail.new-browser', ADDRESS)).toBe(1);
  });
});

describe('a change of address', () => {
  const OLD = 'carla@city.invalid';
  const linkTo = (address: string, template: string) => {
    const mail = newestMail(stand, address);
    expect(mail.template).toBe(template);
    return `/en${mail.link}`;
  };
  const ask = async (client: Client, address: string) => {
    await client.post('/en/my/account/address', { address }).expect(303);
    return {
      old: linkTo(OLD, 'people.mail.address-old'),
      fresh: linkTo(address, 'people.mail.address-new'),
    };
  };
  const answer = (link: string, act: string) => stand.nobody.post(link, { act });
  const addressNow = () =>
    stand.service.db.$client
      .prepare(
        'SELECT address FROM addresses WHERE until IS NULL AND account_id = (SELECT account_id FROM addresses WHERE address = ?)',
      )
      .pluck()
      .get(OLD);

  it('stands once both mailboxes said yes; looking uses nothing up; one alone moves nothing', async () => {
    const client = await stand.as(OLD, 'Carla');
    const links = await ask(client, 'carla@new.invalid');
    expect((await client.get('/en/my/account')).text).toContain('carla@new.invalid waits for both');
    for (const link of [links.old, links.fresh]) await stand.nobody.get(link).expect(200);
    await answer(links.fresh, 'confirm').expect(303);
    await answer(links.fresh, 'confirm').expect(303);
    expect(addressNow()).toBe(OLD);
    await answer(links.old, 'confirm').expect(303);
    expect(addressNow()).toBe('carla@new.invalid');
    expect(newestMail(stand, OLD).template).toBe('people.mail.address-done');
    // The old mailbox signs in to it no longer, and whoever was in has to come in again.
    await client.get('/en/my/account').expect(303);
    await answer(links.old, 'confirm').expect(410);
  });

  it('is stopped by the old mailbox, and by the new one never', async () => {
    const client = await stand.as('carla@new.invalid');
    await client.post('/en/my/account/address', { address: 'dora@new.invalid' }).expect(303);
    const old = `/en${newestMail(stand, 'carla@new.invalid').link}`;
    const fresh = `/en${newestMail(stand, 'dora@new.invalid').link}`;
    await answer(fresh, 'stop').expect(410);
    await answer(old, 'stop').expect(303);
    await answer(fresh, 'confirm').expect(410);
    expect(addressNow()).toBe('carla@new.invalid');
  });

  it('to the address of another account is answered like any other, and refused at its end', async () => {
    await stand.as('taken@city.invalid');
    const client = await stand.as('carla@new.invalid');
    const asked = async (address: string) => {
      const { status, headers } = await client.post('/en/my/account/address', { address });
      return [status, headers.location];
    };
    expect(await asked('free@city.invalid')).toEqual(await asked('taken@city.invalid'));
    const old = `/en${newestMail(stand, 'carla@new.invalid').link}`;
    const fresh = `/en${newestMail(stand, 'taken@city.invalid').link}`;
    await answer(fresh, 'confirm').expect(303);
    const refused = await answer(old, 'confirm').expect(409);
    expect(refused.text).toContain('has an account of its own');
    expect(addressNow()).toBe('carla@new.invalid');
  });

  it('dies after a day', async () => {
    const client = await stand.as('carla@new.invalid');
    await client.post('/en/my/account/address', { address: 'eva@new.invalid' }).expect(303);
    const fresh = `/en${newestMail(stand, 'eva@new.invalid').link}`;
    stand.clock.advance(24 * HOUR);
    await stand.nobody.get(fresh).expect(410);
  });
});

describe('limits of sign-in', () => {
  it('fifty people behind one address all get their mail; the one who asks too often gets five', async () => {
    const asks = Array.from({ length: 50 }, (_each, index) => `person${index}@shared.invalid`);
    for (const address of asks) await stand.nobody.post('/en/sign-in', { address, back: '' }).expect(303);
    expect(count("outbox WHERE to_address LIKE 'person%@shared.invalid'")).toBe(50);
    for (let more = 0; more < 20; more += 1)
      await stand.nobody.post('/en/sign-in', { address: 'person7@shared.invalid', back: '' }).expect(303);
    expect(mails('people.mail.sign-in', 'person7@shared.invalid')).toBe(5);
  });

  it('a code that was guessed six times is dead, and the audit log says so', async () => {
    const visitor = visitorOf(stand);
    await visitor.post('/en/sign-in', { address: 'guessed@city.invalid', back: '' });
    const { code } = newestMail(stand, 'guessed@city.invalid').facts;
    const wrong = code === '000000' ? '111111' : '000000';
    for (let guess = 0; guess < 6; guess += 1) await visitor.post('/en/sign-in/code', { code: wrong });
    expect((await visitor.post('/en/sign-in/code', { code: code ?? '' })).status).toBe(429);
    expect(count("audit WHERE action = 'sign-in.guessed'")).toBe(1);
  });
});
