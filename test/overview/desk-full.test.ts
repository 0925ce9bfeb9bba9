import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeEdition } from '../../src/editions/pages.ts';
import { declareOfficeConflict } from '../../src/jury/store.ts';
import { isRefusal } from '../../src/platform/result.ts';
import { CAST, loadSample } from '../../src/sample.ts';
import { isRead, readingsOfEdition } from '../../src/scoring/pages.ts';
import { lockScorecard, openScorecard, saveScores } from '../../src/scoring/store.ts';
import { type Client, openStand, type Stand } from '../stand.ts';

const MINUTES = 5 * 60_000;
const DESK = '/en/office/2027';

const plain = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the desk of a jury at work', () => {
  let stand: Stand;
  let edition: string;
  let organiser: Client;
  beforeAll(async () => {
    stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
    edition = await loadSample(stand.service, 'scoring');
    organiser = await stand.as(CAST.organiser.address);
  }, MINUTES);
  afterAll(() => stand.close());

  const count = (sql: string) => stand.service.db.$client.prepare(sql).pluck().get() as number;
  const desk = async (client: Client) => (await client.get(DESK).expect(200)).text;
  const whole = () => wholeEdition(stand.service.db, edition);

  it('names everything that waits, each with the page where it is done', async () => {
    const html = await desk(organiser);
    const text = plain(html);
    for (const [words, path] of [
      ['Renca answered what you asked', 'screening/'],
      ['2 suggested conflicts to confirm or refuse', 'jury/conflicts'],
      ['A proposal for the jury is ready: 1 new pair. Nobody is told yet', 'assignment'],
      ['waits to be opened again', 'scores/'],
      ['scorecards are not locked', 'scores'],
    ] as const) {
      expect(text).toContain(words);
      expect(html).toContain(`href="${DESK}/${path}`);
    }
  });

  it('adds a refused message, and a change of the rules that waits for its second person', async () => {
    const sqlite = stand.service.db.$client;
    expect(plain(await desk(organiser))).not.toContain('refused');
    const id = sqlite.prepare('SELECT id FROM outbox WHERE edition = ? LIMIT 1').pluck().get(edition);
    sqlite
      .prepare("UPDATE outbox SET refused_at = ?, refusal = 'no such box' WHERE id = ?")
      .run(stand.clock.now(), id);
    const html = await desk(organiser);
    expect(plain(html)).toContain('1 message was refused');
    expect(html).toContain('messages?state&#x3D;refused');
    sqlite.prepare('UPDATE outbox SET refused_at = NULL, refusal = NULL WHERE id = ?').run(id);
    expect(plain(html)).not.toContain('A change of the rules waits');
  });

  it('lists the jurors behind an even pace, and nobody else', async () => {
    const html = await desk(organiser);
    const names = [...html.matchAll(/<li><label>.*?<b>([^<]+)<\/b>/g)].map(([, name]) => name);
    expect(names).toEqual([
      'Aoife Brennan',
      'Hiroshi Nakagawa',
      'Inés Caballero Ruiz',
      'Rania Haddad',
      'Sunil Perera',
    ]);
    expect(plain(html)).toContain('Write to these 5');
  });

  it('draws its findings, and gives the same figures as tables', async () => {
    const html = await desk(organiser);
    const readings = readingsOfEdition(stand.service.db, whole()).filter(isRead);
    const locked = readings.filter(({ lockedAt }) => lockedAt !== null).length;
    expect(plain(html)).toContain(`${locked} of ${readings.length} cards locked`);
    expect(html.match(/<svg[^>]*role="img"[^>]*aria-label="[^"]+"/g)).toHaveLength(2);
    const table = (await organiser.get(`${DESK}/figures`).expect(200)).text;
    expect(html).toContain(`${DESK}/figures#locked`);
    expect(table).toMatch(/id="locked"/);
    const last = [...table.matchAll(/<td class="r">(\d+)<\/td>/g)].map(([, value]) => Number(value));
    expect(last).toContain(locked);
  });

  it('shows the mail with real names before it goes, to exactly those ticked', async () => {
    const html = await desk(organiser);
    const ids = [...html.matchAll(/name="to" value="([^"]+)"/g)].map(([, id]) => id ?? '').slice(0, 2);
    const before = count('SELECT count(*) FROM outbox');
    const query = ids.map((id) => `to=${id}`).join('&');
    const { text } = await organiser.get(`${DESK}/write/jurors?${query}`).expect(200);
    expect(plain(text)).toContain('Nothing is sent yet. 2 people will get this mail.');
    expect(plain(text)).toContain('Aoife Brennan, some of the dossiers on your list wait');
    expect(plain(text)).toContain('hiroshi.nakagawa@jury.invalid');
    expect(plain(text)).not.toContain('sunil.perera');
    expect(count('SELECT count(*) FROM outbox')).toBe(before);
  });

  it('refuses to send to other people than were shown', async () => {
    const { text } = await organiser.get(`${DESK}/write/jurors`);
    const to = [...text.matchAll(/name="to" value="([^"]+)"/g)].map(([, id]) => id ?? '');
    const answer = await organiser.post(`${DESK}/write/jurors`, { to, count: '4' });
    expect(answer.status).toBe(409);
    expect(plain(answer.text)).toContain('5 people would get the mail');
    expect(count("SELECT count(*) FROM outbox WHERE key LIKE 'reminder-%'")).toBe(0);
  });

  it('sends once: in the language of each, with one entry in the log, and the same form again changes nothing', async () => {
    const { text } = await organiser.get(`${DESK}/write/jurors`);
    const to = [...text.matchAll(/name="to" value="([^"]+)"/g)].map(([, id]) => id ?? '');
    for (const _time of [1, 2]) await organiser.post(`${DESK}/write/jurors`, { to, count: '5' }).expect(303);
    const sqlite = stand.service.db.$client;
    const langs = sqlite
      .prepare("SELECT lang FROM outbox WHERE key LIKE 'reminder-%' ORDER BY to_name")
      .pluck()
      .all();
    expect(langs).toEqual(['en', 'en', 'es', 'fr', 'en']);
    expect(count("SELECT count(*) FROM audit WHERE action = 'reminder.sent'")).toBe(1);
    const again = plain((await organiser.get(`${DESK}/write/jurors`)).text);
    expect(again).toContain('5 people were written to today and are left out.');
  });

  it('is a writing page for organisers alone, and says so where the stage is not open', async () => {
    for (const address of [CAST.auditor.address, CAST.approver.address, 'bogota@city.invalid'])
      await (await stand.as(address)).get(`${DESK}/write/jurors`).expect(404);
    await organiser.get(`${DESK}/write/everybody`).expect(404);
    expect(plain((await organiser.get(`${DESK}/write/drafts`)).text)).toContain('the stage is not open');
    await organiser.post(`${DESK}/write/drafts`, { count: '0' }).expect(409);
  });

  it('tells somebody in conflict nothing of that nomination, not from a count either', async () => {
    const walled = await stand.as(CAST.organiser2.address);
    const one = readingsOfEdition(stand.service.db, whole()).find(
      (reading) => isRead(reading) && reading.scorecard === null && reading.city === 'Renca',
    );
    if (one === undefined) throw new Error('a card on Renca that is not begun');
    const account = count(`SELECT account_id FROM addresses WHERE address = '${CAST.organiser2.address}'`);
    await stand.service.act(String(account), 'conflict.declared', (tx) =>
      declareOfficeConflict(tx, {
        edition,
        nomination: one.nomination,
        reason: 'My brother leads its office.',
      }),
    );
    const pages = [DESK, `${DESK}/figures`, `${DESK}/write/jurors`];
    const read = async (client: Client) => {
      const texts: string[] = [];
      for (const path of pages) texts.push((await client.get(path).expect(200)).text);
      return texts;
    };
    const [hidden, open] = [await read(walled), await read(organiser)];
    await stand.service.act(one.account, 'scorecard.scored', (tx) => {
      const { assignment, juror, nomination } = one;
      const scorecard = openScorecard(tx, { assignment, edition, juror, nomination });
      const typed = whole().definition.rubric.criteria.map(({ id }) => {
        return { criterion: id, points: 3, remark: '', seen: 0 };
      });
      if (isRefusal(saveScores(tx, { scorecard, edition }, typed))) throw new Error('a card that is open');
      lockScorecard(tx, whole(), { scorecard, nomination, juror });
    });
    stand.service.db.$client
      .prepare(
        'UPDATE clarifications SET answered_at = NULL, answer = NULL, answered_by = NULL WHERE nomination_id = ?',
      )
      .run(one.nomination);
    expect(await read(walled)).toEqual(hidden);
    expect(await read(organiser)).not.toEqual(open);
    expect(plain(hidden[0] ?? '')).toContain('1 nomination with which you stand in conflict is left out');
  });
});

describe('the desk of an open call', () => {
  let stand: Stand;
  let organiser: Client;
  beforeAll(async () => {
    stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
    await loadSample(stand.service, 'call');
    organiser = await stand.as(CAST.organiser.address);
  }, MINUTES);
  afterAll(() => stand.close());

  it('draws submissions over time, and leads to those in draft', async () => {
    const html = (await organiser.get(DESK).expect(200)).text;
    const submitted = stand.service.db.$client
      .prepare('SELECT count(DISTINCT nomination_id) FROM submissions')
      .pluck()
      .get() as number;
    expect(plain(html)).toContain(`${submitted} of 60 dossiers submitted`);
    expect(plain(html)).toContain(`${60 - submitted} dossiers are still in draft`);
    expect(html).toContain(`href="${DESK}/write/drafts"`);
    const { text } = await organiser.get(`${DESK}/write/drafts`).expect(200);
    expect(plain(text)).toContain(`Write to ${60 - submitted} people with a draft`);
    expect(plain(text)).toContain('El expediente de');
    const auditor = await stand.as(CAST.auditor.address);
    expect((await auditor.get(DESK)).text).not.toContain('/write/');
  });
});
