import { countryName } from '../cities/countries.ts';
import { REGIONS } from '../editions/definition.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { hiddenFrom } from '../nominations/appointments.ts';
import type { Tx } from '../platform/act.ts';
import { type FieldError, invalid, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { drawFinding, drawState, listPath } from './drawn.ts';
import { countFindings, findingsAgainst } from './eligibility.ts';
import { type Filter, isShown, PAGE_SIZE, readFilter, SHOWN, writeFilter } from './filter.ts';
import { type BulkValues, bulkForm } from './forms.ts';
import { type ScreenedNomination, screenedNominations } from './pages.ts';
import { whyNotDecide, whyNotShortlist, whyNotTakeOff } from './policy.ts';
import { decideEligibility, shortlist, takeOffShortlist } from './store.ts';

/** The nominations to screen, without those with which the viewer stands in conflict: the list, its counts, what is done to all. */
function screenedFor(call: Call, edition: Edition, db: Tx['db'], at: number): ScreenedNomination[] {
  const hidden = hiddenFrom(call, edition.id);
  return screenedNominations(db, edition, at).filter(({ nomination }) => !hidden.has(nomination.id));
}

function drawRow(call: Call, edition: Edition, one: ScreenedNomination, chosen: boolean) {
  const { nomination, findings } = one;
  const counts = countFindings(findings);
  const open = one.clarifications.filter((asked) => asked.acceptedAt === null);
  return {
    id: nomination.id,
    href: `/${call.lang}${listPath(edition)}/${nomination.id}`,
    city: nomination.cityName,
    country: countryName(call.lang, nomination.country),
    region: nomination.region,
    met: call.t('screening.list.met', { met: counts.met, total: findings.length }),
    findings: findings
      .filter((found) => found.state !== 'met')
      .map((found) => drawFinding(call, edition, found)),
    state: drawState(call, one.state),
    reason: one.decision?.reason ?? '',
    open: open.length === 0 ? '' : call.t('screening.list.open', { count: open.length }),
    chosen,
  };
}

function tabsOf(call: Call, edition: Edition, all: readonly ScreenedNomination[], filter: Filter) {
  return {
    tabs: SHOWN.map((show) => ({
      href: `/${call.lang}${listPath(edition)}${writeFilter({ show, region: filter.region })}`,
      label: call.t(`screening.show.${show}`),
      count: all.filter((one) => isShown(one, { show, region: filter.region })).length,
      current: show === filter.show,
    })),
    regions: [null, ...REGIONS].map((region) => ({
      href: `/${call.lang}${listPath(edition)}${writeFilter({ show: filter.show, region })}`,
      label: call.t(region === null ? 'screening.list.everywhere' : `platform.region.${region}`),
      count: all.filter((one) => isShown(one, { show: filter.show, region })).length,
      current: region === filter.region,
    })),
  };
}

function pagesOf(call: Call, edition: Edition, filter: Filter, count: number) {
  const pages = Math.ceil(count / PAGE_SIZE);
  if (pages < 2) return [];
  return Array.from({ length: pages }, (_, index) => ({
    href: `/${call.lang}${listPath(edition)}${writeFilter({ ...filter, page: index + 1 })}`,
    label: String(index + 1),
    current: index + 1 === filter.page,
  }));
}

function drawList(call: Call, edition: Edition, typed: Typed, errors: readonly FieldError[]) {
  const filter = readFilter(call.query);
  const all = screenedFor(call, edition, call.service.db, call.at);
  const shown = all.filter((one) => isShown(one, filter));
  const first = (filter.page - 1) * PAGE_SIZE;
  const whole = typed.all === 'yes';
  const chosen = new Set([typed.nomination ?? []].flat());
  const address = (more: [string, string][]) =>
    `/${call.lang}${listPath(edition)}${writeFilter(filter, more)}`;
  return page('screening/list', {
    title: call.t('screening.list.title'),
    editionSlug: edition.slug,
    lead: call.t('screening.list.lead', {
      waiting: all.filter((one) => one.state === 'waiting').length,
      total: all.length,
      shortlisted: all.filter((one) => one.state === 'shortlisted').length,
    }),
    ...tabsOf(call, edition, all, filter),
    pages: pagesOf(call, edition, filter, shown.length),
    rows: shown
      .slice(first, first + PAGE_SIZE)
      .map((one) => drawRow(call, edition, one, whole || chosen.has(one.nomination.id))),
    count: shown.length,
    whole,
    selectAll: address([['select', 'all']]),
    selectNone: address([]),
    action: `/${call.lang}${listPath(edition)}/decide${writeFilter(filter)}`,
    writes: isOrganiser(call, edition),
    typed,
    errors: errorTexts(call, errors),
  });
}

const list = route({
  method: 'get',
  path: '/office/:edition/screening',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => {
    const all: Typed = call.query.get('select') === 'all' ? { all: 'yes' } : {};
    return drawList(call, edition, { nomination: call.query.getAll('chosen'), ...all }, []);
  },
});

type Bulk =
  | { done: number; ids: string[]; sameList: boolean }
  | { blocked: { city: string; id: string; why: string }[] };

function pick(all: readonly ScreenedNomination[], values: BulkValues, filter: Filter) {
  if (values.all !== 'yes') {
    const chosen = all.filter((one) => values.nomination.includes(one.nomination.id));
    return chosen.length === new Set(values.nomination).size ? chosen : refuse('screening.gone');
  }
  const shown = all.filter((one) => isShown(one, filter));
  return shown.length === values.count
    ? shown
    : refuse('screening.countChanged', { stated: values.count ?? 0, now: shown.length });
}

function whyNotInBulk(
  call: Call,
  edition: Edition,
  one: ScreenedNomination,
  act: BulkValues['act'],
  at: number,
) {
  const { calendar } = edition;
  const written = (refusal: Refusal | null) => (refusal ? call.t(refusal.code, refusal.facts) : null);
  if (act === 'shortlist') return written(whyNotShortlist(calendar, one.nomination, one.state, at));
  if (act === 'off') return written(whyNotTakeOff(calendar, one.nomination, at));
  if (one.decision?.outcome === act) return null;
  const refusal = whyNotDecide(calendar, one.nomination, act, at);
  if (refusal) return written(refusal);
  const against = findingsAgainst(act, one.findings);
  if (against.length === 0) return null;
  if (act === 'ineligible') return call.t('screening.allMet');
  return against.map((found) => drawFinding(call, edition, found).sentence).join(' ');
}

function write(tx: Tx, one: ScreenedNomination, { act, reason }: BulkValues): boolean {
  const { nomination, findings, decision } = one;
  if (act === 'shortlist') return shortlist(tx, nomination);
  if (act === 'off') return takeOffShortlist(tx, nomination, reason);
  if (decision?.outcome === act) return false;
  return decideEligibility(tx, nomination, { outcome: act, reason, against: null, findings });
}

function decideMany(call: Call, id: string, values: BulkValues, tx: Tx): Bulk | Refusal {
  const edition = wholeEdition(tx.db, id);
  const filter = readFilter(call.query);
  const chosen = pick(screenedFor(call, edition, tx.db, tx.at), values, filter);
  if (isRefusal(chosen)) return chosen;
  const blocked = chosen.flatMap((one) => {
    const why = whyNotInBulk(call, edition, one, values.act, tx.at);
    return why === null ? [] : [{ city: one.nomination.cityName, id: one.nomination.id, why }];
  });
  if (blocked.length > 0) return { blocked };
  const done = chosen.filter((one) => write(tx, one, values)).length;
  const ids = chosen.map((one) => one.nomination.id);
  const after = screenedFor(call, edition, tx.db, tx.at).filter((one) => isShown(one, filter));
  const sameList = after.length === ids.length && after.every((one) => ids.includes(one.nomination.id));
  return { done, ids, sameList };
}

// The address that keeps filter and selection: all by one word, some by their ids, at most a page of them.
function listAgain(
  call: Call,
  edition: Edition,
  values: BulkValues,
  { ids, sameList }: { ids: string[]; sameList: boolean },
) {
  const whole = values.all === 'yes';
  const more: [string, string][] = whole
    ? sameList
      ? [['select', 'all']]
      : []
    : ids.slice(0, PAGE_SIZE).map((id) => ['chosen', id]);
  return `${listPath(edition)}${writeFilter(readFilter(call.query), more)}`;
}

const decide = route({
  method: 'post',
  path: '/office/:edition/screening/decide',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: bulkForm,
  handle: async (call, edition, values) => {
    if (values.all !== 'yes' && values.nomination.length === 0)
      return invalid({ field: null, code: 'screening.field.nobody' });
    if (values.act !== 'shortlist' && values.reason === '')
      return invalid({ field: 'reason', code: 'screening.field.reason' });
    const outcome = await call.service.act(accountOf(call).id, 'nomination.screened', (tx) =>
      decideMany(call, edition.id, values, tx),
    );
    if (isRefusal(outcome)) return outcome;
    if ('blocked' in outcome) return invalid(...blockedErrors(outcome.blocked));
    const facts = { count: outcome.done };
    return seeOther(listAgain(call, edition, values, outcome), {
      key: `screening.notice.${values.act}`,
      facts,
    });
  },
  redraw: (call, edition, typed, errors) => drawList(call, edition, typed, errors),
});

const MOST_NAMED = 20;

function blockedErrors(blocked: { city: string; id: string; why: string }[]): FieldError[] {
  const named = blocked.slice(0, MOST_NAMED).map(({ city, id, why }) => ({
    field: `pick-${id}`,
    code: 'screening.blocked',
    facts: { city, why },
  }));
  const rest = blocked.length - named.length;
  return rest > 0
    ? [...named, { field: null, code: 'screening.blockedMore', facts: { count: rest } }]
    : named;
}

export const listRoutes = [list, decide];
