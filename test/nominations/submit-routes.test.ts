import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dossierOf, submissionsOf } from '../../src/nominations/dossier-pages.ts';
import { nominationsInvariants } from '../../src/nominations/invariants.ts';
import { membersOf, nominationById } from '../../src/nominations/pages.ts';
import { DAY } from '../../src/platform/clock.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { type Client, openStand, type Stand } from '../stand.ts';
import { count, fillIn, type Ground, layGround, startFor } from './ground.ts';

const CLOSES = Date.parse('2027-01-29T18:00:00Z');
let stand: Stand;
let ground: Ground;
let city: Client;
let id: string;
let base: string;
const mails = (template: string) =>
  count(stand, 'SELECT count(*) AS n FROM outbox WHERE template = ?', `nominations.mail.${template}`);

beforeEach(async () => {
  stand = await openStand();
  ground = await layGround(stand);
  id = await startFor(stand, ground, 'Sønderborg', 'mette@city.invalid');
  base = `/en/nominations/${id}`;
  city = await stand.as('mette@city.invalid');
});
afterEach(async () => {
  expect(brokenInvariants(stand.service.db, nominationsInvariants)).toEqual([]);
  await stand.close();
});

/** The city signs in anew: time has passed since its last page. */
async function at(instant: number): Promise<void> {
  stand.clock.set(instant);
  city = await stand.as('mette@city.invalid');
}

describe('submitting', () => {
  it('refuses a dossier with open sections and keeps it', async () => {
    const answer = await city.post(`${base}/submit`, { agreed: 'yes' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Finish 12 sections first');
    expect(nominationById(stand.service.db, id)?.state).toBe('started');
  });

  it('asks for the statement', async () => {
    await fillIn(stand, ground, id);
    const answer = await city.post(`${base}/submit`);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Tick the statement');
  });

  it('twenty presses of the button give one receipt, one audit row and one mail', async () => {
    await fillIn(stand, ground, id);
    const sent = await Promise.all(
      Array.from({ length: 20 }, () => city.post(`${base}/submit`, { agreed: 'yes' })),
    );
    expect(new Set(sent.map((one) => one.status))).toEqual(new Set([303]));
    expect(submissionsOf(stand.service.db, id)).toHaveLength(1);
    expect(count(stand, "SELECT count(*) AS n FROM audit WHERE action = 'nomination.submitted'")).toBe(1);
    expect(mails('receipt')).toBe(1);
  });

  it('again after a change: a second receipt, and readers see the second dossier', async () => {
    await fillIn(stand, ground, id);
    await city.post(`${base}/submit`, { agreed: 'yes' });
    await city.post(`${base}/sections/team`, {
      version: '1',
      'team.lead': 'Jonas Ravn',
      'team.office': 'Culture',
    });
    expect(dossierOf(stand.service.db, id, 'en')?.answers['team.lead']).toBe('Mette Krog');
    await city.post(`${base}/submit`, { agreed: 'yes' });
    const [first, second] = submissionsOf(stand.service.db, id);
    expect(second?.number).toBe(2);
    expect(second?.digest).not.toBe(first?.digest);
    expect(dossierOf(stand.service.db, id, 'en')?.answers['team.lead']).toBe('Jonas Ravn');
  });

  it('one second before the deadline it counts, at the deadline it does not', async () => {
    await fillIn(stand, ground, id);
    await at(CLOSES - 1_000);
    expect((await city.post(`${base}/submit`, { agreed: 'yes' })).status).toBe(303);
    await at(CLOSES);
    const late = await city.post(`${base}/submit`, { agreed: 'yes' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('The call closed on 29 January 2027');
    expect(submissionsOf(stand.service.db, id)).toHaveLength(1);
  });
});

describe('after the deadline', () => {
  it('pages are read-only, say why, and a late form keeps what was typed', async () => {
    await fillIn(stand, ground, id);
    await at(CLOSES);
    const page = await city.get(`${base}/sections/team`);
    expect(page.text).toContain('The call closed on 29 January 2027');
    expect(page.text).not.toContain('<form class="form"');
    const late = await city.post(`${base}/sections/team`, { version: '1', 'team.lead': 'Too late' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('Too late');
    expect((await city.get(`/fr/nominations/${id}`)).text).toContain(
      'L’appel a pris fin le 29 janvier 2027 à 18',
    );
  });

  it('an extension opens this dossier and no other', async () => {
    const other = await startFor(stand, ground, 'N’Zérékoré', 'fanta@city.invalid');
    const office = await stand.as('office@award.invalid');
    const form = { day: '2027-02-05', clock: '18:00', reason: 'The power failed in the whole region.' };
    const path = `/en/office/2027/nominations/${id}/extension`;
    expect((await office.post(path, form)).status).toBe(303);
    expect((await office.post(path, form)).status).toBe(303);
    expect(mails('extended')).toBe(1);
    const early = await office.post(path, { ...form, day: '2027-01-30' });
    expect(early.status).toBe(409);
    expect(early.text).toContain('The power failed');
    expect((await office.post(path, { ...form, day: '2027-02-30' })).status).toBe(422);
    expect((await city.post(path, form)).status).toBe(404);
    await at(CLOSES + DAY);
    const answers = { version: '0', 'team.lead': 'Mette', 'team.office': 'Culture' };
    expect((await city.post(`${base}/sections/team`, answers)).status).toBe(303);
    const fanta = await stand.as('fanta@city.invalid');
    expect((await fanta.post(`/en/nominations/${other}/sections/team`, answers)).status).toBe(409);
    await at(Date.parse('2027-02-05T18:00:00Z'));
    expect(
      (await city.post(`${base}/sections/team`, { ...answers, version: '1', 'team.lead': 'X' })).status,
    ).toBe(409);
  });
});

describe('starting', () => {
  const start = (client: Client, name: string, more = {}) =>
    client.post('/en/nominations/start?edition=2027', {
      city: ground.cities.get(name)?.id ?? 'none',
      lang: 'en',
      q: name,
      ...more,
    });

  it('a city that has a dossier is refused, with whom to ask', async () => {
    const other = await stand.as('other@city.invalid', 'Other');
    const answer = await start(other, 'Sønderborg');
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Ask the colleague who started the dossier of Sønderborg');
  });

  it('twenty colleagues at once start one dossier', async () => {
    const clients = await Promise.all(
      Array.from({ length: 20 }, (_, index) => stand.as(`colleague${index}@pasto.invalid`, 'Somebody')),
    );
    const statuses = (await Promise.all(clients.map((one) => start(one, 'Pasto')))).map((one) => one.status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
  });

  it('asks for the name of an account that has none, and keeps the choice', async () => {
    const nameless = await stand.as('nameless@pasto.invalid');
    const answer = await start(nameless, 'Pasto');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Write your own name');
    expect(answer.text).toContain('checked');
    expect((await start(nameless, 'Pasto', { name: 'Lucía' })).status).toBe(303);
  });

  it('leads the signed-out reader to the sign-in and back to this edition', async () => {
    const answer = await stand.nobody.get('/en/nominations/start?edition=2027');
    expect(answer.headers.location).toBe('/en/sign-in?back=/nominations/start/2027');
    const back = await city.get('/en/nominations/start/2027');
    expect(back.headers.location).toBe('/en/nominations/start?edition=2027');
  });

  it('is closed with the call and missing for an edition that is not there', async () => {
    await at(CLOSES);
    expect((await city.get('/en/nominations/start?edition=2027&q=pasto')).text).toContain(
      'The call closed on',
    );
    expect((await start(city, 'Pasto')).status).toBe(409);
    expect((await city.get('/en/nominations/start?edition=2099')).status).toBe(404);
  });
});

describe('colleagues', () => {
  const invite = (client: Client, address = 'Jonas@City.invalid') =>
    client.post(`${base}/colleagues`, { name: 'Jonas Ravn', address, lang: 'fr' });

  it('are invited once, write, invite nobody, and end', async () => {
    expect((await invite(city)).status).toBe(303);
    expect((await invite(city)).status).toBe(303);
    expect(mails('colleague')).toBe(1);
    const jonas = await stand.as('jonas@city.invalid');
    const answers = { version: '0', 'team.lead': 'Jonas', 'team.office': 'Culture' };
    expect((await jonas.post(`${base}/sections/team`, answers)).status).toBe(303);
    expect((await city.get(`${base}/sections/plan`)).text).toContain(
      'Jonas Ravn wrote in “Contact and team”',
    );
    expect((await invite(jonas, 'third@city.invalid')).status).toBe(404);
    expect((await jonas.get(`${base}/withdraw`)).status).toBe(404);
    const member = membersOf(stand.service.db, id).find((one) => one.role === 'colleague')?.id ?? '';
    expect((await city.post(`${base}/colleagues/${member}/end`)).status).toBe(303);
    expect((await city.post(`${base}/colleagues/${member}/end`)).status).toBe(303);
    expect((await jonas.get(base)).status).toBe(404);
    expect((await city.get(base)).status).toBe(200);
  });

  it('keeps what was typed when the address is none', async () => {
    const answer = await invite(city, 'nowhere');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('value="Jonas Ravn"');
  });
});

describe('withdrawing', () => {
  it('needs a reason, happens once, ends all writing, and lets the city start again', async () => {
    expect((await city.post(`${base}/withdraw`, { reason: ' ' })).status).toBe(422);
    const form = { reason: 'The council decided to wait.' };
    expect((await city.post(`${base}/withdraw`, form)).status).toBe(303);
    expect((await city.post(`${base}/withdraw`, form)).status).toBe(303);
    expect(mails('withdrawn')).toBe(1);
    expect(nominationById(stand.service.db, id)).toMatchObject({
      state: 'withdrawn',
      withdrawalReason: form.reason,
    });
    expect((await city.post(`${base}/sections/team`, { version: '0', 'team.lead': 'X' })).status).toBe(409);
    expect((await city.get(base)).text).toContain('was withdrawn on');
    const again = await city.post('/en/nominations/start?edition=2027', {
      city: ground.cities.get('Sønderborg')?.id ?? '',
      lang: 'en',
    });
    expect(again.status).toBe(303);
  });
});
