import { countryName } from '../cities/countries.ts';
import { dossierOf, submittedFile } from '../nominations/dossier-pages.ts';
import { download, page } from '../platform/http/answer.ts';
import { route } from '../platform/http/route.ts';
import { ownCard } from './appointments.ts';
import { barOf, criterionStates, readAnswers } from './card-page.ts';
import { cardOf } from './card-pages.ts';
import { countScored } from './scorecard.ts';

const dossier = route({
  method: 'get',
  path: '/jury/:edition/scorecards/:id/dossier',
  audience: ['juror'],
  find: ownCard,
  handle: (call, at) => {
    const { edition, reading, scorecard } = at;
    const { definition } = edition;
    const card = cardOf(call.service.db, scorecard);
    const written = dossierOf(call.service.db, reading.nomination, call.lang);
    const base = `/${call.lang}/jury/${edition.slug}/scorecards/${scorecard}`;
    const progress = call.t('scoring.card.scored', {
      scored: countScored(definition.rubric, card),
      total: definition.rubric.criteria.length,
    });
    return page('scoring/dossier', {
      title: reading.city,
      editionSlug: edition.slug,
      bar: barOf(call, at, {
        country: countryName(call.lang, reading.country),
        progress,
        states: criterionStates(definition, card, null),
        hasScore: false,
      }),
      base,
      dossierLang: reading.lang,
      sections: (written?.sections ?? []).map(({ title, questions }) => ({
        title,
        answers: readAnswers(questions, `${base}/files`),
      })),
    });
  },
});

const file = route({
  method: 'get',
  path: '/jury/:edition/scorecards/:id/files/:file',
  audience: ['juror'],
  find: (call) => {
    const at = ownCard(call);
    return at && submittedFile(call.service.db, at.reading.nomination, call.params.file ?? '');
  },
  handle: (call, found) => download(call.service.files.pathOf(found.storedName), found.name, found.mediaType),
});

export const dossierRoutes = [dossier, file];
