import type { Edition } from '../editions/pages.ts';
import { namesOf } from '../people/pages.ts';
import { type Db, statement } from '../platform/database.ts';
import type { Call } from '../platform/http/route.ts';
import { citiesOf } from './city-pages.ts';
import type { StandingSelection } from './pages.ts';

/** A reserve that was brought in since the last signature, with the first reason. */
export type Reserve = { declined: string[]; entered: string[]; reason: string; by: string };

/** The reserve that a draft of an edition holds; what people move on it afterwards leaves it in place. */
export function reserveIn(db: Db, edition: string, draft: number): Reserve | null {
  const row = statement(
    db.$client,
    `SELECT declined, entered, reason, selection_reserves.by FROM selection_reserves JOIN selections ON id = selection_id
     WHERE edition_id = @edition AND draft <= @draft AND draft > (SELECT coalesce(max(draft), 0) FROM selections AS signed
       WHERE signed.edition_id = @edition AND signed.approved_at IS NOT NULL AND signed.draft < @draft)
     ORDER BY draft DESC LIMIT 1`,
  ).get({ edition, draft }) as { declined: string; entered: string; reason: string; by: string } | undefined;
  return row
    ? { ...row, declined: JSON.parse(row.declined) as string[], entered: JSON.parse(row.entered) as string[] }
    : null;
}

/** The awardees that left a selection which two people signed, or which already holds a reserve: a reserve is due. */
export function declinedFrom(db: Db, edition: string, standing: StandingSelection | null): string[] {
  if (standing === null) return [];
  const counts = standing.approvedAt !== null || reserveIn(db, edition, standing.draft) !== null;
  const awardees = new Set(standing.record.awardees);
  return counts
    ? standing.changes.flatMap((one) =>
        one.kind === 'withdrawn' && awardees.has(one.nomination) ? [one.nomination] : [],
      )
    : [];
}

/** What was brought in with a draft, in words: who left, who came in, by whom and why; null where nothing was. */
export function reserveInWords(call: Call, edition: Edition, draft: number) {
  const { db } = call.service;
  const reserve = reserveIn(db, edition.id, draft);
  if (reserve === null) return null;
  const name = namesOf(db, [reserve.by]).get(reserve.by)?.name ?? '';
  const { declined, entered, reason } = reserve;
  const text =
    entered.length > 0
      ? call.t('decision.reserve.brought', {
          name,
          enters: citiesOf(call, entered),
          leaves: citiesOf(call, declined),
        })
      : call.t('decision.reserve.broughtNobody', { name, leaves: citiesOf(call, declined) });
  return { text, reason };
}
