import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { erasureLines } from '../../src/cli-person.ts';
import { allInvariants } from '../../src/invariants.ts';
import { spellingsOf, withoutSpellings } from '../../src/personal-data.ts';
import { verifyChain } from '../../src/platform/audit.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { MOMENT, openSigned, type Signed, setOn } from '../announcement/ground.ts';

const NAME = 'Zephyrine Quillfeather';
const REASON = 'her aunt is the mayor of that city';

describe('the erasure of a person', () => {
  let open: Signed;
  let address: string;
  let account: string;
  const value = (sql: string, ...bound: unknown[]) =>
    open.service.db.$client
      .prepare(sql)
      .pluck()
      .get(...bound);
  /** Every file of the database, as bytes: what was overwritten and what still waits in the log of writes. */
  const holds = (text: string) =>
    ['award.db', 'award.db-wal']
      .map((name) => join(open.service.config.dataDir, name))
      .filter((file) => existsSync(file))
      .some((file) => readFileSync(file).includes(text));

  beforeAll(async () => {
    open = await openSigned();
    const { db, act } = open.service;
    account = String(value('SELECT account_id FROM scorecards JOIN jurors ON jurors.id = juror_id LIMIT 1'));
    address = String(value('SELECT address FROM addresses WHERE account_id = ? AND until IS NULL', account));
    const juror = await open.as(address);
    await juror.post('/en/my/account', { name: NAME, lang: 'en', timeZone: '' }).expect(303);
    await act('system', 'test.planted', (tx) => {
      const run = (sql: string) => db.$client.prepare(sql).run({ account, text: `{"contact":"Ms ${NAME}"}` });
      run('UPDATE section_answers SET answers = @text WHERE @account IS NOT NULL');
      run(`UPDATE section_revisions SET answers = @text WHERE @account IS NOT NULL
           AND version = (SELECT max(version) FROM section_revisions AS r WHERE r.nomination_id = section_revisions.nomination_id AND r.section_id = section_revisions.section_id)`);
      run(`INSERT INTO submissions SELECT 's-' || id, nomination_id, number + 1, 'r-' || receipt, json_set(dossier, '$.contact', @text), digest, at, by
           FROM submissions WHERE @account IS NOT NULL AND number = (SELECT max(number) FROM submissions AS s WHERE s.nomination_id = submissions.nomination_id) LIMIT 1`);
      run(`INSERT INTO files SELECT 'planted', 'planted', 'CV ' || json_extract(@text, '$.contact') || '.pdf', 'application/pdf', 1,
           '${'0'.repeat(64)}', 0, @account`);
      run(`UPDATE jurors SET affiliations = json_array(@text) WHERE account_id = @account`);
      run(
        `INSERT INTO office_conflicts SELECT 'own', @account, nominations.id, '${REASON} ' || @text, 0 FROM nominations LIMIT 1`,
      );
      tx.record({ edition: null, object: 'something', detail: { reason: `as ${NAME} said` } });
      tx.record({ edition: null, object: 'own', detail: { declared: REASON } });
    });
  });
  afterAll(() => open.close());

  it('is refused while an edition is in course, and says which', async () => {
    const asked = erasureLines(open.service.db, open.clock, address, true);
    await expect(asked).rejects.toThrow(/edition in course \(2027\).*Nothing was erased/s);
    expect(value('SELECT name FROM accounts WHERE id = ?', account)).toBe(NAME);
  });

  it('says first what would go, what stays and why, and changes nothing', async () => {
    await setOn(open);
    open.clock.set(MOMENT + 60_000);
    const before = value('SELECT count(*) FROM audit');
    const lines = await erasureLines(open.service.db, open.clock, address, false);
    expect(lines[0]).toMatch(/^Dry run/);
    for (const said of [
      'sessions',
      'submissions.dossier',
      'files.name',
      'reasons of conflicts in the office',
    ])
      expect(lines.join('\n')).toContain(said);
    expect(lines.join('\n')).toContain('Backups are not opened');
    expect(value('SELECT count(*) FROM audit')).toBe(before);
    expect(value('SELECT name FROM accounts WHERE id = ?', account)).toBe(NAME);
  });

  it('leaves name, address and own words in no file of the database; the chain, the invariants and the result hold (PR-01)', async () => {
    const result = (await open.nobody.get('/en/2027/awardees')).text;
    const juror = await open.as(address);
    const secret = juror.cookie;
    const broken = brokenInvariants(open.service.db, allInvariants);
    expect([NAME, address, REASON].map(holds)).toEqual([true, true, true]);
    const entries = Number(value('SELECT count(*) FROM audit'));
    await erasureLines(open.service.db, open.clock, address, true);
    expect([NAME, address, REASON].map(holds)).toEqual([false, false, false]);
    expect(value('SELECT count(*) FROM audit')).toBe(entries + 1);
    expect(verifyChain(open.service.db.$client)).toBeNull();
    expect(brokenInvariants(open.service.db, allInvariants)).toEqual(broken);
    expect((await open.nobody.get('/en/2027/awardees')).text).toBe(result);
    expect((await open.nobody.get('/en/my/account').set('Cookie', secret)).status).not.toBe(200);
    expect(value('SELECT count(*) FROM erasures_under_way')).toBe(0);
  });

  it('a second time nobody is found, and the office’s pages still draw', async () => {
    await expect(erasureLines(open.service.db, open.clock, address, true)).rejects.toThrow(/Nobody here has/);
    for (const page of ['jury', 'audit', 'people', 'scores', 'messages'])
      await open.organiser.get(`/en/office/2027/${page}`).expect(200);
  });

  it('texts that never change still never change outside an erasure', () => {
    const change = (sql: string) => () => open.service.db.$client.prepare(sql).run();
    expect(change("UPDATE submissions SET dossier = '{}'")).toThrow(/never changes/);
    expect(change("UPDATE files SET name = 'x'")).toThrow(/never changes/);
    expect(change("UPDATE office_conflicts SET reason = 'x'")).toThrow(/stands/);
  });
});

describe('a name in a text', () => {
  it('goes in any case and in either form of its accents, and stays where it is part of another word', () => {
    const spellings = spellingsOf('Zoé Roy', ['zoe@city.org']);
    const decomposed = 'Zoé Roy'.normalize('NFD');
    expect(withoutSpellings(`ZOÉ ROY, ${decomposed}; Zoe@City.org. Zoé Royal`, spellings)).toBe(
      '…, …; …. Zoé Royal',
    );
  });

  it('of a single word is left alone: it may be a city', () => {
    expect(withoutSpellings('Cork is a city', spellingsOf('Cork', ['a@b.org']))).toBe('Cork is a city');
  });
});
