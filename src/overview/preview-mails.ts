/** Mails as a role gets them, with invented facts. */
import { datesOf } from '../editions/calendar.ts';
import type { Edition } from '../editions/pages.ts';
import { inLang } from '../editions/words.ts';
import { isoOf } from '../platform/clock.ts';
import { type Answer, page } from '../platform/http/answer.ts';
import type { Call } from '../platform/http/route.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import { previewOf } from './preview.ts';

const MAILS = {
  city: [
    'nominations.mail.receipt',
    'screening.mail.question',
    'nominations.mail.nominated',
    'announcement.mail.awarded',
    'announcement.mail.thanked',
  ],
  juror: ['jury.mail.invited', 'assignment.mail.dossiers', 'scoring.mail.receipt'],
} as const;

/** Mails as the role gets them, with invented facts. */
export function drawMails(call: Call, edition: Edition, role: keyof typeof MAILS): Answer {
  const facts = mailFacts(call, edition);
  const to = { name: call.t('overview.preview.person') };
  return page('overview/preview-mails', {
    title: call.t(`overview.preview.${role}.mails`),
    mails: MAILS[role].map((template) => ({
      what: call.t(`${template}.what`),
      ...previewOf(call, { template, to, lang: call.lang, facts }),
    })),
  });
}

function mailFacts(call: Call, { definition, calendar }: Edition) {
  const written = (stage: 'call' | 'nomination' | 'scoring', end: 'opensAt' | 'closesAt' = 'closesAt') =>
    formatInstant(call.lang, isoOf(datesOf(calendar, stage)[end]), definition.timeZone, 'dateTime');
  const invented = call.t('overview.preview.filled');
  return {
    city: call.t('overview.preview.city'),
    country: call.t('overview.preview.country'),
    edition: inLang(call, definition.name),
    award: inLang(call, definition.name),
    section: inLang(call, definition.sections[0]?.title ?? definition.name),
    question: invented,
    statement: invented,
    receipt: 'AAAA-BBBB',
    digest: '0000',
    commitment: '0000',
    note: '0000',
    hash: '0000',
    seq: 1,
    count: definition.rubric.criteria.length,
    most: definition.rules.jury.maxLoad,
    at: written('call'),
    dueAt: written('nomination'),
    closes: written('scoring'),
    closesAt: written('nomination'),
    opensAt: written('scoring', 'opensAt'),
  };
}
