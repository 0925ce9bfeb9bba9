import { and, asc, eq, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/database.ts';
import type { Texts } from './definition.ts';
import { askedQuestions } from './tables.ts';

/** A question about the call with the answer that stands, published for everybody. */
export type Asked = {
  id: string;
  question: Texts;
  answer: Texts;
  publishedAt: Instant;
  /** The answer that this one corrects. */
  replaces: string | null;
};

const newer = alias(askedQuestions, 'newer');

/** The questions and answers of an edition that stand, the oldest first: neither withdrawn nor corrected since. */
export function standingAsked(db: Db, edition: string): Asked[] {
  return db
    .select({
      id: askedQuestions.id,
      question: askedQuestions.question,
      answer: askedQuestions.answer,
      publishedAt: askedQuestions.publishedAt,
      replaces: askedQuestions.replaces,
    })
    .from(askedQuestions)
    .leftJoin(newer, eq(newer.replaces, askedQuestions.id))
    .where(and(eq(askedQuestions.editionId, edition), isNull(askedQuestions.withdrawnAt), isNull(newer.id)))
    .orderBy(asc(askedQuestions.publishedAt), asc(askedQuestions.id))
    .all();
}

/** A question of an edition by its id, whether or not its answer still stands. */
export function askedById(db: Db, edition: string, id: string): typeof askedQuestions.$inferSelect | null {
  const row = db
    .select()
    .from(askedQuestions)
    .where(and(eq(askedQuestions.editionId, edition), eq(askedQuestions.id, id)))
    .get();
  return row ?? null;
}
