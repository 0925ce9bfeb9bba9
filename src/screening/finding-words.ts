import { type Definition, questionsOf } from '../editions/definition.ts';
import { formatInstant, formatList } from '../platform/i18n/formats.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import type { Facts } from '../platform/result.ts';
import type { Finding, FindingState } from './findings.ts';
import { precisionOf } from './partial-date.ts';

/** A finding as it is read: what was checked, what came out, and why. */
export type WrittenFinding = { id: string; state: FindingState; title: string; sentence: string };

type Say = (key: string, facts?: Facts) => string;

const LOCALES: Record<Lang, string> = { en: 'en-GB', fr: 'fr-FR', es: 'es-ES' };

/** Writes a day that is known as a year, a month or a day: 2019; May 2019; 14 May 2019. */
export function writePartialDate(lang: Lang, text: string): string {
  switch (precisionOf(text)) {
    case 'day':
      return formatInstant(lang, `${text}T12:00:00Z`, 'UTC', 'date');
    case 'month': {
      const format = new Intl.DateTimeFormat(LOCALES[lang], {
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
      });
      return format.format(new Date(`${text}-15T12:00:00Z`));
    }
    default:
      return text;
  }
}

/** Writes a finding in a language; instants in the given zone, questions by their labels. */
export function writeFinding(
  say: Say,
  lang: Lang,
  definition: Definition,
  zone: string,
  finding: Finding,
): WrittenFinding {
  const labels = new Map(questionsOf(definition).map((one) => [one.id, one.label[lang]]));
  const entries = Object.entries(finding.facts).map(([name, fact]) => [
    name,
    writeFact(say, lang, zone, labels, name, fact),
  ]);
  return {
    id: finding.id,
    state: finding.state,
    title: say(`screening.finding.${finding.id}`),
    sentence: say(
      `screening.finding.${finding.id}.${finding.reason}`,
      Object.fromEntries(entries) as Record<string, string | number>,
    ),
  };
}

function writeFact(
  say: Say,
  lang: Lang,
  zone: string,
  labels: ReadonlyMap<string, string>,
  name: string,
  fact: Finding['facts'][string],
): string | number {
  if (typeof fact === 'number') return fact;
  if (typeof fact !== 'string') {
    return formatList(
      lang,
      fact.map((id) => labels.get(id) ?? id),
    );
  }
  if (name === 'joined' || name === 'awarded' || name === 'countedTo') return writePartialDate(lang, fact);
  if (name === 'lang' || name === 'seems') return say(`screening.language.${fact}`);
  return formatInstant(lang, fact, zone, 'dateTime');
}
