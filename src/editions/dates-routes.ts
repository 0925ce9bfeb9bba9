import { type FieldError, invalid, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { type AnyRoute, accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal } from '../platform/result.ts';
import { inZone } from './call-page.ts';
import { STAGES } from './definition.ts';
import { redateEdition } from './definition-store.ts';
import { calendarTyped, dateField, datesForm, extendForm } from './forms.ts';
import { fromLocal, toLocal } from './local-time.ts';
import { countWriters, mailStageExtension, writersOf } from './messages.ts';
import { editionAs } from './office.ts';
import { type Edition, wholeEdition } from './pages.ts';
import { whyNotExtend } from './policy.ts';
import { extendStage } from './store.ts';
import { inLang } from './words.ts';

function standing(edition: Edition): Typed {
  const { timeZone } = edition.definition;
  return Object.fromEntries(
    edition.calendar.flatMap(({ stage, opensAt, closesAt }) => [
      [dateField(stage, 'opens'), toLocal(opensAt, timeZone)],
      [dateField(stage, 'closes'), toLocal(closesAt, timeZone)],
    ]),
  );
}

function drawDates(call: Call, edition: Edition, typed: Typed, errors: readonly FieldError[]) {
  return page('editions/dates', {
    title: call.t('editions.dates.title'),
    name: inLang(call, edition.definition.name),
    base: `/office/${edition.slug}`,
    zone: edition.definition.timeZone,
    published: edition.publishedAt !== null,
    stages: STAGES.map((stage) => ({
      label: call.t(`editions.stage.${stage}`),
      opens: dateField(stage, 'opens'),
      opensAt: typed[dateField(stage, 'opens')] ?? '',
      closes: dateField(stage, 'closes'),
      closesAt: typed[dateField(stage, 'closes')] ?? '',
    })),
    choices: edition.calendar.map(({ stage, closesAt }) => ({
      value: stage,
      label: call.t('editions.dates.choice', {
        stage: call.t(`editions.stage.${stage}`),
        date: inZone(edition, call, closesAt, 'dateTime'),
      }),
      chosen: typed.stage === stage,
    })),
    told: countWriters(call, edition.id),
    typed,
    errors: errorTexts(call, errors),
  });
}

const dates = route({
  method: 'get',
  path: '/office/:edition/definition/dates',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  handle: (call, edition) => drawDates(call, edition, standing(edition), []),
});

const redate = route({
  method: 'post',
  path: '/office/:edition/definition/dates',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: (_call, edition) => datesForm(edition.definition.timeZone),
  handle: async (call, edition, typed) => {
    const calendar = calendarTyped(typed, edition.definition.timeZone);
    const outcome = await call.service.act(accountOf(call).id, 'edition.redated', (tx) =>
      redateEdition(tx, edition.id, calendar),
    );
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/office/${edition.slug}/definition`, { key: 'editions.notice.redated' });
  },
  redraw: (call, edition, typed, errors) => drawDates(call, edition, typed, errors),
});

const extend = route({
  method: 'post',
  path: '/office/:edition/definition/extend',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: extendForm,
  handle: async (call, edition, { stage, closesAt, reason }) => {
    const until = fromLocal(closesAt, edition.definition.timeZone);
    if (until === null) return invalid({ field: 'closesAt', code: 'editions.field.instant' });
    const outcome = await call.service.act(accountOf(call).id, 'stage.extended', (tx) => {
      const now = wholeEdition(tx.db, edition.id);
      // The same extension sent twice stands already: nothing is left to write.
      const stands = now.calendar.find((one) => one.stage === stage);
      if (stands?.closesAt === until && stands.extendedBecause === reason) return;
      const refusal = whyNotExtend(now, stage, until, tx.at);
      if (refusal) return refusal;
      const id = extendStage(tx, edition.id, stage, until, reason);
      mailStageExtension(tx, now, { id, stage, closesAt: until, reason }, writersOf(call));
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/office/${edition.slug}/definition`, { key: 'editions.notice.extended' });
  },
  redraw: (call, edition, typed, errors) => drawDates(call, edition, typed, errors),
});

export const datesRoutes: readonly AnyRoute[] = [dates, redate, extend];
