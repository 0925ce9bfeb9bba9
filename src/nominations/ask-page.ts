/** What the office asks a city at sections of its dossier, as the city's own pages print it: where, until when, what next. */
import type { Definition } from '../editions/definition.ts';
import type { Words } from '../editions/words.ts';
import { isoOf } from '../platform/clock.ts';
import type { SectionAsk } from '../platform/http/route.ts';
import { formatInstant } from '../platform/i18n/formats.ts';

const SPINES = { open: 'need', answered: 'half', accepted: 'full' } as const;

/** One row an ask, with the title of its section and the way to the page on which it is answered. */
export function askRows(words: Words, definition: Definition, asks: readonly SectionAsk[], zone: string) {
  return asks.map((ask) => ({
    section: ask.section,
    question: ask.question,
    label: definition.sections.find(({ id }) => id === ask.section)?.title[words.lang] ?? ask.section,
    href: `/${words.lang}${ask.path}`,
    fact: words.t(`nominations.ask.${ask.state}`, {
      due: formatInstant(words.lang, isoOf(ask.dueAt), zone, 'dateTime'),
    }),
    state: SPINES[ask.state],
    word: words.t(`nominations.ask.${ask.state}.word`),
    isOpen: ask.state === 'open',
  }));
}
