import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withdrawNomination } from '../../src/nominations/store.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { scoringInvariants } from '../../src/scoring/invariants.ts';
import { closeScoring } from '../../src/scoring/store.ts';
import { nominationOf } from '../screening/ground.ts';
import { CRITERIA, type Jury, openCard, openJury, SCORING, STAGE_ENDS, versionOf } from './ground.ts';

describe('the page of a card', () => {
  let jury: Jury;
  let card: string;
  beforeEach(async () => {
    jury = await openJury();
    card = await openCard(jury.amara, jury.own[1]);
  });
  afterEach(async () => {
    expect(brokenInvariants(jury.service.db, scoringInvariants)).toEqual([]);
    await jury.close();
  });

  const sqlite = () => jury.service.db.$client;
  const stored = () =>
    sqlite().prepare('SELECT criterion_id, points, remark FROM scores ORDER BY criterion_id').raw().all();
  const count = (sql: string, ...values: unknown[]) =>
    sqlite()
      .prepare(`SELECT count(*) FROM ${sql}`)
      .pluck()
      .get(...values);
  const page = (query = '') => jury.amara.get(`/en/jury/2027/scorecards/${card}${query}`);
  const save = (form: Record<string, string>, accept = 'text/html') =>
    jury.amara.post(`/en/jury/2027/scorecards/${card}/scores`, form).set('Accept', accept);

  it('opens once, freezes the rules, and asks for conflicts before a word is shown', async () => {
    expect(await openCard(jury.amara, jury.own[1])).toBe(card);
    expect([
      count('scorecards'),
      count("audit WHERE action = 'scorecard.opened' AND object = ?", card),
    ]).toEqual([1, 1]);
    expect(sqlite().prepare('SELECT frozen_at FROM editions').pluck().get()).toBe(SCORING);
    const gate = await jury.amara.get(`/en/jury/2027/assignments/${jury.own[0]}`);
    expect(gate.text).toContain('No conflict, open the dossier');
    expect(gate.text).not.toContain('Counted each year.');
  });

  it('shows the answers that the criterion judges beside its levels, and no others', async () => {
    const { text } = await page('?criterion=access');
    expect(text).toContain('Harbour classes.');
    expect(text).toContain('6,240');
    expect(text).toContain('Exemplary');
    expect(text).not.toContain('A plan was made.');
  });

  it('saves, and goes on with the next criterion without points', async () => {
    await save({ criterion: 'coordination', points: '0', remark: '', version: '0', next: 'on' });
    const answer = await save({ criterion: 'plan', points: '4', remark: 'Clear.', version: '1', next: 'on' });
    expect([answer.status, answer.headers.location]).toEqual([
      303,
      `/en/jury/2027/scorecards/${card}?criterion=resources`,
    ]);
    expect(stored()).toEqual([
      ['coordination', 0, ''],
      ['plan', 4, 'Clear.'],
    ]);
  });

  it('skips without points and keeps the remark', async () => {
    const answer = await save({
      criterion: 'plan',
      points: '',
      remark: 'Later.',
      version: '0',
      next: 'skip',
    });
    expect(answer.headers.location).toContain('criterion=coordination');
    expect(stored()).toEqual([['plan', null, 'Later.']]);
  });

  it('leads from the last criterion to all of them on one page', async () => {
    for (const criterion of CRITERIA.slice(0, -1))
      await save({ criterion, points: '2', remark: '', version: await versionOf(jury.amara, card) });
    const version = await versionOf(jury.amara, card);
    const answer = await save({ criterion: 'network', points: '2', remark: '', version, next: 'on' });
    expect(answer.headers.location).toBe(`/en/jury/2027/scorecards/${card}?all`);
    expect((await page('?all')).text).toContain('Your total: 50.0 of 100');
  });

  it('tells that points are missing, with the remark saved', async () => {
    const answer = await save({
      criterion: 'plan',
      points: '',
      remark: 'A thought.',
      version: '0',
      next: 'on',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Choose a level');
    expect(answer.text).toContain('A thought.');
    expect(stored()).toEqual([['plan', null, 'A thought.']]);
  });

  it.each(['5', '-1', '2.5', 'three'])(
    'takes no points outside the levels: %s, with the remark kept',
    async (points) => {
      const answer = await save({ criterion: 'plan', points, remark: 'Typed <b>', version: '0' });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('Typed &lt;b&gt;');
      expect(stored()).toEqual([]);
    },
  );

  it('takes no criterion that the edition lacks', async () => {
    expect((await save({ criterion: 'charm', points: '3', remark: '', version: '0' })).status).toBe(422);
    expect((await page('?criterion=charm')).status).toBe(404);
  });

  it('keeps a remark over its limit and says by how much', async () => {
    const remark = 'word '.repeat(160).trim();
    const answer = await save({ criterion: 'plan', points: '3', remark, version: '0', next: 'on' });
    expect([answer.status, stored().length]).toEqual([422, 1]);
    expect((await page('?all')).text).toContain('by 10 words');
  });

  it('writes nothing when the same form comes twice', async () => {
    const form = { criterion: 'plan', points: '3', remark: 'Once.', version: '0' };
    const both = await Promise.all([save(form), save(form)]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(count("audit WHERE action = 'scorecard.scored'")).toBe(1);
    expect(count('score_revisions')).toBe(1);
  });

  it('shows both where another tab saved the same criterion, and loses neither', async () => {
    await save({ criterion: 'plan', points: '3', remark: 'First tab.', version: '0' });
    const second = await save({ criterion: 'plan', points: '1', remark: 'Second tab.', version: '0' });
    expect(second.status).toBe(409);
    expect(second.text).toContain('First tab.');
    expect(second.text).toContain('Second tab.');
    expect(second.text).toContain('name="version" value="1"');
    expect(stored()).toEqual([['plan', 3, 'First tab.']]);
    expect((await save({ criterion: 'plan', points: '1', remark: 'Second tab.', version: '1' })).status).toBe(
      303,
    );
    expect(count('score_revisions')).toBe(2);
  });

  it('lets two tabs save different criteria', async () => {
    await save({ criterion: 'plan', points: '3', remark: '', version: '0' });
    expect((await save({ criterion: 'access', points: '2', remark: '', version: '0' })).status).toBe(303);
    expect(stored()).toHaveLength(2);
  });

  it('lets one of fifty savings from the same version through', async () => {
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        save({ criterion: 'plan', points: String(index % 5), remark: `Try ${index}.`, version: '0' }),
      ),
    );
    const statuses = all.map(({ status }) => status);
    expect([
      statuses.filter((one) => one === 303).length,
      statuses.filter((one) => one === 409).length,
    ]).toEqual([1, 49]);
  });

  it('answers the script with version and clock, and never overwrites by it', async () => {
    const form = { criterion: 'plan', points: '3', remark: 'Auto.', version: '0' };
    const saved = await save(form, 'application/json');
    expect([saved.status, JSON.parse(saved.text)]).toEqual([200, { version: 1, clock: '09:00' }]);
    const older = await save({ ...form, remark: 'Older.' }, 'application/json');
    expect(older.status).toBe(409);
    expect(stored()).toEqual([['plan', 3, 'Auto.']]);
  });

  it('refuses late with the sentence, and keeps what was typed', async () => {
    jury.clock.set(STAGE_ENDS - 1);
    jury.amara = await jury.as('amara@jury.invalid');
    expect((await save({ criterion: 'plan', points: '3', remark: 'In time.', version: '0' })).status).toBe(
      303,
    );
    jury.clock.set(STAGE_ENDS);
    const late = await save({ criterion: 'plan', points: '1', remark: 'Too late.', version: '1' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('Scoring closed on 16 April 2027');
    expect(late.text).toContain('Too late.');
    expect(stored()).toEqual([['plan', 3, 'In time.']]);
  });

  it('keeps the card of a city that withdrew, and takes no more of it', async () => {
    await save({ criterion: 'plan', points: '3', remark: '', version: '0' });
    const [nomination] = jury.nominations;
    await jury.service.act('system', 'nomination.withdrawn', (tx) =>
      withdrawNomination(tx, nominationOf(jury, nomination), 'No money.'),
    );
    const answer = await save({ criterion: 'access', points: '3', remark: 'Kept?', version: '1' });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Kept?');
    expect((await jury.amara.get('/en/jury/2027')).text).toContain('0 of 2 done');
    expect(stored()).toHaveLength(1);
  });

  it('takes nothing once the tally has closed', async () => {
    await jury.service.act('system', 'tally.closed', (tx) => closeScoring(tx, jury.edition.id));
    expect((await save({ criterion: 'plan', points: '3', remark: '', version: '0' })).status).toBe(409);
    expect(() =>
      sqlite().prepare("INSERT INTO score_revisions VALUES (?, 9, 'plan', 1, '', 0, 'me', 'x')").run(card),
    ).toThrow('scoring has ended');
  });

  it('writes nothing of points or remarks into the audit log', async () => {
    await save({ criterion: 'plan', points: '3', remark: 'Secretwords', version: '0' });
    const details = sqlite().prepare('SELECT detail FROM audit_details').pluck().all().join('\n');
    expect(details).toContain('"plan"');
    expect(details).not.toMatch(/Secretwords|"points"/);
  });

  it('shows the whole dossier on one page', async () => {
    const { text } = await jury.amara.get(`/en/jury/2027/scorecards/${card}/dossier`);
    expect(text).toContain('A plan was made.');
    expect(text).toContain('Two visits.');
  });
});
