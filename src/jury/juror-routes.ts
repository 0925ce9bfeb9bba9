import { countryName } from '../cities/countries.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import type { Tx } from '../platform/act.ts';
import { isoOf } from '../platform/clock.ts';
import { type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { formatInstant, formatList } from '../platform/i18n/formats.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { emptyForm, endForm, profileForm } from './forms.ts';
import { profileOf } from './juror.ts';
import { drawJurorState, juryPath } from './list-routes.ts';
import { type Juror, jurorById, whyNotSit } from './pages.ts';
import { whyNotDescribe, whyNotRemind } from './policy.ts';
import { markOf, profileFields, typedOf, wholeProfile } from './profile-pages.ts';
import { describeJuror, endJuror, inviteJuror, remindInvited } from './store.ts';

type Thing = { edition: Edition; juror: Juror };

function find(call: Call, roles: Parameters<typeof editionAs>[1]): Thing | null {
  const edition = editionAs(call, roles);
  const juror = edition && jurorById(call.service.db, edition.id, call.params.juror ?? '');
  return edition && juror ? { edition, juror } : null;
}

function drawFacts(call: Call, { edition, juror }: Thing) {
  const { criteria } = edition.definition.rubric;
  const written = (at: number) =>
    formatInstant(
      call.lang,
      isoOf(at),
      call.viewer.account?.timeZone ?? edition.definition.timeZone,
      'dateTime',
    );
  const fact = (key: string, value: string) => ({ term: call.t(`jury.fact.${key}`), value });
  const dated = (key: string, at: number | null) => (at === null ? [] : [fact(key, written(at))]);
  const names = criteria.filter((one) => juror.expertise.includes(one.id)).map((one) => one.name[call.lang]);
  return [
    fact('address', juror.address),
    fact('country', `${countryName(call.lang, juror.country)}, ${call.t(`platform.region.${juror.region}`)}`),
    fact(
      'languages',
      formatList(
        call.lang,
        juror.languages.map((lang) => call.t(`screening.language.${lang}`)),
      ),
    ),
    fact('expertise', formatList(call.lang, names)),
    { term: call.t('jury.fact.affiliations'), values: juror.affiliations },
    fact('maxLoad', String(juror.maxLoad)),
    ...dated('invited', juror.invitedAt),
    ...dated('accepted', juror.acceptedAt),
    ...(juror.termsVersion === null ? [] : [fact('terms', juror.termsVersion)]),
    ...dated('declined', juror.declinedAt),
    ...dated('ended', juror.endedAt),
    ...(juror.endingReason === null ? [] : [fact('why', juror.endingReason)]),
  ];
}

function draw(call: Call, thing: Thing, typed: Typed, errors: readonly FieldError[]) {
  const { edition, juror } = thing;
  const base = `/${call.lang}${juryPath(edition)}/${juror.id}`;
  const organises = isOrganiser(call, edition);
  const excluded = whyNotSit(call.service.db, edition.id, juror.accountId);
  // A form of its own may have been posted from this page: the profile is then drawn as it stands.
  const profile: Typed = typed.first === undefined ? { ...typedOf(juror), ...typed } : typed;
  const changed = errors.some((one) => one.code === 'jury.changed');
  return page('jury/juror', {
    title: juror.name,
    editionSlug: edition.slug,
    base,
    back: `/${call.lang}${juryPath(edition)}`,
    state: drawJurorState(call, juror),
    facts: drawFacts(call, thing),
    may: {
      describes: organises && whyNotDescribe(juror) === null,
      ends: organises && juror.endedAt === null,
      reminds: organises && whyNotRemind(edition.calendar, juror, excluded, call.at) === null,
    },
    reopens: juror.state === 'declined' || juror.state === 'ended',
    fields: profileFields(call, edition, profile),
    typed: { ...profile, seen: changed ? markOf(juror) : (profile.seen ?? '') },
    errors: errorTexts(call, errors),
  });
}

const writing = {
  method: 'post',
  audience: ['organiser'],
  find: (call: Call) => find(call, ['organiser']),
  redraw: (call: Call, thing: Thing, typed: Typed, errors: readonly FieldError[]) => {
    const again = jurorById(call.service.db, thing.edition.id, thing.juror.id);
    return draw(call, { ...thing, juror: again ?? thing.juror }, typed, errors);
  },
} as const;

function reread(tx: Tx, { edition, juror }: Thing): Thing | Refusal {
  const now = jurorById(tx.db, edition.id, juror.id);
  return now ? { edition: wholeEdition(tx.db, edition.id), juror: now } : refuse('jury.missing');
}

const pathOf = ({ edition, juror }: Thing) => `${juryPath(edition)}/${juror.id}`;

const read = route({
  method: 'get',
  path: '/office/:edition/jury/:juror',
  audience: OFFICE_READERS,
  find: (call) => find(call, OFFICE_READERS),
  handle: (call, thing) => draw(call, thing, {}, []),
});

const describe = route({
  ...writing,
  path: '/office/:edition/jury/:juror',
  form: (_call: Call, { edition }: Thing) => profileForm(edition.definition),
  handle: async (call, thing, values) => {
    const profile = wholeProfile(values);
    const outcome = await call.service.act(accountOf(call).id, 'juror.described', (tx) => {
      const read = reread(tx, thing);
      if (isRefusal(read)) return read;
      const refusal = whyNotDescribe(read.juror);
      if (refusal) return refusal;
      const isOld = values.seen !== markOf(read.juror) && markOf(profile) !== markOf(read.juror);
      return isOld ? refuse('jury.changed') : describeJuror(tx, read.juror, profile);
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(pathOf(thing), { key: 'jury.notice.described' });
  },
});

const end = route({
  ...writing,
  path: '/office/:edition/jury/:juror/end',
  form: endForm,
  handle: async (call, thing, { reason }) => {
    const outcome = await call.service.act(accountOf(call).id, 'juror.ended', (tx) => {
      const read = reread(tx, thing);
      return isRefusal(read) ? read : endJuror(tx, read.juror, reason);
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(pathOf(thing), { key: 'jury.notice.ended' });
  },
});

const remind = route({
  ...writing,
  path: '/office/:edition/jury/:juror/invite',
  form: emptyForm,
  handle: async (call, thing) => {
    const outcome = await call.service.act(accountOf(call).id, 'juror.invited', (tx) => {
      const read = reread(tx, thing);
      if (isRefusal(read)) return read;
      const { edition, juror } = read;
      const excluded = whyNotSit(tx.db, edition.id, juror.accountId);
      const refusal = whyNotRemind(edition.calendar, juror, excluded, tx.at);
      if (refusal) return refusal;
      if (juror.state === 'invited') return remindInvited(tx, edition, juror);
      const reopened = inviteJuror(tx, edition, juror, profileOf(juror));
      return isRefusal(reopened) ? reopened : true;
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(pathOf(thing), { key: outcome ? 'jury.notice.reminded' : 'jury.notice.remindedToday' });
  },
});

export const jurorRoutes = [read, describe, end, remind];
