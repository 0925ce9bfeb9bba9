import { and, asc, eq, isNull } from 'drizzle-orm';
import { isOrganiser } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { acceptedJurors, standingConflicts } from '../jury/pages.ts';
import { type Instant, isoOf } from '../platform/clock.ts';
import type { Db } from '../platform/database.ts';
import { type Answer, type FieldError, page } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import { tallyClosing } from '../tally/pages.ts';
import { hasConflict } from './decision-pages.ts';
import { type Ground, groundOf } from './ground-pages.ts';
import { type Entry, hasLeft, type Minutes, type MinutesSheet, presentIn } from './minutes.ts';
import { type StandingSelection, standingSelection } from './pages.ts';
import { meetingEntries } from './tables.ts';

export type KeptEntry = Entry & { id: string; at: Instant };

/** What stands in the minutes of an edition's meeting, the oldest first. */
export function entriesOf(db: Db, edition: string): KeptEntry[] {
  const rows = db
    .select()
    .from(meetingEntries)
    .where(and(eq(meetingEntries.editionId, edition), isNull(meetingEntries.endedAt)))
    .orderBy(asc(meetingEntries.at), asc(meetingEntries.id))
    .all();
  return rows.map((row): KeptEntry => {
    const { id, at, kind } = row;
    const nomination = row.nominationId ?? '';
    const juror = row.jurorId ?? '';
    if (kind === 'left') return { id, at, kind, juror, nomination };
    if (kind !== 'vote') return { id, at, kind, juror };
    const votes = { for: row.votesFor ?? 0, against: row.votesAgainst ?? 0, abstained: row.abstained ?? 0 };
    return { id, at, kind, nomination, votes };
  });
}

/** The minutes as the rules on them look at them. */
export function minutesOf(db: Db, edition: string): Minutes {
  return { entries: entriesOf(db, edition), jurors: acceptedJurors(db, edition).map(({ id }) => id) };
}

/** Why this person may not see or write minutes now, or nothing. */
export function whyNotMinutes(db: Db, edition: Edition, account: string): Refusal | null {
  if (tallyClosing(db, edition.id) === null) return refuse('decision.tallyOpen');
  return hasConflict(db, edition, account) ? refuse('decision.conflict') : null;
}

/** The cities moved by hand in the selection that stands. */
export function movesOf(standing: StandingSelection | null) {
  return standing?.record.byHand?.overrides ?? [];
}

type Known = {
  call: Call;
  entries: readonly KeptEntry[];
  ground: Ground;
  standing: StandingSelection | null;
  jurorName: (id: string) => string;
  cityName: (id: string) => string;
};

function knownOf(call: Call, edition: Edition): Known {
  const { db } = call.service;
  const ground = groundOf(db, edition);
  const jurors = new Map(acceptedJurors(db, edition.id).map(({ id, name }) => [id, name]));
  const cities = new Map(ground.ranking.map(({ nomination, city }) => [nomination, city]));
  return {
    call,
    ground,
    entries: entriesOf(db, edition.id),
    standing: standingSelection(db, edition.id),
    jurorName: (id) => jurors.get(id) ?? id,
    cityName: (id) => cities.get(id) ?? id,
  };
}

const leftText = ({ call, jurorName, cityName }: Known, one: { juror: string; nomination: string }) =>
  call.t('decision.minutes.leftFor', { name: jurorName(one.juror), city: cityName(one.nomination) });

const votesText = ({ call }: Known, votes: object) => call.t('decision.minutes.votes', { ...votes });

/** The page on which the minutes of the meeting are taken. */
export function drawMinutes(
  call: Call,
  edition: Edition,
  typed: Typed = {},
  errors: readonly FieldError[] = [],
): Answer {
  const { db } = call.service;
  const decision = `/${call.lang}/office/${edition.slug}/decision`;
  const title = call.t('decision.minutes.title');
  const refusal = whyNotMinutes(db, edition, accountOf(call).id);
  if (refusal)
    return page('decision/minutes', { title, decision, whyNot: call.t(refusal.code, refusal.facts) });
  const known = knownOf(call, edition);
  const { entries } = known;
  const present = presentIn(entries);
  const jurors = acceptedJurors(db, edition.id);
  return page('decision/minutes', {
    title,
    decision,
    base: `${decision}/minutes`,
    mayWrite: isOrganiser(call, edition),
    jurors: jurors.map(({ id, name }) => ({ value: id, label: name, chosen: present.has(id) })),
    hasAttendance: entries.some(({ kind }) => kind === 'present' || kind === 'absent'),
    asked: askedToLeave(known, edition),
    left: entries.flatMap((one) => (one.kind === 'left' ? [{ id: one.id, text: leftText(known, one) }] : [])),
    presentChoices: jurors
      .filter(({ id }) => present.has(id))
      .map(({ id, name }) => choice(id, name, typed.juror)),
    cityChoices: known.ground.ranking.map(({ nomination, city }) =>
      choice(nomination, city, typed.nomination),
    ),
    moves: movesShown(known, typed),
    typed,
    errors: errorTexts(call, errors),
  });
}

const choice = (value: string, label: string, chosen: unknown) => ({
  value,
  label,
  chosen: chosen === value,
});

/** Who is present although a conflict stands, and has not left for that dossier yet. */
function askedToLeave(known: Known, edition: Edition) {
  const { call, entries, ground } = known;
  const ranked = new Set(ground.ranking.map(({ nomination }) => nomination));
  const present = presentIn(entries);
  return standingConflicts(call.service.db, edition.id)
    .filter(({ juror, nomination }) => ranked.has(nomination) && present.has(juror))
    .filter(({ juror, nomination }) => !hasLeft(entries, juror, nomination))
    .map(({ juror, nomination }) => ({ juror, nomination, text: leftText(known, { juror, nomination }) }));
}

function movesShown(known: Known, typed: Typed) {
  const { call, entries, standing, cityName } = known;
  return movesOf(standing).map(({ nomination, side, reason }) => {
    const vote = entries.find((one) => one.kind === 'vote' && one.nomination === nomination);
    const isTyped = typed.nomination === nomination;
    return {
      nomination,
      reason,
      city: cityName(nomination),
      title: call.t(`decision.minutes.moved-${side}`, { city: cityName(nomination) }),
      vote: vote?.kind === 'vote' ? { id: vote.id, text: votesText(known, vote.votes) } : null,
      typed: isTyped ? typed : {},
    };
  });
}

/** What the printed minutes say, in the language of the page, with the instant of the newest thing in them. */
export function minutesSheet(call: Call, edition: Edition): { sheet: MinutesSheet; at: Instant } {
  const known = knownOf(call, edition);
  const { entries, standing, jurorName, cityName } = known;
  const { timeZone, name } = edition.definition;
  const at = Math.max(standing?.computedAt ?? 0, ...entries.map((one) => one.at));
  const attending = (kind: 'present' | 'absent') =>
    entries.flatMap((one) => (one.kind === kind ? [jurorName(one.juror)] : [])).sort();
  const or = (lines: string[]) => (lines.length > 0 ? lines : [call.t('decision.minutes.none')]);
  const moves = movesShown(known, {}).map(({ title, reason, vote }) =>
    [title, reason, vote?.text ?? call.t('decision.minutes.noVote')].join(' '),
  );
  const sections = [
    ['present', attending('present')],
    ['absent', attending('absent')],
    ['left', entries.flatMap((one) => (one.kind === 'left' ? [leftText(known, one)] : []))],
    ['moves', moves],
    ['awardees', (standing?.record.awardees ?? []).map(cityName)],
  ] as const;
  const facts = [
    name[call.lang],
    call.t('decision.minutes.as-of', { at: formatInstant(call.lang, isoOf(at), timeZone, 'dateTime') }),
    ...(standing ? [`${call.t('decision.digest')} ${standing.digest}`] : []),
    ...(edition.sample === 1 ? [call.t('platform.sample')] : []),
  ];
  const titled = sections.map(([key, lines]) => {
    return { title: call.t(`decision.minutes.section-${key}`), lines: or([...lines]) };
  });
  const signatures = ['chair', 'secretary'].map((one) => call.t(`decision.minutes.${one}`));
  return { sheet: { title: call.t('decision.minutes.title'), facts, sections: titled, signatures }, at };
}
