import { officersOf } from './editions/pages.ts';
import { signersOf } from './editions/readiness.ts';
import type { Act } from './platform/act.ts';
import { DAY, type Instant } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import type { Db } from './platform/database.ts';
import { newId } from './platform/ids.ts';

/**
 * What is deleted by age, so that nothing is kept longer than it serves. The record (submissions, scorecards,
 * decisions, the audit chain) has no age; an edition on hold loses nothing.
 */
export type Periods = Pick<Config, 'keepDraftsDays' | 'keepSessionsDays' | 'keepMailsDays'>;

/** Rows of one kind whose time is over. */
export type Aged = { what: string; rows: number };

const ON_HOLD = 'SELECT edition_id FROM legal_holds WHERE ended_at IS NULL';
// A draft serves until the result of its edition is public; from then on its time runs.
const OLD_DRAFTS = `SELECT id FROM nominations WHERE NOT EXISTS (SELECT 1 FROM submissions WHERE nomination_id = nominations.id)
  AND edition_id IN (SELECT edition_id FROM announcements WHERE cancelled_at IS NULL AND moment_at < @before)
  AND edition_id NOT IN (${ON_HOLD})`;
const OLD_SESSIONS = 'SELECT id FROM sessions WHERE coalesce(ended_at, ends_at) < @before';

type Rule = {
  what: string;
  period: keyof Periods;
  table: string;
  where: string;
  /** What replaces the text where the row stays; else the row goes. */
  set?: string;
};

const RULES: readonly Rule[] = [
  {
    what: 'answers of drafts that were never submitted',
    period: 'keepDraftsDays',
    table: 'section_answers',
    where: `nomination_id IN (${OLD_DRAFTS})`,
  },
  {
    what: 'earlier versions of those answers',
    period: 'keepDraftsDays',
    table: 'section_revisions',
    where: `nomination_id IN (${OLD_DRAFTS})`,
  },
  {
    what: 'passkey ceremonies of sessions that are over',
    period: 'keepSessionsDays',
    table: 'passkey_challenges',
    where: `session_id IN (${OLD_SESSIONS})`,
  },
  {
    what: 'sessions that are over',
    period: 'keepSessionsDays',
    table: 'sessions',
    where: `id IN (${OLD_SESSIONS})`,
  },
  {
    what: 'sign-ins that are over',
    period: 'keepSessionsDays',
    table: 'challenges',
    where: 'ends_at < @before',
  },
  {
    what: 'texts of mails that were delivered',
    period: 'keepMailsDays',
    table: 'outbox',
    where: `delivered_at < @before AND facts <> '{}' AND (edition IS NULL OR edition NOT IN (${ON_HOLD}))`,
    set: "facts = '{}', link = NULL",
  },
];

const beforeOf = (rule: Rule, periods: Periods, at: Instant) => ({ before: at - periods[rule.period] * DAY });

/** What has had its time by now; nothing is written. */
export function agedBy(db: Db, periods: Periods, at: Instant): Aged[] {
  return RULES.map((rule) => ({
    what: rule.what,
    rows: db.$client
      .prepare(`SELECT count(*) FROM ${rule.table} WHERE ${rule.where}`)
      .pluck()
      .get(beforeOf(rule, periods, at)) as number,
  })).filter(({ rows }) => rows > 0);
}

/** Deletes what has had its time, in one act with its counts in the log; where nothing has, nothing is written. */
export async function applyRetention(db: Db, act: Act, periods: Periods): Promise<Aged[]> {
  const gone = await act('system', 'retention.applied', (tx) => {
    const aged = agedBy(tx.db, periods, tx.at);
    if (aged.length === 0) return aged;
    for (const rule of RULES) {
      const { table, where, set } = rule;
      const sql = set ? `UPDATE ${table} SET ${set} WHERE ${where}` : `DELETE FROM ${table} WHERE ${where}`;
      tx.db.$client.prepare(sql).run(beforeOf(rule, periods, tx.at));
    }
    tx.record({
      edition: null,
      object: 'retention',
      detail: Object.fromEntries(aged.map(({ what, rows }) => [what, rows])),
    });
    return aged;
  });
  db.$client.pragma('wal_checkpoint(TRUNCATE)');
  return gone;
}

/** The slugs of editions on hold in which the account ever had a part. */
export function holdsOn(db: Db, account: string): string[] {
  return db.$client
    .prepare(
      `SELECT slug FROM editions WHERE id IN (${ON_HOLD}) AND id IN (
         SELECT edition_id FROM office_appointments WHERE account_id = @account
         UNION SELECT edition_id FROM jurors WHERE account_id = @account
         UNION SELECT edition_id FROM commissions WHERE account_id = @account
         UNION SELECT edition_id FROM nominations JOIN nomination_members AS m ON m.nomination_id = nominations.id
           WHERE m.account_id = @account)`,
    )
    .pluck()
    .all({ account }) as string[];
}

export type TwoPeople = { edition: string; first: string; second: string; reason: string };

/**
 * Puts an edition on hold, or takes the hold off, on the word of two different people who can sign for it; false where
 * they are not.
 */
export async function setHold(act: Act, kind: 'begin' | 'end', who: TwoPeople): Promise<boolean> {
  const { edition, first, second, reason } = who;
  return act(first, `hold.${kind === 'begin' ? 'begun' : 'ended'}`, (tx) => {
    const able = new Set(signersOf(officersOf(tx.db, edition)).map(({ accountId }) => accountId));
    if (first === second || !able.has(first) || !able.has(second)) return false;
    const done =
      kind === 'begin'
        ? tx.db.$client
            .prepare(
              `INSERT INTO legal_holds (id, edition_id, reason, since, first_by, second_by) VALUES (?, ?, ?, ?, ?, ?)
               ON CONFLICT DO NOTHING`,
            )
            .run(newId(), edition, reason, tx.at, first, second)
        : tx.db.$client
            .prepare(
              `UPDATE legal_holds SET ended_at = ?, ended_reason = ?, ended_first_by = ?, ended_second_by = ?
               WHERE edition_id = ? AND ended_at IS NULL`,
            )
            .run(tx.at, reason, first, second, edition);
    if (done.changes > 0) tx.record({ edition, object: edition, detail: { with: second, reason } });
    return true;
  });
}
