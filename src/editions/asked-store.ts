import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { canonicalJson } from '../platform/digest.ts';
import { newId } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import { type Asked, askedById, standingAsked } from './asked-pages.ts';
import { askedQuestions } from './tables.ts';

type Words = Pick<Asked, 'question' | 'answer'>;

const isSame = (one: Words, other: Words) =>
  canonicalJson([one.question, one.answer]) === canonicalJson([other.question, other.answer]);

/** Publishes a question with its answer; the same words sent twice stand once. */
export function publishAsked(tx: Tx, edition: string, words: Words): void {
  if (standingAsked(tx.db, edition).some((one) => isSame(one, words))) return;
  write(tx, edition, words, null);
}

/** Corrects an answer by a new one in its place; refused where somebody has corrected or withdrawn it meanwhile. */
export function correctAsked(tx: Tx, edition: string, id: string, words: Words): Refusal | null {
  const standing = standingAsked(tx.db, edition);
  if (standing.some((one) => (one.id === id || one.replaces === id) && isSame(one, words))) return null;
  if (!standing.some((one) => one.id === id)) return refuse('editions.askedGone');
  write(tx, edition, words, id);
  return null;
}

/** Takes a question with its answer off the public page; twice is the same as once. */
export function withdrawAsked(tx: Tx, edition: string, id: string): Refusal | null {
  if (askedById(tx.db, edition, id)?.withdrawnAt != null) return null;
  if (!standingAsked(tx.db, edition).some((one) => one.id === id)) return refuse('editions.askedGone');
  tx.db
    .update(askedQuestions)
    .set({ withdrawnAt: tx.at, withdrawnBy: tx.actor })
    .where(and(eq(askedQuestions.id, id), isNull(askedQuestions.withdrawnAt)))
    .run();
  tx.record({ edition, object: id, detail: { withdrawn: true } });
  return null;
}

function write(tx: Tx, edition: string, { question, answer }: Words, replaces: string | null): void {
  const id = newId<'asked'>();
  const published = { publishedAt: tx.at, publishedBy: tx.actor };
  tx.db
    .insert(askedQuestions)
    .values({ id, editionId: edition, question, answer, replaces, ...published })
    .run();
  tx.record({ edition, object: id, detail: { question, answer, replaces } });
}
