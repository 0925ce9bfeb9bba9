import { nominationById } from '../nominations/pages.ts';
import type { Call } from '../platform/http/route.ts';
import { formatList } from '../platform/i18n/formats.ts';

/** The name of a nomination's city. */
export const cityOf = (call: Call, id: string) => nominationById(call.service.db, id)?.cityName ?? id;

/** The names of nominations' cities as one list in the language of the page. */
export const citiesOf = (call: Call, ids: readonly string[]) =>
  formatList(
    call.lang,
    ids.map((id) => cityOf(call, id)),
  );
