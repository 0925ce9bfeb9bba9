import { type Instant, isoOf } from '../platform/clock.ts';
import { type Db, statement } from '../platform/database.ts';

const OWN_JUROR = 'juror_id IN (SELECT id FROM jurors WHERE account_id = @account)';
const OWN_CARD = `scorecard_id IN (SELECT id FROM scorecards WHERE ${OWN_JUROR})`;
const OWN = 'WHERE account_id = @account';

/**
 * What each part of an export asks for. Secrets (of links, apps and keys) are no data on a person and stay out, and so
 * does what the service does not tell yet: dossiers before they are given out, mails before they are sent.
 */
const PARTS: ReadonlyArray<readonly [name: string, sql: string]> = [
  ['account', 'SELECT id, name, lang, country, time_zone, created_at FROM accounts WHERE id = @account'],
  ['addresses', `SELECT address, since, until FROM addresses ${OWN}`],
  ['sessions', `SELECT created_at, seen_at, ends_at, ended_at, device, proof FROM sessions ${OWN}`],
  ['factors', `SELECT kind, since, used_at, ended_at FROM factors ${OWN}`],
  ['lostFactors', `SELECT reason, asked_at, confirmed_at, refused_at FROM recoveries ${OWN}`],
  ['addressChanges', `SELECT address, asked_at, done_at, stopped_at FROM address_changes ${OWN}`],
  ['invitations', `SELECT purpose, created_at, ends_at, withdrawn_at FROM invitations ${OWN}`],
  ['offices', `SELECT edition_id AS edition, role, since, ended_at FROM office_appointments ${OWN}`],
  ['commissions', `SELECT edition_id AS edition, country, since, ended_at FROM commissions ${OWN}`],
  ['nominations', `SELECT nomination_id AS nomination, role, since, ended_at FROM nomination_members ${OWN}`],
  [
    'answers',
    'SELECT nomination_id AS nomination, section_id AS section, version, answers, saved_at FROM section_revisions WHERE saved_by = @account',
  ],
  [
    'submissions',
    'SELECT nomination_id AS nomination, number, receipt, dossier, at FROM submissions WHERE by = @account',
  ],
  ['files', 'SELECT name, media_type, bytes, sha256, uploaded_at FROM files WHERE uploaded_by = @account'],
  [
    'endorsements',
    'SELECT nomination_id AS nomination, outcome, statement, signed_by, at FROM endorsements WHERE by = @account',
  ],
  ['objections', 'SELECT reason, at FROM endorsement_objections WHERE by = @account'],
  [
    'clarifications',
    'SELECT nomination_id AS nomination, question, answer, answered_at FROM clarifications WHERE answered_by = @account',
  ],
  [
    'juror',
    `SELECT id, edition_id AS edition, invited_at, accepted_at, terms_version, declined_at, ended_at, country, region, languages, expertise, affiliations, max_load FROM jurors ${OWN}`,
  ],
  ['conflicts', `SELECT nomination_id AS nomination, kind, reason, at FROM conflicts WHERE ${OWN_JUROR}`],
  ['officeConflicts', `SELECT nomination_id AS nomination, reason, at FROM office_conflicts ${OWN}`],
  [
    'assignments',
    `SELECT nomination_id AS nomination, announced_at, recused_at, recusal_reason, removed_at FROM assignments WHERE ${OWN_JUROR} AND announced_at IS NOT NULL`,
  ],
  [
    'scores',
    `SELECT scorecard_id AS scorecard, version, criterion_id AS criterion, points, remark, saved_at FROM score_revisions WHERE ${OWN_CARD}`,
  ],
  [
    'locks',
    `SELECT scorecard_id AS scorecard, receipt, commitment, at FROM scorecard_locks WHERE ${OWN_CARD}`,
  ],
  ['reminders', `SELECT edition_id AS edition, kind, threshold, closes_at, at FROM reminders ${OWN}`],
  ['messageChoices', `SELECT reminders, at FROM message_choices ${OWN}`],
  ['calendars', `SELECT since, ended_at FROM calendar_feeds ${OWN}`],
  [
    'messages',
    `SELECT template, to_name, to_address, lang, facts, created_at, delivered_at FROM outbox ${OWN} AND delivered_at IS NOT NULL`,
  ],
  ['acts', 'SELECT seq, at, action, object FROM audit WHERE actor = @account'],
];

type Row = { [column: string]: string | number | null };

const JSON_COLUMNS = ['answers', 'dossier', 'languages', 'expertise', 'affiliations', 'facts'];

/** Instants become dates with their zone, and stored JSON its content, so that a person can read it. */
function readable(row: Row): { [column: string]: unknown } {
  const told = Object.entries(row).map(([column, value]) => {
    const isInstant = typeof value === 'number' && /(^|_)(at|since|until)$/.test(column);
    if (isInstant) return [column, isoOf(value)];
    return [column, typeof value === 'string' && JSON_COLUMNS.includes(column) ? JSON.parse(value) : value];
  });
  return Object.fromEntries(told);
}

/** Everything that the service holds on an account and on nobody else, part by part. */
export function ownData(db: Db, account: string, at: Instant): { [part: string]: unknown } {
  const parts = PARTS.map(([name, sql]) => {
    const rows = statement(db.$client, `${sql} ORDER BY 1`).all({ account }) as Row[];
    return [name, rows.map(readable)];
  });
  return { exportedAt: isoOf(at), ...Object.fromEntries(parts) };
}
