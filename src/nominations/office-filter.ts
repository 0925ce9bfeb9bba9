/**
 * How the office narrows its list of dossiers. The page, its counts and its export all ask here, so that what is
 * exported is what is shown.
 */
import { REGIONS } from '../editions/definition.ts';
import { NOMINATION_STATES, type NominationState } from './nomination.ts';

export type OfficeFilter = { state: string; region: string };

/** Reads the filter of an address; a word that is none of its choices counts as none. */
export function officeFilter(query: URLSearchParams): OfficeFilter {
  const among = (name: string, known: readonly string[]) => {
    const given = query.get(name) ?? '';
    return known.includes(given) ? given : '';
  };
  return { state: among('state', NOMINATION_STATES), region: among('region', REGIONS) };
}

/** Whether a nomination stands in the filtered list. */
export function isFiltered(
  nomination: { state: NominationState; region: string },
  { state, region }: OfficeFilter,
): boolean {
  return (state === '' || nomination.state === state) && (region === '' || nomination.region === region);
}

/** The filter as a query with its question mark, or nothing. */
export function officeQuery(filter: OfficeFilter): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== '')).toString();
  return query === '' ? '' : `?${query}`;
}
