import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { remind } from '../../src/background.ts';
import { nominationById } from '../../src/nominations/pages.ts';
import { extendNomination } from '../../src/nominations/store.ts';
import { submitNomination } from '../../src/nominations/submission-store.ts';
import { calendarOfMail } from '../../src/notices/deadline-pages.ts';
import { reminderHolds } from '../../src/notices/reminder-pages.ts';
import { DAY, HOUR } from '../../src/platform/clock.ts';
import type { CalendarStage } from '../../src/platform/outbox.ts';
import { openCatcher, until } from '../mail-catcher.ts';
import { count, fillIn, type Ground, layGround, startFor } from '../nominations/ground.ts';
import { openStand, type Stand } from '../stand.ts';

const CLOSES = Date.parse('2027-01-29T18:00:00Z');

let stand: Stand;
let ground: Ground;
let nomination: string;
beforeEach(async () => {
  stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
  ground = await layGround(stand);
  nomination = await startFor(stand, ground, 'Sønderborg', 'mette@city.invalid');
});
afterEach(() => stand.close());

const sqlite = () => stand.service.db.$client;
const remindAt = async (at: number) => {
  stand.clock.set(at);
  await remind(stand.service);
};
const reminders = () =>
  count(stand, "SELECT count(*) AS n FROM outbox WHERE template = 'notices.mail.reminder'");
const extend = (to: number) =>
  sqlite()
    .prepare(
      "INSERT INTO nomination_extensions (id, nomination_id, closes_at, reason, at, by) VALUES ('x', ?, ?, 'storm', ?, 'o')",
    )
    .run(nomination, to, stand.clock.now());
const rowOf = (calendar: CalendarStage) => {
  const account = sqlite()
    .prepare("SELECT account_id FROM addresses WHERE address = 'mette@city.invalid'")
    .pluck()
    .get() as string;
  return { calendar, edition: ground.edition.id, account_id: account, lang: 'en' };
};

describe('the round of reminders', () => {
  it('reminds of a draft seven, two and one days before, each once however often it comes by', async () => {
    for (const days of [8, 7, 6, 2, 1]) {
      await remindAt(CLOSES - days * DAY);
      await remindAt(CLOSES - days * DAY + 30_000);
    }
    await remindAt(CLOSES + HOUR);
    expect(sqlite().prepare('SELECT threshold FROM reminders ORDER BY at').pluck().all()).toEqual([7, 2, 1]);
    expect(reminders()).toBe(3);
    const facts = sqlite()
      .prepare("SELECT facts FROM outbox WHERE template = 'notices.mail.reminder'")
      .pluck();
    expect(facts.get()).toContain('Sønderborg is still in draft');
  });

  it('sends none at night where the recipient lives, and it in the morning', async () => {
    sqlite().prepare("UPDATE accounts SET time_zone = 'Asia/Seoul'").run();
    await remindAt(CLOSES - 7 * DAY);
    expect(reminders()).toBe(0);
    await remindAt(CLOSES - 7 * DAY + 5 * HOUR);
    expect(reminders()).toBe(1);
  });

  it('is judged once more before it leaves: the submission makes it pointless', async () => {
    await remindAt(CLOSES - 2 * DAY);
    const id = sqlite()
      .prepare("SELECT id FROM outbox WHERE template = 'notices.mail.reminder'")
      .pluck()
      .get() as string;
    expect(reminderHolds(stand.service.db, id, stand.clock.now())).toBe(true);
    await fillIn(stand, ground, nomination);
    await stand.service.act('system', 'nomination.submitted', (tx) => {
      const found = nominationById(tx.db, nomination);
      if (found === null) throw new Error('not started');
      return submitNomination(tx, ground.edition, found);
    });
    expect(reminderHolds(stand.service.db, id, stand.clock.now())).toBe(false);
    await remindAt(CLOSES - DAY);
    expect(reminders()).toBe(1);
  });

  it('counts the extension of one dossier, and the later close is reminded of anew', async () => {
    await remindAt(CLOSES - 2 * DAY);
    extend(CLOSES + 10 * DAY);
    await remindAt(CLOSES - DAY);
    expect(reminders()).toBe(1);
    await remindAt(CLOSES + 3 * DAY);
    expect(sqlite().prepare('SELECT threshold, closes_at FROM reminders ORDER BY at').raw().all()).toEqual([
      [2, CLOSES],
      [7, CLOSES + 10 * DAY],
    ]);
  });

  it('tells nobody who has turned reminders off, on a page of their own', async () => {
    const mette = await stand.as('mette@city.invalid');
    for (const _twice of [1, 2]) await mette.post('/en/my/messages/reminders', { wanted: 'no' });
    await remindAt(CLOSES - 2 * DAY);
    expect(reminders()).toBe(0);
    expect(count(stand, "SELECT count(*) AS n FROM audit WHERE action = 'reminders.chosen'")).toBe(1);
    const again = await stand.as('mette@city.invalid');
    await again.post('/en/my/messages/reminders', { wanted: 'yes' });
    await remind(stand.service);
    expect(reminders()).toBe(1);
  });
});

describe('calendar entries', () => {
  const read = (calendar: CalendarStage) => calendarOfMail(stand.service, rowOf(calendar));
  const line = (text: string | undefined, name: string) =>
    text?.split('\r\n').find((one) => one.startsWith(`${name}:`));

  it('keep their name, count the moves, and are taken back by it', () => {
    const first = read('call');
    expect([first?.method, line(first?.text, 'DTSTART'), line(first?.text, 'SEQUENCE')]).toEqual([
      'PUBLISH',
      'DTSTART:20270129T180000Z',
      'SEQUENCE:0',
    ]);
    extend(CLOSES + DAY);
    const moved = read('call');
    expect([line(moved?.text, 'DTSTART'), line(moved?.text, 'SEQUENCE')]).toEqual([
      'DTSTART:20270130T180000Z',
      'SEQUENCE:1',
    ]);
    sqlite().prepare('UPDATE nominations SET withdrawn_at = 1').run();
    const gone = read('call');
    expect([gone?.method, line(gone?.text, 'STATUS')]).toEqual(['CANCEL', 'STATUS:CANCELLED']);
    expect(line(gone?.text, 'UID')).toBe(line(first?.text, 'UID'));
    expect(line(moved?.text, 'UID')).toBe(line(first?.text, 'UID'));
  });

  it('stand behind a secret address that is shown once, is the same for the same facts, and can be taken back', async () => {
    const mette = await stand.as('mette@city.invalid');
    const made = await mette.post('/en/my/account/calendar');
    const path = /value="[^"]*(\/calendar\/[\w-]+\.ics)"/.exec(made.text)?.[1] ?? 'none';
    const calendar = await stand.nobody.get(path);
    expect([calendar.status, calendar.type]).toEqual([200, 'text/calendar']);
    expect(calendar.text).toContain('DTSTART:20270129T180000Z');
    stand.clock.advance(3 * DAY);
    expect((await stand.nobody.get(path)).text).toBe(calendar.text);
    const later = await stand.as('mette@city.invalid');
    const page = (await later.get('/en/my/account/calendar')).text;
    expect([page.includes('Take the address back'), page.includes(path)]).toEqual([true, false]);
    const secret = /calendar\/([\w-]+)/.exec(path)?.[1] ?? '';
    expect(count(stand, 'SELECT count(*) AS n FROM calendar_feeds WHERE secret_hash = ?', secret)).toBe(0);
    expect((await later.post('/en/my/account/calendar/end')).status).toBe(303);
    const never = await stand.nobody.get('/calendar/never.ics');
    expect([(await stand.nobody.get(path)).status, never.status]).toEqual([404, 404]);
  });

  it('come with the mail as a part of its own', async () => {
    const catcher = await openCatcher();
    const real = await openStand({ env: { AWARD_SMTP_URL: catcher.url } });
    const laid = await layGround(real);
    const id = await startFor(real, laid, 'Bogotá', 'ana@city.invalid');
    await real.service.act('system', 'nomination.extended', (tx) => {
      const found = nominationById(tx.db, id);
      if (found === null) throw new Error('not started');
      return extendNomination(tx, laid.edition, found, CLOSES + DAY, 'storm');
    });
    await until(() => catcher.caught.length > 0, 'the mail of the extension');
    const part = catcher.caught[0]?.mail.attachments.find(({ mimeType }) => mimeType === 'text/calendar');
    const text = Buffer.from(part?.content as ArrayBuffer).toString('utf8');
    expect([part?.method, /^DTSTART:(.*)$/m.exec(text)?.[1]?.trim()]).toEqual([
      'PUBLISH',
      '20270130T180000Z',
    ]);
    await real.close();
    await catcher.close();
  });

  it('hold nothing of what belongs to others', async () => {
    const other = await stand.as('somebody@city.invalid');
    const made = await other.post('/en/my/account/calendar');
    const path = /value="[^"]*(\/calendar\/[\w-]+\.ics)"/.exec(made.text)?.[1] ?? 'none';
    expect((await stand.nobody.get(path)).text).not.toContain('VEVENT');
  });
});

describe('the messages of a person', () => {
  it('are those that reached them, never what waits for its moment, never another’s', async () => {
    await remindAt(CLOSES - 2 * DAY);
    const mette = await stand.as('mette@city.invalid');
    const id = sqlite()
      .prepare("SELECT id FROM outbox WHERE template = 'notices.mail.reminder'")
      .pluck()
      .get() as string;
    expect((await mette.get('/en/my/messages')).text).not.toContain(id);
    expect((await mette.get(`/en/my/messages/${id}`)).status).toBe(404);
    sqlite().prepare('UPDATE outbox SET delivered_at = due_at WHERE id = ?').run(id);
    expect((await mette.get('/fr/my/messages')).text).toContain(id);
    expect((await mette.get(`/es/my/messages/${id}`)).text).toContain('Sønderborg is still in draft');
    const other = await stand.as('somebody@city.invalid');
    expect((await other.get(`/en/my/messages/${id}`)).status).toBe(404);
  });
});
