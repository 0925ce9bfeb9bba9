import { eq } from 'drizzle-orm';
import { isoOf, secondsTo } from '../platform/clock.ts';
import { data, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, nothing, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import { LANGS } from '../platform/i18n/lang.ts';
import { isRefusal } from '../platform/result.ts';
import { pendingChangeOf } from './address-pages.ts';
import { deviceName } from './devices.ts';
import { asksForFactor, whyNotEnd } from './factor.ts';
import { factorsOf } from './factor-pages.ts';
import { endFactor, endSessions } from './factor-store.ts';
import { accountForm, emptyForm } from './forms.ts';
import { sessionsOf } from './pages.ts';
import { sessionOf } from './prove-routes.ts';
import { describeAccount, endSession } from './store.ts';
import { accounts } from './tables.ts';

const PATH = '/my/account';

const written = (call: Call, at: number) =>
  formatInstant(call.lang, isoOf(at), accountOf(call).timeZone ?? 'UTC', 'dateTime');

function drawFactors(call: Call) {
  const { id } = accountOf(call);
  const known = factorsOf(call.service.db, id);
  const held = call.rooms.appointmentsOf(call.service.db, id);
  const mayEnd = whyNotEnd(known.length, held) === null;
  return {
    asked: asksForFactor(held),
    factors: known.map((one) => ({
      name: call.t(`people.factor.${one.kind}`),
      note: call.t('people.account.factor', {
        since: written(call, one.since),
        used: written(call, one.usedAt),
      }),
      end: mayEnd ? `/${call.lang}${PATH}/factors/${one.id}/end` : null,
    })),
  };
}

function drawSessions(call: Call) {
  const held = sessionsOf(call.service.db, accountOf(call).id, call.at);
  return {
    hasOthers: held.length > 1,
    sessions: held.map((session) => ({
      id: session.id,
      device: deviceName(session.device) ?? call.t('people.account.unknownDevice'),
      here: session.id === call.viewer.session,
      seen: written(call, session.seenAt),
    })),
  };
}

function draw(call: Call, typed: Typed, errors: Parameters<typeof errorTexts>[1]) {
  const pending = pendingChangeOf(call.service.db, accountOf(call).id, call.at);
  return page('people/account', {
    title: call.t('people.account.title'),
    facts: [
      {
        term: call.t('people.account.address'),
        value: accountOf(call).address,
        href: `/${call.lang}${PATH}/address`,
      },
    ],
    pending: pending && call.t('people.account.pending', { address: pending.address }),
    typed,
    errors: errorTexts(call, errors),
    langs: LANGS.map((lang) => ({
      value: lang,
      label: call.t(`platform.language.${lang}`),
      chosen: lang === typed.lang,
    })),
    zones: ['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => ({
      value: zone,
      label: zone,
      chosen: zone === typed.timeZone,
    })),
    ...drawFactors(call),
    ...drawSessions(call),
  });
}

function drawAsStored(call: Call, errors: Parameters<typeof errorTexts>[1] = []) {
  const { name, lang, timeZone } = accountOf(call);
  return draw(call, { name, lang, timeZone: timeZone ?? '' }, errors);
}

const account = route({
  method: 'get',
  path: PATH,
  audience: 'account',
  find: nothing,
  handle: (call) => drawAsStored(call),
});

const describe = route({
  method: 'post',
  path: PATH,
  audience: 'account',
  find: nothing,
  form: accountForm,
  handle: async (call, _thing, values) => {
    const { id } = accountOf(call);
    const said = { ...values, timeZone: values.timeZone || null };
    await call.service.act(id, 'account.described', (tx) => {
      const now = tx.db.select().from(accounts).where(eq(accounts.id, id)).get();
      if (now?.name === said.name && now.lang === said.lang && now.timeZone === said.timeZone) return;
      describeAccount(tx, id, said);
    });
    return seeOther(PATH, { key: 'people.notice.saved' });
  },
  redraw: (call, _thing, typed, errors) => draw(call, typed, errors),
});

const endOne = route({
  method: 'post',
  path: '/my/account/sessions/:session/end',
  audience: 'account',
  find: (call) =>
    sessionsOf(call.service.db, accountOf(call).id, call.at).find(
      (held) => held.id === call.params.session,
    ) ?? null,
  form: emptyForm,
  handle: async (call, session) => {
    const { id } = accountOf(call);
    await call.service.act(id, 'session.ended', (tx) => endSession(tx, id, session.id));
    return seeOther(PATH, { key: 'people.notice.session-ended' });
  },
});

const endOthers = route({
  method: 'post',
  path: '/my/account/sessions/end',
  audience: 'account',
  find: nothing,
  form: emptyForm,
  handle: async (call) => {
    const { id } = accountOf(call);
    await call.service.act(id, 'session.ended', (tx) => endSessions(tx, id, sessionOf(call)));
    return seeOther(PATH, { key: 'people.notice.sessions-ended' });
  },
});

const endOneFactor = route({
  method: 'post',
  path: '/my/account/factors/:factor/end',
  audience: 'account',
  fresh: true,
  find: (call) =>
    factorsOf(call.service.db, accountOf(call).id).find(({ id }) => id === call.params.factor) ?? null,
  form: emptyForm,
  handle: async (call, factor) => {
    const { id } = accountOf(call);
    const outcome = await call.service.act(id, 'factor.ended', (tx) => {
      const held = call.rooms.appointmentsOf(tx.db, id);
      return whyNotEnd(factorsOf(tx.db, id).length, held) ?? endFactor(tx, id, factor.id);
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(PATH, { key: 'people.notice.factor-ended' });
  },
  redraw: (call, _factor, _typed, errors) => drawAsStored(call, errors),
});

/** Keeps the session from lying idle, for the small script that warns before its end. */
const stay = route({
  method: 'get',
  path: '/my/account/session',
  audience: 'account',
  find: nothing,
  handle: (call) =>
    data('application/json', JSON.stringify({ endsIn: secondsTo(call.viewer.endsAt ?? call.at, call.at) })),
});

export const accountRoutes = [account, describe, endOne, endOthers, endOneFactor, stay];
