import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smtpDelivery } from '../../src/platform/delivery.ts';
import { createViews } from '../../src/platform/http/view-engine.ts';
import { renderMail } from '../../src/platform/mail.ts';
import type { OutboxRow } from '../../src/platform/outbox.ts';
import { paths } from '../../src/platform/paths.ts';
import { openCatcher } from '../mail-catcher.ts';
import type { Client } from '../stand.ts';
import { JUROR_MARKS, NEVER, type Played, playSample } from './ground.ts';

let played: Played;
beforeAll(async () => {
  played = await playSample('announced');
});
afterAll(() => played.stand.close());

const jurorIds = () =>
  played.stand.service.db.$client
    .prepare('SELECT id FROM jurors UNION SELECT account_id FROM jurors')
    .pluck()
    .all() as string[];

/** Everything that an answer says: its body, also that of a file, and its headers. */
async function said(client: Client, path: string): Promise<string> {
  const answer = await client
    .get(path)
    .buffer(true)
    .parse((res, done) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('end', () => done(null, Buffer.concat(parts)));
    });
  const all = `${JSON.stringify(answer.headers)}\n${Buffer.from((answer.body as Buffer | undefined) ?? '').toString('utf8')}`;
  // A page links to itself in other languages; what was asked is no news to whoever asked it.
  return all.replaceAll(path.slice(3), '').replaceAll(encodeURIComponent(path.slice(3)), '');
}

describe('who judges', () => {
  it('stands in no page, header, list, package or file that the public or a city can reach, by name, address or id [JI-01, JI-09]', async () => {
    const marks = [...JUROR_MARKS, ...jurorIds()];
    expect(marks.length).toBeGreaterThan(50);
    const office = await said(played.organiser, '/en/office/2027/jury');
    // The wall is worth nothing where the names are nowhere: the office sees them.
    expect(JUROR_MARKS.filter((mark) => office.includes(mark)).length).toBeGreaterThan(10);
    const leaks: string[] = [];
    for (const client of [played.stand.nobody, played.city, played.city2]) {
      for (const path of played.addresses('get')) {
        for (const lang of ['/en', '/fr', '/es']) {
          if (lang !== '/en' && !/result|awardees|nominations\/[^/]+$/.test(path)) continue;
          const text = await said(client, path.replace(/^\/en/, lang));
          for (const mark of marks) if (text.includes(mark)) leaks.push(`${lang} ${path}: ${mark}`);
        }
      }
    }
    expect(leaks).toEqual([]);
  });

  it('stands in no mail to a city or commission, whatever it is about [JI-01]', () => {
    const mails = played.stand.service.db.$client
      .prepare(
        "SELECT facts || to_name || ifnull(link, '') || template AS said FROM outbox WHERE to_address LIKE '%@city.invalid' OR to_address LIKE '%@unesco.invalid'",
      )
      .pluck()
      .all() as string[];
    expect(mails.length).toBeGreaterThan(60);
    const marks = [...JUROR_MARKS, ...jurorIds()];
    expect(mails.filter((mail) => marks.some((mark) => mail.includes(mark)))).toEqual([]);
  });

  it('is not betrayed by the times or the order of remarks that a city reads [JI-04]', async () => {
    const { text } = await played.city
      .get(`/en/nominations/${played.sheet.ids.nomination}/result`)
      .expect(200);
    const main = text.slice(text.indexOf('<main'), text.indexOf('</main>'));
    expect(main).not.toMatch(/<time|datetime=|\d{2}:\d{2}/);
    const shown = [...main.matchAll(/<p class="read">/g)];
    expect(shown.length).toBeGreaterThan(0);
  });

  it('is found by no search, group, role or list of ids, whoever but the office asks [JI-07]', async () => {
    const id = jurorIds()[0] ?? '';
    for (const client of [played.city, played.juror]) {
      for (const path of [
        '/en/my/search?q=Diallo',
        '/en/my/search?q=Haddad',
        '/en/my/search?q=jury.invalid',
        '/en/my/search?q=%25',
        '/en/my/search?q=*',
        `/en/office/2027/search?q=Haddad`,
        '/en/office/2027/jury?role=juror',
        `/en/office/2027/jury/${id}`,
        `/en/office/2027/jury/${NEVER}`,
        '/en/jury',
        '/en/jurors',
        '/en/members?group=jury',
        '/en/users',
        `/en/my/account?id=${id}`,
        `/en/profile/${id}`,
      ]) {
        const answer = await client.get(path);
        expect([path, answer.status < 500]).toEqual([path, true]);
        const others = JUROR_MARKS.filter((mark) => !/Diallo-Berg|diallo\.berg/.test(mark));
        expect([path, others.filter((mark) => answer.text.includes(mark))]).toEqual([path, []]);
      }
    }
  });

  it('a conflict that a juror declared is told to no other juror and to no city [JI-13]', async () => {
    const reasons = played.stand.service.db.$client
      .prepare('SELECT DISTINCT reason FROM conflicts WHERE length(reason) > 8')
      .pluck()
      .all() as string[];
    expect(reasons.length).toBeGreaterThan(0);
    for (const client of [played.city, played.juror, played.stand.nobody]) {
      for (const path of played.addresses('get')) {
        const { text = '' } = await client.get(path);
        expect([path, reasons.filter((one) => text.includes(one))]).toEqual([path, []]);
      }
    }
  });
});

describe('a mail to a city', () => {
  it('bears in its headers nobody but the award and the city, and no name of a machine [JI-06]', async () => {
    const catcher = await openCatcher();
    const delivery = smtpDelivery(catcher.url);
    try {
      const views = createViews(paths.views, played.stand.service.translate, (name) => `/assets/${name}`);
      const row = played.stand.service.db.$client
        .prepare(
          "SELECT * FROM outbox WHERE to_address = 'sonderborg@city.invalid' AND template NOT LIKE '%sign-in' ORDER BY rowid DESC",
        )
        .get() as OutboxRow;
      const mail = renderMail(played.stand.service, views, row, { note: null, calendar: null });
      expect(await delivery.deliver(mail)).toEqual({ outcome: 'delivered' });
      const caught = catcher.caught[0]?.mail;
      const headers = caught?.headers.map(({ key, value: said }) => [key, said] as const) ?? [];
      const names = headers.map(([key]) => key);
      expect(new Set(names)).toEqual(
        new Set([
          'from',
          'to',
          'subject',
          'message-id',
          'auto-submitted',
          'date',
          'mime-version',
          'content-type',
        ]),
      );
      const all = JSON.stringify(headers) + caught?.html + caught?.text;
      for (const mark of [
        ...JUROR_MARKS,
        `@${hostname()}`,
        'nodemailer',
        played.stand.service.config.dataDir,
      ])
        expect(all).not.toContain(mark);
      expect(caught?.html).not.toMatch(/<img|<link|url\(/);
    } finally {
      await delivery.close();
      await catcher.close();
    }
  });
});
