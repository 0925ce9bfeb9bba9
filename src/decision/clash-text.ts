import type { ClashCount, ClashTerm } from './clash.ts';

/** A clash in one English sentence, for files and logs; pages have their own sentence for each kind. */
export function clashText(count: ClashCount, maxPerCountry: number | null): string {
  const { asks, limits, loose, needed, available, hasThreshold } = count;
  const together = asks.length > 1 ? ` add up to ${needed}` : '';
  const wants = asks.length > 1 ? `the minimums of ${joined(asks.map(askOf))}${together}` : wantOf(asks[0]);
  const isOfCountries = limits.some(({ set }) => set.name.startsWith('country:'));
  const isLooseTold = limits.length === 0 || (loose > 0 && !isOfCountries);
  const rooms = [
    ...limits.filter(({ set }) => !set.name.startsWith('country:')).map(limitOf),
    ...countryLimit(count, maxPerCountry),
    ...(isLooseTold ? [looseText(loose, limits.length > 0, hasThreshold)] : []),
  ];
  const end = rooms.length > 1 || asks.length > 1 ? `: ${needed} needed, ${available} possible` : '';
  return capital(`${wants}, but ${joined(rooms)}${end}.`);
}

function wantOf(term: ClashTerm | undefined): string {
  if (!term) return 'nobody asks for anything';
  const { set } = term;
  if (set.name !== 'seats') return `${placeOf(set.name)} needs ${set.min}`;
  return set.min === 1 ? '1 seat must be filled' : `${set.min} seats must be filled`;
}

function askOf({ set }: ClashTerm): string {
  return `${set.name === 'seats' ? 'the seats' : placeOf(set.name)} (${set.min})`;
}

function limitOf({ set }: ClashTerm): string {
  if (set.name === 'seats') return `there ${set.max === 1 ? 'is 1 seat' : `are ${set.max} seats`}`;
  return `${placeOf(set.name)} may have at most ${set.max}`;
}

function countryLimit({ limits, countries }: ClashCount, maxPerCountry: number | null): string[] {
  if (!limits.some(({ set }) => set.name.startsWith('country:'))) return [];
  const each = maxPerCountry === 1 ? 'one each' : `at most ${maxPerCountry} each`;
  return [
    `only ${countries} ${countries === 1 ? 'country has' : 'countries have'} candidates for it, ${each}`,
  ];
}

function looseText(loose: number, isBeside: boolean, hasThreshold: boolean): string {
  const other = isBeside ? 'other ' : '';
  if (loose === 0) return `no ${other}candidate ${hasThreshold ? 'reaches the threshold' : 'stands for it'}`;
  if (loose === 1)
    return `only 1 ${other}candidate ${hasThreshold ? 'reaches the threshold' : 'stands for it'}`;
  return `only ${loose} ${other}candidates ${hasThreshold ? 'reach the threshold' : 'stand for it'}`;
}

function placeOf(name: string): string {
  return name.startsWith('region:') ? name.slice('region:'.length) : `group ${name.slice('group:'.length)}`;
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
