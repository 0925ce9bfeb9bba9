import { and, asc, eq, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/database.ts';
import { inZone } from './call-page.ts';
import type { Texts } from './definition.ts';
import type { Edition } from './pages.ts';
import { askedQuestions } from './tables.ts';
import { inLang, type Words } from './words.ts';

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

/** The questions and answers that stand, as a page prints them, each with its date. */
export function askedInWords(db: Db, edition: Edition, words: Words) {
  return standingAsked(db, edition.id).map(({ id, question, answer, publishedAt, replaces }) => ({
    id,
    question: inLang(words, question),
    answer: inLang(words, answer),
    date: words.t(replaces === null ? 'editions.asked.at' : 'editions.asked.corrected', {
      date: inZone(edition, words, publishedAt, 'date'),
    }),
  }));
}
