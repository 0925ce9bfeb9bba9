import type { Views } from './http/view-engine.ts';
import type { Lang } from './i18n/lang.ts';
import type { OutboxRow } from './outbox.ts';
import type { Service } from './service.ts';

/** A mail ready to be handed to an SMTP server; everything that a worker needs and nothing more. */
export type Mail = {
  id: string;
  messageId: string;
  from: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** A calendar entry that comes with it, or takes back an earlier one. */
  calendar?: { method: 'PUBLISH' | 'CANCEL'; text: string };
};

/** What comes with the words of a mail: a note below, as for a sample award, and a calendar entry. */
export type Extras = { note: string | null; calendar: NonNullable<Mail['calendar']> | null };

/** Renders a row of the outbox in its recipient's language. */
export function renderMail(service: Service, views: Views, row: OutboxRow, { note, calendar }: Extras): Mail {
  const { config, translate } = service;
  const lang = row.lang as Lang;
  const facts = JSON.parse(row.facts) as Record<string, string | number>;
  const t = (part: string) => translate(lang, `${row.template}.${part}`, { name: row.to_name, ...facts });
  const paragraphs = t('body').split('\n\n');
  const link = row.link === null ? null : { href: `${config.origin}/${lang}${row.link}`, label: t('action') };
  const signature = translate(lang, 'platform.awardName');
  const subject = t('subject');
  const text = [
    ...paragraphs,
    ...(link ? [`${link.label}:\n${link.href}`] : []),
    signature,
    ...(note ? [note] : []),
  ];
  return {
    id: row.id,
    messageId: `<outbox-${row.id}@${new URL(config.origin).hostname}>`,
    from: config.mailFrom,
    to: { name: row.to_name, address: row.to_address },
    subject,
    text: `${text.join('\n\n')}\n`,
    html: views.render('platform/mail', lang, { lang, title: subject, paragraphs, link, signature, note }),
    ...(calendar ? { calendar } : {}),
  };
}
