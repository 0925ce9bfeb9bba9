import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settleSuggestion } from '../../src/jury/store.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { scoringInvariants } from '../../src/scoring/invariants.ts';
import { remarksForCities } from '../../src/scoring/remark-pages.ts';
import { jurorProgress, scoresForTally } from '../../src/scoring/tally-pages.ts';
import type { Client } from '../stand.ts';
import { type Jury, lockCard, openCard, openJury, scoreAll } from './ground.ts';

const PLANTED = 'Plantedremark';

describe('the walls around a card', () => {
  let jury: Jury;
  let card: string;
  let brunos: string;
  beforeEach(async () => {
    jury = await openJury();
    card = await openCard(jury.amara, jury.own[1]);
    brunos = await openCard(jury.bruno, jury.brunos);
    await scoreAll(jury.bruno, brunos, '4', PLANTED);
    await lockCard(jury.bruno, brunos);
  });
  afterEach(async () => {
    expect(brokenInvariants(jury.service.db, scoringInvariants)).toEqual([]);
    await jury.close();
  });

  const base = '/en/jury/2027/scorecards';
  const places = (id: string) => [
    `${base}/${id}`,
    `${base}/${id}?criterion=plan`,
    `${base}/${id}?all`,
    `${base}/${id}/dossier`,
    `${base}/${id}/receipt`,
    `${base}/${id}/conflict`,
    `${base}/${id}/recuse`,
    `${base}/${id}/files/any`,
  ];
  const forms: [verb: string, form: Record<string, string>][] = [
    ['scores', { criterion: 'plan', points: '1', remark: 'mine', version: '0' }],
    ['lock', { version: '0', agreed: 'yes' }],
    ['recuse', { reason: 'Not mine.' }],
    ['conflict', { reason: 'Not mine.' }],
  ];
  const blank = (text: string, id: string) => text.replaceAll(id, 'ID');

  async function expectMissing(client: Client, id: string): Promise<void> {
    const never = '0'.repeat(26);
    for (const [index, place] of places(id).entries()) {
      const [there, nowhere] = [await client.get(place), await client.get(places(never)[index] ?? '')];
      expect([place, there.status, nowhere.status]).toEqual([place, 404, 404]);
      expect(blank(there.text, id)).toBe(blank(nowhere.text, never));
    }
    for (const [verb, form] of forms) {
      const there = await client.post(`${base}/${id}/${verb}`, form);
      const nowhere = await client.post(`${base}/${never}/${verb}`, form);
      expect([verb, there.status]).toEqual([verb, 404]);
      expect(blank(there.text, id)).toBe(blank(nowhere.text, never));
    }
  }

  it('a juror finds no card of another juror, and the owner does', async () => {
    await expectMissing(jury.amara, brunos);
    expect((await jury.bruno.get(`${base}/${brunos}?all`)).text).toContain(PLANTED);
    expect(jury.service.db.$client.prepare('SELECT count(*) FROM scorecard_locks').pluck().get()).toBe(1);
  });

  it('nothing that another juror wrote shows on any page of a juror', async () => {
    const pages = ['/en/jury/2027', ...places(card), `/en/jury/2027/assignments/${jury.own[0]}`];
    for (const place of pages) {
      const { text } = await jury.amara.get(place);
      expect(text).not.toMatch(/Plantedremark|Bruno|100\.0/);
    }
    expect((await jury.bruno.get('/en/jury/2027')).text).toContain('100.0');
  });

  it('what a juror sees is the same whatever another one scored', async () => {
    const seen = async () =>
      Promise.all(['/en/jury/2027', `${base}/${card}?all`].map((one) => jury.amara.get(one)));
    const before = (await seen()).map(({ text }) => text);
    jury.service.db.$client.exec(
      'DROP TRIGGER locked_scores_stand; DROP TRIGGER score_revisions_are_never_changed',
    );
    const planted = jury.service.db.$client;
    planted.prepare('UPDATE scores SET points = 0 WHERE scorecard_id = ?').run(brunos);
    expect((await seen()).map(({ text }) => text)).toEqual(before);
    planted.prepare('UPDATE scores SET points = 4 WHERE scorecard_id = ?').run(brunos);
  });

  it('the office sees progress and no score, remark or total before the tally closes', async () => {
    for (const client of [jury.organiser, jury.approver, jury.auditor]) {
      const overview = await client.get(`/en/office/2027/scores?juror=${jury.jurors.bruno}`);
      const one = await client.get(`/en/office/2027/scores/${brunos}`);
      expect(overview.text).toContain('1 of 4 cards locked');
      expect(overview.text).toContain('Locked');
      expect(one.text).toContain('Bruno');
      for (const { text } of [overview, one]) expect(text).not.toMatch(/Plantedremark|100\.0|Exemplary|4: /);
    }
    expect((await jury.amara.get('/en/office/2027/scores')).status).toBe(404);
    expect((await jury.nobody.get('/en/office/2027/scores')).status).toBe(303);
  });

  it('the office of one edition finds no card by the address of another', async () => {
    expect((await jury.organiser.get(`/en/office/2017/scores/${brunos}`)).status).toBe(404);
  });

  it('a dossier handed back is missing from then on, its card kept and counted nowhere', async () => {
    await scoreAll(jury.amara, card, '0');
    await lockCard(jury.amara, card);
    expect(scoresForTally(jury.service.db, jury.edition).scores).toHaveLength(16);
    const form = { reason: 'I advised this city.' };
    const first = await jury.amara.post(`${base}/${card}/recuse`, form);
    const again = await jury.amara.post(`${base}/${card}/recuse`, form);
    expect([first.status, again.status]).toEqual([303, 303]);
    await expectMissing(jury.amara, card);
    const list = await jury.amara.get('/en/jury/2027');
    expect(list.text).toContain('0 of 2 done');
    expect(list.text).toContain('I advised this city.');
    const { scores, missing } = scoresForTally(jury.service.db, jury.edition);
    expect([scores.length, scores.every(({ points }) => points === 4)]).toEqual([8, true]);
    expect(missing.map(({ assignment }) => assignment)).not.toContain(jury.own[1]);
    const sqlite = jury.service.db.$client;
    expect(sqlite.prepare('SELECT count(*) FROM scores WHERE scorecard_id = ?').pluck().get(card)).toBe(8);
    const mails = sqlite
      .prepare("SELECT to_address FROM outbox WHERE template = 'scoring.mail.recused' ORDER BY 1")
      .pluck();
    expect(mails.all()).toEqual(['ines@award.invalid', 'second@award.invalid']);
    expect(
      sqlite.prepare("SELECT count(*) FROM audit WHERE action = 'assignment.recused'").pluck().get(),
    ).toBe(1);
  });

  it('a declared conflict closes card, files and receipt, and no count holds the city', async () => {
    await scoreAll(jury.amara, card);
    await lockCard(jury.amara, card);
    const answer = await jury.amara.post(`${base}/${card}/conflict`, { reason: 'My sister works there.' });
    expect(answer.status).toBe(303);
    await expectMissing(jury.amara, card);
    expect(
      jury.service.db.$client.prepare("SELECT count(*) FROM conflicts WHERE kind = 'declared'").pluck().get(),
    ).toBe(1);
    expect((await jury.amara.get('/en/jury/2027')).text).toContain('0 of 2 done');
    const [amara] = jurorProgress(jury.service.db, jury.edition);
    expect([amara?.name, amara?.total, amara?.locked]).toEqual(['Amara', 2, 0]);
  });

  it('a conflict declared before the first reading never opens the dossier', async () => {
    const [assignment] = jury.own;
    const place = `/en/jury/2027/assignments/${assignment}`;
    expect((await jury.amara.post(`${place}/conflict`, { reason: ' ' })).status).toBe(422);
    expect((await jury.amara.post(`${place}/conflict`, { reason: 'My home town.' })).status).toBe(303);
    expect((await jury.amara.get(place)).status).toBe(404);
    expect((await jury.amara.post(`${place}/open`)).status).toBe(404);
    expect((await jury.amara.get('/en/jury/2027')).text).toContain('0 of 2 done');
  });

  it('a conflict that somebody else confirmed closes the card too, and says nothing of itself', async () => {
    await jury.service.act('system', 'conflict.settled', (tx) =>
      settleSuggestion(tx, {
        edition: jury.edition.id,
        juror: jury.jurors.amara,
        nomination: jury.nominations[0],
        reason: 'Hiddenreason',
        outcome: 'confirmed',
      }),
    );
    await expectMissing(jury.amara, card);
    const { text } = await jury.amara.get('/en/jury/2027');
    expect(text).toContain('0 of 2 done');
    expect(text).not.toMatch(/Hiddenreason|Sønderborg/);
  });

  it('own country is a conflict without a word', async () => {
    jury.service.db.$client.prepare("UPDATE jurors SET country = 'DK' WHERE id = ?").run(jury.jurors.amara);
    await expectMissing(jury.amara, card);
  });

  it('an affiliation that names the city closes it until somebody has looked', async () => {
    jury.service.db.$client
      .prepare('UPDATE jurors SET affiliations = ? WHERE id = ?')
      .run('["Chair, harbour museum of Sønderborg"]', jury.jurors.amara);
    await expectMissing(jury.amara, card);
    expect(
      scoresForTally(jury.service.db, jury.edition).missing.map(({ assignment }) => assignment),
    ).not.toContain(jury.own[1]);
  });

  it('what was not announced does not exist yet, and counts as missing for the tally', async () => {
    jury.service.db.$client
      .prepare('UPDATE assignments SET announced_at = NULL WHERE id = ?')
      .run(jury.own[0]);
    expect((await jury.amara.get(`/en/jury/2027/assignments/${jury.own[0]}`)).status).toBe(404);
    expect((await jury.amara.get('/en/jury/2027')).text).toContain('0 of 2 done');
    expect(
      scoresForTally(jury.service.db, jury.edition).missing.map(({ assignment }) => assignment),
    ).toContain(jury.own[0]);
  });

  it('who left the jury reads nothing; the cards locked before count', async () => {
    jury.service.db.$client
      .prepare("UPDATE jurors SET ended_at = 1, ended_by = 'x', ending_reason = 'ill' WHERE id = ?")
      .run(jury.jurors.bruno);
    expect((await jury.bruno.get('/en/jury/2027')).status).toBe(404);
    expect(scoresForTally(jury.service.db, jury.edition).scores).toHaveLength(8);
  });

  it('a city, a stranger and nobody find no list', async () => {
    const owner = await jury.as('owner@dk.invalid');
    expect((await owner.get('/en/jury/2027')).status).toBe(404);
    expect((await jury.organiser.get('/en/jury/2027')).status).toBe(404);
    expect((await jury.nobody.get('/en/jury/2027')).headers.location).toContain('/sign-in');
  });

  it('remarks come without jurors, in an order of their own words', async () => {
    const remarks = remarksForCities(jury.service.db, jury.edition);
    expect(remarks).toHaveLength(8);
    expect(JSON.stringify(remarks)).not.toMatch(new RegExp(`${jury.jurors.bruno}|Bruno`));
    expect(remarks.map(({ remark }) => remark)).toEqual(remarks.map(({ remark }) => remark).sort());
  });

  it('files of the dossier come to its juror as attachments', async () => {
    const sqlite = jury.service.db.$client;
    const dossier = sqlite
      .prepare('SELECT dossier FROM submissions WHERE nomination_id = ?')
      .pluck()
      .get(jury.nominations[0]) as string;
    const id =
      (JSON.parse(dossier) as { files: Record<string, [{ id: string }]> }).files['consent.file']?.[0].id ??
      '';
    const made = join(jury.service.files.incoming, 'made');
    await writeFile(made, '%PDF-1.4 planted');
    await copyFile(made, jury.service.files.pathOf('stored'));
    sqlite
      .prepare("INSERT INTO files VALUES ('f', 'stored', 'letter.pdf', 'application/pdf', 16, ?, 0, 'x')")
      .run('0'.repeat(64));
    sqlite
      .prepare("INSERT INTO nomination_files VALUES (?, ?, 'consent.file', 'f', 0, NULL)")
      .run(id, jury.nominations[0]);
    const answer = await jury.amara.get(`${base}/${card}/files/${id}`);
    expect([answer.status, answer.headers['content-disposition']]).toEqual([
      200,
      'attachment; filename=letter.pdf',
    ]);
    expect((await jury.bruno.get(`${base}/${card}/files/${id}`)).status).toBe(404);
    await jury.amara.post(`${base}/${card}/recuse`, { reason: 'A tie.' });
    expect((await jury.amara.get(`${base}/${card}/files/${id}`)).status).toBe(404);
  });
});
