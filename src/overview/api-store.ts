import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { DAY } from '../platform/clock.ts';
import { sha256 } from '../platform/digest.ts';
import { newId, newSecret } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import { tokensOf } from './api-pages.ts';
import { type ApiScope, TOKEN_PREFIX, tokenState } from './api-token.ts';
import { apiTokens } from './tables.ts';

/**
 * Makes a token for a program and returns it, the only time that it is to be had. A second live one of that name is
 * refused, so that a form sent twice makes one.
 */
export function makeToken(
  tx: Tx,
  edition: string,
  { name, scopes, days }: { name: string; scopes: ApiScope[]; days: number },
): { token: string } | Refusal {
  const isTaken = tokensOf(tx.db, edition).some(
    (one) => one.name === name && tokenState(one, tx.at) === 'live',
  );
  if (isTaken) return refuse('overview.tokenNamed', { name });
  const id = newId<'token'>();
  const token = `${TOKEN_PREFIX}${newSecret()}`;
  const endsAt = tx.at + days * DAY;
  tx.db
    .insert(apiTokens)
    .values({
      id,
      editionId: edition,
      name,
      scopes,
      hash: sha256(token),
      madeAt: tx.at,
      madeBy: tx.actor,
      endsAt,
    })
    .run();
  tx.record({ edition, object: id, detail: { name, scopes, endsAt } });
  return { token };
}

/** Ends a token at once; one that has ended stays as it was. */
export function endToken(tx: Tx, edition: string, id: string): void {
  const ended = tx.db
    .update(apiTokens)
    .set({ endedAt: tx.at, endedBy: tx.actor })
    .where(and(eq(apiTokens.id, id), eq(apiTokens.editionId, edition), isNull(apiTokens.endedAt)))
    .run();
  if (ended.changes > 0) tx.record({ edition, object: id, detail: { ended: true } });
}
