import { countryName } from '../cities/countries.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { namesOf } from '../people/pages.ts';
import { isoOf } from '../platform/clock.ts';
import { printDecimal } from '../platform/exact/decimal.ts';
import { sum } from '../platform/exact/fraction.ts';
import { type Answer, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, type Room, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { appointmentsAs } from '../platform/http/viewer.ts';
import { formatNumber } from '../platform/i18n/formats.ts';
import { isRefusal, type Refusal } from '../platform/result.ts';
import { sharedRanks, tallyClosing, tallyOf, tieRuleName } from '../tally/pages.ts';
import { changesInWords } from './changes-pages.ts';
import {
  forcingOf,
  type Named,
  reasonOf,
  ruleInWords,
  type StoredLoser,
  writtenCost,
} from './decision-page.ts';
import { approveForm, emptyForm, returnForm } from './forms.ts';
import { mailProposed } from './messages.ts';
import { approvedSelection, computeSelection, standingSelection } from './pages.ts';
import { whyNotApprove, whyNotCompute, whyNotPropose } from './policy.ts';
import { approveSelection, keepSelection, proposeSelection, returnSelection } from './store.ts';

type Standing = NonNullable<ReturnType<typeof standingSelection>>;

function drawDecision(
  call: Call,
  edition: Edition,
  typed: Typed = {},
  errors: readonly FieldError[] = [],
): Answer {
  const { db } = call.service;
  const standing = standingSelection(db, edition.id);
  const isClosed = tallyClosing(db, edition.id) !== null;
  const refusal = refusalNow(call, edition);
  const ranking = isClosed ? tallyOf(db, edition).ranking : [];
  const mayWrite = isOrganiser(call, edition);
  return page('decision/decision', {
    title: call.t('decision.title'),
    editionSlug: edition.slug,
    whyNot: refusal && standing === null ? call.t(refusal.code, refusal.facts) : null,
    mayCompute: refusal === null && mayWrite,
    hasDraft: standing !== null,
    ...(standing ? shownSelection(call, standing, ranking, mayWrite, edition) : {}),
    typed,
    errors: errorTexts(call, errors),
  });
}

type Ranking = ReturnType<typeof tallyOf>['ranking'];

/** Why nothing can be computed as things stand; the page and the act ask the same. */
function refusalNow(call: Call, edition: Edition, db = call.service.db, at = call.at): Refusal | null {
  const tallyClosed = tallyClosing(db, edition.id) !== null;
  const signed = approvedSelection(db, edition.id) !== null;
  return whyNotCompute({ calendar: edition.calendar, tallyClosed, signed }, at);
}

function shownSelection(
  call: Call,
  standing: Standing,
  ranking: Ranking,
  mayWrite: boolean,
  edition: Edition,
) {
  const { record } = standing;
  const named = new Map<string, Named>(
    ranking.map((one) => [one.nomination, { ...one, countryName: countryName(call.lang, one.country) }]),
  );
  const words = {
    lang: call.lang,
    translate: call.service.translate,
    nameOf: (id: string) => named.get(id),
    tieRuleName: (key: string) => tieRuleName(call, edition, key),
    countryName: (code: string) => countryName(call.lang, code),
  };
  const winners = record.awardees ?? [];
  const costs = (record.result.ruleCosts ?? []) as { rule: string; cost: string }[];
  return {
    noLonger: changesInWords(call, standing.changes),
    draft: standing.draft,
    computedAt: isoOf(standing.computedAt),
    isInfeasible: record.result.status === 'infeasible',
    cause: (record.result.cause as { text?: string } | undefined)?.text ?? null,
    isTied: record.result.status === 'optimal' && record.awardees === null,
    count: winners.length,
    of: ranking.length,
    sum: printedSum(call, ranking, winners),
    proof: call.t(
      `decision.proof.${String((record.result.certificate as { kind?: string } | undefined)?.kind ?? 'none')}`,
    ),
    rows: rankedRows(call, record.result, winners, ranking, words),
    costs: costs
      .filter(({ cost }) => cost !== '0')
      .map(({ rule, cost }) => ({ rule: ruleInWords(words, rule), cost: writtenCost(call.lang, cost) })),
    digest: standing.digest,
    ...signOff(call, standing, mayWrite, edition),
  };
}

function rankedRows(
  call: Call,
  result: Standing['record']['result'],
  winners: readonly string[],
  ranking: Ranking,
  words: Parameters<typeof reasonOf>[0],
) {
  const losers = (result.losers ?? []) as StoredLoser[];
  const decidedBy = (result.decidedBy ?? []) as string[];
  const inEvery = (result.inEvery ?? []) as string[];
  const open = ((result.inSome ?? []) as string[]).filter((id) => !inEvery.includes(id));
  const shared = sharedRanks(ranking);
  return ranking.map((one) => {
    const loser = losers.find(({ id }) => id === one.nomination);
    const isChosen = winners.includes(one.nomination);
    const isOpen = open.includes(one.nomination);
    const reason = loser && !isChosen ? reasonOf(words, loser, winners, decidedBy) : null;
    return {
      rank: one.rank,
      isTied: one.rank !== null && shared.has(one.rank),
      city: one.city,
      country: countryName(call.lang, one.country),
      region: one.region,
      total: one.total === null ? '' : formatNumber(call.lang, printDecimal(one.total, 2), 2),
      isChosen,
      why: isOpen ? call.t('decision.reason.tie') : reason,
      forcing: loser && !isChosen && !isOpen ? forcingOf(words, loser) : null,
    };
  });
}

function printedSum(call: Call, ranking: Ranking, winners: readonly string[]): string {
  const all = ranking.flatMap((one) => (one.total && winners.includes(one.nomination) ? [one.total] : []));
  return formatNumber(call.lang, printDecimal(sum(all), 2), 2);
}

function signOff(call: Call, standing: Standing, mayWrite: boolean, edition: Edition) {
  const me = accountOf(call).id;
  const names = namesOf(call.service.db, [standing.proposedBy ?? '', standing.approvedBy ?? '']);
  const maySign = appointmentsAs(call.viewer, ['organiser', 'approver'], edition.id).length > 0;
  const holds = standing.changes.length === 0;
  const isOpen = holds && standing.proposedBy !== null && standing.approvedAt === null;
  return {
    base: `/${call.lang}/office/${edition.slug}/decision`,
    proposer: names.get(standing.proposedBy ?? '')?.name ?? null,
    approver: names.get(standing.approvedBy ?? '')?.name ?? null,
    returned: standing.returnReason,
    isApproved: holds && standing.approvedAt !== null,
    mayPropose: mayWrite && holds && standing.proposedBy === null && standing.record.awardees !== null,
    maySign: maySign && isOpen && standing.proposedBy !== me,
    waits: isOpen && standing.proposedBy === me,
  };
}

const show = route({
  method: 'get',
  path: '/office/:edition/decision',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => drawDecision(call, edition),
});

const compute = route({
  method: 'post',
  path: '/office/:edition/decision/compute',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: emptyForm,
  handle: async (call, edition) => {
    const { service } = call;
    const refusal = refusalNow(call, edition);
    if (refusal) return refusal;
    const computed = await computeSelection(service.db, edition, service.solve);
    const outcome = await service.act(accountOf(call).id, 'selection.computed', (tx) => {
      const late = refusalNow(call, wholeEdition(tx.db, edition.id), tx.db, tx.at);
      if (late) return late;
      const standing = standingSelection(tx.db, edition.id);
      return standing?.digest === computed.digest ? standing.id : keepSelection(tx, edition.id, computed);
    });
    return isRefusal(outcome)
      ? outcome
      : seeOther(`/office/${edition.slug}/decision`, { key: 'decision.notice.computed' });
  },
  redraw: drawDecision,
});

type At = { edition: Edition; standing: Standing };

const standingAs =
  (roles: typeof OFFICE_READERS) =>
  (call: Call): At | null => {
    const edition = editionAs(call, roles);
    const standing = edition && standingSelection(call.service.db, edition.id);
    return edition && standing ? { edition, standing } : null;
  };

const redrawAt = (call: Call, { edition }: At, typed: Typed, errors: readonly FieldError[]) =>
  drawDecision(call, edition, typed, errors);

const stateOf = (one: Standing) => ({
  ...one,
  winners: one.record.awardees,
  holds: one.changes.length === 0,
});

const propose = route({
  method: 'post',
  path: '/office/:edition/decision/propose',
  audience: ['organiser'],
  find: standingAs(['organiser']),
  form: emptyForm,
  handle: async (call, { edition }) => {
    const computed = await computeSelection(call.service.db, edition, call.service.solve);
    const outcome = await call.service.act(accountOf(call).id, 'selection.proposed', (tx): true | Refusal => {
      const one = standingSelection(tx.db, edition.id);
      if (one === null) return true;
      const state = stateOf(one);
      if (state.holds && one.proposedBy !== null && one.approvedBy === null) return true;
      const refusal = whyNotPropose(state, computed.digest);
      if (refusal) return refusal;
      proposeSelection(tx, edition.id, one.id, one.digest);
      mailProposed(tx, wholeEdition(tx.db, edition.id), one.id);
      return true;
    });
    return isRefusal(outcome)
      ? outcome
      : seeOther(`/office/${edition.slug}/decision`, { key: 'decision.notice.proposed' });
  },
  redraw: redrawAt,
});

const approve = route({
  method: 'post',
  path: '/office/:edition/decision/approve',
  audience: ['organiser', 'approver'],
  find: standingAs(['organiser', 'approver']),
  form: approveForm,
  handle: async (call, { edition }, { digest }) => {
    // The second person does not sign what the first computed but what is computed anew now.
    const computed = await computeSelection(call.service.db, edition, call.service.solve);
    const account = accountOf(call).id;
    const outcome = await call.service.act(account, 'selection.approved', (tx): true | Refusal => {
      const one = standingSelection(tx.db, edition.id);
      if (one?.approvedBy === account && one.changes.length === 0) return true;
      const refusal = one && whyNotApprove(stateOf(one), account, digest, computed.digest);
      if (refusal || one === null) return refusal ?? true;
      approveSelection(tx, edition.id, one.id, digest);
      return true;
    });
    return isRefusal(outcome)
      ? outcome
      : seeOther(`/office/${edition.slug}/decision`, { key: 'decision.notice.approved' });
  },
  redraw: redrawAt,
});

const sendBack = route({
  method: 'post',
  path: '/office/:edition/decision/return',
  audience: ['organiser', 'approver'],
  find: standingAs(['organiser', 'approver']),
  form: returnForm,
  handle: async (call, { edition }, { reason }) => {
    const account = accountOf(call).id;
    const outcome = await call.service.act(account, 'selection.returned', (tx): true | Refusal => {
      const one = standingSelection(tx.db, edition.id);
      if (one === null) return true;
      const refusal = whyNotApprove(stateOf(one), account, one.digest, one.digest);
      if (refusal) return refusal;
      returnSelection(tx, edition.id, one.id, reason);
      return true;
    });
    return isRefusal(outcome)
      ? outcome
      : seeOther(`/office/${edition.slug}/decision`, { key: 'decision.notice.returned' });
  },
  redraw: redrawAt,
});

export const decisionRoom: Room = {
  name: 'decision',
  routes: [show, compute, propose, approve, sendBack],
  milestones: (db, edition) => ({ signedOffAt: approvedSelection(db, edition)?.approvedAt ?? null }),
};
