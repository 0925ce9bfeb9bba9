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
};

/** Writes the message unless one with its key exists; returns whether it was written. */
export function writeMessage(sqlite: Sqlite, at: Instant, message: Message): boolean {
  const outcome = statement(
    sqlite,
    `INSERT INTO outbox (id, key, template, account_id, to_name, to_address, lang, facts, link, edition, due_at, created_at, attempts)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (key) DO NOTHING`,
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
  );
  return outcome.changes === 1;
}
