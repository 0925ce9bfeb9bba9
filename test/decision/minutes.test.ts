import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedJurors } from '../../src/jury/pages.ts';
import { count, ORGANISER } from '../screening/ground.ts';
import type { Client } from '../stand.ts';
import { APPROVER, closeOn, openScored, type Scored } from '../tally/scored.ts';

const DECISION = '/en/office/2027/decision';
const MINUTES = `${DECISION}/minutes`;
const run = promisify(execFile);

describe('the minutes of the meeting', () => {
  let scored: Scored;
  let organiser: Client;
  let approver: Client;
  const jurorId = (name: string) =>
    acceptedJurors(scored.service.db, scored.edition.id).find((one) => one.name === name)?.id ?? '';
  const live = () => count(scored, 'meeting_entries WHERE ended_at IS NULL');
  beforeAll(async () => {
    scored = await openScored({ Sønderborg: [4, 4, 4], Gdynia: [3, 3, 4], Cork: [2, 3, 4] });
    organiser = await scored.as(ORGANISER);
    approver = await scored.as(APPROVER);
  });
  afterAll(() => scored.close());

  it('wait for the close of the tally, and are nothing to strangers', async () => {
    expect((await organiser.get(MINUTES).expect(200)).text).toContain('Close the tally first');
    await closeOn(scored);
    await organiser.post(`${DECISION}/compute`).expect(303);
    await scored.nobody.get(MINUTES).expect(303);
    const stranger = await scored.as('owner@ie.invalid');
    for (const path of [MINUTES, `${MINUTES}.pdf`]) await stranger.get(path).expect(404);
    await approver.post(`${MINUTES}/attendance`, { present: [] }).expect(404);
    await approver.get(MINUTES).expect(200);
  });

  it('hold who is present and who is absent, once', async () => {
    const present = ['Zoé Ferreira', 'Ana Pires'].map(jurorId);
    await organiser.post(`${MINUTES}/attendance`, { present }).expect(303);
    const entered = count(scored, 'meeting_entries');
    await organiser.post(`${MINUTES}/attendance`, { present }).expect(303);
    expect(count(scored, 'meeting_entries')).toBe(entered);
    expect(live()).toBe(3);
  });

  it('hold who left for which dossier, of those present alone, and let it be taken back', async () => {
    const { Cork = '' } = scored.ids;
    const form = { juror: jurorId('Ana Pires'), nomination: Cork };
    const refused = await organiser
      .post(`${MINUTES}/left`, { ...form, juror: jurorId('Kwame Adjei') })
      .expect(409);
    expect(refused.text).toContain('who was absent has not left');
    await organiser.post(`${MINUTES}/left`, { ...form, nomination: 'none' }).expect(409);
    await organiser.post(`${MINUTES}/left`, form).expect(303);
    await organiser.post(`${MINUTES}/left`, form).expect(303);
    expect(live()).toBe(4);
    const { text } = await organiser.get(MINUTES).expect(200);
    expect(text).toContain('Ana Pires, for the dossier of Cork.');
    const entry = /name="entry" value="([^"]+)"/.exec(text)?.[1] ?? '';
    await organiser.post(`${MINUTES}/back`, { entry }).expect(303);
    expect(live()).toBe(3);
    await organiser.post(`${MINUTES}/left`, form).expect(303);
  });

  it('hold votes on a city moved by hand, by no more jurors than were in the room', async () => {
    const { Cork = '', Gdynia = '' } = scored.ids;
    const votes = { for: '1', against: '0', abstained: '0' };
    await organiser.post(`${MINUTES}/votes`, { nomination: Cork, ...votes }).expect(409);
    const move = { nomination: Cork, side: 'in', reason: 'The jury heard its mayor.' };
    await organiser.post(`${DECISION}/meeting/move`, move).expect(303);
    // Two are present, and one of them left for Cork.
    const over = await organiser
      .post(`${MINUTES}/votes`, { nomination: Cork, ...votes, against: '1' })
      .expect(409);
    expect(over.text).toContain('2 votes are typed, and 1 juror could vote');
    await organiser.post(`${MINUTES}/votes`, { nomination: Cork, ...votes, for: 'all' }).expect(422);
    await organiser.post(`${MINUTES}/votes`, { nomination: Gdynia, ...votes }).expect(409);
    await organiser.post(`${MINUTES}/votes`, { nomination: Cork, ...votes }).expect(303);
    expect((await organiser.get(MINUTES).expect(200)).text).toContain('For 1, against 0, abstained 0.');
  });

  it('are printed for signature in three languages, tagged and the same bytes each time', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'award-minutes-'));
    const file = join(folder, 'minutes.pdf');
    const printed = async (lang: string) => {
      const { body } = await organiser
        .get(`/${lang}/office/2027/decision/minutes.pdf`)
        .buffer(true)
        .expect(200);
      return body as Buffer;
    };
    try {
      const said = {
        en: ['Present', 'Ana Pires, for the dossier of Cork.', 'Chair of the jury', 'Kwame Adjei'],
        fr: ['Présents', 'pour le dossier de Cork', 'Présidence du jury', 'Zoé Ferreira'],
        es: [
          'Presentes',
          'para el expediente de Cork',
          'Presidencia del jurado',
          'The jury heard its mayor.',
        ],
      };
      for (const [lang, texts] of Object.entries(said)) {
        const bytes = await printed(lang);
        expect((await printed(lang)).equals(bytes)).toBe(true);
        await writeFile(file, bytes);
        const { stdout } = await run('pdftotext', ['-layout', file, '-']);
        for (const text of texts) expect(stdout).toContain(text);
        expect((await run('pdfinfo', [file])).stdout).toMatch(/Tagged: +yes/);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('keep what was entered', () => {
    const sqlite = scored.service.db.$client;
    expect(() => sqlite.exec('UPDATE meeting_entries SET votes_for = 9 WHERE votes_for = 1')).toThrow(
      'taken back, never changed',
    );
    expect(() => sqlite.exec('DELETE FROM meeting_entries')).toThrow('minutes are kept');
  });
});
