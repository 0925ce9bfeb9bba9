/** The pages of a juror, with one invented dossier. */
import { datesOf } from '../editions/calendar.ts';
import type { Edition } from '../editions/pages.ts';
import { inLang } from '../editions/words.ts';
import { isoOf } from '../platform/clock.ts';
import { type Answer, page } from '../platform/http/answer.ts';
import type { Call } from '../platform/http/route.ts';
import { answersFor, levelRows, readAnswers, remarkField } from '../scoring/card-page.ts';
import { placeholderDossier, previewBase, readPlaceholder } from './placeholder.ts';

/** The invitation to the jury with its terms. */
export function drawTerms(call: Call, edition: Edition): Answer {
  const { jury } = edition.definition.rules;
  const { opensAt, closesAt } = datesOf(edition.calendar, 'scoring');
  return page('jury/accept', {
    title: call.t('jury.accept.title', { award: inLang(call, edition.definition.name) }),
    opensAt: isoOf(opensAt),
    closesAt: isoOf(closesAt),
    most: jury.maxLoad,
    version: jury.termsVersion,
    terms: inLang(call, jury.terms),
    may: {},
  });
}

/** The list of a juror with one dossier. */
export function drawList(call: Call, edition: Edition): Answer {
  const { opensAt, closesAt } = datesOf(edition.calendar, 'scoring');
  const href = `${previewBase(call, edition)}/juror/card`;
  const city = call.t('overview.preview.city');
  const word = call.t('scoring.state.next');
  const country = call.t('overview.preview.country');
  const language = call.t(`platform.language.${call.lang}`);
  return page('scoring/list', {
    title: call.t('scoring.list.title', { done: 0, total: 1 }),
    who: call.t('scoring.list.who', { year: String(edition.year), name: call.t('overview.preview.person') }),
    states: ['lit'],
    empty: false,
    left: call.t('scoring.list.left', { begun: 0, unopened: 1 }),
    stage: 'open',
    opensAt: isoOf(opensAt),
    closesAt: isoOf(closesAt),
    next: { href, city },
    tabs: [],
    rows: [{ href, city, country, region: 'ENA', language, state: 'lit', word, amount: '' }],
    notes: [],
  });
}

/** The dossier as a juror reads it. */
export function drawDossier(call: Call, edition: Edition): Answer {
  return page('scoring/dossier', {
    title: call.t('overview.preview.city'),
    base: `${previewBase(call, edition)}/juror/card`,
    sections: readPlaceholder(edition.definition, call),
    dossierLang: call.lang,
  });
}

/** One criterion of the scorecard; null where there is no such criterion. */
export function drawCard(call: Call, edition: Edition, of: string | undefined): Answer | null {
  const { definition } = edition;
  const { criteria } = definition.rubric;
  const at = of === undefined ? 0 : criteria.findIndex(({ id }) => id === of);
  const criterion = criteria[at];
  if (criterion === undefined) return null;
  const base = `${previewBase(call, edition)}/juror`;
  const weights = criteria.reduce((sum, one) => sum + one.weight, 0);
  const number = { number: at + 1, total: criteria.length };
  const link = (index: number) => {
    const one = criteria[index];
    return one && { href: `${base}/card/${one.id}`, label: inLang(call, one.name) };
  };
  return page('overview/preview-card', {
    title: inLang(call, criterion.name),
    place: call.t('scoring.card.place', { ...number, weight: criterion.weight, weights }),
    dossier: `${base}/dossier`,
    answers: readAnswers(answersFor(placeholderDossier(definition, call), criterion.id), ''),
    lang: call.lang,
    levels: levelRows(call, definition, criterion, ''),
    remark: remarkField(call, definition, criterion, ''),
    before: link(at - 1),
    after: link(at + 1),
  });
}
