import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draftFiles } from '../../src/nominations/dossier-pages.ts';
import { decline } from '../../src/nominations/endorsement-store.ts';
import { nominationsInvariants } from '../../src/nominations/invariants.ts';
import { liveNominations, nominationById } from '../../src/nominations/pages.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { type Client, openStand, type Stand } from '../stand.ts';
import { count, type Ground, layGround, startFor, submittedFor } from './ground.ts';

const CLOSES = Date.parse('2027-02-26T18:00:00Z');
let stand: Stand;
let ground: Ground;
let office: Client;
let colombia: Client;
const mails = (template: string) =>
  count(stand, 'SELECT count(*) AS n FROM outbox WHERE template = ?', `nominations.mail.${template}`);
const one = (id: string, verb = '') => `/en/commission/2027/nominations/${id}${verb}`;
const nominated = () =>
  liveNominations(stand.service.db, ground.edition.id).filter((n) => n.state === 'nominated');

beforeEach(async () => {
  stand = await openStand();
  ground = await layGround(stand);
  office = await stand.as('office@award.invalid');
  const form = { country: 'CO', name: 'Comisión', address: 'co@unesco.invalid', lang: 'es' };
  for (let twice = 0; twice < 2; twice += 1) {
    expect((await office.post('/en/office/2027/nominations/commissions', form)).status).toBe(303);
  }
  colombia = await stand.as('co@unesco.invalid');
});
afterEach(async () => {
  expect(brokenInvariants(stand.service.db, nominationsInvariants)).toEqual([]);
  await stand.close();
});

describe('the National Commission', () => {
  it('is invited once, by a link that leads to its dossiers', async () => {
    expect(mails('commission')).toBe(1);
    const row = stand.service.db.$client
      .prepare("SELECT link, lang FROM outbox WHERE template = 'nominations.mail.commission'")
      .get() as { link: string; lang: string };
    expect(row.lang).toBe('es');
    const opened = await colombia.get(`/es${row.link}`);
    expect(opened.headers.location).toBe('/es/commission/2027');
  });

  it('sees what its country submitted, and neither drafts nor other countries', async () => {
    const draft = await startFor(stand, ground, 'Manizales', 'man@city.invalid');
    const own = await submittedFor(stand, ground, 'Bogotá', 'bog@city.invalid');
    const foreign = await submittedFor(stand, ground, 'Sønderborg', 'mette@city.invalid');
    expect(mails('arrived')).toBe(1);
    const list = await colombia.get('/en/commission/2027');
    expect(list.text).toContain('Bogotá');
    expect(list.text).toContain('0 of 2 nominated');
    expect(list.text).not.toContain('Manizales');
    expect(list.text).not.toContain('Sønderborg');
    expect((await colombia.get(one(own.id))).text).toContain('It answers: plan.answer.');
    const never = await colombia.get(one('00000000000000000000000000'));
    for (const hidden of [draft, foreign.id]) {
      const answer = await colombia.get(one(hidden));
      expect([answer.status, answer.text.length]).toEqual([404, never.text.length]);
      expect((await colombia.post(one(hidden, '/nominate'), { statement: 'x' })).status).toBe(404);
    }
    const [file] = draftFiles(stand.service.db, foreign.id)['consent.file'] ?? [];
    expect((await colombia.get(one(foreign.id, `/files/${file?.id}`))).status).toBe(404);
    expect((await colombia.get(one(own.id, `/files/${file?.id}`))).status).toBe(404);
  });

  it('nominates, declines and changes its mind; city and commission are told of each', async () => {
    const { id } = await submittedFor(stand, ground, 'Bogotá', 'bog@city.invalid');
    const form = { statement: 'It shows the way.' };
    expect((await colombia.post(one(id, '/nominate'), form)).status).toBe(303);
    expect((await colombia.post(one(id, '/nominate'), form)).status).toBe(303);
    expect([mails('nominated'), mails('nominated-commission')]).toEqual([1, 1]);
    expect(nominationById(stand.service.db, id)?.state).toBe('nominated');
    const city = await stand.as('bog@city.invalid');
    expect((await city.get(`/en/nominations/${id}`)).text).toContain('It shows the way.');
    expect((await colombia.post(one(id, '/decline'), { reason: 'Another year.' })).status).toBe(303);
    expect(nominationById(stand.service.db, id)).toMatchObject({
      state: 'declined',
      endorsement: { statement: 'Another year.' },
    });
    expect(mails('declined')).toBe(1);
    expect(count(stand, 'SELECT count(*) AS n FROM endorsements')).toBe(2);
  });

  it('needs words for either', async () => {
    const { id } = await submittedFor(stand, ground, 'Bogotá', 'bog@city.invalid');
    expect((await colombia.post(one(id, '/nominate'), { statement: '  ' })).status).toBe(422);
    expect((await colombia.post(one(id, '/decline'), {})).status).toBe(422);
  });

  it('twenty nominations at once stay within the limit, and the refused text is kept', async () => {
    const cities = ['Bogotá', 'Manizales', 'Mérida', 'Pasto'];
    const ids: string[] = [];
    for (const [index, city] of cities.entries()) {
      ids.push((await submittedFor(stand, ground, city, `c${index}@city.invalid`)).id);
    }
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        colombia.post(one(ids[index % 4] ?? '', '/nominate'), {
          statement: `Our word on number ${index % 4}.`,
        }),
      ),
    );
    expect(nominated()).toHaveLength(2);
    const refused = sent.filter((answer) => answer.status === 409);
    expect(refused).toHaveLength(10);
    expect(refused[0]?.text).toContain('Decline another dossier first');
    const [taken] = nominated();
    expect((await colombia.post(one(taken?.id ?? '', '/decline'), { reason: 'Another first.' })).status).toBe(
      303,
    );
    const waiting = ids.find((id) => nominationById(stand.service.db, id)?.state === 'submitted') ?? '';
    expect((await colombia.post(one(waiting, '/nominate'), { statement: 'Now this one.' })).status).toBe(303);
    expect(nominated()).toHaveLength(2);
  });

  it('a withdrawal frees the place, and the commission is told', async () => {
    const first = await submittedFor(stand, ground, 'Bogotá', 'bog@city.invalid');
    await colombia.post(one(first.id, '/nominate'), { statement: 'It shows the way.' });
    const city = await stand.as('bog@city.invalid');
    await city.post(`/en/nominations/${first.id}/withdraw`, { reason: 'We wait.' });
    expect(mails('withdrawn-commission')).toBe(1);
    expect((await colombia.get('/en/commission/2027')).text).toContain('0 of 2 nominated');
    expect((await colombia.post(one(first.id, '/nominate'), { statement: 'Again.' })).status).toBe(409);
  });

  it('may until its stage closes and not after', async () => {
    const { id } = await submittedFor(stand, ground, 'Bogotá', 'bog@city.invalid');
    stand.clock.set(CLOSES - 1_000);
    colombia = await stand.as('co@unesco.invalid');
    expect((await colombia.post(one(id, '/nominate'), { statement: 'In time.' })).status).toBe(303);
    stand.clock.set(CLOSES);
    const late = await colombia.post(one(id, '/decline'), { reason: 'A late thought.' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('closed on 26 February 2027');
    expect(nominationById(stand.service.db, id)?.state).toBe('nominated');
  });

  it('once ended, sees nothing any more; what it nominated stands', async () => {
    const { id } = await submittedFor(stand, ground, 'Bogotá', 'bog@city.invalid');
    await colombia.post(one(id, '/nominate'), { statement: 'It shows the way.' });
    const row = stand.service.db.$client.prepare('SELECT id FROM commissions').get() as { id: string };
    await office.post(`/en/office/2027/nominations/commissions/${row.id}/end`);
    expect((await colombia.get('/en/commission/2027')).status).toBe(404);
    expect(nominated()).toHaveLength(1);
  });
});

describe('the office', () => {
  it('filters by state and region with counts that are true', async () => {
    await startFor(stand, ground, 'N’Zérékoré', 'fanta@city.invalid');
    const { id } = await submittedFor(stand, ground, 'Bogotá', 'bog@city.invalid');
    await submittedFor(stand, ground, 'Mérida', 'mer@city.invalid');
    await stand.service.act('system', 'nomination.declined', (tx) => {
      const nomination = nominationById(tx.db, id);
      if (nomination) decline(tx, ground.edition, nomination, 'Not this time.');
    });
    const all = await office.get('/en/office/2027/nominations');
    expect(all.text).toContain('3 of 3 dossiers');
    for (const words of ['All 3', 'In draft 1', 'Submitted 1', 'Declined 1', 'Africa 1'])
      expect(all.text).toContain(words);
    const some = await office.get('/en/office/2027/nominations?state=submitted&region=LAC');
    expect(some.text).toContain('1 of 3 dossiers');
    expect(some.text).toContain('Mérida');
    expect(some.text).not.toContain('>Bogotá<');
  });

  it('reads a submitted dossier with its history, and no draft', async () => {
    const { id, receipt } = await submittedFor(stand, ground, 'Bogotá', 'bog@city.invalid');
    const page = await office.get(`/en/office/2027/nominations/${id}`);
    expect(page.text).toContain(receipt);
    expect(page.text).toContain('It answers: plan.answer.');
    const city = await stand.as('bog@city.invalid');
    const secret = 'Planted, and not submitted yet';
    await city.post(`/en/nominations/${id}/sections/monitoring`, {
      version: '1',
      'monitoring.answer': secret,
    });
    expect((await city.get(`/en/nominations/${id}/print`)).text).toContain(secret);
    for (const reader of [office.get(`/en/office/2027/nominations/${id}`), colombia.get(one(id))])
      expect((await reader).text).not.toContain(secret);
  });

  it('is not there for a city or a commission', async () => {
    const { id } = await submittedFor(stand, ground, 'Bogotá', 'bog@city.invalid');
    const city = await stand.as('bog@city.invalid');
    for (const client of [city, colombia]) {
      for (const path of ['', '/commissions', `/${id}`])
        expect((await client.get(`/en/office/2027/nominations${path}`)).status).toBe(404);
    }
    const form = { country: 'DK', name: 'X', address: 'x@city.invalid', lang: 'en' };
    expect((await city.post('/en/office/2027/nominations/commissions', form)).status).toBe(404);
  });
});
