import { countryName } from '../cities/countries.ts';
import { page } from '../platform/http/answer.ts';
import { type Call, route } from '../platform/http/route.ts';
import { type JuryAt, ownCard, ownJury } from './appointments.ts';
import { checkRows, ownTotal } from './card-page.ts';
import { cardOf } from './card-pages.ts';
import { isRead, type Reading } from './pages.ts';
import { EMPTY_CARD } from './scorecard.ts';

/** One card on paper: own scores and remarks, and the levels to be marked where there are none yet. */
function drawSheet(call: Call, { edition }: Pick<JuryAt, 'edition'>, reading: Reading) {
  const { definition } = edition;
  const card = reading.scorecard === null ? EMPTY_CARD : cardOf(call.service.db, reading.scorecard);
  const rows = checkRows(call, definition, card, { base: '', others: null });
  const levels = definition.rubric.levels.map(({ points }) => points).join('   ');
  return {
    city: reading.city,
    country: countryName(call.lang, reading.country),
    region: reading.region,
    language: call.t('scoring.language', { lang: reading.lang }),
    receipt: reading.receipt,
    total: ownTotal(call, definition, card),
    rows: rows.map(({ name, weight, score, state, remark }) => ({
      name,
      weight,
      remark,
      score: state === 'full' ? score : levels,
    })),
  };
}

function draw(call: Call, at: Pick<JuryAt, 'edition'>, readings: readonly Reading[], back: string) {
  const { edition } = at;
  return page('scoring/sheets', {
    title: call.t('scoring.sheet.title', { count: readings.length, city: readings[0]?.city ?? '' }),
    editionSlug: edition.slug,
    back: `/${call.lang}${back}`,
    who: call.t('scoring.list.who', { year: String(edition.year), name: call.viewer.account?.name ?? '' }),
    key: edition.definition.rubric.levels
      .map(({ points, word }) => call.t('scoring.score', { points, word: word[call.lang] }))
      .join(' · '),
    sheets: readings.map((one) => drawSheet(call, at, one)),
  });
}

const one = route({
  method: 'get',
  path: '/jury/:edition/scorecards/:id/sheet',
  audience: ['juror'],
  find: ownCard,
  handle: (call, at) => draw(call, at, [at.reading], `/jury/${at.edition.slug}/scorecards/${at.scorecard}`),
});

const all = route({
  method: 'get',
  path: '/jury/:edition/sheets',
  audience: ['juror'],
  find: ownJury,
  handle: (call, at) => {
    const live = at.readings.filter((reading) => isRead(reading) && reading.withdrawnAt === null);
    return draw(call, at, live, `/jury/${at.edition.slug}`);
  },
});

export const sheetRoutes = [one, all];
