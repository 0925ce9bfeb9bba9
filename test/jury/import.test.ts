import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { juryInvariants } from '../../src/jury/invariants.ts';
import { jurorsOf } from '../../src/jury/pages.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { count, type Ground, ORGANISER, openGround } from '../screening/ground.ts';
import type { Client } from '../stand.ts';

const IMPORT = '/en/office/2027/jury/import';
const HEAD = 'name,address,country_iso2,region,languages,expertise,affiliations,max_load';
const ROSA = 'Rosa Câmara,rosa@jury.invalid,BR,LAC,es|en,plan|access,Universidade do Porto|Rede,10';
const LI = '李 明,li@jury.invalid,CN,APA,en,,,8';

describe('a list of jurors', () => {
  let ground: Ground;
  let organiser: Client;
  beforeEach(async () => {
    ground = await openGround();
    organiser = await ground.as(ORGANISER);
  });
  afterEach(async () => {
    expect(brokenInvariants(ground.service.db, juryInvariants)).toEqual([]);
    await ground.close();
  });

  const send = (lines: readonly string[], act: 'check' | 'invite') =>
    organiser
      .upload(IMPORT)
      .field('csv', '')
      .field('act', act)
      .attach('file', Buffer.from([HEAD, ...lines].join('\n')), 'jury.csv');
  const mails = () => count(ground, "outbox WHERE template = 'jury.mail.invited'");

  it('is looked at first: who would be invited is shown, and nothing is written', async () => {
    const { text } = await send([ROSA, LI], 'check').expect(200);
    expect(text).toContain('2 people would be invited');
    expect(text).toContain('Rosa Câmara');
    expect(text).toContain('Invite these 2');
    expect([count(ground, 'jurors'), mails()]).toEqual([0, 0]);
  });

  it('invites all of them with their profiles, once, however often it is sent', async () => {
    await send([ROSA, LI], 'invite').expect(303);
    await send([ROSA, LI], 'invite').expect(303);
    const jurors = jurorsOf(ground.service.db, ground.edition.id);
    expect(jurors.find(({ address }) => address === 'rosa@jury.invalid')).toMatchObject({
      name: 'Rosa Câmara',
      country: 'BR',
      region: 'LAC',
      languages: ['es', 'en'],
      expertise: ['plan', 'access'],
      affiliations: ['Universidade do Porto', 'Rede'],
      maxLoad: 10,
      state: 'invited',
      lang: 'es',
    });
    const entries = count(
      ground,
      "audit WHERE action = 'juror.invited' AND object IN (SELECT id FROM jurors)",
    );
    expect([jurors.length, mails(), entries]).toEqual([2, 2, 2]);
  });

  it('says which lines are invited already and counts only the others', async () => {
    await send([ROSA], 'invite').expect(303);
    const { text } = await send([ROSA, LI], 'check').expect(200);
    expect(text).toContain('1 person would be invited');
    expect(text).toContain('1 is invited already');
  });

  it.each([
    ['Rosa,rosa@jury.invalid,Brazil,LAC,es,,,10', 'line 3', 'Write two capital letters, for example SN'],
    ['Rosa,rosa@jury.invalid,BR,MOON,es,,,10', 'line 3', 'Write AFR, ARB'],
    ['Rosa,rosa@jury.invalid,BR,LAC,pt,,,10', 'line 3', 'the one read best first'],
    ['Rosa,rosa@jury.invalid,BR,LAC,,,,10', 'line 3', 'the one read best first'],
    ['Rosa,rosa@jury.invalid,BR,LAC,es,juggling,,10', 'line 3', 'here stands “juggling”'],
    ['Rosa,rosa@jury.invalid,BR,LAC,es,,,ten', 'line 3', 'in digits'],
    ['Rosa,nobody,BR,LAC,es,,,10', 'line 3', 'Write a mail address'],
    [',rosa@jury.invalid,BR,LAC,es,,,10', 'line 3', 'Write the name'],
    ['Li,li@jury.invalid,CN,APA,en,,,9', 'line 3', 'stands on line 2 already'],
    ['Aud,auditor@award.invalid,CN,APA,en,,,9', 'line 3', 'belongs to the office'],
  ])('with the line %s invites nobody and names it', async (line, where, sentence) => {
    const { text } = await send([LI, line], 'invite').expect(422);
    expect(text.toLowerCase()).toContain(where);
    expect(text).toContain(sentence);
    expect([count(ground, 'jurors'), mails()]).toEqual([0, 0]);
  });

  it('does not change a seat that is there with another profile', async () => {
    await send([LI], 'invite').expect(303);
    const { text } = await send(['李 明,li@jury.invalid,CN,APA,en|fr,,,8'], 'invite').expect(422);
    expect(text).toContain('is in this jury already');
    expect(jurorsOf(ground.service.db, ground.edition.id)[0]?.languages).toEqual(['en']);
  });

  it('names the column that the heading lacks', async () => {
    const answer = await organiser
      .post(IMPORT, { csv: 'name,address\nRosa,rosa@jury.invalid', act: 'check' })
      .expect(422);
    expect(answer.text).toContain('Add this column to the heading');
    expect(answer.text).toContain('rosa@jury.invalid');
  });

  it('is no list when the file is no text', async () => {
    const answer = await organiser
      .upload(IMPORT)
      .field('csv', '')
      .field('act', 'check')
      .attach('file', Buffer.from([0xff, 0xfe, 0x00, 0xd8]), 'jury.csv');
    expect(answer.text).toContain('Save the list as CSV in UTF-8');
  });

  it('has a template that is read as it stands', async () => {
    const { text } = await organiser.get('/en/office/2027/jury/template.csv').expect(200);
    const checked = await organiser.post(IMPORT, { csv: text, act: 'check' }).expect(200);
    expect(checked.text).toContain('1 person would be invited');
  });

  it('is for organisers alone', async () => {
    const auditor = await ground.as('auditor@award.invalid');
    await auditor.get(IMPORT).expect(404);
    await auditor.post(IMPORT, { csv: `${HEAD}\n${LI}`, act: 'invite' }).expect(404);
    expect(count(ground, 'jurors')).toBe(0);
  });

  it('comes too late when scoring has closed', async () => {
    ground.clock.set(Date.parse('2027-06-01T00:00:00Z'));
    organiser = await ground.as(ORGANISER);
    const { text } = await send([LI], 'invite').expect(409);
    expect(text).toContain('Scoring closed on');
    expect(count(ground, 'jurors')).toBe(0);
  });
});
