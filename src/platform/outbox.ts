import type { Instant } from './clock.ts';
import { type Sqlite, statement } from './database.ts';
import { newId } from './ids.ts';

/**
 * A message is a row written in the transaction of the change that causes it; the relay delivers it later. So
 * nothing is sent that was rolled back, and nothing is lost that was committed.
 */
export type Message = {
  /** One message for one cause: a second one with the same key is not written. */
  key: string;
  /** Catalogue stem of its texts: `<template>.subject`, `<template>.body`, `<template>.action`. */
  template: string;
  to: { account: string | null; name: string; address: string };
  lang: string;
  facts: Readonly<Record<string, string | number>>;
  /** Path of the one button, under the origin and without it; absent where the mail asks for nothing. */
  link?: string;
  edition: string | null;
  /** Not before this instant; absent means at once. */
  dueAt?: Instant;
  /** The stage of the edition whose deadline it brings along as a calendar entry, as it stands when the mail leaves. */
  calendar?: CalendarStage;
};

export type CalendarStage = 'call' | 'nomination' | 'screening' | 'scoring' | 'decision' | 'announcement';

/** Writes the message unless one with its key exists; returns whether it was written. */
export function writeMessage(sqlite: Sqlite, at: Instant, message: Message): boolean {
  const outcome = statement(
    sqlite,
    `INSERT INTO outbox (id, key, template, account_id, to_name, to_address, lang, facts, link, edition, due_at, created_at, calendar, attempts)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (key) DO NOTHING`,
  ).run(
    newId<'message'>(),
    message.key,
    message.template,
    message.to.account,
    message.to.name,
    message.to.address,
    message.lang,
    JSON.stringify(message.facts),
    message.link ?? null,
    message.edition,
    message.dueAt ?? at,
    at,
    message.calendar ?? null,
  );
  return outcome.changes === 1;
}

export type OutboxRow = {
  id: string;
  template: string;
  account_id: string | null;
  to_name: string;
  to_address: string;
  lang: string;
  facts: string;
  link: string | null;
  edition: string | null;
  calendar: CalendarStage | null;
  attempts: number;
  published_at: Instant | null;
};

const REPUBLISH_MS = 5 * 60_000;

/** The messages that are due and neither delivered, refused nor stopped, the oldest first; who waits to sign in comes before all. */
export function dueMessages(sqlite: Sqlite, at: Instant, limit: number): OutboxRow[] {
  return statement(
    sqlite,
    `SELECT id, template, account_id, to_name, to_address, lang, facts, link, edition, calendar, attempts, published_at FROM outbox
     WHERE delivered_at IS NULL AND refused_at IS NULL AND stopped_at IS NULL AND due_at <= @at
       AND (next_attempt_at IS NULL OR next_attempt_at <= @at)
       AND (published_at IS NULL OR published_at <= @at - ${REPUBLISH_MS})
     ORDER BY template <> 'people.mail.sign-in', due_at, created_at LIMIT @limit`,
  ).all({ at, limit }) as OutboxRow[];
}

/** Whether a message still waits: nobody has stopped it, and no receipt has come meanwhile. */
export function isStillDue(sqlite: Sqlite, id: string): boolean {
  const row = statement(
    sqlite,
    'SELECT 1 FROM outbox WHERE id = ? AND delivered_at IS NULL AND refused_at IS NULL AND stopped_at IS NULL',
  ).get(id);
  return row !== undefined;
}

/** The ids of messages that were stopped after they had been handed to the queue. */
export function publishedAndStopped(sqlite: Sqlite): string[] {
  const rows = statement(
    sqlite,
    `SELECT id FROM outbox WHERE stopped_at IS NOT NULL AND published_at IS NOT NULL AND delivered_at IS NULL
       AND refused_at IS NULL`,
  ).all() as { id: string }[];
  return rows.map(({ id }) => id);
}

/** Marks a stopped message as taken back from the queue. */
export function markWithdrawn(sqlite: Sqlite, id: string): void {
  statement(sqlite, 'UPDATE outbox SET published_at = NULL WHERE id = ?').run(id);
}

/** Marks a message as handed to the queue; one that brings no receipt within five minutes is handed over again. */
export function markPublished(sqlite: Sqlite, id: string, at: Instant): void {
  statement(sqlite, 'UPDATE outbox SET published_at = ? WHERE id = ?').run(at, id);
}

/** Marks a message as delivered; what signs a person in is wiped from the row with that. */
export function markDelivered(sqlite: Sqlite, id: string, at: Instant): void {
  statement(
    sqlite,
    `UPDATE outbox SET delivered_at = max(?, due_at), attempts = attempts + 1, refusal = NULL,
       facts = CASE WHEN template = 'people.mail.sign-in' THEN '{}' ELSE facts END,
       link = CASE WHEN template = 'people.mail.sign-in' THEN NULL ELSE link END
     WHERE id = ? AND delivered_at IS NULL`,
  ).run(at, id);
}

/** Marks a message as refused for good, with the words of the server that refused it. */
export function markRefused(sqlite: Sqlite, id: string, at: Instant, words: string): void {
  statement(
    sqlite,
    'UPDATE outbox SET refused_at = ?, refusal = ?, attempts = attempts + 1 WHERE id = ? AND delivered_at IS NULL',
  ).run(at, words.slice(0, 500), id);
}

/** Marks a delivered message as returned to us, with the words of the bounce; false where it was not delivered. */
export function markBounced(sqlite: Sqlite, id: string, at: Instant, words: string): boolean {
  const done = statement(
    sqlite,
    'UPDATE outbox SET refused_at = ?, refusal = ? WHERE id = ? AND delivered_at IS NOT NULL AND refused_at IS NULL',
  ).run(at, words.slice(0, 500), id);
  return done.changes === 1;
}

/** Puts a message off after a passing failure, until the instant that `nextAt` gives for the tries so far. */
export function markDelayed(
  sqlite: Sqlite,
  id: string,
  nextAt: (attempts: number) => Instant,
  words: string,
): void {
  const row = statement(sqlite, 'SELECT attempts FROM outbox WHERE id = ?').get(id) as
    | { attempts: number }
    | undefined;
  statement(
    sqlite,
    `UPDATE outbox SET next_attempt_at = ?, refusal = ?, attempts = attempts + 1, published_at = NULL
     WHERE id = ? AND delivered_at IS NULL`,
  ).run(nextAt(row?.attempts ?? 0), words.slice(0, 500), id);
}

/**
 * Puts a refused or stopped message back among those that wait, to the address given; one that bounced counts as
 * delivered no more. Returns false where it was neither refused nor stopped.
 */
export function sendAgain(sqlite: Sqlite, id: string, to: string): boolean {
  const done = statement(
    sqlite,
    `UPDATE outbox SET to_address = ?, refused_at = NULL, refusal = NULL, stopped_at = NULL, stopped_by = NULL,
       next_attempt_at = NULL, published_at = NULL, delivered_at = NULL
     WHERE id = ? AND (refused_at IS NOT NULL OR stopped_at IS NOT NULL)`,
  ).run(to, id);
  return done.changes === 1;
}

/** Stops a message that was not delivered yet; returns false where it is too late. */
export function stopMessage(sqlite: Sqlite, id: string, at: Instant, by: string): boolean {
  const done = statement(
    sqlite,
    `UPDATE outbox SET stopped_at = ?, stopped_by = ? WHERE id = ? AND delivered_at IS NULL AND refused_at IS NULL
       AND stopped_at IS NULL`,
  ).run(at, by, id);
  return done.changes === 1;
}

/** Stops all messages whose key begins so and that were not delivered yet; returns how many. */
export function stopMessagesOf(sqlite: Sqlite, keyBegins: string, at: Instant, by: string): number {
  return statement(
    sqlite,
    `UPDATE outbox SET stopped_at = @at, stopped_by = @by WHERE substr(key, 1, length(@key)) = @key
       AND delivered_at IS NULL AND refused_at IS NULL AND stopped_at IS NULL`,
  ).run({ at, by, key: keyBegins }).changes;
}

/** The figures of the outbox for those who run the service: what is due and since when, what became of the rest. */
export function outboxFigures(
  sqlite: Sqlite,
  at: Instant,
): { waiting: number; ageMs: number; delivered: number; refused: number } {
  const { waiting, oldest, delivered, refused } = statement(
    sqlite,
    `SELECT count(*) FILTER (WHERE waits AND due_at <= @at) AS waiting,
       min(due_at) FILTER (WHERE waits AND due_at <= @at) AS oldest,
       count(*) FILTER (WHERE delivered_at IS NOT NULL AND refused_at IS NULL) AS delivered,
       count(*) FILTER (WHERE refused_at IS NOT NULL) AS refused
     FROM (SELECT *, delivered_at IS NULL AND refused_at IS NULL AND stopped_at IS NULL AS waits FROM outbox)`,
  ).get({ at }) as { waiting: number; oldest: Instant | null; delivered: number; refused: number };
  return { waiting, ageMs: oldest === null ? 0 : at - oldest, delivered, refused };
}
