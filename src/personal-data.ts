/**
 * What the service holds on a person, and what becomes of it when the person is erased. Conditions are SQL over the
 * table, with @account and @addresses (a JSON list of all addresses that the account ever had). Pure data.
 */

const THEIRS = 'account_id = @account';
const TO_THEM = `${THEIRS} OR to_address IN (SELECT value FROM json_each(@addresses))`;

/** Rows that an erasure deletes, in an order in which none is still named by another. */
export const DELETED: ReadonlyArray<readonly [table: string, whose: string, what: string]> = [
  [
    'passkey_challenges',
    `session_id IN (SELECT id FROM sessions WHERE ${THEIRS})`,
    'passkey ceremonies under way',
  ],
  ['sessions', THEIRS, 'sessions and their devices'],
  ['factors', THEIRS, 'second factors'],
  ['recoveries', THEIRS, 'lost factors and their reasons'],
  ['address_changes', THEIRS, 'changes of address'],
  ['invitations', THEIRS, 'invitations'],
  ['challenges', 'address IN (SELECT value FROM json_each(@addresses))', 'sign-ins under way'],
  ['reminders', THEIRS, 'reminders that went out'],
  ['message_choices', THEIRS, 'choices about messages'],
  ['calendar_feeds', THEIRS, 'calendar addresses'],
  ['outbox', TO_THEM, 'mails to the person'],
  ['mailbox', 'to_address IN (SELECT value FROM json_each(@addresses))', 'mails in the local mailbox'],
  ['addresses', `${THEIRS} AND until IS NOT NULL`, 'earlier addresses'],
];

const OWN_JUROR = `juror_id IN (SELECT id FROM jurors WHERE ${THEIRS})`;

/** Texts that a person wrote of themselves: the row stays, since the record counts it, and the text goes. */
export const BLANKED: ReadonlyArray<
  readonly [table: string, whose: string, column: string, blank: string, what: string]
> = [
  ['jurors', THEIRS, 'affiliations', '[]', 'affiliations of the juror'],
  ['conflicts', OWN_JUROR, 'reason', '—', 'reasons of conflicts'],
  [
    'assignments',
    `${OWN_JUROR} AND recusal_reason IS NOT NULL`,
    'recusal_reason',
    '—',
    'reasons of recusals',
  ],
  ['office_conflicts', THEIRS, 'reason', '—', 'reasons of conflicts in the office'],
];

/** Texts in which anybody may have been named: name and addresses are taken out of them. */
export const NAMED: ReadonlyArray<readonly [table: string, column: string]> = [
  ['section_answers', 'answers'],
  ['section_revisions', 'answers'],
  ['submissions', 'dossier'],
  ['files', 'name'],
  ['endorsements', 'statement'],
  ['endorsements', 'signed_by'],
  ['endorsement_objections', 'reason'],
  ['nominations', 'withdrawal_reason'],
  ['nomination_extensions', 'reason'],
  ['stage_extensions', 'reason'],
  ['screenings', 'reason'],
  ['screenings', 'against'],
  ['clarifications', 'question'],
  ['clarifications', 'answer'],
  ['conflicts', 'reason'],
  ['jurors', 'affiliations'],
  ['jurors', 'ending_reason'],
  ['scorecard_reopenings', 'reason'],
  ['letters', 'texts'],
  ['outbox', 'to_name'],
  ['outbox', 'facts'],
  ['outbox', 'refusal'],
  ['mailbox', 'subject'],
  ['mailbox', 'text'],
  ['mailbox', 'html'],
];

/** What stays of an erased person, and why. */
export const KEPT: readonly string[] = [
  'Offices held, submissions, scorecards and signatures stay under the account’s random id: the result rests on them.',
  'Remarks and points of a juror stay as they were locked, under the juror’s random id: the signed record commits to them.',
  'Country and region of a juror stay: conflicts and the make-up of the jury follow from them.',
  'The audit chain stays whole; the salts and details of entries about the person are deleted, so nobody can open them.',
  'A published result (cities, totals) stays.',
  'Backups are not opened: they hold the person until they age out on their schedule.',
];

/** The spellings under which a person can stand in a text; a single word is too common to be looked for. */
export function spellingsOf(name: string, addresses: readonly string[]): string[] {
  const full = /\S\s+\S/.test(name.trim()) ? [name.trim()] : [];
  const all = [...full, ...addresses].flatMap((one) => [one, one.normalize('NFC'), one.normalize('NFD')]);
  return [...new Set(all.flatMap((one) => [one, JSON.stringify(one).slice(1, -1)]))];
}

/** The text without any of the spellings; the same text where it holds none. Parts of longer words stay. */
export function withoutSpellings(text: string, spellings: readonly string[]): string {
  return spellings.reduce((left, spelling) => {
    const literal = spelling.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return left.replace(new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'giu'), '…');
  }, text);
}
