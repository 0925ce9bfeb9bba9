import { datesOf } from '../editions/calendar.ts';
import { type Edition, editionBySlug, wholeEdition } from '../editions/pages.ts';
import type { Tx } from '../platform/act.ts';
import { isoOf } from '../platform/clock.ts';
import { type FieldError, invalid, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { answerForm, ownProfileForm } from './forms.ts';
import { profileOf } from './juror.ts';
import { type Juror, jurorOfAccount, whyNotSit } from './pages.ts';
import { whyNotAccept, whyNotDecline, whyNotDescribe } from './policy.ts';
import { markOf, ownPart, profileFields, typedOf } from './profile-pages.ts';
import { acceptInvitation, declineInvitation, describeJuror } from './store.ts';

type Thing = { edition: Edition; juror: Juror };

/** The viewer's own seat in the edition of the address, invited or taken; to everybody else it does not exist. */
function findOwn(call: Call): Thing | null {
  const { account } = call.viewer;
  const edition = editionBySlug(call.service.db, call.params.edition ?? '');
  const juror = edition && account && jurorOfAccount(call.service.db, edition.id, account.id);
  return edition && juror ? { edition, juror } : null;
}

function reread(tx: Tx, { edition, juror }: Thing): Thing | Refusal {
  const now = jurorOfAccount(tx.db, edition.id, juror.accountId);
  return now ? { edition: wholeEdition(tx.db, edition.id), juror: now } : refuse('jury.missing');
}

function drawInvitation(call: Call, { edition, juror }: Thing, typed: Typed, errors: readonly FieldError[]) {
  const excluded = whyNotSit(call.service.db, edition.id, juror.accountId);
  const refusal = whyNotAccept(edition.calendar, juror, excluded, call.at);
  const { opensAt, closesAt } = datesOf(edition.calendar, 'scoring');
  const { terms, termsVersion } = edition.definition.rules.jury;
  return page('jury/accept', {
    title: call.t('jury.accept.title', { award: edition.definition.name[call.lang] }),
    editionSlug: edition.slug,
    action: `/${call.lang}/jury/${edition.slug}/accept`,
    terms: terms[call.lang],
    version: termsVersion,
    opensAt: isoOf(opensAt),
    closesAt: isoOf(closesAt),
    zone: edition.definition.timeZone,
    most: juror.maxLoad,
    may: {
      accepts: juror.state === 'invited' && refusal === null,
      declines: whyNotDecline(juror) === null && juror.state === 'invited',
    },
    acceptedAt: juror.state === 'accepted' && juror.acceptedAt !== null ? isoOf(juror.acceptedAt) : '',
    acceptedVersion: juror.termsVersion ?? '',
    onward: `/${call.lang}/jury/${edition.slug}`,
    profileHref: `/${call.lang}/jury/${edition.slug}/profile`,
    refusal: refusal && juror.state !== 'accepted' ? call.t(refusal.code, refusal.facts) : '',
    statement: [{ value: 'yes', label: call.t('jury.accept.agree'), chosen: typed.agreed === 'yes' }],
    typed,
    errors: errorTexts(call, errors),
  });
}

const invitation = route({
  method: 'get',
  path: '/jury/:edition/accept',
  audience: 'account',
  find: findOwn,
  handle: (call, thing) => drawInvitation(call, thing, {}, []),
});

const answer = route({
  method: 'post',
  path: '/jury/:edition/accept',
  audience: 'account',
  find: findOwn,
  form: answerForm,
  handle: async (call, thing, { act, agreed, version }) => {
    if (act === 'accept' && !agreed) return invalid({ field: 'agreed', code: 'jury.field.agreed' });
    const action = act === 'accept' ? 'juror.accepted' : 'juror.declined';
    const outcome = await call.service.act(accountOf(call).id, action, (tx) => {
      const read = reread(tx, thing);
      return isRefusal(read) ? read : answerInvitation(tx, read, act, version);
    });
    if (isRefusal(outcome)) return outcome;
    return act === 'accept'
      ? seeOther(`/jury/${thing.edition.slug}/profile`, { key: 'jury.notice.accepted' })
      : seeOther(`/jury/${thing.edition.slug}/accept`, { key: 'jury.notice.declined' });
  },
  redraw: (call, thing, typed, errors) => drawInvitation(call, findOwn(call) ?? thing, typed, errors),
});

function answerInvitation(
  tx: Tx,
  { edition, juror }: Thing,
  act: 'accept' | 'decline',
  version: string,
): Refusal | null {
  if (act === 'decline') {
    const refusal = whyNotDecline(juror);
    if (refusal === null) declineInvitation(tx, juror);
    return refusal;
  }
  if (juror.state === 'accepted') return null;
  const excluded = whyNotSit(tx.db, edition.id, juror.accountId);
  const refusal = whyNotAccept(edition.calendar, juror, excluded, tx.at);
  if (refusal) return refusal;
  if (version !== edition.definition.rules.jury.termsVersion) return refuse('jury.termsChanged');
  acceptInvitation(tx, edition, juror);
  return null;
}

/** Only who has accepted has a profile to look at. */
function findSeated(call: Call): Thing | null {
  const own = findOwn(call);
  return own?.juror.state === 'accepted' ? own : null;
}

function drawProfile(call: Call, { edition, juror }: Thing, typed: Typed, errors: readonly FieldError[]) {
  const shown: Typed = typed.first === undefined ? typedOf(juror) : typed;
  const changed = errors.some((one) => one.code === 'jury.changed');
  const refusal = whyNotDescribe(juror);
  return page('jury/profile', {
    title: call.t('jury.profile.title'),
    editionSlug: edition.slug,
    action: `/${call.lang}/jury/${edition.slug}/profile`,
    onward: `/${call.lang}/jury/${edition.slug}`,
    writes: refusal === null,
    refusal: refusal ? call.t(refusal.code, refusal.facts) : '',
    facts: [
      {
        term: call.t('jury.fact.languages'),
        values: juror.languages.map((lang) => call.t(`screening.language.${lang}`)),
      },
      {
        term: call.t('jury.fact.expertise'),
        values: edition.definition.rubric.criteria
          .filter((one) => juror.expertise.includes(one.id))
          .map((one) => one.name[call.lang]),
      },
      { term: call.t('jury.fact.maxLoad'), value: String(juror.maxLoad) },
    ],
    fields: profileFields(call, edition, shown),
    typed: { ...shown, seen: changed ? markOf(juror) : (shown.seen ?? '') },
    errors: errorTexts(call, errors),
  });
}

const profile = route({
  method: 'get',
  path: '/jury/:edition/profile',
  audience: ['juror'],
  find: findSeated,
  handle: (call, thing) => drawProfile(call, thing, {}, []),
});

const describe = route({
  method: 'post',
  path: '/jury/:edition/profile',
  audience: ['juror'],
  find: findSeated,
  form: (_call: Call, { edition }: Thing) => ownProfileForm(edition.definition),
  handle: async (call, thing, values) => {
    const outcome = await call.service.act(accountOf(call).id, 'juror.described', (tx) => {
      const read = reread(tx, thing);
      if (isRefusal(read)) return read;
      const refusal = whyNotDescribe(read.juror);
      if (refusal) return refusal;
      const written = { ...profileOf(read.juror), ...ownPart(values) };
      const isOld = values.seen !== markOf(read.juror) && markOf(written) !== markOf(read.juror);
      return isOld ? refuse('jury.changed') : describeJuror(tx, read.juror, written);
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/jury/${thing.edition.slug}/profile`, { key: 'jury.notice.described' });
  },
  redraw: (call, thing, typed, errors) => drawProfile(call, findSeated(call) ?? thing, typed, errors),
});

export const ownRoutes = [invitation, answer, profile, describe];
