import { countryName } from '../cities/countries.ts';
import type { Criterion } from '../editions/definition.ts';
import { dossierOf } from '../nominations/dossier-pages.ts';
import { isoOf } from '../platform/clock.ts';
import { type Answer, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { statusOf } from '../platform/http/status.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import { isRefusal, type Refusal } from '../platform/result.ts';
import { type CardAt, ownCard, readInAct } from './appointments.ts';
import {
  answersFor,
  barOf,
  criterionName,
  criterionStates,
  type Held,
  heldOf,
  levelRows,
  neighbour,
  ownNameWords,
  progressWords,
  readAnswers,
  remarkField,
  scoreWords,
} from './card-page.ts';
import { cardOf } from './card-pages.ts';
import { type ScoresValues, scoresForm } from './forms.ts';
import { drawCheck } from './lock-routes.ts';
import { standingOf } from './pages.ts';
import { whyNotScore } from './policy.ts';
import { type Card, lacksOf, nextUnscored, pointsOf } from './scorecard.ts';
import { saveScores } from './store.ts';

const pathOf = ({ edition, scorecard }: CardAt) => `/jury/${edition.slug}/scorecards/${scorecard}`;

/** The clock of an instant where the juror is. */
function clockAt(call: Call, { edition }: CardAt, at: number): string {
  const zone = call.viewer.account?.timeZone ?? edition.definition.timeZone;
  return formatInstant(call.lang, isoOf(at), zone, 'clock');
}

type Shown = {
  held: Held;
  errors: readonly FieldError[];
  status?: number;
  /** Whether what the page holds is what is saved. */
  stored?: boolean;
  /** What another tab saved in the meantime, where both are shown. */
  clash?: boolean;
};

function clashOf(call: Call, at: CardAt, card: Card, criterion: string) {
  const score = card.scores[criterion];
  return {
    clock: clockAt(call, at, score?.savedAt ?? call.at),
    score: scoreWords(call, at.edition.definition, score?.points ?? null),
    remark: score?.remark ?? '',
  };
}

function drawCriterion(call: Call, at: CardAt, criterion: Criterion, shown: Shown): Answer {
  const { edition, reading, scorecard } = at;
  const { definition } = edition;
  const { db } = call.service;
  const card = cardOf(db, scorecard);
  const index = definition.rubric.criteria.indexOf(criterion);
  const base = `/${call.lang}${pathOf(at)}`;
  const refusal = whyNotScore(edition.calendar, standingOf(db, reading), call.at);
  const dossier = dossierOf(db, reading.nomination, call.lang);
  const answers = answersFor(dossier?.sections ?? [], criterion.id);
  const states = criterionStates(definition, card, criterion.id);
  const savedAt = card.scores[criterion.id]?.savedAt ?? null;
  const country = countryName(call.lang, reading.country);
  const isForm = refusal === null || shown.errors.length > 0;
  return page(
    'scoring/criterion',
    {
      title: criterion.name[call.lang],
      pageTitle: `${reading.city}: ${criterion.name[call.lang]}`,
      editionSlug: edition.slug,
      bar: barOf(call, at, {
        country,
        progress: progressWords(call, definition, card, index),
        states,
        hasScore: true,
      }),
      base,
      lang: call.lang,
      dossierLang: reading.lang,
      answers: readAnswers(answers, `${base}/files`),
      place: call.t('scoring.card.place', {
        number: index + 1,
        total: definition.rubric.criteria.length,
        weight: criterion.weight,
        weights: definition.rubric.criteria.reduce((sum, { weight }) => sum + weight, 0),
      }),
      isForm,
      closed: refusal && call.t(refusal.code, refusal.facts),
      criterion: criterion.id,
      version: card.version,
      levels: levelRows(call, definition, criterion, shown.held.points),
      most: definition.rubric.levels.at(-1)?.points,
      remark: {
        ...remarkField(call, definition, criterion, shown.held.remark),
        saved: savedAt && clockAt(call, at, savedAt),
      },
      ownName: ownNameWords(call, call.viewer.account, [shown.held.remark]),
      ownScore: scoreWords(call, definition, pointsOf(card, criterion.id)),
      before: neighbour(call, definition, card, index - 1, base),
      after: neighbour(call, definition, card, index + 1, base),
      clash: shown.clash ? clashOf(call, at, card, criterion.id) : null,
      stored: shown.stored ?? false,
      errors: errorTexts(call, shown.errors),
    },
    shown.status ?? 200,
  );
}

/** The criterion of an address or a form; none where it names none of the rubric. */
function criterionOf({ edition }: CardAt, id: string | null): Criterion | null {
  return edition.definition.rubric.criteria.find((one) => one.id === id) ?? null;
}

const show = route({
  method: 'get',
  path: '/jury/:edition/scorecards/:id',
  audience: ['juror'],
  find: (call) => {
    const at = ownCard(call);
    const asked = call.query.get('criterion');
    return at && (asked === null || criterionOf(at, asked)) ? at : null;
  },
  handle: (call, at) => {
    const card = cardOf(call.service.db, at.scorecard);
    const asked = call.query.get('criterion');
    const isWhole = asked === null && (call.query.has('all') || at.reading.lockedAt !== null);
    const id = asked ?? (isWhole ? null : nextUnscored(at.edition.definition.rubric, card, null));
    const criterion = criterionOf(at, id);
    if (criterion === null) return drawCheck(call, at, {}, []);
    return drawCriterion(call, at, criterion, { held: heldOf(card, criterion.id), errors: [], stored: true });
  },
});

function typedOf(values: ScoresValues) {
  const { criterion, points, remark, version } = values;
  return [{ criterion, points, remark, seen: version }];
}

const isAutosave = (call: Call) => call.req.get('accept') === 'application/json';

function forScript(status: number, body: object): Answer {
  return { kind: 'data', type: 'application/json', body: JSON.stringify(body), status };
}

const save = route({
  method: 'post',
  path: '/jury/:edition/scorecards/:id/scores',
  audience: ['juror'],
  find: ownCard,
  form: (_call, at) => scoresForm(at.edition.definition.rubric),
  handle: async (call, at, values: ScoresValues) => {
    const account = accountOf(call).id;
    const outcome = await call.service.act(account, 'scorecard.scored', (tx) => {
      const now = readInAct(tx, at, account);
      if (isRefusal(now)) return now;
      const refusal = whyNotScore(now.edition.calendar, standingOf(tx.db, now.reading), tx.at);
      if (refusal) return refusal;
      return saveScores(tx, { scorecard: at.scorecard, edition: now.edition.id }, typedOf(values));
    });
    if (isAutosave(call)) {
      if (isRefusal(outcome)) return forScript(statusOf(outcome), { refused: outcome.code });
      return forScript(200, { version: outcome.version, clock: clockAt(call, at, call.at) });
    }
    return isRefusal(outcome) ? answerRefused(call, at, values, outcome) : answerSaved(call, at, values);
  },
  redraw: (call, at, typed, errors) => drawTyped(call, at, typed, errors),
});

function drawTyped(call: Call, at: CardAt, typed: Typed, errors: readonly FieldError[]): Answer {
  const criterion = criterionOf(at, String(typed.criterion ?? ''));
  if (criterion === null) return drawCheck(call, at, {}, errors);
  const held = { points: String(typed.points ?? ''), remark: String(typed.remark ?? '') };
  return drawCriterion(call, at, criterion, { held, errors });
}

/** The page was old: both are shown, and the form now names the newest version, so that a person decides. */
function answerRefused(call: Call, at: CardAt, values: ScoresValues, refusal: Refusal): Answer | Refusal {
  const criterion = criterionOf(at, values.criterion);
  if (refusal.code !== 'scoring.elsewhere' || criterion === null) return refusal;
  const held = { points: values.points === null ? '' : String(values.points), remark: values.remark };
  const facts = { criterion: criterionName(call, at.edition.definition, criterion.id) };
  const errors = [{ field: null, code: 'scoring.elsewhere', facts }];
  return drawCriterion(call, at, criterion, { held, errors, status: 409, clash: true });
}

/** Saved; but who wants to go on with a criterion that is not ready is told so first, and may skip it. */
function answerSaved(call: Call, at: CardAt, values: ScoresValues): Answer {
  const { rubric } = at.edition.definition;
  const card = cardOf(call.service.db, at.scorecard);
  const criterion = criterionOf(at, values.criterion);
  const lacks = lacksOf(rubric, card).filter((one) => one.criterion === values.criterion);
  if (values.next === 'on' && lacks.length > 0 && criterion) {
    const errors = lacks.map(({ what, over }) => ({
      field: what === 'points' ? 'points' : 'remark',
      code: `scoring.field.lack.${what}`,
      facts: { over },
    }));
    const held = heldOf(card, criterion.id);
    return drawCriterion(call, at, criterion, { held, errors, status: 422, stored: true });
  }
  return seeOther(afterSaving(at, card, values), { key: 'scoring.notice.saved' });
}

function afterSaving(at: CardAt, card: Card, { criterion, next }: ScoresValues): string {
  const { criteria } = at.edition.definition.rubric;
  const base = pathOf(at);
  if (next === 'stay') return `${base}?criterion=${criterion}`;
  const following =
    next === 'skip'
      ? criteria[criteria.findIndex(({ id }) => id === criterion) + 1]?.id
      : nextUnscored(at.edition.definition.rubric, card, criterion);
  return following ? `${base}?criterion=${following}` : `${base}?all`;
}

export const cardRoutes = [show, save];
