import { type Calendar, datesOf } from '../editions/calendar.ts';
import type { StageName } from '../editions/definition.ts';
import { allEditions, type Edition, wholeEdition } from '../editions/pages.ts';
import { jurorOfAccount, jurorsOf } from '../jury/pages.ts';
import { deadlineOf } from '../nominations/nomination.ts';
import { DAY, type Instant } from '../platform/clock.ts';
import { type Db, statement } from '../platform/database.ts';
import { isRead, readingsOf } from '../scoring/pages.ts';
import { isAwake, joinTasks, type OpenTask, type Person, THRESHOLDS } from './reminders.ts';

/** What a person has open; whether reminders of it went out is not asked yet. */
type Open = Omit<OpenTask, 'sent'> & { account: string };

type Asked = { db: Db; edition: Edition; at: Instant; account: string | null };

const REACH_MS = Math.max(...THRESHOLDS) * DAY;

const isNear = (closesAt: Instant, at: Instant) => at < closesAt && closesAt - at <= REACH_MS;

/** When the dates of a stage were moved last; 0 where they never were. */
function movedAt({ db, edition }: Asked, stage: StageName): Instant {
  const row = statement(
    db.$client,
    'SELECT coalesce(max(at), 0) AS at FROM stage_extensions WHERE edition_id = ? AND stage = ?',
  ).get(edition.id, stage);
  return (row as { at: Instant }).at;
}

function openDrafts(asked: Asked): Open[] {
  const { db, edition, at, account } = asked;
  const moved = movedAt(asked, 'call');
  const rows = statement(
    db.$client,
    `SELECT m.account_id AS account, n.id AS nomination, c.name AS city, m.since,
       (SELECT closes_at FROM nomination_extensions e WHERE e.nomination_id = n.id ORDER BY e.at DESC, e.rowid DESC LIMIT 1) AS extendedTo,
       (SELECT max(e.at) FROM nomination_extensions e WHERE e.nomination_id = n.id) AS extendedAt
     FROM nominations n JOIN nomination_members m ON m.nomination_id = n.id AND m.ended_at IS NULL
       JOIN cities c ON c.id = n.city_id
     WHERE n.edition_id = @edition AND n.withdrawn_at IS NULL AND (@account IS NULL OR m.account_id = @account)
       AND NOT EXISTS (SELECT 1 FROM submissions s WHERE s.nomination_id = n.id) ORDER BY c.name, n.id`,
  ).all({ edition: edition.id, account }) as DraftRow[];
  return rows
    .map((row): Open => {
      const closesAt = deadlineOf(edition.calendar, row.extendedTo);
      const since = Math.max(row.since, row.extendedAt ?? 0, moved);
      const link = `/nominations/${row.nomination}`;
      const task = { edition: edition.id, kind: 'draft' as const, count: 1 };
      return { ...task, account: row.account, since, closesAt, about: [row.city], link };
    })
    .filter(({ closesAt }) => isNear(closesAt, at));
}

type DraftRow = {
  account: string;
  nomination: string;
  city: string;
  since: Instant;
  extendedTo: Instant | null;
  extendedAt: Instant | null;
};

/** Dossiers without a word of their commission; where it has used up its nominations, none waits. */
function openEndorsements(asked: Asked): Open[] {
  const { db, edition, at, account } = asked;
  const { opensAt, closesAt } = datesOf(edition.calendar, 'nomination');
  if (at < opensAt || !isNear(closesAt, at)) return [];
  const limit = edition.definition.rules.nomination.maxPerCountry;
  const rows = statement(
    db.$client,
    `WITH standing AS (SELECT n.country, s.at AS since,
         (SELECT e.outcome FROM endorsements e WHERE e.nomination_id = n.id
            AND NOT EXISTS (SELECT 1 FROM endorsement_objections o WHERE o.endorsement_id = e.id)
          ORDER BY e.at DESC, e.rowid DESC LIMIT 1) AS outcome
       FROM nominations n JOIN submissions s ON s.nomination_id = n.id AND s.number = 1
       WHERE n.edition_id = @edition AND n.withdrawn_at IS NULL)
     SELECT c.account_id AS account, max(c.since, min(s.since) FILTER (WHERE s.outcome IS NULL)) AS since,
       count(*) FILTER (WHERE s.outcome IS NULL) AS waiting,
       count(*) FILTER (WHERE s.outcome = 'nominated') AS nominated
     FROM commissions c JOIN standing s ON s.country = c.country
     WHERE c.edition_id = @edition AND c.ended_at IS NULL AND (@account IS NULL OR c.account_id = @account)
     GROUP BY c.id`,
  ).all({ edition: edition.id, account }) as {
    account: string;
    since: Instant;
    waiting: number;
    nominated: number;
  }[];
  const moved = movedAt(asked, 'nomination');
  return rows
    .filter(({ waiting, nominated }) => waiting > 0 && (limit === null || nominated < limit))
    .map((row) => ({
      edition: edition.id,
      kind: 'endorse',
      account: row.account,
      since: Math.max(row.since, opensAt, moved),
      closesAt,
      about: [],
      count: row.waiting,
      link: `/commission/${edition.slug}`,
    }));
}

/** Cards on the list of a juror that are not locked; one that was opened again closes at its own instant. */
function openCards(asked: Asked, awake: (account: string) => boolean): Open[] {
  const { db, edition, at, account } = asked;
  const scoring = datesOf(edition.calendar, 'scoring');
  if (at < scoring.opensAt || scoringIsOver(db, edition)) return [];
  const moved = movedAt(asked, 'scoring');
  const one = account === null ? null : jurorOfAccount(db, edition.id, account);
  const jurors = account === null ? jurorsOf(db, edition.id) : one === null ? [] : [one];
  return jurors
    .filter(({ state, accountId }) => state === 'accepted' && awake(accountId))
    .flatMap(({ accountId }) =>
      readingsOf(db, edition, accountId)
        .filter((card) => isRead(card) && card.withdrawnAt === null && card.lockedAt === null)
        .map((card) => ({
          edition: edition.id,
          kind: 'cards' as const,
          account: accountId,
          since: Math.max(card.announcedAt ?? at, scoring.opensAt, moved),
          closesAt: Math.max(scoring.closesAt, card.openUntil ?? 0),
          about: [],
          count: 1,
          link: `/jury/${edition.slug}`,
        }))
        .filter(({ closesAt }) => isNear(closesAt, at)),
    );
}

function scoringIsOver(db: Db, edition: Edition): boolean {
  const row = statement(db.$client, 'SELECT 1 FROM scoring_closings WHERE edition_id = ?').get(edition.id);
  return row !== undefined;
}

/** Everything that is open and closes within a week, of one account or of all who are awake. */
function openTasks(
  db: Db,
  at: Instant,
  account: string | null,
  mayTell: (account: string, edition: Edition) => boolean = () => true,
): Open[] {
  return allEditions(db)
    .filter(({ publishedAt }) => publishedAt !== null)
    .map(({ id }) => wholeEdition(db, id))
    .filter((edition) => isUnderWay(edition.calendar, at))
    .flatMap((edition) => {
      const asked = { db, edition, at, account };
      const awake = (one: string) => mayTell(one, edition);
      const open = [...openDrafts(asked), ...openEndorsements(asked)].filter((task) => awake(task.account));
      return [...open, ...openCards(asked, awake)];
    });
}

/** An edition whose announcement has closed asks nothing of anybody any more; one more scan a minute is saved. */
function isUnderWay(calendar: Calendar, at: Instant): boolean {
  return at >= datesOf(calendar, 'call').opensAt && at < datesOf(calendar, 'announcement').closesAt;
}

function personOf(db: Db, account: string, editionZone: string): Person {
  const row = statement(
    db.$client,
    `SELECT time_zone AS timeZone, coalesce((SELECT reminders FROM message_choices WHERE account_id = a.id), 1) AS wanted,
       (SELECT max(at) FROM reminders WHERE account_id = a.id) AS lastAt
     FROM accounts a WHERE id = ?`,
  ).get(account) as { timeZone: string | null; wanted: number; lastAt: Instant | null };
  return {
    account,
    timeZone: row.timeZone ?? editionZone,
    wanted: row.wanted === 1,
    lastAt: row.lastAt,
  };
}

function sentOf(db: Db, { edition, account, kind, closesAt }: Open): number[] {
  const rows = statement(
    db.$client,
    'SELECT threshold FROM reminders WHERE edition_id = ? AND account_id = ? AND kind = ? AND closes_at = ?',
  ).all(edition, account, kind, closesAt) as { threshold: number }[];
  return rows.map(({ threshold }) => threshold);
}

/** What is open for whom and which reminders of it went out: everything that `dueReminders` asks. */
export function reminderFacts(db: Db, at: Instant): { person: Person; tasks: OpenTask[] }[] {
  const people = new Map<string, Person>();
  const mayTell = (account: string, { definition }: Edition) => {
    const person = people.get(account) ?? personOf(db, account, definition.timeZone);
    people.set(account, person);
    return isAwake(person, at);
  };
  const open = openTasks(db, at, null, mayTell);
  return [...people.values()].map((person) => ({
    person,
    tasks: joinTasks(open.filter(({ account }) => account === person.account)).map((task) => ({
      ...task,
      sent: sentOf(db, task),
    })),
  }));
}

/** Whether anything that a reminder speaks of is still open by the same close: else it is not worth a mail any more. */
export function reminderHolds(db: Db, messageId: string, at: Instant): boolean {
  const told = statement(
    db.$client,
    `SELECT r.account_id AS account, r.edition_id AS edition, r.kind, r.closes_at AS closesAt
     FROM reminders r JOIN outbox o ON o.key = r.message_key WHERE o.id = ?`,
  ).all(messageId) as { account: string; edition: string; kind: string; closesAt: Instant }[];
  const [first] = told;
  if (first === undefined) return false;
  const open = openTasks(db, at, first.account);
  return told.some(({ edition, kind, closesAt }) =>
    open.some((one) => one.edition === edition && one.kind === kind && one.closesAt === closesAt),
  );
}
