import { countryName } from '../cities/countries.ts';
import { datesOf } from '../editions/calendar.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { isoOf } from '../platform/clock.ts';
import { type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import { isRefusal } from '../platform/result.ts';
import { shortlisted } from '../screening/pages.ts';
import type { StandingConflict } from './conflicts.ts';
import { inviteForm } from './forms.ts';
import { balanceOf } from './juror.ts';
import { hiddenFromOffice } from './office-conflict-pages.ts';
import { type Juror, jurorsOf, standingConflicts } from './pages.ts';
import { whyNotInvite } from './policy.ts';
import { profileFields, wholeProfile } from './profile-pages.ts';
import { inviteJuror } from './store.ts';

/** The address of an edition's jury in its office. */
export const juryPath = (edition: { slug: string }) => `/office/${edition.slug}/jury`;

const STATE_SPINES = { invited: 'open', accepted: 'full', declined: 'half', ended: 'half' } as const;

/** The state of a juror with its spine and word, for a page. */
export function drawJurorState(call: Call, { state }: Pick<Juror, 'state'>) {
  return { spine: STATE_SPINES[state], word: call.t(`jury.state.${state}`) };
}

function drawRow(call: Call, edition: Edition, juror: Juror, standing: readonly StandingConflict[]) {
  const own = standing.filter((one) => one.juror === juror.id && one.kind !== 'derived');
  return {
    href: `/${call.lang}${juryPath(edition)}/${juror.id}`,
    name: juror.name,
    country: countryName(call.lang, juror.country),
    region: juror.region,
    languages: juror.languages.map((lang) => call.t(`screening.language.${lang}`)),
    maxLoad: juror.maxLoad,
    conflicts: own.length,
    state: drawJurorState(call, juror),
  };
}

function drawBalance(call: Call, edition: Edition, jurors: readonly Juror[], hidden: ReadonlySet<string>) {
  const dossiers = shortlisted(call.service.db, edition.id).filter(({ id }) => !hidden.has(id));
  const { readersPerNomination: each, regionPanels } = edition.definition.rules.jury;
  const isPanelled = regionPanels === true;
  const { regions, offered, needed, languages } = balanceOf(jurors, dossiers, each);
  return {
    regions: regions.map((one) => ({
      code: one.region,
      accepted: one.accepted,
      words: call.t(isPanelled ? 'jury.list.panel' : 'jury.list.region', one),
      short: isPanelled && one.offered < one.needed,
    })),
    readings: call.t('jury.list.readings', { offered, needed, dossiers: dossiers.length, each }),
    languages: languages.map((one) => ({
      label: call.t(`screening.language.${one.lang}`),
      words: call.t('jury.list.language', {
        readers: one.readers,
        offered: one.offered,
        needed: one.needed,
      }),
      short: one.offered < one.needed,
    })),
  };
}

const list = route({
  method: 'get',
  path: '/office/:edition/jury',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => {
    const { db } = call.service;
    const jurors = jurorsOf(db, edition.id);
    const hidden = hiddenFromOffice(db, edition.id, accountOf(call).id);
    const standing = standingConflicts(db, edition.id).filter(({ nomination }) => !hidden.has(nomination));
    const suggested = standing.filter((one) => one.kind === 'suggested').length;
    const mayInvite = isOrganiser(call, edition) && whyNotInvite(edition.calendar, null, call.at) === null;
    const count = (state: Juror['state']) => jurors.filter((one) => one.state === state).length;
    return page('jury/list', {
      title: call.t('jury.list.title'),
      editionSlug: edition.slug,
      lead: call.t('jury.list.lead', { accepted: count('accepted'), invited: count('invited') }),
      rows: jurors.map((one) => drawRow(call, edition, one, standing)),
      balance: drawBalance(call, edition, jurors, hidden),
      inviteHref: mayInvite ? `/${call.lang}${juryPath(edition)}/invite` : '',
      importHref: mayInvite ? `/${call.lang}${juryPath(edition)}/import` : '',
      conflictsHref: `/${call.lang}${juryPath(edition)}/conflicts`,
      ownHref: `/${call.lang}${juryPath(edition)}/own-conflicts`,
      suggested: call.t('jury.list.suggested', { count: suggested }),
    });
  },
});

function drawInvite(call: Call, edition: Edition, typed: Typed, errors: readonly FieldError[]) {
  const { closesAt } = datesOf(edition.calendar, 'scoring');
  const closes = isoOf(closesAt);
  const refusal = whyNotInvite(edition.calendar, null, call.at);
  return page('jury/invite', {
    title: call.t('jury.invite.title'),
    editionSlug: edition.slug,
    back: `/${call.lang}${juryPath(edition)}`,
    action: `/${call.lang}${juryPath(edition)}/invite`,
    note: call.t('jury.invite.note', {
      until: formatInstant(call.lang, closes, edition.definition.timeZone, 'dateTime'),
    }),
    refusal: refusal ? call.t(refusal.code, refusal.facts) : '',
    fields: profileFields(call, edition, typed),
    typed,
    errors: errorTexts(call, errors),
  });
}

const invitePage = route({
  method: 'get',
  path: '/office/:edition/jury/invite',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  handle: (call, edition) => {
    const { maxLoad } = edition.definition.rules.jury;
    return drawInvite(call, edition, { maxLoad: String(maxLoad) }, []);
  },
});

const invite = route({
  method: 'post',
  path: '/office/:edition/jury/invite',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: (_call: Call, edition: Edition) => inviteForm(edition.definition),
  handle: async (call, { id, slug }, values) => {
    const { name, address } = values;
    const outcome = await call.service.act(accountOf(call).id, 'juror.invited', (tx) => {
      const edition = wholeEdition(tx.db, id);
      return inviteJuror(tx, edition, { name, address, lang: values.first }, wholeProfile(values));
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(juryPath({ slug }), { key: 'jury.notice.invited', facts: { address } });
  },
  redraw: drawInvite,
});

export const listRoutes = [list, invitePage, invite];
