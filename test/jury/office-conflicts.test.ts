import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appointOfficer } from '../../src/editions/store.ts';
import { hiddenFromOffice } from '../../src/jury/office-conflict-pages.ts';
import { commissions } from '../../src/nominations/tables.ts';
import { ensureAccount } from '../../src/people/store.ts';
import { newId } from '../../src/platform/ids.ts';
import { count, type Ground, ORGANISER, openGround } from '../screening/ground.ts';
import type { Client } from '../stand.ts';

const PAGE = '/en/office/2027/jury/own-conflicts';

describe('conflicts of the office', () => {
  let ground: Ground;
  let organiser: Client;
  const ids: Record<string, string> = {};
  const account = () =>
    ground.service.act('system', 'ground.read', (tx) =>
      ensureAccount(tx, { address: ORGANISER, name: 'Ines', lang: 'en' }),
    );
  beforeAll(async () => {
    ground = await openGround();
    for (const city of ['Cork', 'Gdynia', 'Laâyoune', 'Sønderborg']) ids[city] = await ground.nominate(city);
    organiser = await ground.as(ORGANISER);
  });
  afterAll(() => ground.close());

  it('keeps one declaration, however often it is sent', async () => {
    const typed = { nomination: ids.Cork ?? '', reason: 'My brother is its mayor.' };
    await organiser.post(PAGE, typed).expect(303);
    await organiser.post(PAGE, typed).expect(303);
    expect(count(ground, 'office_conflicts WHERE reason = ?', typed.reason)).toBe(1);
    expect(count(ground, "audit WHERE action = 'office.conflictDeclared'")).toBe(1);
    const { text } = await organiser.get(PAGE).expect(200);
    expect(text).toContain('My brother is its mayor.');
  });

  it('asks for the city and the reason, and keeps what was typed', async () => {
    const { text } = await organiser.post(PAGE, { nomination: '', reason: 'A tie.' }).expect(422);
    expect(text).toContain('A tie.');
    await organiser.post(PAGE, { nomination: 'nothing', reason: 'A tie.' }).expect(404);
    const stranger = await ground.as('stranger@city.invalid');
    await stranger.get(PAGE).expect(404);
    await stranger.post(PAGE, { nomination: ids.Gdynia ?? '', reason: 'A tie.' }).expect(404);
  });

  it('stands for good', () => {
    const { $client } = ground.service.db;
    expect(() => $client.prepare('DELETE FROM office_conflicts').run()).toThrow(/stands/);
    expect(() => $client.prepare("UPDATE office_conflicts SET reason = 'x'").run()).toThrow(/stands/);
  });

  it('also holds for the dossier that one wrote and for the country whose commission one sits in', async () => {
    const own = await account();
    await ground.service.act('system', 'commission.appointed', (tx) => {
      const held = { accountId: own, since: tx.at, appointedBy: tx.actor };
      tx.db
        .insert(commissions)
        .values({ ...held, id: newId<'commission'>(), editionId: ground.edition.id, country: 'MA' })
        .run();
      tx.record({ edition: ground.edition.id, object: ground.edition.id });
    });
    const hidden = hiddenFromOffice(ground.service.db, ground.edition.id, own);
    expect([...hidden].sort()).toEqual([ids.Cork ?? '', ids.Laâyoune ?? ''].sort());
  });

  it('leave nothing of that city on the pages of the jury, not in a count either', async () => {
    const profile = { first: 'en', languages: [], expertise: [], maxLoad: '9', country: 'SN', region: 'AFR' };
    const affiliations = 'Port of Cork\nGdynia Maritime University';
    const name = 'Zoraida Quillfeather';
    await ground.nominate('北京');
    const second = await ground.as('second@award.invalid');
    await ground.service.act('system', 'office.appointed', (tx) => {
      const lang = 'en' as const;
      const id = ensureAccount(tx, { address: 'second@award.invalid', name: 'Second', lang });
      appointOfficer(tx, ground.edition.id, id, 'organiser');
    });
    const invited = { name, address: 'zoraida@jury.invalid', affiliations, ...profile };
    await second.post('/en/office/2027/jury/invite', invited).expect(303);
    const juror = String(ground.service.db.$client.prepare('SELECT id FROM jurors').pluck().get());
    const conflicts = '/en/office/2027/jury/conflicts';
    const whole = await second.get(conflicts).expect(200);
    expect(whole.text).toContain('Port of Cork');
    const { text } = await organiser.get(conflicts).expect(200);
    expect(text).toContain('Gdynia Maritime University');
    expect(text).not.toMatch(/Cork/);
    expect((await second.get('/en/office/2027/jury')).text).toContain('2 suggested conflicts');
    expect((await organiser.get('/en/office/2027/jury')).text).toContain('1 suggested conflict');
    const pair = { juror, nomination: ids.Cork ?? '' };
    await organiser.post(`${conflicts}/settle`, { ...pair, outcome: 'refused' }).expect(404);
    await organiser.post(conflicts, { ...pair, reason: 'Told by mail.' }).expect(404);
    expect(count(ground, 'conflicts')).toBe(0);
    await second.post(`${conflicts}/settle`, { ...pair, outcome: 'refused' }).expect(303);
    expect((await second.get('/en/office/2027/jury')).text).toContain('1 suggested conflict');
  });

  it('leave nothing of that city on the pages of dossiers and of the screening, their counts and the export', async () => {
    const base = '/en/office/2027';
    const second = await ground.as('second@award.invalid');
    const never = { status: 404, id: 'never-existed' };
    for (const path of ['/nominations', '/screening', '/nominations/export.csv']) {
      expect((await second.get(`${base}${path}`).expect(200)).text).toMatch(/Cork/);
      expect((await organiser.get(`${base}${path}`).expect(200)).text).not.toMatch(/Cork|Laâyoune/);
    }
    expect((await second.get(`${base}/nominations`)).text).toContain('5 of 5');
    expect((await organiser.get(`${base}/nominations`)).text).toContain('3 of 3');
    for (const room of ['nominations', 'screening']) {
      await second.get(`${base}/${room}/${ids.Cork}`).expect(200);
      const walled = await organiser.get(`${base}/${room}/${ids.Cork}`).expect(never.status);
      const unknown = await organiser.get(`${base}/${room}/${never.id}`).expect(never.status);
      expect(walled.text.replaceAll(ids.Cork ?? '', never.id)).toBe(unknown.text);
    }
    const bulk = { act: 'eligible', nomination: ids.Cork ?? '', reason: 'All is met.' };
    await organiser.post(`${base}/screening/decide`, bulk).expect(409);
  });
});
