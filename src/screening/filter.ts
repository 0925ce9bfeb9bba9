import { REGIONS, type Region } from '../editions/definition.ts';
import type { ScreeningState } from './eligibility.ts';
import type { Finding } from './findings.ts';

export const SHOWN = [
  'all',
  'waiting',
  'notMet',
  'unclear',
  'eligible',
  'shortlisted',
  'ineligible',
] as const;
export type Shown = (typeof SHOWN)[number];

/** What of the list is looked at; the address carries it, so that it survives every act. */
export type Filter = { show: Shown; region: Region | null; page: number };

type Filtered = { nomination: { region: string }; state: ScreeningState; findings: readonly Finding[] };

export const PAGE_SIZE = 50;

/** Reads the filter of an address; what it does not know counts as not given. */
export function readFilter(query: URLSearchParams): Filter {
  const show = SHOWN.find((one) => one === query.get('show')) ?? 'all';
  const region = REGIONS.find((one) => one === query.get('region')) ?? null;
  const page = /^[1-9]\d{0,4}$/.test(query.get('page') ?? '') ? Number(query.get('page')) : 1;
  return { show, region, page };
}

/** Writes a filter as the query of an address, with its question mark; empty where it shows everything. */
export function writeFilter(
  filter: Partial<Filter>,
  more: readonly (readonly [string, string])[] = [],
): string {
  const query = new URLSearchParams();
  if (filter.show && filter.show !== 'all') query.set('show', filter.show);
  if (filter.region) query.set('region', filter.region);
  if (filter.page && filter.page > 1) query.set('page', String(filter.page));
  for (const [name, value] of more) query.append(name, value);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** Whether a nomination is shown under this filter, pages aside. */
export function isShown(one: Filtered, { show, region }: Pick<Filter, 'show' | 'region'>): boolean {
  if (region !== null && one.nomination.region !== region) return false;
  switch (show) {
    case 'all':
      return true;
    case 'notMet':
    case 'unclear':
      return one.findings.some((found) => found.state === show);
    case 'eligible':
      return one.state === 'eligible' || one.state === 'shortlisted';
    default:
      return one.state === show;
  }
}
