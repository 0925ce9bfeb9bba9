import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSigned, type Signed } from '../announcement/ground.ts';
import { type Client, openStand } from '../stand.ts';

const REMARK = 'remark-of-another-juror-canary';

type Exported = { [part: string]: { [column: string]: unknown }[] };

describe('the export of one’s own data', () => {
  let open: Signed;
  let juror: Client;
  let own: { id: string; account_id: string; address: string };
  let other: { id: string; account_id: string; address: string };
  const JURORS = `SELECT DISTINCT jurors.id, jurors.account_id, address FROM scorecards JOIN jurors ON jurors.id = juror_id
     JOIN addresses ON addresses.account_id = jurors.account_id AND until IS NULL ORDER BY jurors.id`;

  beforeAll(async () => {
    open = await openSigned();
    const { db, act } = open.service;
    const jurors = db.$client.prepare(JURORS).all() as (typeof own)[];
    if (!jurors[0] || !jurors[1]) throw new Error('two jurors have scored');
    [own, other] = [jurors[0], jurors[1]];
    juror = await open.as(own.address);
    const foreign = await open.as(other.address);
    await foreign.post('/en/my/account', { name: 'Canary Otherjuror', lang: 'en', timeZone: '' }).expect(303);
    await act('system', 'test.planted', (tx) => {
      const run = (sql: string, bound: object) => db.$client.prepare(sql).run(bound);
      // Scores can be written no more once the tally is closed; what is planted is what a wall must hold.
      db.$client.exec('DROP TRIGGER closed_scoring_takes_no_score');
      run(
        `INSERT INTO score_revisions SELECT scorecards.id, 99, 'planted', 4, @remark, 1, 'x', 'x' FROM scorecards
         WHERE juror_id IN (@own, @other) GROUP BY juror_id`,
        { remark: REMARK, own: other.id, other: other.id },
      );
      run(
        `INSERT INTO score_revisions SELECT scorecards.id, 99, 'planted', 4, 'my own remark', 1, 'x', 'x' FROM scorecards
         WHERE juror_id = @own GROUP BY juror_id`,
        { own: own.id },
      );
      tx.send({
        key: 'planted-later',
        template: 'announcement.mail.planted',
        to: { account: own.account_id, name: 'N', address: own.address },
        lang: 'en',
        facts: { city: 'result-before-its-moment' },
        edition: null,
        dueAt: tx.at + 1e10,
      });
      tx.record({ edition: null, object: 'planted' });
    });
  });
  afterAll(() => open.close());

  const exported = async () => {
    const answer = await juror.get('/en/my/account/data').expect(200);
    return { text: JSON.stringify(answer.body), body: answer.body as Exported, headers: answer.headers };
  };

  it('holds what the juror wrote, as a file to keep', async () => {
    const { body, text, headers } = await exported();
    expect(headers['content-disposition']).toMatch(/attachment.*my-data\.json/);
    expect(headers['cache-control']).toContain('no-store');
    expect(body.addresses?.[0]?.address).toBe(own.address);
    expect(body.juror?.[0]?.id).toBe(own.id);
    expect(text).toContain('my own remark');
    expect(body.locks?.length).toBeGreaterThan(0);
    expect(body.sessions?.[0]?.created_at).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('holds no other juror’s name, id or score, and no mail that is not sent yet (PR-02)', async () => {
    const { text } = await exported();
    const foreign = [REMARK, 'Otherjuror', other.id, other.account_id, other.address];
    expect(foreign.filter((canary) => text.includes(canary))).toEqual([]);
    expect(text).not.toContain('result-before-its-moment');
    expect(text).not.toMatch(/token|secret|credential|_hash/);
  });

  it('is linked from the account’s page', async () => {
    expect((await juror.get('/fr/my/account')).text).toContain('/fr/my/account/data');
  });
});

describe('asking for an export', () => {
  it('asks again who it is after five minutes, and asks nobody’s', async () => {
    const stand = await openStand({ staysFresh: false });
    try {
      const person = await stand.as('ana@city.org');
      await person.get('/en/my/account/data').expect(200);
      stand.clock.advance(6 * 60_000);
      const later = await person.get('/en/my/account/data');
      expect([later.status, later.headers.location]).toEqual([303, expect.stringContaining('/factor')]);
      expect((await stand.nobody.get('/en/my/account/data')).text).not.toContain('exportedAt');
    } finally {
      await stand.close();
    }
  });
});
