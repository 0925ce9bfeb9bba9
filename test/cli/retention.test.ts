import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { erasureLines } from '../../src/cli-person.ts';
import { holdLine, retentionLines } from '../../src/cli-retention.ts';
import { verifyChain } from '../../src/platform/audit.ts';
import { DAY } from '../../src/platform/clock.ts';
import { MOMENT, openSigned, type Signed, setOn } from '../announcement/ground.ts';
import { ORGANISER } from '../screening/ground.ts';
import { APPROVER, SECOND } from '../tally/scored.ts';

const PERIODS = { keepDraftsDays: 100, keepSessionsDays: 10, keepMailsDays: 50 };
const DRAFT = 'answers of drafts that were never submitted';
const MAILS = 'texts of mails that were delivered';

describe('what has had its time', () => {
  let open: Signed;
  const count = (sql: string) => Number(open.service.db.$client.prepare(sql).pluck().get());
  const lines = async (apply = false) =>
    (await retentionLines(open.service.db, open.clock, PERIODS, apply)).join('\n');
  const hold = (kind: 'begin' | 'end', first: string, second: string) =>
    holdLine(open.service.db, open.clock, kind, '2027', { first, second, because: 'A complaint is open.' });
  const drafts = () => count("SELECT count(*) FROM section_answers WHERE nomination_id = 'draft'");

  beforeAll(async () => {
    open = await openSigned();
    await setOn(open);
    await open.service.act('system', 'test.planted', (tx) => {
      const { $client } = tx.db;
      $client
        .prepare(
          `INSERT INTO nominations (id, edition_id, city_id, country, region, lang, started_at, started_by, withdrawn_at)
           SELECT 'draft', edition_id, city_id, country, region, lang, started_at, started_by, 1 FROM nominations LIMIT 1`,
        )
        .run();
      const draft = "('draft', 'plan', 1, '{\"text\":\"unfinished\"}', 1, 'x')";
      $client.exec(
        `INSERT INTO section_answers VALUES ${draft}; INSERT INTO section_revisions VALUES ${draft}`,
      );
      tx.send({
        key: 'planted',
        template: 'people.mail.recovered',
        to: { account: null, name: 'A', address: 'a@b.org' },
        lang: 'en',
        facts: { said: 'a text' },
        edition: open.edition.id,
      });
      $client.prepare("UPDATE outbox SET delivered_at = due_at WHERE key = 'planted'").run();
      tx.record({ edition: null, object: 'planted' });
    });
  });
  afterAll(() => open.close());

  it('is nothing before the periods are over, and a draft’s runs from the result', async () => {
    open.clock.set(MOMENT + 9 * DAY);
    expect(await lines()).not.toContain(DRAFT);
    open.clock.set(MOMENT + 99 * DAY);
    expect(await lines()).not.toContain(DRAFT);
    expect(await lines()).toContain(MAILS);
  });

  it('is said first, and nothing is deleted by that (PR-03)', async () => {
    open.clock.set(MOMENT + 101 * DAY);
    const said = await lines();
    expect(said).toMatch(/^Dry run/);
    expect(said).toContain(`1 x ${DRAFT}`);
    expect(drafts()).toBe(1);
  });

  it('stays while two people keep the edition on hold; one alone or the auditor cannot (PR-03)', async () => {
    await expect(hold('begin', ORGANISER, ORGANISER)).rejects.toThrow(/two different people/);
    await expect(hold('begin', ORGANISER, 'auditor@award.invalid')).rejects.toThrow(/two different people/);
    expect(await hold('begin', ORGANISER, SECOND)).toBe('The edition 2027 is on hold.');
    const said = await lines(true);
    expect(said).not.toContain(DRAFT);
    expect([drafts(), count("SELECT facts <> '{}' FROM outbox WHERE key = 'planted'")]).toEqual([1, 1]);
    await expect(erasureLines(open.service.db, open.clock, ORGANISER, true)).rejects.toThrow(/on hold/);
    await expect(hold('end', SECOND, SECOND)).rejects.toThrow(/two different people/);
  });

  it('goes when two people end the hold: once, counted in the log, and the record stays (PR-03)', async () => {
    await hold('end', SECOND, APPROVER);
    const kept = () =>
      count('SELECT (SELECT count(*) FROM submissions) * 1000 + (SELECT count(*) FROM score_revisions)');
    const before = kept();
    expect(await lines(true)).toContain(`1 x ${DRAFT}`);
    expect([drafts(), count("SELECT facts = '{}' FROM outbox WHERE key = 'planted'")]).toEqual([0, 1]);
    expect(count("SELECT count(*) FROM section_revisions WHERE nomination_id = 'draft'")).toBe(0);
    expect(kept()).toBe(before);
    const entries = count('SELECT count(*) FROM audit');
    expect(await lines(true)).toBe('Nothing has had its time.');
    expect(count('SELECT count(*) FROM audit')).toBe(entries);
    expect(verifyChain(open.service.db.$client)).toBeNull();
  });
});
