import { isOrganiser } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { hiddenFromOffice } from '../jury/office-conflict-pages.ts';
import { namesOf } from '../people/pages.ts';
import { isoOf } from '../platform/clock.ts';
import type { Db } from '../platform/database.ts';
import { parseDecimal, printDecimal, shortDecimal } from '../platform/exact/decimal.ts';
import { type Fraction, fraction, subtract } from '../platform/exact/fraction.ts';
import { type Answer, type FieldError, page } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { appointmentsAs } from '../platform/http/viewer.ts';
import { formatList, formatNumber } from '../platform/i18n/formats.ts';
import type { Refusal } from '../platform/result.ts';
import { tallyClosing } from '../tally/pages.ts';
import { declinedFrom, reserveIn, reserveInWords } from './brought-pages.ts';
import { changesInWords } from './changes-pages.ts';
import type { Cause } from './clash.ts';
import { type Ground, groundOf } from './ground-pages.ts';
import { approvedSelection, type StandingSelection, standingSelection } from './pages.ts';
import { whyNotCompute } from './policy.ts';
import { drawnRanking, openOf, wordsOn } from './ranking-pages.ts';
import type { Record } from './record.ts';
import { EVERY_COUNTRY } from './rules.ts';
import { breachInWords, causeInWords, ruleAsTitle, ruleInWords, type Words, writtenCost } from './words.ts';

/** Whether this person declared, or has, a conflict on a nomination that the jury read: then nothing of it is for them. */
export function hasConflict(db: Db, edition: Edition, account: string): boolean {
  const hidden = hiddenFromOffice(db, edition.id, account);
  return hidden.size > 0 && groundOf(db, edition).ranking.some(({ nomination }) => hidden.has(nomination));
}

/** Why nothing can be computed or decided as things stand; pages and acts ask the same. */
export function whyNotDecide(db: Db, edition: Edition, account: string, at: number): Refusal | null {
  const facts = {
    calendar: edition.calendar,
    tallyClosed: tallyClosing(db, edition.id) !== null,
    signed: approvedSelection(db, edition.id) !== null,
    hasConflict: hasConflict(db, edition, account),
  };
  return whyNotCompute(facts, at);
}

/** The page of the decision: the proposal in one sentence, the ranking, why not, what rules cost, and the sign-off. */
export function drawDecision(
  call: Call,
  edition: Edition,
  typed: Typed = {},
  errors: readonly FieldError[] = [],
): Answer {
  const { db } = call.service;
  const account = accountOf(call).id;
  const title = call.t('decision.title');
  if (hasConflict(db, edition, account))
    return page('decision/decision', { title, whyNot: call.t('decision.conflict') });
  const refusal = whyNotDecide(db, edition, account, call.at);
  const standing = tallyClosing(db, edition.id) === null ? null : standingSelection(db, edition.id);
  const mayWrite = isOrganiser(call, edition);
  const declined = declinedFrom(db, edition.id, standing);
  return page('decision/decision', {
    title,
    base: `/${call.lang}/office/${edition.slug}/decision`,
    dossiers: `/${call.lang}/office/${edition.slug}/nominations`,
    whyNot: refusal && standing === null ? call.t(refusal.code, refusal.facts) : null,
    mayCompute: refusal === null && mayWrite && declined.length === 0,
    reserveDue: declined.length > 0 && mayWrite,
    hasDraft: standing !== null,
    ...(standing ? shownSelection(call, standing, edition, mayWrite && refusal === null) : {}),
    typed,
    errors: errorTexts(call, errors),
  });
}

function shownSelection(call: Call, standing: StandingSelection, edition: Edition, mayDecide: boolean) {
  const { record } = standing;
  const words = wordsOn(call, edition, record);
  const ground = groundOf(call.service.db, edition);
  const ranking = drawnRanking(call, words, ground, record);
  const above = ranking.rows.findLastIndex(({ isChosen }) => isChosen);
  const losers = ranking.rows.filter(({ reason }) => reason !== null);
  const isNear = (row: (typeof losers)[number]) =>
    ranking.rows.indexOf(row) < above || row.reason?.kind === 'tieRule';
  return {
    draft: standing.draft,
    computedAt: isoOf(standing.computedAt),
    noLonger: changesInWords(call, standing.changes),
    ...sentenceOf(call, words, record),
    basis: basisSentence(call, record),
    tied: mayDecide && standing.changes.length === 0 ? tieForm(call, words, record) : null,
    decided: decidedByHand(call, words, record),
    reserve: reserveInWords(call, edition, standing.draft),
    ...ranking,
    higher: losers.filter((row) => isNear(row)),
    lower: losers.filter((row) => !isNear(row)),
    regions: regionCounts(call, words, ground, record),
    ...costsOf(call, words, record),
    digest: standing.digest,
    mayMeet: mayDecide && standing.changes.length === 0,
    ...signOff(call, standing, edition),
  };
}

type StoredResult = {
  status: string;
  cause?: Cause;
  total?: string;
  certificate?: { kind: string; restsOn?: string };
};

/** The proposal in one sentence with its kind of proof, or why there is none. */
function sentenceOf(call: Call, words: Words, record: Record) {
  const result = record.result as StoredResult;
  const count = record.awardees?.length ?? 0;
  const total = record.byHand?.total ?? result.total ?? '0';
  const { kind = 'none', restsOn } = result.certificate ?? {};
  const proof = call.t(`decision.proof.${kind === 'bound' && restsOn === 'solver' ? 'solver' : kind}`);
  return {
    isInfeasible: result.status === 'infeasible',
    cause: result.cause ? causeInWords(words, result.cause) : null,
    isTied: result.status === 'optimal' && record.awardees === null,
    hasAwardees: count > 0,
    count,
    sentence: call.t('decision.sentence', {
      count,
      of: record.problem.candidates.length,
      sum: writtenTotal(call, total),
    }),
    proof: record.byHand ? call.t('decision.proof.byHand') : proof,
  };
}

/** A total of a record with two decimals, whether it is stored as a decimal or as a fraction. */
export function writtenTotal(call: Call, text: string): string {
  return formatNumber(call.lang, printDecimal(readFigure(text), 2), 2);
}

/** The figure of a record, exactly: a decimal, or "num/den". */
export function readFigure(text: string): Fraction {
  const [num = '0', den] = text.split('/');
  return den === undefined
    ? (parseDecimal(text, Number.POSITIVE_INFINITY) ?? fraction(0n))
    : fraction(BigInt(num), BigInt(den));
}

/** What decides, totals or adjusted values, and which condition failed, in one sentence. */
function basisSentence(call: Call, { decides, whyNotAdjusted }: Record): string {
  if (decides === 'adjusted') return call.t('decision.basis.adjusted');
  if (whyNotAdjusted.length === 0) return call.t('decision.basis.totals');
  const why = whyNotAdjusted.map((failure) => call.t(`decision.gate.${failure}`));
  return call.t('decision.basis.failed', { why: formatList(call.lang, why) });
}

/** The level cities to choose from, where the rules leave a tie and nobody has chosen yet. */
function tieForm(call: Call, words: Words, record: Record) {
  const open = openOf(record);
  if (record.choice !== null || open.length === 0) return null;
  const inEvery = (record.result.inEvery ?? []) as string[];
  const seats = ((record.result.oneOptimum ?? []) as string[]).length - inEvery.length;
  return {
    legend: call.t('decision.tie.legend', { seats, count: open.length }),
    items: open.map((id) => ({ value: id, label: labelOf(words, id) })),
  };
}

function labelOf(words: Words, id: string): string {
  const one = words.nameOf(id);
  return one ? `${one.city}, ${words.countryName(one.country)}` : id;
}

/** What people decided on the computed selection: the choice, each city moved, what it breaks and what it costs. */
function decidedByHand(call: Call, words: Words, record: Record) {
  const { choice, byHand } = record;
  if (choice === null && byHand === null) return null;
  const names = namesOf(call.service.db, [
    choice?.by ?? '',
    ...(byHand?.overrides ?? []).map(({ by }) => by),
  ]);
  const nameOf = (account: string) => names.get(account)?.name ?? '';
  const open = openOf(record);
  const chosen = (choice?.chosen ?? [])
    .filter((id) => open.includes(id))
    .map((id) => words.nameOf(id)?.city ?? id);
  return {
    choice: choice && {
      text: call.t('decision.choice', { cities: formatList(call.lang, chosen), name: nameOf(choice.by) }),
      reason: choice.reason,
    },
    moves: (byHand?.overrides ?? []).map(({ nomination, side, reason, by }) => ({
      text: call.t(`decision.move.${side}`, { city: words.nameOf(nomination)?.city ?? '', name: nameOf(by) }),
      reason,
    })),
    breaches: (byHand?.breaches ?? []).map((breach) => breachInWords(words, breach)),
    cost: byHand ? costInWords(call, byHand.shortfall) : null,
  };
}

/** What a selection made by hand has less, or more, than the best one; nothing where there is no best one. */
export function costInWords(call: Call, shortfall: string | null): string | null {
  if (shortfall === null) return null;
  const value = readFigure(shortfall);
  const size = value.num < 0n ? subtract(fraction(0n), value) : value;
  const kind = value.num === 0n ? 'none' : value.num < 0n ? 'more' : 'less';
  return call.t(`decision.handCost.${kind}`, { cost: formatNumber(call.lang, shortDecimal(size, 2)) });
}

/** How many of each region are proposed, and of how many at most. */
function regionCounts(call: Call, words: Words, ground: Ground, record: Record) {
  const chosen = (record.awardees ?? []).flatMap((id) => words.nameOf(id)?.region ?? []);
  const codes = [...new Set(ground.ranking.map(({ region }) => region))].sort();
  return codes.map((code) => {
    const count = chosen.filter((region) => region === code).length;
    const max = record.problem.regions[code]?.max ?? null;
    const states = Array.from({ length: Math.max(count, max ?? 0) }, (_, at) =>
      at < count ? 'full' : 'open',
    );
    return {
      code,
      states,
      text: max === null ? String(count) : call.t('decision.of', { count, max }),
    };
  });
}

type StoredCost = { rule: string; cost: string; would: string[]; insteadOf: string[] };

/** What each rule costs, and who would come in instead of whom; those that cost nothing are named together. */
function costsOf(call: Call, words: Words, record: Record) {
  const all = (record.result.ruleCosts ?? []) as StoredCost[];
  const named = (ids: readonly string[]) =>
    formatList(
      call.lang,
      ids.map((id) => words.nameOf(id)?.city ?? id),
    );
  // The rule for all countries says it once; one country says it again only where it costs something else.
  const ofAll = all.find(({ rule }) => rule === EVERY_COUNTRY)?.cost ?? '0';
  const costs = all.filter(({ rule, cost }) => !rule.startsWith('country:') || ![ofAll, '0'].includes(cost));
  const free = costs.filter(({ cost }) => cost === '0');
  return {
    costs: costs
      .filter(({ cost }) => cost !== '0')
      .map(({ rule, cost, would, insteadOf }) => ({
        rule: ruleAsTitle(words, rule),
        cost: call.t(`decision.costs.${insteadOf.length > 0 ? 'some' : 'more'}`, {
          cost: writtenCost(call.lang, cost),
          would: named(would),
          insteadOf: named(insteadOf),
        }),
      })),
    free:
      free.length === 0
        ? null
        : call.t('decision.costs.none', {
            rules: formatList(
              call.lang,
              free.map(({ rule }) => ruleInWords(words, rule)),
            ),
          }),
  };
}

function signOff(call: Call, standing: StandingSelection, edition: Edition) {
  const me = accountOf(call).id;
  const names = namesOf(call.service.db, [standing.proposedBy ?? '', standing.approvedBy ?? '']);
  const nameOf = (account: string | null) => names.get(account ?? '')?.name ?? null;
  const maySign = appointmentsAs(call.viewer, ['organiser', 'approver'], edition.id).length > 0;
  const holds = standing.changes.length === 0;
  const isOpen = holds && standing.proposedBy !== null && standing.approvedAt === null;
  const { record } = standing;
  const reserve = reserveIn(call.service.db, edition.id, standing.draft);
  const chooser = record.choice?.by ?? reserve?.by ?? me;
  const isChooser = chooser === me;
  const mayPropose = isOrganiser(call, edition) && holds && (record.awardees?.length ?? 0) > 0;
  return {
    proposer: nameOf(standing.proposedBy),
    proposedAt: standing.proposedAt === null ? null : isoOf(standing.proposedAt),
    approver: nameOf(standing.approvedBy),
    approvedAt: standing.approvedAt === null ? null : isoOf(standing.approvedAt),
    approveReason: standing.approveReason,
    returned: standing.returnReason,
    isApproved: holds && standing.approvedAt !== null,
    isChoice: record.choice !== null || reserve !== null,
    statements: [{ value: 'yes', label: call.t('decision.statement') }],
    me: accountOf(call).name,
    mayPropose: mayPropose && isChooser && standing.proposedBy === null,
    otherChooses: mayPropose && !isChooser && standing.proposedBy === null,
    maySign: maySign && isOpen && standing.proposedBy !== me,
    waits: isOpen && standing.proposedBy === me,
  };
}
