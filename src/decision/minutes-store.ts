import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { newId } from '../platform/ids.ts';
import type { Entry } from './minutes.ts';
import { meetingEntries } from './tables.ts';

/** Enters one thing into the minutes of an edition's meeting. */
export function noteEntry(tx: Tx, edition: string, entry: Entry): void {
  const id = newId<'entry'>();
  const { kind } = entry;
  const said =
    kind === 'vote'
      ? {
          nominationId: entry.nomination,
          votesFor: entry.votes.for,
          votesAgainst: entry.votes.against,
          abstained: entry.votes.abstained,
        }
      : { jurorId: entry.juror, nominationId: kind === 'left' ? entry.nomination : null };
  tx.db
    .insert(meetingEntries)
    .values({ id, editionId: edition, kind, ...said, at: tx.at, by: tx.actor })
    .run();
  tx.record({ edition, object: id, detail: entry });
}

/** Takes an entry out of the minutes; returns false where it was taken out already. */
export function endEntry(tx: Tx, edition: string, id: string): boolean {
  const ended = tx.db
    .update(meetingEntries)
    .set({ endedAt: tx.at, endedBy: tx.actor })
    .where(
      and(eq(meetingEntries.editionId, edition), eq(meetingEntries.id, id), isNull(meetingEntries.endedAt)),
    )
    .returning({ id: meetingEntries.id })
    .get();
  if (ended) tx.record({ edition, object: id, detail: { takenBack: true } });
  return ended !== undefined;
}
