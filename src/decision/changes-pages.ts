import { nominationById } from '../nominations/pages.ts';
import type { Call } from '../platform/http/route.ts';
import type { Change } from './record.ts';

/** What has changed since a selection was computed, one sentence each, in the reader's language. */
export function changesInWords(call: Call, changes: readonly Change[]): string[] {
  return changes.map((change) => {
    const city =
      'nomination' in change
        ? (nominationById(call.service.db, change.nomination)?.cityName ?? change.nomination)
        : '';
    return call.t(`decision.change.${change.kind}`, { city });
  });
}
