import { countryName } from '../cities/countries.ts';
import { datesOf } from '../editions/calendar.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { namesOf } from '../people/pages.ts';
import type { Tx } from '../platform/act.ts';
import { isoOf } from '../platform/clock.ts';
import { type Answer, download, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { type CountriesAt, countriesOf, countryNomination, type DossierAt } from './appointments.ts';
import { commissionAccounts, preferenceOf } from './commission-pages.ts';
import { dossierOf, submittedFile } from './dossier-pages.ts';
import { decline, nominate } from './endorsement-store.ts';
import { declineForm, nominateForm } from './forms.ts';
import { daysLeft, inOrder, nominatedBeside } from './nomination.ts';
import { liveNominations, type Nomination, nominationById } from './pages.ts';
import { whyNotEndorse, whyNotObject, whyNotOneMore } from './policy.ts';
import { STATE_MARKS } from './state-marks.ts';
import { groupTasks } from './task-list.ts';

function listRow(call: Call, edition: { slug: string }, nomination: Nomination) {
  return {
    city: nomination.cityName,
    href: `/${call.lang}/commission/${edition.slug}/nominations/${nomination.id}`,
    language: call.t(`platform.language.${nomination.lang}`),
    submittedAt: nomination.submission && isoOf(nomination.submission.at),
    mark: STATE_MARKS[nomination.state],
    word: call.t(`nominations.state.${nomination.state === 'submitted' ? 'waiting' : nomination.state}`),
  };
}

function countryBlock(call: Call, { edition }: CountriesAt, country: string) {
  const all = liveNominations(call.service.db, edition.id).filter((one) => one.country === country);
  const submitted = all.filter((one) => one.submission !== null);
  const nominated = submitted.filter((one) => one.state === 'nominated').length;
  const limit = edition.definition.rules.nomination.maxPerCountry;
  return {
    name: countryName(call.lang, country),
    progress: call.t('nominations.commission.progress', { nominated, limit: limit ?? 0 }),
    writing: all.length - submitted.length,
    compare: submitted.length > 1 ? `/${call.lang}/commission/${edition.slug}/compare` : null,
    order: orderModel(call, edition, country, submitted),
    rows: submitted.map((one) => listRow(call, edition, one)),
  };
}

/** The order of preference where the edition asks for one: what was given, and where it is given. */
function orderModel(call: Call, edition: Edition, country: string, submitted: readonly Nomination[]) {
  if (edition.definition.rules.nomination.asksOrder !== true) return null;
  const nominated = submitted.filter((one) => one.state === 'nominated');
  const given = preferenceOf(call.service.db, edition.id, country);
  return {
    given: given.length > 0,
    cities: inOrder(nominated, given).map(({ cityName }) => cityName),
    href:
      nominated.length > 1 ? `/${call.lang}/commission/${edition.slug}/order/${country.toLowerCase()}` : null,
  };
}

const list = route({
  method: 'get',
  path: '/commission/:edition',
  audience: ['commission'],
  find: countriesOf,
  handle: (call, at) => {
    const { edition, countries } = at;
    const stage = datesOf(edition.calendar, 'nomination');
    return page('nominations/commission', {
      title: call.t('nominations.commission.title', {
        countries: countries.map((one) => countryName(call.lang, one)).join(', '),
      }),
      award: edition.definition.name[call.lang],
      editionSlug: edition.slug,
      countries: countries.map((country) => countryBlock(call, at, country)),
      closesAt: isoOf(stage.closesAt),
      zone: edition.definition.timeZone,
      days: daysLeft(stage.closesAt, call.at),
    });
  },
});

/** Says why this commission cannot nominate now, or nothing: its stage first, then the limit. */
function whyNotNominate(call: Call, { edition, nomination }: DossierAt): Refusal | null {
  const limit = edition.definition.rules.nomination.maxPerCountry;
  const ofCountry = liveNominations(call.service.db, edition.id).filter(
    (one) => one.country === nomination.country,
  );
  return (
    whyNotEndorse(edition.calendar, nomination, call.at) ??
    whyNotOneMore(limit, nominatedBeside(ofCountry, nomination.id))
  );
}

/** Draws a dossier for its commission, with what it said and what it may say. */
export function drawDossier(call: Call, at: DossierAt, typed: Typed, errors: readonly FieldError[]): Answer {
  const { edition, nomination } = at;
  const dossier = dossierOf(call.service.db, nomination.id, call.lang);
  const base = `/${call.lang}/commission/${edition.slug}`;
  const closed = whyNotEndorse(edition.calendar, nomination, call.at);
  const full = closed ? null : whyNotNominate(call, at);
  const { endorsement, submission } = nomination;
  return page('nominations/commission-dossier', {
    title: nomination.cityName,
    editionSlug: edition.slug,
    back: base,
    base: `${base}/nominations/${nomination.id}`,
    fileBase: `${base}/nominations/${nomination.id}/files`,
    country: countryName(call.lang, nomination.country),
    language: call.t(`platform.language.${nomination.lang}`),
    submission: submission && { ...submission, at: isoOf(submission.at) },
    zone: edition.definition.timeZone,
    groups: groupTasks(call, edition.definition, dossier?.sections ?? []),
    state: STATE_MARKS[nomination.state],
    word: call.t(`nominations.state.${nomination.state === 'submitted' ? 'waiting' : nomination.state}`),
    endorsement: endorsement && { ...endorsement, at: isoOf(endorsement.at) },
    paper: paperModel(call, at, base),
    // The dossier that was judged is not the newest one: the commission sees that it was submitted again.
    isOlder: endorsement !== null && submission !== null && submission.at > endorsement.at,
    closed: closed && call.t(closed.code, closed.facts),
    full: full && call.t(full.code, full.facts),
    typed,
    errors: errorTexts(call, errors),
  });
}

/** What stands on paper: who signed, who recorded it, the scan, and whether the commission may still object. */
function paperModel(call: Call, { edition, nomination }: DossierAt, base: string) {
  const { endorsement } = nomination;
  if (endorsement?.signedBy == null) return null;
  const recorder = namesOf(call.service.db, [endorsement.by]).get(endorsement.by)?.name ?? '';
  return {
    text: call.t('nominations.paper.stands', { name: recorder, signedBy: endorsement.signedBy }),
    scan: `${base}/nominations/${nomination.id}/scans/${endorsement.id}`,
    mayObject: whyNotObject(edition.calendar, nomination, call.at) === null,
  };
}

const read = route({
  method: 'get',
  path: '/commission/:edition/nominations/:id',
  audience: ['commission'],
  find: countryNomination,
  handle: (call, at) => drawDossier(call, at, {}, []),
});

/** Reads the nomination inside the act, and judges anew that the account speaks for its country. */
function judgedBy(tx: Tx, id: string, account: string): DossierAt | Refusal {
  const nomination = nominationById(tx.db, id);
  if (nomination === null || nomination.submission === null) return refuse('nominations.missing');
  const speaks = commissionAccounts(tx.db, nomination.editionId, nomination.country).includes(account);
  if (!speaks) return refuse('nominations.missing');
  const edition = wholeEdition(tx.db, nomination.editionId);
  return whyNotEndorse(edition.calendar, nomination, tx.at) ?? { edition, nomination };
}

const nominateOne = route({
  method: 'post',
  path: '/commission/:edition/nominations/:id/nominate',
  audience: ['commission'],
  find: countryNomination,
  form: nominateForm,
  handle: async (call, at, { statement }) => {
    const account = accountOf(call).id;
    const outcome = await call.service.act(account, 'nomination.nominated', (tx) => {
      const judged = judgedBy(tx, at.nomination.id, account);
      return isRefusal(judged) ? judged : nominate(tx, judged.edition, judged.nomination, statement);
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/commission/${at.edition.slug}/nominations/${at.nomination.id}`, {
      key: 'nominations.notice.nominated',
    });
  },
  redraw: drawDossier,
});

const declineOne = route({
  method: 'post',
  path: '/commission/:edition/nominations/:id/decline',
  audience: ['commission'],
  find: countryNomination,
  form: declineForm,
  handle: async (call, at, { reason }) => {
    const account = accountOf(call).id;
    const outcome = await call.service.act(account, 'nomination.declined', (tx) => {
      const judged = judgedBy(tx, at.nomination.id, account);
      return isRefusal(judged) ? judged : decline(tx, judged.edition, judged.nomination, reason);
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/commission/${at.edition.slug}/nominations/${at.nomination.id}`, {
      key: 'nominations.notice.declined',
    });
  },
  redraw: drawDossier,
});

const readFile = route({
  method: 'get',
  path: '/commission/:edition/nominations/:id/files/:file',
  audience: ['commission'],
  find: (call) => {
    const at = countryNomination(call);
    return at && submittedFile(call.service.db, at.nomination.id, call.params.file ?? '');
  },
  handle: (call, file) => download(call.service.files.pathOf(file.storedName), file.name, file.mediaType),
});

/** A redrawn form stands at the address of its verb; its language links lead back to the dossier. */
const verbPage = (verb: 'nominate' | 'decline' | 'object') =>
  route({
    method: 'get',
    path: `/commission/:edition/nominations/:id/${verb}`,
    audience: ['commission'],
    find: countryNomination,
    handle: (_call, { edition, nomination }) =>
      seeOther(`/commission/${edition.slug}/nominations/${nomination.id}`),
  });

export const commissionRoutes = [
  list,
  read,
  nominateOne,
  verbPage('nominate'),
  declineOne,
  verbPage('decline'),
  verbPage('object'),
  readFile,
];
