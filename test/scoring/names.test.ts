import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { remarksForCities } from '../../src/scoring/remark-pages.ts';
import { closeScoring } from '../../src/scoring/store.ts';
import { type Jury, lockCard, openCard, openJury, scoreAll } from './ground.ts';

const NAMES = '/en/office/2027/scores/names';

describe('a remark that names a juror', () => {
  let jury: Jury;
  let card: string;
  beforeEach(async () => {
    jury = await openJury();
    card = await openCard(jury.amara, jury.own[1]);
    await scoreAll(jury.amara, card, '3', 'A clear answer on');
  });
  afterEach(() => jury.close());

  const write = async (remark: string) => {
    const form = { criterion: 'plan', points: '3', remark, version: '8', next: 'stay' };
    await jury.amara.post(`/en/jury/2027/scorecards/${card}/scores`, form).expect(303);
  };
  const close = async () => {
    await lockCard(jury.amara, card);
    await jury.service.act('system', 'tally.closed', (tx) => closeScoring(tx, jury.edition.id));
  };
  const toCities = () => remarksForCities(jury.service.db, jury.edition).map(({ remark }) => remark);
  const rule = (outcome: string, client = jury.organiser) =>
    client.post(NAMES, { card, criterion: 'plan', outcome });
  const rulings = () =>
    jury.service.db.$client.prepare('SELECT outcome FROM remark_rulings ORDER BY rowid').pluck().all();

  it('is told on the own card where the name is the own one, and of no other name', async () => {
    await write('Bruno would say the same.');
    const pages = async () =>
      (await jury.amara.get(`/en/jury/2027/scorecards/${card}?criterion=plan`)).text +
      (await jury.amara.get(`/en/jury/2027/scorecards/${card}?all`)).text;
    expect(await pages()).not.toContain('Your name stands in this remark');
    const form = { criterion: 'plan', points: '3', remark: 'Signed, Amara.', version: '9', next: 'stay' };
    await jury.amara.post(`/en/jury/2027/scorecards/${card}/scores`, form).expect(303);
    expect((await pages()).match(/Your name stands in this remark: Amara/g)).toHaveLength(2);
  });

  it('stays back from the city until an organiser releases it; the others go', async () => {
    await write('As my colleague bruno said.');
    await close();
    expect(toCities()).toHaveLength(7);
    expect(toCities().join()).not.toContain('bruno');
    const { text } = await jury.organiser.get(NAMES).expect(200);
    expect(text).toContain('As my colleague bruno said.');
    expect(text).toContain('Found: Bruno');
    expect(text).toContain('Held back from the city');
    expect((await jury.organiser.get('/en/office/2027/scores')).text).toContain('1 remark is held back');
    expect((await jury.organiser.get('/en/office/2027/announcement')).text).toContain(
      '1 remark is held back',
    );
    await rule('released').expect(303);
    await rule('released').expect(303);
    expect(toCities()).toHaveLength(8);
    expect((await jury.organiser.get(NAMES)).text).toContain('Goes to the city');
    await rule('held').expect(303);
    expect(toCities()).toHaveLength(7);
    expect(rulings()).toEqual(['released', 'held']);
  });

  it('is nothing that the office reads before the tally has closed', async () => {
    await write('As my colleague Bruno said.');
    await lockCard(jury.amara, card);
    const { text } = await jury.organiser.get(NAMES).expect(200);
    expect(text).not.toMatch(/colleague|Bruno/);
    expect(text).toContain('Come back when the tally has closed');
    await rule('released').expect(409);
    expect(() =>
      jury.service.db.$client
        .prepare("INSERT INTO remark_rulings VALUES ('r', ?, 'plan', 'released', 0, 'me')")
        .run(card),
    ).toThrow('after the tally');
    expect(toCities()).toHaveLength(7);
  });

  it('is not shown to who has a conflict with its city, not in a count either', async () => {
    await write('As my colleague Bruno said.');
    await close();
    const tie = { nomination: jury.nominations[0], reason: 'My brother is its mayor.' };
    await jury.second.post('/en/office/2027/jury/own-conflicts', tie).expect(303);
    expect((await jury.second.get(NAMES)).text).not.toMatch(/colleague|Sønderborg/);
    expect((await jury.second.get('/en/office/2027/scores')).text).toContain('No remark is held back');
    await rule('released', jury.second).expect(404);
    expect(rulings()).toEqual([]);
  });

  it('is released by organisers alone, and a remark without a name is none', async () => {
    await write('As my colleague Bruno said.');
    await close();
    expect((await jury.auditor.get(NAMES)).text).not.toContain('Release this remark');
    await rule('released', jury.auditor).expect(404);
    await jury.amara.get(NAMES).expect(404);
    await jury.organiser.post(NAMES, { card, criterion: 'access', outcome: 'released' }).expect(404);
    expect(rulings()).toEqual([]);
  });

  it('keeps every ruling', async () => {
    await write('As my colleague Bruno said.');
    await close();
    await rule('released').expect(303);
    const { $client } = jury.service.db;
    expect(() => $client.prepare('DELETE FROM remark_rulings').run()).toThrow('is kept');
    expect(() => $client.prepare("UPDATE remark_rulings SET outcome = 'held'").run()).toThrow('is kept');
  });
});
