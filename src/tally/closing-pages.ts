import type { Edition } from '../editions/pages.ts';
import type { Db } from '../platform/database.ts';
import { type DueCard, scoresForTally } from '../scoring/tally-pages.ts';
import { namedJurors, namedNominations } from './counted-pages.ts';

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

function byText(one: string, other: string): number {
  return one.localeCompare(other);
}
