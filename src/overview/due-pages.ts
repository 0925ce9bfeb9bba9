import { liveAssignments, newestProposal, openShortfalls } from '../assignment/pages.ts';
import { standingSelection } from '../decision/pages.ts';
import { datesOf, stateOf } from '../editions/calendar.ts';
import { type Edition, officersOf } from '../editions/pages.ts';
import { openProposal } from '../editions/proposal-pages.ts';
import { signersOf } from '../editions/readiness.ts';
import { standingConflicts } from '../jury/pages.ts';
import { lostFactors } from '../people/factor-pages.ts';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/database.ts';
import type { Milestones } from '../platform/http/route.ts';
import { waitingReopenings } from '../scoring/reopening-pages.ts';
import { clarificationsOf } from '../screening/pages.ts';
import { isTallyClosed } from '../tally/pages.ts';
import { messageCounts } from './messages-pages.ts';
import { countIn, type Standing } from './standing-pages.ts';

/** Something that waits for the office: its sentence is `overview.due.<key>`, its act `overview.act.<act>`. */
export type Due = {
  key: string;
  facts: Readonly<Record<string, string | number>>;
  /** Below the office's address of the edition; with `?`, the filter that shows just these. */
  path: string;
  act: 'look' | 'decide' | 'check' | 'apply' | 'sign' | 'write' | 'dates' | 'name' | 'close';
  /** When it falls due; null is now. */
  at: Instant | null;
};

type Asked = { db: Db; edition: Edition; standing: Standing; at: Instant; milestones: Milestones };

const now = (key: string, act: Due['act'], path: string, facts: Due['facts'] = {}): Due => ({
  key,
  facts,
  path,
  act,
  at: null,
});

const some = (count: number, key: string, act: Due['act'], path: string): Due[] =>
  count > 0 ? [now(key, act, path, { count })] : [];

/** Everything that waits for the office, what is due now first, then by its date. */
export function dueOf(asked: Asked): Due[] {
  return [
    ...dueOnRules(asked),
    ...dueOnDossiers(asked),
    ...dueOnJury(asked),
    ...dueOnDecision(asked),
    ...dueOnDates(asked),
  ];
}

function dueOnRules({ db, edition }: Asked): Due[] {
  const signers = signersOf(officersOf(db, edition.id), lostFactors(db)).length;
  return [
    ...(openProposal(db, edition.id) === null ? [] : [now('rules', 'look', 'definition')]),
    ...(signers < 2 ? [now('signers', 'name', 'people')] : []),
    // Two are enough to sign, and neither of them could leave or lose their factor.
    ...(signers === 2 ? [now('lastSigners', 'name', 'people')] : []),
    ...some(messageCounts(db, edition.id).refused, 'refused', 'look', 'messages?state=refused'),
  ];
}

function dueOnDossiers({ db, standing }: Asked): Due[] {
  const answered = standing.nominations.flatMap(({ id, cityName }) =>
    clarificationsOf(db, id)
      .filter(({ answeredAt, acceptedAt }) => answeredAt !== null && acceptedAt === null)
      .map(() => ({ id, cityName })),
  );
  const [first] = answered;
  return [
    ...(answered.length === 1 && first
      ? [now('answer', 'check', `screening/${first.id}`, { city: first.cityName })]
      : some(answered.length, 'answers', 'check', 'screening')),
    ...some(countIn(standing, 'waiting'), 'undecided', 'decide', 'screening'),
  ];
}

function dueOnJury(asked: Asked): Due[] {
  const { db, edition, standing } = asked;
  const known = new Set(standing.nominations.map(({ id }) => id));
  const suggested = standingConflicts(db, edition.id).filter(
    ({ kind, nomination }) => kind === 'suggested' && known.has(nomination),
  );
  const cards = new Map(standing.readings.map((one) => [one.scorecard, one.city]));
  const reopenings = waitingReopenings(db, edition.id).filter(({ scorecard }) => cards.has(scorecard));
  return [
    ...some(suggested.length, 'conflicts', 'decide', 'jury/conflicts'),
    ...some(standing.invited, 'unanswered', 'look', 'jury'),
    ...dueOnAssignment(asked, known),
    ...reopenings.map(({ scorecard }) =>
      now('reopening', 'decide', `scores/${scorecard}`, { city: cards.get(scorecard) ?? '' }),
    ),
  ];
}

function dueOnAssignment({ db, edition, standing }: Asked, known: ReadonlySet<string>): Due[] {
  const proposal = newestProposal(db, edition.id);
  const standingPairs = new Set(
    liveAssignments(db, edition.id).map(({ juror, nomination }) => `${juror} ${nomination}`),
  );
  const open =
    proposal === null || proposal.appliedAt !== null
      ? []
      : proposal.solution.assignments.filter(
          ([juror, nomination]) => known.has(nomination) && !standingPairs.has(`${juror} ${nomination}`),
        );
  if (open.length > 0) return [now('proposal', 'apply', 'assignment', { count: open.length })];
  const cities = new Map(standing.nominations.map(({ id, cityName }) => [id, cityName]));
  return openShortfalls(db, edition.id).flatMap(({ nomination }) => {
    const city = cities.get(nomination);
    return city === undefined ? [] : [now('shortfall', 'look', 'assignment', { city })];
  });
}

function dueOnDecision({ db, edition, at, milestones }: Asked): Due[] {
  const selection = standingSelection(db, edition.id);
  const isScored = stateOf(datesOf(edition.calendar, 'scoring'), at) === 'closed';
  const isClosed = isTallyClosed(db, edition.id);
  const waits = selection !== null && selection.proposedAt !== null && selection.approvedAt === null;
  return [
    ...(isScored && !isClosed ? [now('tally', 'close', 'tally')] : []),
    ...(isClosed && selection === null ? [now('selection', 'look', 'decision')] : []),
    ...(waits ? [now('signature', 'sign', 'decision')] : []),
    ...(milestones.signedOffAt !== null && milestones.publicFrom === null
      ? [now('moment', 'look', 'announcement')]
      : []),
  ];
}

function dueOnDates({ edition, standing, at }: Asked): Due[] {
  const drafts = standing.nominations.length - standing.submitted;
  const open = standing.readings.length - standing.locked;
  return edition.calendar
    .filter((dates) => stateOf(dates, at) === 'open')
    .sort((one, other) => one.closesAt - other.closesAt)
    .map(({ stage, closesAt }): Due => {
      if (stage === 'call' && drafts > 0)
        return { key: 'drafts', facts: { count: drafts }, path: 'write/drafts', act: 'write', at: closesAt };
      if (stage === 'scoring' && open > 0)
        return { key: 'cards', facts: { count: open }, path: 'scores', act: 'look', at: closesAt };
      return { key: `closes.${stage}`, facts: {}, path: 'definition', act: 'dates', at: closesAt };
    });
}
