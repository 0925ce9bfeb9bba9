import { datesOf } from '../editions/calendar.ts';
import { STAGES, type StageName } from '../editions/definition.ts';
import { allEditions, type Edition, wholeEdition } from '../editions/pages.ts';
import { type CalendarEntry, calendarText } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { type Db, statement } from '../platform/database.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import type { Mail } from '../platform/mail.ts';
import type { OutboxRow } from '../platform/outbox.ts';
import type { Service } from '../platform/service.ts';
import { type Deadline, deadlinesIn, type OwnDossier, type StageMoves, type Standing } from './deadlines.ts';

function stagesOf(db: Db, edition: Edition): StageMoves[] {
  const rows = statement(
    db.$client,
    'SELECT stage, count(*) AS moves, max(at) AS movedAt FROM stage_extensions WHERE edition_id = ? GROUP BY stage',
  ).all(edition.id) as { stage: StageName; moves: number; movedAt: Instant }[];
  return STAGES.map((stage) => {
    const { opensAt, closesAt } = datesOf(edition.calendar, stage);
    const moved = rows.find((one) => one.stage === stage);
    // Of the announcement the moment counts, and not when its stage ends.
    const at = stage === 'announcement' ? opensAt : closesAt;
    return { stage, at, moves: moved?.moves ?? 0, movedAt: moved?.movedAt ?? 0 };
  });
}

/** What an account is in an edition; an invitation to the jury that is not answered counts, since it names the dates. */
function standingIn(db: Db, edition: string, account: string): Standing {
  const { $client: sqlite } = db;
  const dossiers = statement(
    sqlite,
    `SELECT (SELECT closes_at FROM nomination_extensions e WHERE e.nomination_id = n.id ORDER BY e.at DESC, e.rowid DESC LIMIT 1) AS extendedTo,
       (SELECT count(*) FROM nomination_extensions e WHERE e.nomination_id = n.id) AS moves,
       (SELECT coalesce(max(e.at), 0) FROM nomination_extensions e WHERE e.nomination_id = n.id) AS movedAt
     FROM nominations n JOIN nomination_members m ON m.nomination_id = n.id AND m.ended_at IS NULL
     WHERE n.edition_id = ? AND m.account_id = ? AND n.withdrawn_at IS NULL`,
  ).all(edition, account) as OwnDossier[];
  const holds = (sql: string) => statement(sqlite, sql).get(edition, account) !== undefined;
  return {
    dossiers,
    isCommission: holds(
      'SELECT 1 FROM commissions WHERE edition_id = ? AND account_id = ? AND ended_at IS NULL',
    ),
    isJuror: holds(
      'SELECT 1 FROM jurors WHERE edition_id = ? AND account_id = ? AND ended_at IS NULL AND declined_at IS NULL',
    ),
    isOfficer: holds(
      'SELECT 1 FROM office_appointments WHERE edition_id = ? AND account_id = ? AND ended_at IS NULL',
    ),
  };
}

const published = (edition: Edition): edition is Edition & { publishedAt: Instant } =>
  edition.publishedAt !== null;

function entryOf(
  { config, translate }: Pick<Service, 'config' | 'translate'>,
  edition: Edition,
  account: string,
  lang: Lang,
  deadline: Pick<Deadline, 'stage' | 'at' | 'moves' | 'stamp'>,
): CalendarEntry {
  const { stage, at, moves, stamp } = deadline;
  return {
    uid: `${edition.id}-${stage}-${account}@${new URL(config.origin).hostname}`,
    sequence: moves,
    at,
    stamp,
    summary: translate(lang, `notices.deadline.${stage}`, { award: edition.definition.name[lang] }),
    url: `${config.origin}/${lang}/my`,
  };
}

/** The calendar of an account: the deadlines of everything that it is appointed to, past ones too, by date. */
export function calendarOfAccount(service: Pick<Service, 'db' | 'config' | 'translate'>, account: string) {
  const { db, translate } = service;
  const { lang } = statement(db.$client, 'SELECT lang FROM accounts WHERE id = ?').get(account) as {
    lang: Lang;
  };
  const entries = allEditions(db)
    .map(({ id }) => wholeEdition(db, id))
    .filter(published)
    .flatMap((edition) =>
      deadlinesIn(edition, stagesOf(db, edition), standingIn(db, edition.id, account)).map((deadline) =>
        entryOf(service, edition, account, lang, deadline),
      ),
    )
    .sort((one, other) => one.at - other.at || (one.uid < other.uid ? -1 : 1));
  return calendarText(entries, { name: translate(lang, 'notices.calendar.name') });
}

/**
 * The entry that a mail brings along, as the date stands when the mail leaves. Where the recipient no longer has that
 * deadline, the entry takes back the one of the same name.
 */
export function calendarOfMail(
  service: Pick<Service, 'db' | 'config' | 'translate'>,
  row: Pick<OutboxRow, 'calendar' | 'edition' | 'account_id' | 'lang'>,
): NonNullable<Mail['calendar']> | null {
  const { calendar: stage, edition: id, account_id: account } = row;
  if (stage === null || id === null || account === null) return null;
  const edition = wholeEdition(service.db, id);
  if (!published(edition)) return null;
  const stages = stagesOf(service.db, edition);
  const held = deadlinesIn(edition, stages, standingIn(service.db, id, account));
  const deadline = held.find((one) => one.stage === stage);
  const plain = stages.find((one) => one.stage === stage);
  if (plain === undefined) return null;
  const lang = row.lang as Lang;
  const from = service.config.mailFrom;
  if (deadline) {
    const entry = entryOf(service, edition, account, lang, deadline);
    return { method: 'PUBLISH', text: calendarText([entry], { method: 'PUBLISH', from }) };
  }
  const gone = { stage, at: plain.at, moves: plain.moves + CANCELS, stamp: edition.publishedAt };
  const entry = { ...entryOf(service, edition, account, lang, gone), isCancelled: true };
  return { method: 'CANCEL', text: calendarText([entry], { method: 'CANCEL', from }) };
}

/** A cancellation comes after every move that the entry may have had. */
const CANCELS = 1_000;
