import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNotAppoint, withoutBarred } from '../../src/people/exclusion.ts';
import type { Appointment, Role } from '../../src/platform/http/viewer.ts';
import { type Ground, layGround } from '../nominations/ground.ts';
import { type Client, openStand, type Stand } from '../stand.ts';

const held = (role: Role, edition = '2027'): Appointment[] => [{ role, edition }];
const OFFICE: Role[] = ['organiser', 'approver', 'auditor'];
const CITY: Role[] = ['owner', 'colleague'];
const pairs = (one: readonly Role[], other: readonly Role[]) => one.flatMap((a) => other.map((b) => [a, b]));

describe('roles that exclude each other in one edition', () => {
  it.each([
    ...pairs(['juror'], [...OFFICE, ...CITY, 'commission']),
    ...pairs(OFFICE, [...CITY, 'juror']),
    ...pairs(CITY, [...OFFICE, 'juror']),
    ['commission', 'juror'],
  ] as [Role, Role][])('%s cannot become %s', (has, wants) => {
    expect(whyNotAppoint(held(has), wants, '2027')?.code).toMatch(/^people\.(in|writes)/);
    expect(whyNotAppoint(held(has, '2024'), wants, '2027')).toBeNull();
  });

  it.each([
    ...pairs(OFFICE, OFFICE),
    ...pairs(CITY, [...CITY, 'commission']),
    ['commission', 'owner'],
    ['juror', 'juror'],
  ] as [Role, Role][])('%s beside %s is not judged here', (has, wants) => {
    expect(whyNotAppoint(held(has), wants, '2027')).toBeNull();
  });

  it('a colleague who judges in the same edition is let in only where they do not judge', () => {
    const all = [...held('juror'), ...held('colleague'), ...held('colleague', '2024')];
    expect(withoutBarred(all)).toEqual([...held('juror'), ...held('colleague', '2024')]);
  });
});

describe('roles that exclude each other, on the pages', () => {
  let stand: Stand;
  let ground: Ground;
  let organiser: Client;
  let city: Client;
  let juror: Client;
  let dossier: string;
  const ORGANISER = 'office@award.invalid';
  const OWNER = 'owner@dk.invalid';
  const JUROR = 'quillfeather@jury.invalid';
  const PROFILE = {
    first: 'en',
    languages: ['en', 'fr'],
    expertise: ['plan'],
    maxLoad: '12',
    country: 'IE',
    region: 'ENA',
    affiliations: '',
  };
  const people = (role: string, address: string) =>
    organiser.post('/en/office/2027/people', { address, name: 'Somebody', role });
  const count = (what: string, ...values: string[]) =>
    stand.service.db.$client
      .prepare(`SELECT count(*) FROM ${what}`)
      .pluck()
      .get(...values) as number;
  const offices = () => count('office_appointments');
  const start = (client: Client, city: string) =>
    client.post('/en/nominations/start?edition=2027', {
      city: ground.cities.get(city)?.id ?? '',
      lang: 'en',
      name: 'Somebody',
      q: '',
    });

  beforeAll(async () => {
    stand = await openStand();
    ground = await layGround(stand);
    organiser = await stand.as(ORGANISER);
    city = await stand.as(OWNER);
    dossier = (await start(city, 'Sønderborg')).headers.location?.split('/').at(-1) ?? '';
    await people('auditor', 'auditor@award.invalid').expect(303);
    const invited = { name: 'Zoraida Quillfeather', address: JUROR, ...PROFILE };
    await organiser.post('/en/office/2027/jury/invite', invited).expect(303);
    juror = await stand.as(JUROR);
    await juror.post('/en/jury/2027/accept', { act: 'accept', agreed: 'yes', version: '2027-1' }).expect(303);
  });
  afterAll(() => stand.close());

  it.each(OFFICE)('a juror and a city are not appointed %s', async (role) => {
    const before = offices();
    const refusedJuror = await people(role, JUROR).expect(409);
    expect(refusedJuror.text).toContain('sits in the jury');
    expect(refusedJuror.text).toContain(`value="${JUROR}"`);
    expect((await people(role, OWNER).expect(409)).text).toContain('writes a dossier');
    expect(offices()).toBe(before);
  });

  it('a juror and an officer start no dossier, and read why', async () => {
    for (const [client, sentence] of [
      [juror, 'sits in the jury'],
      [organiser, 'belongs to the office'],
    ] as const) {
      expect((await client.get('/en/nominations/start?edition=2027')).text).toContain(sentence);
      const answer = await start(client, 'Bogotá');
      expect([answer.status, answer.text.includes(sentence)]).toEqual([409, true]);
    }
    expect(count('nominations')).toBe(1);
  });

  it('an officer joins no dossier', async () => {
    const form = { name: 'Ana', address: ORGANISER, lang: 'en' };
    const answer = await city.post(`/en/nominations/${dossier}/colleagues`, form).expect(409);
    expect(answer.text).toContain('belongs to the office');
  });

  it('a city that asks a juror in sees what it sees for anybody, and the juror is told and let in nowhere', async () => {
    const ask = (address: string) =>
      city.post(`/en/nominations/${dossier}/colleagues`, { name: 'Z', address, lang: 'en' });
    const [asked, other] = [await ask(JUROR), await ask('nobody@dk.invalid')];
    expect([asked.status, asked.headers.location, asked.text]).toEqual([
      other.status,
      other.headers.location,
      other.text,
    ]);
    expect((await city.get(`/en/nominations/${dossier}/colleagues`)).text).toContain(JUROR);
    expect(count("outbox WHERE template = 'nominations.mail.barred' AND to_address = ?", JUROR)).toBe(1);
    expect((await juror.get(`/en/nominations/${dossier}`)).status).toBe(404);
    const colleague = await stand.as('nobody@dk.invalid');
    expect((await colleague.get(`/en/nominations/${dossier}`)).status).toBe(200);
  });

  it('a commission is not given to a juror', async () => {
    const form = { country: 'DK', name: 'Z', address: JUROR, lang: 'en' };
    const answer = await organiser.post('/en/office/2027/nominations/commissions', form).expect(409);
    expect(answer.text).toContain('sits in the jury');
  });

  it.each([
    ['auditor@award.invalid', 'belongs to the office'],
    [OWNER, 'writes a dossier'],
  ])('%s is not invited to the jury', async (address, sentence) => {
    const form = { name: 'X', address, ...PROFILE };
    expect((await organiser.post('/en/office/2027/jury/invite', form).expect(409)).text).toContain(sentence);
  });

  it('who took an office after the invitation cannot accept it', async () => {
    const address = 'late@jury.invalid';
    const form = { name: 'Late', address, ...PROFILE };
    await organiser.post('/en/office/2027/jury/invite', form).expect(303);
    const client = await stand.as(address);
    await people('auditor', address).expect(303);
    const answer = await client.post('/en/jury/2027/accept', {
      act: 'accept',
      agreed: 'yes',
      version: '2027-1',
    });
    expect([answer.status, answer.text.includes('belongs to the office')]).toEqual([409, true]);
  });
});
