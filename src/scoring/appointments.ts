import { type Edition, editionBySlug, wholeEdition } from '../editions/pages.ts';
import type { Tx } from '../platform/act.ts';
import type { Call } from '../platform/http/route.ts';
import { appointmentsAs } from '../platform/http/viewer.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import { isRead, type Reading, readingsOf } from './pages.ts';

/** The edition of the address with everything that its juror was given to read, in the order of the list. */
export type JuryAt = { edition: Edition; account: string; readings: Reading[] };

/** One dossier of the juror's own, and its place among those that they still read. */
export type ReadingAt = { edition: Edition; reading: Reading; place: number; total: number };
export type CardAt = ReadingAt & { scorecard: string };

/** What the viewer reads in this edition; null to everybody who is no juror of it. */
export function ownJury(call: Call): JuryAt | null {
  const edition = editionBySlug(call.service.db, call.params.edition ?? '');
  const { account } = call.viewer;
  if (edition === null || account === null) return null;
  if (appointmentsAs(call.viewer, ['juror'], edition.id).length === 0) return null;
  return { edition, account: account.id, readings: readingsOf(call.service.db, edition, account.id) };
}

function readingWhere(call: Call, isIt: (reading: Reading) => boolean): ReadingAt | null {
  const at = ownJury(call);
  if (at === null) return null;
  const read = at.readings.filter(isRead);
  const index = read.findIndex(isIt);
  const reading = read[index];
  return reading ? { edition: at.edition, reading, place: index + 1, total: read.length } : null;
}

/** The assignment of the address, where it is the viewer's own, still theirs to read and free of conflict. */
export function ownReading(call: Call): ReadingAt | null {
  return readingWhere(call, ({ assignment }) => assignment === call.params.assignment);
}

/** The scorecard of the address, under the same guard; to everybody else it does not exist. */
export function ownCard(call: Call): CardAt | null {
  const id = call.params.id ?? '';
  const at = readingWhere(call, ({ scorecard }) => scorecard === id);
  return at && { ...at, scorecard: id };
}

/** A dossier of the address that the viewer handed back before: only for telling that the same form came twice. */
export function sentBefore(call: Call): ReadingAt | null {
  const at = ownJury(call);
  const reading = at?.readings.find(
    ({ assignment, scorecard, recusedAt }) =>
      recusedAt !== null &&
      (assignment === call.params.assignment || (scorecard !== null && scorecard === call.params.id)),
  );
  return at && reading ? { edition: at.edition, reading, place: 0, total: 0 } : null;
}

/** Reads an assignment inside an act, and judges anew that it is still this juror's to read. */
export function readInAct(
  tx: Tx,
  { edition, reading }: ReadingAt,
  account: string,
): { edition: Edition; reading: Reading } | Refusal {
  const now = wholeEdition(tx.db, edition.id);
  const still = readingsOf(tx.db, now, account).find(({ assignment }) => assignment === reading.assignment);
  return still && isRead(still) ? { edition: now, reading: still } : refuse('scoring.missing');
}
