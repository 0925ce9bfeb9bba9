import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { newId } from '../platform/ids.ts';
import { type Message, stopMessagesOf } from '../platform/outbox.ts';
import type { Addressees, LetterTexts } from './letter.ts';
import { keyOfLetter } from './letter-pages.ts';
import { letters } from './tables.ts';

/** Writes a new letter; nobody gets it yet. */
export function writeLetter(
  tx: Tx,
  { edition, group, texts }: { edition: string; group: Addressees; texts: LetterTexts },
): string {
  const id = newId<'letter'>();
  const written = { writtenAt: tx.at, writtenBy: tx.actor };
  tx.db
    .insert(letters)
    .values({ id, editionId: edition, addressees: group, texts, ...written })
    .run();
  tx.record({ edition, object: id, detail: { group } });
  return id;
}

/** Writes a letter that was not sent anew. */
export function rewriteLetter(tx: Tx, edition: string, id: string, texts: LetterTexts): void {
  tx.db
    .update(letters)
    .set({ texts, writtenAt: tx.at, writtenBy: tx.actor })
    .where(and(eq(letters.id, id), isNull(letters.sentAt)))
    .run();
  tx.record({ edition, object: id });
}

/** Puts a letter's mails into the outbox and closes its text. */
export function sendLetter(tx: Tx, edition: string, id: string, messages: readonly Message[]): void {
  for (const message of messages) tx.send(message);
  tx.db
    .update(letters)
    .set({ sentAt: tx.at, sentBy: tx.actor, count: messages.length })
    .where(eq(letters.id, id))
    .run();
  const accounts = messages.map(({ to }) => to.account);
  tx.record({ edition, object: id, detail: { accounts } });
}

/** Stops every mail of a letter that has not been delivered; returns how many that were. */
export function stopLetter(tx: Tx, edition: string, id: string): number {
  const stopped = stopMessagesOf(tx.db.$client, keyOfLetter(id), tx.at, tx.actor);
  if (stopped === 0) return 0;
  tx.db
    .update(letters)
    .set({ stoppedAt: tx.at, stoppedBy: tx.actor })
    .where(and(eq(letters.id, id), isNull(letters.stoppedAt)))
    .run();
  tx.record({ edition, object: id, detail: { stopped } });
  return stopped;
}
