import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draftFiles } from '../../src/nominations/dossier-pages.ts';
import { nominationById } from '../../src/nominations/pages.ts';
import { MINUTE } from '../../src/platform/clock.ts';
import { type Ground, layGround, PDF, startFor, submittedFor } from '../nominations/ground.ts';
import { type Jury, openCard, openJury, STAGE_ENDS } from '../scoring/ground.ts';
import { type Client, openStand, type Stand } from '../stand.ts';
import { acts, blanked, denials, expectMissing, NEVER, value } from './ground.ts';

const STORED_NAME =
  'SELECT stored_name FROM nomination_files JOIN files ON files.id = file_id WHERE nomination_files.id = ?';

describe('a city and the dossier of another', () => {
  let stand: Stand;
  let ground: Ground;
  let own: Client;
  let other: Client;
  let dossier: string;
  let others: string;
  let file: string;
  beforeAll(async () => {
    stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
    ground = await layGround(stand);
    dossier = await startFor(stand, ground, 'Sønderborg', 'mette@city.invalid');
    others = (await submittedFor(stand, ground, 'N’Zérékoré', 'fanta@city.invalid')).id;
    own = await stand.as('mette@city.invalid');
    other = await stand.as('fanta@city.invalid');
    const path = `/en/nominations/${dossier}/sections/mayor-letter`;
    await own.upload(path).field('version', '0').attach('mayor-letter.file', PDF, 'letter.pdf').expect(303);
    file = draftFiles(stand.service.db, dossier)['mayor-letter.file']?.[0]?.id ?? 'none';
  });
  afterAll(() => stand.close());

  const PAGES = [
    '',
    '/sections',
    '/sections/plan',
    '/check',
    '/print',
    '/colleagues',
    '/submit',
    '/withdraw',
  ];

  it('every page of it, asked for by another city, is missing to the last byte [AZ-01]', async () => {
    for (const page of PAGES) {
      expect([200, 303]).toContain((await own.get(`/en/nominations/${dossier}${page}`)).status);
      await expectMissing(other, (id) => `/en/nominations/${id}${page}`, dossier);
    }
  });

  it('a refused act stands in the log of the edition that its address names, and so before its auditors', async () => {
    await other.post(`/en/nominations/${dossier}/submit`, { agreed: 'yes' }).expect(404);
    await other.post('/en/office/2027/screening/decide', {}).expect(404);
    await other.post('/en/office/1999/screening/decide', {}).expect(404);
    const editions = stand.service.db.$client
      .prepare("SELECT edition FROM audit WHERE action = 'request.denied' ORDER BY seq DESC LIMIT 3")
      .pluck()
      .all();
    const { id } = ground.edition;
    expect(editions).toEqual([null, id, id]);
  });

  it('writing, submitting, withdrawing it by another city changes nothing and leaves one denial each [AZ-02]', async () => {
    const before = [acts(stand), denials(stand)] as const;
    const verbs: [string, Record<string, string>][] = [
      ['/sections/team', { version: '0', 'team.lead': 'X' }],
      ['/submit', { agreed: 'yes' }],
      ['/withdraw', { reason: 'Not mine.' }],
      ['/colleagues', { address: 'x@city.invalid', name: 'X' }],
    ];
    for (const [verb, form] of verbs) {
      const there = await other.post(`/en/nominations/${dossier}${verb}`, form);
      const nowhere = await other.post(`/en/nominations/${NEVER}${verb}`, form);
      expect(there.status).toBe(404);
      expect(blanked(there, dossier)).toEqual(blanked(nowhere, NEVER));
    }
    expect(acts(stand)).toBe(before[0]);
    expect(denials(stand)).toBe(Number(before[1]) + 2 * verbs.length);
    expect(nominationById(stand.service.db, dossier)?.state).toBe('started');
  });

  it('denials of one account fill the log with no more than twenty one rows a minute [AZ-02]', async () => {
    stand.clock.advance(2 * MINUTE);
    const before = Number(denials(stand));
    for (let tried = 0; tried < 30; tried += 1) await other.post(`/en/nominations/${dossier}/submit`);
    expect(Number(denials(stand)) - before).toBe(21);
    const last = 'SELECT detail FROM audit_details ORDER BY seq DESC LIMIT 1';
    expect(JSON.parse(String(value(stand, last)))).toMatchObject({ more: true });
  });

  it('its file is missing by its own address, below another dossier, and by its stored name [AZ-03, UP-14]', async () => {
    expect((await own.get(`/en/nominations/${dossier}/files/${file}`)).status).toBe(200);
    await expectMissing(other, (id) => `/en/nominations/${dossier}/files/${id}`, file);
    await expectMissing(other, (id) => `/en/nominations/${others}/files/${id}`, file);
    const stored = String(value(stand, STORED_NAME, file));
    expect(stored.length).toBeGreaterThan(20);
    for (const begin of ['/files/', '/data/files/', '/assets/', '/assets/../files/', '/en/files/'])
      expect((await own.get(`${begin}${stored}`)).status).toBe(404);
  });

  it.each([
    ['a list', '[]'],
    ['an object', '[object Object]'],
    ['braces', '%7B%7D'],
    ['an exponent', '1e3'],
    ['hexadecimal', '0x1'],
    ['a fraction', '1.0'],
    ['a space before a figure', '%201'],
    ['digits of another script', '١٢٣'],
    ['a null byte', '%00'],
    ['ten thousand letters', 'a'.repeat(10_000)],
    ['a way up the folders', '..%2F..%2Fetc%2Fpasswd'],
    ['a condition of SQL', '%27%20OR%201%3D1'],
    ['a prototype', '__proto__'],
    ['a constructor', 'constructor'],
    ['a picture sign', '%F0%9F%92%A9'],
  ])('an id written as %s is missing or malformed, never a fault [AZ-14]', async (_name, id) => {
    const places = [
      `/en/nominations/${id}`,
      `/en/nominations/${dossier}/files/${id}`,
      `/en/nominations/${dossier}/sections/${id}`,
      `/en/${id}/awardees`,
      `/en/office/${id}`,
      `/en/jury/2027/scorecards/${id}`,
      `/en/2027/awardees/${id}`,
    ];
    const organiser = await stand.as('office@award.invalid');
    for (const client of [own, organiser]) {
      for (const place of places)
        expect([400, 404]).toContain((await client.get(encodeURI(decodeURI(place)))).status);
    }
  });

  it('a method in a header or field, and HEAD on an address that writes, change nothing [AZ-15]', async () => {
    const before = acts(stand);
    const path = `/en/nominations/${dossier}/submit`;
    const overridden = await own
      .get(path)
      .set({ 'X-HTTP-Method-Override': 'POST', 'X-Method-Override': 'POST' });
    expect([overridden.status, (await own.get(path)).status]).toEqual([303, 303]);
    expect((await own.post(path, { agreed: 'yes', _method: 'DELETE' })).status).toBe(400);
    expect(
      (await fetch(`${stand.origin}/en/sign-out`, { method: 'HEAD', headers: { cookie: own.cookie } }))
        .status,
    ).toBe(404);
    expect((await own.get('/en/my/account')).status).toBe(200);
    expect(acts(stand)).toBe(before);
  });

  it('a dossier asked for as JSON, CSV or PDF is the same page behind the same guard [AZ-20]', async () => {
    const path = `/en/nominations/${dossier}`;
    const page = await own.get(path);
    for (const type of ['application/json', 'text/csv', 'application/pdf', '*/*']) {
      const asked = await own.get(path).set('Accept', type);
      expect([asked.status, asked.text]).toEqual([200, page.text]);
      expect((await other.get(path).set('Accept', type)).status).toBe(404);
    }
    for (const ending of ['.json', '.csv', '.pdf', '.html', '/', '?format=json'])
      expect((await other.get(`${path}${ending}`)).status).toBe(404);
    for (const ending of ['.json', '.csv', '.pdf'])
      expect((await own.get(`${path}${ending}`)).status).toBe(404);
  });
});

describe('a juror', () => {
  let jury: Jury;
  beforeAll(async () => {
    jury = await openJury();
  });
  afterAll(() => jury.close());

  it('finds a dossier of nobody’s list or of another’s missing, by every address of a dossier [AZ-09]', async () => {
    const [one, , three] = jury.nominations;
    for (const id of [one, three]) {
      for (const path of [
        `/en/nominations/${id}`,
        `/en/office/2027/nominations/${id}`,
        `/en/commission/2027/nominations/${id}`,
      ])
        expect((await jury.bruno.get(path)).status).toBe(404);
    }
    await expectMissing(jury.bruno, (id) => `/en/jury/2027/assignments/${id}`, jury.own[0]);
    expect((await jury.amara.get(`/en/jury/2027/assignments/${jury.own[0]}`)).status).toBe(200);
  });

  it('who asks lists and searches for an address, name or word that exists learns as much as for none [AZ-17]', async () => {
    for (const path of ['/en/jury/2027?show=', '/en/nominations/start?edition=2027&q=']) {
      const words = ['amara@jury.invalid', 'zzzzz@jury.invalid'];
      const [known, unknown] = await Promise.all(
        words.map((one) => jury.bruno.get(path + encodeURIComponent(one))),
      );
      const mask = (text = '') =>
        words.reduce(
          (kept, one) => kept.replaceAll(one, 'WORD').replaceAll(encodeURIComponent(one), 'WORD'),
          text,
        );
      expect([known?.status, mask(known?.text)]).toEqual([unknown?.status, mask(unknown?.text)]);
    }
  });

  it('whose seat or whose office has ended is refused at the next request, the session alive [AZ-11]', async () => {
    const auditor = await jury.as('auditor@award.invalid');
    expect((await auditor.get('/en/office/2027/nominations')).status).toBe(200);
    const office = value(jury, "SELECT id FROM office_appointments WHERE role = 'auditor'");
    await jury.organiser.post(`/en/office/2027/people/${office}/end`).expect(303);
    expect((await auditor.get('/en/office/2027/nominations')).status).toBe(404);
    expect((await auditor.get('/en/my/account')).status).toBe(200);
    const card = await openCard(jury.bruno, jury.brunos);
    await jury.organiser
      .post(`/en/office/2027/jury/${jury.jurors.bruno}/end`, { reason: 'Ill.' })
      .expect(303);
    const form = { criterion: 'plan', points: '2', remark: '', version: '0', next: 'on' };
    expect((await jury.bruno.post(`/en/jury/2027/scorecards/${card}/scores`, form)).status).toBe(404);
    expect(value(jury, 'SELECT count(*) FROM scores WHERE scorecard_id = ?', card)).toBe(0);
  });

  it('writes no score once the stage has closed, and still reads what was given to read [AZ-18]', async () => {
    const card = await openCard(jury.amara, jury.own[1]);
    jury.clock.set(STAGE_ENDS + MINUTE);
    const amara = await jury.as('amara@jury.invalid');
    const form = { criterion: 'plan', points: '2', remark: '', version: '0', next: 'on' };
    expect((await amara.post(`/en/jury/2027/scorecards/${card}/scores`, form)).status).toBe(409);
    expect((await amara.get(`/en/jury/2027/scorecards/${card}/dossier`)).status).toBe(200);
  });
});
