import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nominationsInvariants } from '../../src/nominations/invariants.ts';
import { nominationById } from '../../src/nominations/pages.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { type Client, openStand, type Stand } from '../stand.ts';
import { count, type Ground, layGround, PDF, startFor, submittedFor } from './ground.ts';

let stand: Stand;
let ground: Ground;
let office: Client;
let colombia: Client;
let bogota: string;

beforeEach(async () => {
  stand = await openStand();
  ground = await layGround(stand, 2, true);
  office = await stand.as('office@award.invalid');
  const form = { country: 'CO', name: 'Comisión', address: 'co@unesco.invalid', lang: 'en' };
  await office.post('/en/office/2027/nominations/commissions', form);
  colombia = await stand.as('co@unesco.invalid');
  bogota = (await submittedFor(stand, ground, 'Bogotá', 'bog@city.invalid')).id;
});
afterEach(async () => {
  expect(brokenInvariants(stand.service.db, nominationsInvariants)).toEqual([]);
  await stand.close();
});

const ofOffice = (id: string, verb = '') => `/en/office/2027/nominations/${id}${verb}`;
const ofCommission = (id: string, verb = '') => `/en/commission/2027/nominations/${id}${verb}`;
const stateOf = (id: string) => nominationById(stand.service.db, id)?.state;
const mails = (template: string) =>
  count(stand, 'SELECT count(*) AS n FROM outbox WHERE template = ?', `nominations.mail.${template}`);
const onDisk = async () => (await readdir(join(stand.service.config.dataDir, 'files'))).length;

function record(id: string, outcome = 'nominated', scan: Buffer | null = PDF, by = office) {
  const upload = by
    .upload(ofOffice(id, '/paper'))
    .field('outcome', outcome)
    .field('signedBy', 'María Ruiz, Secretary General')
    .field('statement', 'We nominate Bogotá.');
  return scan === null ? upload : upload.attach('scan', scan, { filename: 'letter.pdf' });
}

describe('an act on paper', () => {
  it('is recorded once with its scan and both names, and told to city and commission', async () => {
    expect((await office.get(ofOffice(bogota, '/paper'))).text).toContain(
      'and to 1 person of the Commission',
    );
    for (const _time of [1, 2]) expect((await record(bogota)).status).toBe(303);
    expect(stateOf(bogota)).toBe('nominated');
    expect(await onDisk()).toBe(1);
    expect(mails('nominated')).toBe(1);
    expect(mails('paper-commission')).toBe(1);
    expect(mails('nominated-commission')).toBe(0);
    const shown = (await colombia.get(ofCommission(bogota))).text;
    expect(shown).toContain('Recorded by Ana Office from a paper signed by María Ruiz, Secretary General.');
    const scan = /href="([^"]*\/scans\/[^"]*)"/.exec(shown)?.[1] ?? 'none';
    expect((await colombia.get(scan)).headers['content-disposition']).toContain('letter.pdf');
    const history = (await office.get(ofOffice(bogota))).text;
    expect(history).toContain(
      'Nominated on paper, signed by María Ruiz, Secretary General, recorded by Ana Office',
    );
  });

  it.each([
    ['without a scan', null, 'Attach a scan of the signed paper.'],
    ['with a scan that is none', Buffer.from('MZ not a paper'), 'save it as a PDF'],
  ])('is refused %s; what was typed is kept and no file stays', async (_what, scan, sentence) => {
    const answer = await record(bogota, 'nominated', scan);
    expect(answer.status).toBe(422);
    expect(answer.text.toLowerCase()).toContain(sentence.toLowerCase());
    expect(answer.text).toContain('María Ruiz, Secretary General');
    expect(stateOf(bogota)).toBe('submitted');
    expect(await onDisk()).toBe(0);
  });

  it('keeps to the limit of the country and to the stage, and needs a submitted dossier', async () => {
    for (const city of ['Manizales', 'Mérida'])
      await record((await submittedFor(stand, ground, city, `${city.length}@city.invalid`)).id);
    expect((await record(bogota)).status).toBe(409);
    expect(await onDisk()).toBe(2);
    const draft = await startFor(stand, ground, 'Pasto', 'pasto@city.invalid');
    expect((await record(draft)).status).toBe(409);
    stand.clock.set(Date.parse('2027-02-26T18:00:00Z'));
    office = await stand.as('office@award.invalid');
    expect((await record(bogota, 'declined')).status).toBe(409);
  });

  it('is the office’s alone: a city, a commission and a stranger find no such page', async () => {
    const city = await stand.as('bog@city.invalid');
    for (const other of [city, colombia]) {
      expect((await record(bogota, 'nominated', PDF, other)).status).toBe(404);
      expect((await other.get(ofOffice(bogota, '/paper'))).status).toBe(404);
    }
  });
});

describe('an objection', () => {
  it('makes the recorded act count no more, once, and tells the office', async () => {
    await record(bogota);
    for (const _time of [1, 2])
      await colombia.post(ofCommission(bogota, '/object'), { objection: 'Nobody signed this.' });
    expect(stateOf(bogota)).toBe('submitted');
    expect(mails('objection')).toBe(1);
    expect((await office.get(ofOffice(bogota))).text).toContain('Nobody signed this.');
    expect(count(stand, 'SELECT count(*) AS n FROM endorsement_objections')).toBe(1);
  });

  it('is not made to what the commission did itself, nor once the jury reads', async () => {
    await colombia.post(ofCommission(bogota, '/nominate'), { statement: 'Ours.' });
    const own = await colombia.post(ofCommission(bogota, '/object'), { objection: 'No.' });
    expect(own.status).toBe(409);
    expect((await colombia.get(ofCommission(bogota))).text).not.toContain('Object to this act');
    const other = (await submittedFor(stand, ground, 'Manizales', 'man@city.invalid')).id;
    await record(other);
    stand.clock.set(Date.parse('2027-03-16T18:00:00Z'));
    colombia = await stand.as('co@unesco.invalid');
    const late = await colombia.post(ofCommission(other, '/object'), { objection: 'No.' });
    expect(late.text).toContain('the jury reads since');
    expect(stateOf(other)).toBe('nominated');
  });
});

describe('reading side by side', () => {
  it('shows two dossiers of the country question by question, and never another country’s', async () => {
    const other = (await submittedFor(stand, ground, 'Manizales', 'man@city.invalid')).id;
    const foreign = (await submittedFor(stand, ground, 'Sønderborg', 'son@city.invalid')).id;
    expect((await colombia.get('/en/commission/2027')).text).toContain('/commission/2027/compare');
    const both = await colombia.get(`/en/commission/2027/compare?left=${other}&right=${bogota}`);
    expect(both.text.indexOf('Manizales</p>')).toBeLessThan(both.text.indexOf('Bogotá</p>'));
    expect(both.text.match(/It answers: plan\.answer\./g)).toHaveLength(2);
    const asked = await colombia.get(`/en/commission/2027/compare?left=${foreign}&right=${bogota}`);
    expect(asked.text).not.toContain('Sønderborg');
    const denmark = await stand.as('son@city.invalid');
    expect((await denmark.get('/en/commission/2027/compare')).status).toBe(404);
  });

  it('asks for a second dossier where there is one', async () => {
    expect((await colombia.get('/en/commission/2027')).text).not.toContain('/compare');
    expect((await colombia.get('/en/commission/2027/compare')).text).toContain('Two submitted dossiers');
  });
});

describe('the order of preference', () => {
  const path = '/en/commission/2027/order/co';
  async function two() {
    const other = (await submittedFor(stand, ground, 'Manizales', 'man@city.invalid')).id;
    for (const id of [bogota, other])
      await colombia.post(ofCommission(id, '/nominate'), { statement: 'Ours.' });
    return other;
  }

  it('is asked where the edition asks it, kept once, and shown to the commission', async () => {
    const other = await two();
    const form = { 'place-1': other, 'place-2': bogota };
    for (const _time of [1, 2]) expect((await colombia.post(path, form)).status).toBe(303);
    expect(count(stand, 'SELECT count(*) AS n FROM preference_orders')).toBe(1);
    expect((await colombia.get('/en/commission/2027')).text).toContain('Your order: Manizales and Bogotá.');
  });

  it('names each city once, and only nominated ones', async () => {
    await two();
    const twice = await colombia.post(path, { 'place-1': bogota, 'place-2': bogota });
    expect(twice.status).toBe(422);
    expect(twice.text).toContain('Choose each city once.');
    const strange = await colombia.post(path, { 'place-1': bogota, 'place-2': 'x' });
    expect(strange.status).toBe(422);
    expect(count(stand, 'SELECT count(*) AS n FROM preference_orders')).toBe(0);
  });

  it('does not exist for another country, nor where the edition does not ask', async () => {
    expect((await colombia.get('/en/commission/2027/order/dk')).status).toBe(404);
    await stand.close();
    stand = await openStand();
    ground = await layGround(stand);
    office = await stand.as('office@award.invalid');
    const form = { country: 'CO', name: 'Comisión', address: 'co@unesco.invalid', lang: 'en' };
    await office.post('/en/office/2027/nominations/commissions', form);
    colombia = await stand.as('co@unesco.invalid');
    expect((await colombia.get(path)).status).toBe(404);
  });
});
