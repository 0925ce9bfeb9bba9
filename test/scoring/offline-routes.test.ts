import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { scoringInvariants } from '../../src/scoring/invariants.ts';
import { type Jury, lockCard, openCard, openJury, STAGE_ENDS, scoreAll } from './ground.ts';

describe('scoring without a connection', () => {
  let jury: Jury;
  let card: string;
  let base: string;
  beforeEach(async () => {
    jury = await openJury();
    card = await openCard(jury.amara, jury.own[1]);
    base = `/en/jury/2027/scorecards/${card}`;
  });
  afterEach(async () => {
    expect(brokenInvariants(jury.service.db, scoringInvariants)).toEqual([]);
    await jury.close();
  });

  const download = async (lang = 'en') =>
    (await jury.amara.get(`${base.replace('/en/', `/${lang}/`)}/sheet.txt`).expect(200)).text;
  const upload = (text: string, act = 'check') =>
    jury.amara
      .upload(`${base}/offline`)
      .field('text', '')
      .field('act', act)
      .attach('file', Buffer.from(text), 'sheet.txt');
  const save = (text: string, version: string) =>
    jury.amara.post(`${base}/offline`, { text, version, act: 'save' });
  const versionIn = (text: string) => /name="version" value="(\d+)"/.exec(text)?.[1] ?? 'none';
  const filled = (text: string) =>
    text.replaceAll(/^score:$/gm, 'score: 3').replaceAll(/^remark:$/gm, 'remark:\nWell shown.');
  const stored = () =>
    jury.service.db.$client
      .prepare('SELECT criterion_id, points, remark FROM scores ORDER BY criterion_id')
      .raw()
      .all();

  it('gives a sheet with the answers, the levels and what is saved', async () => {
    const form = { criterion: 'plan', points: '2', remark: 'Saved before.', version: '0', next: 'stay' };
    await jury.amara.post(`${base}/scores`, form).expect(303);
    const text = await download();
    expect(text).toMatch(/# A plan was made\./);
    expect(text).toContain('score: 2\nremark:\nSaved before.');
    expect(await download('fr')).toContain('note: 2\nremarque:\nSaved before.');
  });

  it('shows what a sheet changes, saves nothing before that, then all of it once', async () => {
    const text = filled(await download());
    const shown = await upload(text).expect(200);
    expect(shown.text).toContain('8 criteria would change');
    expect(stored()).toEqual([]);
    await save(text, versionIn(shown.text)).expect(303);
    await save(text, versionIn(shown.text)).expect(303);
    expect(stored()).toHaveLength(8);
    expect(stored()[0]).toEqual(['access', 3, 'Well shown.']);
    const saved = "SELECT count(*) FROM audit WHERE action = 'scorecard.scored'";
    expect(jury.service.db.$client.prepare(saved).pluck().get()).toBe(1);
    expect((await upload(text)).text).toContain('says what is saved already');
  });

  it('is looked at first also where the button to save was pressed without a look', async () => {
    const { text } = await upload(filled(await download()), 'save').expect(200);
    expect(text).toContain('Save these 8 criteria');
    expect(stored()).toEqual([]);
  });

  it('names the faults by line, keeps the text and saves nothing', async () => {
    const text = filled(await download()).replace('score: 3', 'score: 7');
    const line = text.split('\n').indexOf('score: 7') + 1;
    const answer = await upload(text).expect(422);
    expect(answer.text).toContain(`Line ${line}, plan`);
    expect(answer.text).toContain('Write a level from 0 to 4; here stands “7”');
    expect(answer.text).toContain('Well shown.');
    expect(stored()).toEqual([]);
  });

  it('shows both where the page saved later, and a person decides', async () => {
    const text = filled(await download());
    const form = { criterion: 'plan', points: '1', remark: 'On the page.', version: '0', next: 'stay' };
    await jury.amara.post(`${base}/scores`, form).expect(303);
    const stale = await save(text, '0').expect(409);
    expect(stale.text).toContain('On the page.');
    expect(stale.text).toContain('Saved on the page after the sheet was downloaded');
    expect(stored()).toEqual([['plan', 1, 'On the page.']]);
    await save(text, versionIn(stale.text)).expect(303);
    expect(stored()).toContainEqual(['plan', 3, 'Well shown.']);
  });

  it('refuses another card, a file that is no text, and a sheet that comes too late', async () => {
    const text = filled(await download());
    const other = await openCard(jury.amara, jury.own[0]);
    const wrong = await jury.amara
      .post(`/en/jury/2027/scorecards/${other}/offline`, { text, act: 'check' })
      .expect(422);
    expect(wrong.text).toContain('belongs to another card');
    const binary = await jury.amara
      .upload(`${base}/offline`)
      .field('text', '')
      .field('act', 'check')
      .attach('file', Buffer.from([0xff, 0xfe, 0xd8, 0x00]), 'sheet.txt');
    expect(binary.text).toContain('plain text in UTF-8');
    jury.clock.set(STAGE_ENDS);
    jury.amara = await jury.as('amara@jury.invalid');
    const late = await save(text, '0').expect(409);
    expect(late.text).toContain('Scoring closed on');
    expect(stored()).toEqual([]);
  });

  it('refuses a locked card', async () => {
    const text = filled(await download());
    await scoreAll(jury.amara, card, '2');
    await lockCard(jury.amara, card);
    await save(text, '8').expect(423);
    expect(stored()).not.toContainEqual(['plan', 3, 'Well shown.']);
  });

  it('is the own juror’s alone: to others neither page nor sheet exists', async () => {
    for (const client of [jury.bruno, jury.organiser, await jury.as('stranger@city.invalid')]) {
      await client.get(`${base}/offline`).expect(404);
      await client.get(`${base}/sheet.txt`).expect(404);
      await client.get(`${base}/sheet`).expect(404);
      await client.post(`${base}/offline`, { text: '', act: 'check' }).expect(404);
    }
  });

  it('prints own score sheets, one and all, with nothing of other jurors', async () => {
    await scoreAll(jury.amara, card, '2', 'Own words on');
    const other = await openCard(jury.bruno, jury.brunos);
    await scoreAll(jury.bruno, other, '4', 'Plantedremark');
    const one = await jury.amara.get(`${base}/sheet`).expect(200);
    expect(one.text).toContain('Own words on plan');
    const all = await jury.amara.get('/en/jury/2027/sheets').expect(200);
    for (const city of ['Sønderborg', 'Porto-Novo', '北京']) expect(all.text).toContain(city);
    expect(one.text + all.text).not.toMatch(/Plantedremark|Bruno/);
    expect((await jury.amara.get('/en/jury/2027')).text).toContain('/en/jury/2027/sheets');
    await jury.organiser.get('/en/jury/2027/sheets').expect(404);
  });
});
