import type { Edition } from '../editions/pages.ts';
import type { Db } from '../platform/database.ts';
import type { Call } from '../platform/http/route.ts';
import { formatList } from '../platform/i18n/formats.ts';
import { type DueCard, scoresForTally, scoresSoFar } from '../scoring/tally-pages.ts';
import { namedJurors, namedNominations } from './counted-pages.ts';
import { earlyQuestions } from './early-questions.ts';
import { rubricOf } from './edition-tally.ts';
import { scoreOfPoints } from './score.ts';

/** A juror who still owes cards, with the cities that wait for them. */
export type LateJuror = { juror: string; name: string; locked: number; total: number; cities: string[] };

/** How far the cards are that a reader may know of. */
export type Progress = { cards: number; locked: number; late: LateJuror[] };

/** Cards locked and due, and what is missing from whom, without what is hidden from the reader. */
export function progressOf(db: Db, edition: Edition, hidden: ReadonlySet<string>): Progress {
  const due = scoresForTally(db, edition).due.filter(({ nomination }) => !hidden.has(nomination));
  const names = namedJurors(db, due);
  const byJuror = new Map<string, DueCard[]>();
  for (const card of due) byJuror.set(card.juror, [...(byJuror.get(card.juror) ?? []), card]);
  const open = due.filter(({ state }) => state !== 'locked');
  const named = namedNominations(
    db,
    open.map(({ nomination }) => nomination),
  );
  const late = [...byJuror].flatMap(([juror, own]): LateJuror[] => {
    const missing = own.filter(({ state }) => state !== 'locked');
    if (missing.length === 0) return [];
    const cities = missing.map(({ nomination }) => named(nomination).city).sort(byText);
    const locked = own.length - missing.length;
    return [{ juror, name: names.get(juror) ?? '', locked, total: own.length, cities }];
  });
  return {
    cards: due.length,
    locked: due.length - open.length,
    late: late.sort((one, other) => byText(one.name, other.name) || byText(one.juror, other.juror)),
  };
}

/** What an organiser may ask jurors before they lock, in sentences without a value. */
export function questionsOf(call: Call, edition: Edition, hidden: ReadonlySet<string>): string[] {
  const { due, scores } = scoresSoFar(call.service.db, edition);
  const names = namedJurors(call.service.db, due);
  const points = scores
    .filter(({ nomination }) => !hidden.has(nomination))
    .map((one) => scoreOfPoints(one.nomination, one.juror, one.criterion, one.points));
  return earlyQuestions(points, rubricOf(edition.definition)).map(({ juror, kind, with: others }) =>
    call.t(`tally.ask.${kind}`, {
      juror: names.get(juror) ?? '',
      others: formatList(
        call.lang,
        others.map((other) => names.get(other) ?? ''),
      ),
    }),
  );
}

function byText(one: string, other: string): number {
  return one.localeCompare(other);
}
