import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createViews } from '../../src/platform/http/view-engine.ts';
import { renderMail } from '../../src/platform/mail.ts';
import { paths } from '../../src/platform/paths.ts';
import { layGround } from '../nominations/ground.ts';
import { newestMail, visitorOf } from '../people/visitor.ts';
import { openStand, type Stand } from '../stand.ts';
import { keptLog, value } from './ground.ts';

let stand: Stand;
const { log: kept, lines } = keptLog();
beforeAll(async () => {
  stand = await openStand({ env: { AWARD_BACKGROUND: 'off' }, log: kept });
  await layGround(stand);
});
afterAll(() => stand.close());

const ask = (address: string, headers: Record<string, string> = {}) =>
  request(stand.origin)
    .post('/en/sign-in')
    .set({ 'Sec-Fetch-Site': 'same-origin', ...headers })
    .type('form')
    .redirects(0)
    .send(`address=${encodeURIComponent(address)}&back=`);

describe('asking for a link', () => {
  it('a known and an unknown address are answered by the same status, headers and bytes [AU-01]', async () => {
    await stand.as('known@city.invalid', 'Known');
    const answers = await Promise.all(['known@city.invalid', 'unknown@city.invalid'].map((one) => ask(one)));
    const shown = answers.map(({ status, text, headers }) => {
      const { date: _date, 'set-cookie': cookie, ...kept } = headers;
      return {
        status,
        text,
        kept,
        cookie: String(cookie)
          .replace(/=[^;]+/, '=X')
          .replace(/Expires=[^;]+/, ''),
      };
    });
    expect(shown[0]).toEqual(shown[1]);
    expect(shown[0]?.status).toBe(303);
    const mails = "SELECT count(*) FROM outbox WHERE template LIKE '%sign%' AND to_address = ?";
    expect(['known@city.invalid', 'unknown@city.invalid'].map((one) => value(stand, mails, one))).toEqual([
      1, 1,
    ]);
  });

  it('under a forged host the mail still leads to the configured origin [AU-07]', async () => {
    const forged = {
      'X-Forwarded-Host': 'evil.example',
      Forwarded: 'host=evil.example;proto=https',
      'X-Forwarded-Proto': 'https',
    };
    expect((await ask('forged@city.invalid', { ...forged, Host: 'evil.example' })).status).toBe(421);
    const answer = await ask('forged@city.invalid', forged);
    expect(String(answer.headers.location)).toMatch(/^\/en\//);
    const views = createViews(paths.views, stand.service.translate, (name) => `/assets/${name}`);
    const row = stand.service.db.$client
      .prepare("SELECT * FROM outbox WHERE to_address = 'forged@city.invalid'")
      .get();
    const mail = renderMail(stand.service, views, row as never, { note: null, calendar: null });
    expect(mail.text).toContain(`${stand.origin}/en/sign-in/link/`);
    expect(mail.text + mail.html + mail.messageId).not.toContain('evil.example');
  });
});

describe('what signs a person in', () => {
  it('stands after its use in no line of the log, no row of the audit log and no header [AU-12, PR-05]', async () => {
    const visitor = visitorOf(stand);
    await visitor.post('/en/sign-in', { address: 'secret@city.invalid', back: '' });
    const { link, facts } = newestMail(stand, 'secret@city.invalid');
    const token = link.split('/').at(-1) ?? '';
    expect(token.length).toBeGreaterThan(20);
    const seen = await visitor.get(`/en${link}`);
    expect(seen.headers['referrer-policy']).toBe('same-origin');
    await visitor.get(`/en${link}x`);
    await visitor.post(`/en${link}`);
    const sid = visitor.cookies.get('sid') ?? '';
    await visitor.get('/en/my/account');
    const log = lines.join('');
    expect(log).toContain('/sign-in/link/:token');
    const audit = stand.service.db.$client
      .prepare('SELECT * FROM audit LEFT JOIN audit_details USING (seq)')
      .all();
    for (const secret of [token, sid, facts.code ?? 'none']) {
      expect(secret.length).toBeGreaterThan(5);
      expect(log).not.toContain(secret);
      expect(JSON.stringify(audit.map((row) => (row as { detail: string }).detail))).not.toContain(
        `"${secret}"`,
      );
    }
    const kept = stand.service.db.$client.prepare('SELECT * FROM sessions').all();
    expect(JSON.stringify(kept)).not.toContain(sid);
    expect(log).not.toContain('secret@city.invalid');
  });

  it('a session id of 128 bits or more is drawn anew each time, and a thousand guesses meet none [AU-23]', async () => {
    const people = await Promise.all(
      Array.from({ length: 8 }, (_, index) => stand.as(`p${index}@city.invalid`)),
    );
    const tokens = people.map(({ cookie }) => cookie.slice('sid='.length));
    expect(new Set(tokens).size).toBe(8);
    for (const token of tokens)
      expect(Math.log2(token.match(/^[0-9a-z]+$/) ? 32 : 64) * token.length).toBeGreaterThanOrEqual(128);
    const length = tokens[0]?.length ?? 0;
    let met = 0;
    for (let guess = 0; guess < 1_000; guess += 1) {
      const drawn = Array.from(
        { length },
        (_, at) => 'abcdefghijklmnopqrstuvwxyz'[(guess * 7 + at * 11) % 26],
      ).join('');
      const answer = await fetch(`${stand.origin}/en/my/account/session`, {
        redirect: 'manual',
        headers: { cookie: `sid=${drawn}` },
      });
      await answer.arrayBuffer();
      if (answer.status === 200) met += 1;
    }
    expect(met).toBe(0);
  });

  it('fifty people of one office behind one address are all let in [DO-06]', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => ask(`office${index}@city.invalid`)),
    );
    expect(answers.every(({ status }) => status === 303)).toBe(true);
    expect(
      value(
        stand,
        "SELECT count(DISTINCT to_address) FROM outbox WHERE to_address LIKE 'office%@city.invalid'",
      ),
    ).toBe(50);
  });
});
