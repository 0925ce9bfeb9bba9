import type { Call } from './route.ts';

/** Which part of a long list a page shows, and the addresses of the parts before and after it. */
export type Part = {
  readonly from: number;
  readonly to: number;
  /** As people count: from 1; 0 of an empty list. */
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly before: string | null;
  readonly after: string | null;
  readonly isWhole: boolean;
};

/** The part of a list of `count` that the address asks for by `name`; a number that does not exist means the nearest. */
export function partOf(
  call: Pick<Call, 'lang' | 'path' | 'query'>,
  count: number,
  size: number,
  name = 'page',
): Part {
  const parts = Math.max(1, Math.ceil(count / size));
  const asked = Number(call.query.get(name) ?? '1');
  const at = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), parts) : 1;
  const address = (number: number) => {
    const query = new URLSearchParams(call.query);
    query.set(name, String(number));
    return `/${call.lang}${call.path}?${query.toString()}`;
  };
  const from = (at - 1) * size;
  const to = Math.min(from + size, count);
  return {
    from,
    to,
    first: count === 0 ? 0 : from + 1,
    last: to,
    count,
    before: at > 1 ? address(at - 1) : null,
    after: at < parts ? address(at + 1) : null,
    isWhole: parts === 1,
  };
}
