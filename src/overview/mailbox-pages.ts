import { desc, eq } from 'drizzle-orm';
import { isoOf } from '../platform/clock.ts';
import type { Db } from '../platform/database.ts';
import { mailbox } from '../platform/tables.ts';

/** The newest hundred mails of the local mailbox. */
export function newestMails(db: Db) {
  return db
    .select({
      id: mailbox.id,
      at: mailbox.at,
      toName: mailbox.toName,
      toAddress: mailbox.toAddress,
      subject: mailbox.subject,
    })
    .from(mailbox)
    .orderBy(desc(mailbox.at), desc(mailbox.id))
    .limit(100)
    .all()
    .map((mail) => ({ ...mail, at: isoOf(mail.at) }));
}

/** A mail of the local mailbox: its paragraphs, and its links as links. */
export function mailById(db: Db, id: string) {
  const mail = db.select().from(mailbox).where(eq(mailbox.id, id)).get();
  if (!mail) return null;
  const lines = mail.text
    .split('\n')
    .map((text) => ({ text, ...(/^https?:\/\/\S+$/.test(text) ? { href: text } : {}) }));
  return { subject: mail.subject, toName: mail.toName, toAddress: mail.toAddress, at: isoOf(mail.at), lines };
}
