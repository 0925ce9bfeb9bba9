import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { scoringInvariants } from '../../src/scoring/invariants.ts';
import { type Jury, lockCard, openCard, openJury, scoreAll, versionOf } from '../scoring/ground.ts';
import { acts, value } from './ground.ts';

let jury: Jury;
let card: string;
beforeAll(async () => {
  jury = await openJury();
  card = await openCard(jury.amara, jury.own[1]);
});
afterAll(async () => {
  expect(brokenInvariants(jury.service.db, scoringInvariants)).toEqual([]);
  await jury.close();
});

const revisions = () => value(jury, 'SELECT count(*) FROM score_revisions WHERE scorecard_id = ?', card);
const path = () => `/en/jury/2027/scorecards/${card}/scores`;

describe('a score that is sent more than once', () => {
  it('by a connection that broke before the answer, and then again, is stored once [CO-03]', async () => {
    const version = await versionOf(jury.amara, card);
    const form = { criterion: 'plan', points: '3', remark: 'Once.', version, next: 'on' };
    const body = new URLSearchParams(form).toString();
    const { port } = new URL(jury.origin);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('close', () => resolve());
      socket.on('error', () => resolve());
      socket.write(
        `POST ${path()} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${jury.amara.cookie}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        () => setTimeout(() => socket.destroy(), 5),
      );
    });
    await expect.poll(revisions).toBe(1);
    const again = await jury.amara.post(path(), form);
    expect(again.status).toBe(303);
    expect(revisions()).toBe(1);
    expect(
      value(jury, "SELECT count(*) FROM audit WHERE action = 'scorecard.scored' AND object = ?", card),
    ).toBe(1);
  });

  it('by Back and the button once more, changes nothing and loses nothing [CO-12]', async () => {
    const version = await versionOf(jury.amara, card);
    const form = { criterion: 'coordination', points: '2', remark: 'As it was.', version, next: 'on' };
    const first = await jury.amara.post(path(), form);
    const before = [acts(jury), revisions()];
    const back = await jury.amara.post(path(), form);
    expect([back.status, back.headers.location]).toEqual([303, first.headers.location]);
    expect([acts(jury), revisions()]).toEqual(before);
  });
});

describe('thirty requests at the same instant', () => {
  it('that score, lock, hand back and withdraw leave a card that is in one state, with every act in the log [CO-07]', async () => {
    await scoreAll(jury.amara, card);
    const version = await versionOf(jury.amara, card);
    const base = `/en/jury/2027/scorecards/${card}`;
    const city = await jury.as('owner@dk.invalid');
    const nomination = value(jury, 'SELECT nomination_id FROM scorecards WHERE id = ?', card);
    const sent = Array.from({ length: 6 }, () => [
      jury.amara.post(path(), { criterion: 'plan', points: '1', remark: '', version, next: 'on' }),
      jury.amara.post(`${base}/lock`, { version, agreed: 'yes' }),
      jury.amara.post(`${base}/recuse`, { reason: 'Not mine after all.' }),
      jury.amara.post(`${base}/conflict`, { reason: 'I advised the city.' }),
      city.post(`/en/nominations/${nomination}/withdraw`, { reason: 'We step back.' }),
    ]);
    const statuses = (await Promise.all(sent.flat())).map(({ status }) => status);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    const locks = Number(value(jury, 'SELECT count(*) FROM scorecard_locks WHERE scorecard_id = ?', card));
    expect(locks).toBeLessThanOrEqual(1);
    const stored = value(
      jury,
      "SELECT points FROM scores WHERE scorecard_id = ? AND criterion_id = 'plan'",
      card,
    );
    const shown =
      locks === 1
        ? JSON.stringify(value(jury, 'SELECT card FROM scorecard_locks WHERE scorecard_id = ?', card))
        : String(stored);
    expect(shown).toContain(String(stored));
    for (const [verb, table] of [
      ['scorecard.locked', 'scorecard_locks'],
      ['nomination.withdrawn', null],
    ] as const) {
      const told = Number(value(jury, 'SELECT count(*) FROM audit WHERE action = ?', verb));
      expect(told).toBe(
        table === null
          ? Number(value(jury, 'SELECT count(*) FROM nominations WHERE withdrawn_at IS NOT NULL'))
          : locks,
      );
    }
    expect((await lockCard(jury.amara, card)).status).not.toBe(303);
  });
});
