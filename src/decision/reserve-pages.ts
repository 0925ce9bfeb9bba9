import { isOrganiser } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { nominationById } from '../nominations/pages.ts';
import { type Answer, type FieldError, page } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { declinedFrom } from './brought-pages.ts';
import { citiesOf, cityOf } from './city-pages.ts';
import { hasConflict, whyNotDecide } from './decision-pages.ts';
import { groundOf } from './ground-pages.ts';
import { type StandingSelection, standingSelection } from './pages.ts';
import { selectAwardees } from './selection.ts';

/** The page of the reserve: who would come in for whom, under the same rules; and bringing it in once a city left. */
export async function drawReserve(
  call: Call,
  edition: Edition,
  typed: Typed = {},
  errors: readonly FieldError[] = [],
): Promise<Answer> {
  const { db } = call.service;
  const decision = `/${call.lang}/office/${edition.slug}/decision`;
  const title = call.t('decision.reserve.title');
  const account = accountOf(call).id;
  const isWalled = hasConflict(db, edition, account);
  const standing = isWalled ? null : standingSelection(db, edition.id);
  if (standing === null) {
    const why = isWalled ? 'decision.conflict' : 'decision.reserve.unsigned';
    return page('decision/reserve', { title, decision, whyNot: call.t(why) });
  }
  const declined = declinedFrom(db, edition.id, standing);
  const refusal = declined.length > 0 ? whyNotDecide(db, edition, account, call.at) : null;
  const isSigned = standing.approvedAt !== null && standing.changes.length === 0;
  return page('decision/reserve', {
    title,
    decision,
    whyNot: isSigned || declined.length > 0 ? null : call.t('decision.reserve.unsigned'),
    declined: declined.map((id) => ({
      city: cityOf(call, id),
      reason: nominationById(db, id)?.withdrawalReason ?? '',
    })),
    refused: refusal && call.t(refusal.code, refusal.facts),
    mayBring: declined.length > 0 && refusal === null && isOrganiser(call, edition),
    order: isSigned ? await orderOf(call, edition, standing) : [],
    typed,
    errors: errorTexts(call, errors),
  });
}

/** For each awardee, the best selection under the same rules without it, as a sentence. */
async function orderOf(call: Call, edition: Edition, { record }: StandingSelection) {
  const { db, solve } = call.service;
  const { problem } = groundOf(db, edition);
  const computed = (record.result.winners ?? record.choice?.chosen ?? []) as string[];
  const rows = [];
  for (const one of record.awardees ?? []) {
    const without = { ...problem, candidates: problem.candidates.filter(({ id }) => id !== one) };
    const result = await selectAwardees(without, solve, { withoutRuleCosts: true });
    const then = result.status === 'optimal' ? result.winners : null;
    const enters = then?.filter((id) => !computed.includes(id)) ?? [];
    const leaves = computed.filter((id) => id !== one && then?.includes(id) === false);
    const kind = then === null ? undecided(result) : cameIn(enters, leaves);
    const facts = { enters: citiesOf(call, enters), leaves: citiesOf(call, leaves) };
    rows.push({ city: cityOf(call, one), text: call.t(`decision.reserve.${kind}`, facts) });
  }
  return rows;
}

/** Why no selection without the awardee can be named: two are equally good, or there is none. */
const undecided = ({ status }: { status: string }) => (status === 'optimal' ? 'tie' : 'none');

/** What an awardee's leaving means: nobody comes in, others leave too, or one simply follows. */
function cameIn(enters: readonly string[], leaves: readonly string[]): 'nobody' | 'chain' | 'plain' {
  if (enters.length === 0) return 'nobody';
  return leaves.length > 0 ? 'chain' : 'plain';
}
