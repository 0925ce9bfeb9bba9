import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditRow, chainHash, verifyChain } from '../../src/platform/audit.ts';
import type { Sqlite } from '../../src/platform/database.ts';
import { currentHead, whyNotFrom } from '../../src/platform/head.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { scoringInvariants } from '../../src/scoring/invariants.ts';
import { type Jury, lockCard, openCard, openJury, scoreAll } from '../scoring/ground.ts';
import { acts, value } from './ground.ts';

let jury: Jury;
let card: string;
let sqlite: Sqlite;
beforeAll(async () => {
  jury = await openJury();
  sqlite = jury.service.db.$client;
  card = await openCard(jury.amara, jury.own[1]);
  await scoreAll(jury.amara, card, '3');
  await lockCard(jury.amara, card);
});
afterAll(() => jury.close());

/** Tries a change of the stored record without its guards, and takes everything back. */
function tampered<Outcome>(change: () => void, look: () => Outcome): Outcome {
  sqlite.exec('SAVEPOINT tampering');
  try {
    const guards = sqlite
      .prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND (tbl_name LIKE 'audit%' OR tbl_name LIKE 'score%')",
      )
      .pluck()
      .all() as string[];
    expect(guards.length).toBeGreaterThan(4);
    for (const name of guards) sqlite.exec(`DROP TRIGGER ${name}`);
    // References among the rows are put off, as a forger with the file in hand would do.
    sqlite.pragma('defer_foreign_keys = ON');
    change();
    return look();
  } finally {
    sqlite.exec('ROLLBACK TO tampering; RELEASE tampering');
  }
}

const rows = () => sqlite.prepare('SELECT * FROM audit ORDER BY seq').all() as AuditRow[];
const columns = 'seq, at, actor, action, edition, object, commitment, prev, hash';
const insert = (row: AuditRow) =>
  sqlite
    .prepare(`INSERT OR REPLACE INTO audit (${columns}) VALUES (${columns.replace(/\w+/g, '@$&')})`)
    .run(row);

/** Rewrites the chain from a row on so that it is consistent in itself, as a patient forger does. */
function rewriteFrom(seq: number, change: (row: AuditRow) => AuditRow): void {
  const all = rows();
  let prev = all[seq - 2]?.hash ?? '0'.repeat(64);
  for (const row of all.slice(seq - 1)) {
    const changed = { ...(row.seq === seq ? change(row) : row), prev };
    const hash = chainHash(changed);
    insert({ ...changed, hash });
    prev = hash;
  }
}

describe('the audit log', () => {
  it('refuses to be changed, shortened, replaced or continued with a gap through the service’s own connection [TA-20]', () => {
    const last = rows().at(-1) as AuditRow;
    for (const change of [
      "UPDATE audit SET actor = 'x' WHERE seq = 3",
      'DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)',
      `INSERT OR REPLACE INTO audit (${columns}) SELECT seq, at, 'x', action, edition, object, commitment, prev, hash FROM audit WHERE seq = 3`,
      `INSERT INTO audit (${columns}) SELECT ${last.seq + 5}, at, actor, action, edition, object, commitment, prev, 'y' || substr(hash, 2) FROM audit WHERE seq = ${last.seq}`,
      `REPLACE INTO audit (${columns}) SELECT ${columns} FROM audit WHERE seq = 3`,
    ])
      expect(() => sqlite.exec(change)).toThrow();
    expect(verifyChain(sqlite)).toBeNull();
  });

  const FORGERIES: [string, number, () => void][] = [
    [
      'two rows swapped',
      3,
      () => {
        const [three, four] = [rows()[2] as AuditRow, rows()[3] as AuditRow];
        sqlite.exec('DELETE FROM audit WHERE seq IN (3, 4)');
        insert({ ...four, seq: 3 });
        insert({ ...three, seq: 4 });
      },
    ],
    [
      'a row put in between',
      5,
      () => {
        sqlite.exec(
          'UPDATE audit SET seq = seq + 1000 WHERE seq >= 5; UPDATE audit SET seq = seq - 999 WHERE seq > 1000',
        );
        insert({ ...(rows()[3] as AuditRow), seq: 5, hash: 'f'.repeat(64) });
      },
    ],
    ['a row dated back', 4, () => sqlite.exec('UPDATE audit SET at = at - 86400000 WHERE seq = 4')],
    ['a row taken out of the middle', 4, () => sqlite.exec('DELETE FROM audit WHERE seq = 4')],
    ['another actor', 4, () => sqlite.exec("UPDATE audit SET actor = 'another' WHERE seq = 4")],
    ['another verb', 4, () => sqlite.exec("UPDATE audit SET action = 'nothing.happened' WHERE seq = 4")],
    [
      'another detail',
      4,
      () => sqlite.exec('UPDATE audit_details SET detail = \'{"forged":true}\' WHERE seq = 4'),
    ],
  ];

  it.each(FORGERIES)('with %s is named at its first wrong row [TA-09]', (_what, seq, forge) => {
    expect(tampered(forge, () => verifyChain(sqlite))?.seq).toBe(seq);
    expect(verifyChain(sqlite)).toBeNull();
  });

  it('cut at its end, or rewritten whole, is consistent in itself and found by the head that somebody else keeps [TA-07]', () => {
    const head = currentHead(sqlite);
    if (head === null) throw new Error('the log has a head');
    expect(whyNotFrom(sqlite, head)).toBeNull();
    const cut = () =>
      sqlite.exec(
        'DELETE FROM audit_details WHERE seq > (SELECT max(seq) - 3 FROM audit); DELETE FROM audit WHERE seq > (SELECT max(seq) - 3 FROM audit)',
      );
    const rewritten = () => rewriteFrom(3, (row) => ({ ...row, actor: 'another' }));
    for (const forge of [cut, rewritten]) {
      const seen = tampered(forge, () => [verifyChain(sqlite), whyNotFrom(sqlite, head)] as const);
      expect(seen[0]).toBeNull();
      expect(seen[1]).not.toBeNull();
    }
  });
});

describe('a locked card', () => {
  it('that a hand in the database changes is named by the invariants [TA-06]', () => {
    expect(brokenInvariants(jury.service.db, scoringInvariants)).toEqual([]);
    const broken = tampered(
      () =>
        sqlite
          .prepare("UPDATE scores SET points = 1 WHERE scorecard_id = ? AND criterion_id = 'plan'")
          .run(card),
      () => brokenInvariants(jury.service.db, scoringInvariants),
    );
    expect(broken.length).toBeGreaterThan(0);
  });

  it('is opened again by nobody alone, whichever of the office asks [TA-14]', async () => {
    const before = acts(jury);
    for (const client of [jury.approver, jury.auditor, jury.amara, jury.bruno])
      expect(
        (
          await client.post(`/en/office/2027/scores/${card}/reopen`, {
            reason: 'x',
            day: '2027-03-25',
            clock: '18:00',
          })
        ).status,
      ).toBeGreaterThanOrEqual(400);
    expect(acts(jury)).toBe(before);
    expect(value(jury, 'SELECT count(*) FROM scorecard_reopenings')).toBe(0);
  });
});

describe('before the tally closes', () => {
  it('no page of the office, in any language or form, holds a total, a mean or a rank [TA-15]', async () => {
    const base = '/en/office/2027/tally';
    for (const path of ['/jurors', '/matrix', `/nominations/${jury.nominations[0]}`, '/what-if'])
      expect([path, (await jury.organiser.get(base + path)).status]).toEqual([path, 404]);
    const { status, text } = await jury.organiser.get(base);
    expect(status).toBe(200);
    expect(text).not.toMatch(/75\.0|75 %|class="[^"]*rank/);
    for (const path of ['/en/office/2027/scores', '/en/office/2027/figures'])
      expect((await jury.organiser.get(path)).text).not.toMatch(/75\.0|3\.000/);
  });
});
