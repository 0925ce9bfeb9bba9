import { countryName } from '../cities/countries.ts';
import type { Edition } from '../editions/pages.ts';
import { membersOf, type Nomination } from '../nominations/pages.ts';
import { recipientOf } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import { isoOf } from '../platform/clock.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import type { Clarification } from './pages.ts';

type Asked = Pick<Clarification, 'id' | 'sectionId' | 'question' | 'dueAt' | 'askedBy'>;

const sectionTitle = (edition: Edition, id: string) =>
  edition.definition.sections.find((one) => one.id === id)?.title;

/** The question to all who write the dossier; who asked is not named. */
export function mailQuestion(tx: Tx, edition: Edition, nomination: Nomination, asked: Asked): void {
  for (const { account } of membersOf(tx.db, nomination.id)) {
    const recipient = recipientOf(tx, account);
    const { lang } = recipient;
    const due = isoOf(asked.dueAt);
    tx.send({
      key: `clarification-${asked.id}-${account}`,
      template: 'screening.mail.question',
      ...recipient,
      link: `/nominations/${nomination.id}/clarifications/${asked.id}`,
      edition: edition.id,
      facts: {
        city: nomination.cityName,
        section: sectionTitle(edition, asked.sectionId)?.[lang] ?? asked.sectionId,
        question: asked.question,
        dueAt: formatInstant(lang, due, edition.definition.timeZone, 'weekdayTime'),
      },
    });
  }
}

/** To whoever asked, that the city has answered; once, however often the city corrects its words. */
export function mailAnswer(tx: Tx, edition: Edition, nomination: Nomination, asked: Asked): void {
  const recipient = recipientOf(tx, asked.askedBy);
  tx.send({
    key: `clarification-answered-${asked.id}`,
    template: 'screening.mail.answered',
    ...recipient,
    link: `/office/${edition.slug}/screening/${nomination.id}`,
    edition: edition.id,
    facts: {
      city: nomination.cityName,
      country: countryName(recipient.lang, nomination.country),
      section: sectionTitle(edition, asked.sectionId)?.[recipient.lang] ?? asked.sectionId,
    },
  });
}
