import { foldName, isUnspaced, wordsOf } from '../cities/fold-name.ts';

/** What of a juror may tie them to a nomination. */
export type JurorTies = { id: string; country: string; affiliations: readonly string[] };

/** What of a nomination may be named by an affiliation: the city's names, and its country's in each language. */
export type NominationNames = {
  id: string;
  country: string;
  cityNames: readonly string[];
  countryNames: readonly string[];
};

/** A conflict that somebody declared, or a suggestion that somebody decided on. */
export type StoredConflict = {
  jurorId: string;
  nominationId: string;
  kind: 'suggested' | 'declared';
  reason: string;
  refusedAt: number | null;
};

/**
 * A pair that must not meet. `derived`: the juror's own country, with its code as the reason; `declared`: in the words
 * of who declared it; `confirmed` and `suggested`: the affiliation that names city or country.
 */
export type StandingConflict = {
  juror: string;
  nomination: string;
  kind: 'derived' | 'declared' | 'confirmed' | 'suggested';
  reason: string;
};

/**
 * All pairs that stand in conflict, by juror and nomination, one entry a pair. A suggestion stands from the moment it
 * can be made, since a pair that somebody still has to look at must not read; refusing it frees the pair for good.
 */
export function conflictsAmong(
  ownCountry: boolean,
  jurors: readonly JurorTies[],
  nominations: readonly NominationNames[],
  stored: readonly StoredConflict[],
): StandingConflict[] {
  const kept = new Map<string, StoredConflict[]>();
  for (const one of stored) {
    const key = `${one.jurorId} ${one.nominationId}`;
    kept.set(key, [...(kept.get(key) ?? []), one]);
  }
  const wanted = nominations.map((one) => ({ ...one, names: namesToFind(one) }));
  return sorted(jurors, (one) => one.id).flatMap((juror) => {
    const spoken = juror.affiliations.map((text) => ({ text, words: wordsOf(text) }));
    return sorted(wanted, (one) => one.id).flatMap((nomination) => {
      const own = kept.get(`${juror.id} ${nomination.id}`) ?? [];
      const found = conflictOf(ownCountry && juror.country === nomination.country, nomination, spoken, own);
      return found ? [{ juror: juror.id, nomination: nomination.id, ...found }] : [];
    });
  });
}

type Spoken = { text: string; words: string };
type Found = Pick<StandingConflict, 'kind' | 'reason'>;

function conflictOf(
  isOwnCountry: boolean,
  nomination: { country: string; names: readonly string[] },
  spoken: readonly Spoken[],
  stored: readonly StoredConflict[],
): Found | null {
  const declared = stored.find((one) => one.kind === 'declared');
  if (declared) return { kind: 'declared', reason: declared.reason };
  if (isOwnCountry) return { kind: 'derived', reason: nomination.country };
  const settled = stored.find((one) => one.kind === 'suggested');
  if (settled) return settled.refusedAt === null ? { kind: 'confirmed', reason: settled.reason } : null;
  const naming = spoken.find(({ words }) => nomination.names.some((name) => words.includes(name)));
  return naming ? { kind: 'suggested', reason: naming.text } : null;
}

const sorted = <Thing>(things: readonly Thing[], key: (thing: Thing) => string) =>
  [...things].sort((one, other) => (key(one) < key(other) ? -1 : 1));

const SHORTEST_NAME = 3;
const STATE_FORM =
  /^(?:united )?(?:republic|kingdom|state|republique|royaume|etat|republica|reino|estado) (?:of|de|du|del) (?:the |la |los |las |les )?/;

function namesToFind({ cityNames, countryNames }: NominationNames): string[] {
  const cities = cityNames.flatMap((name) => [
    name,
    name.replace(/\(.*?\)/g, ''),
    ...[...name.matchAll(/\((.*?)\)/g)].map((match) => match[1] ?? ''),
  ]);
  const countries = countryNames.flatMap((name) => {
    const plain = foldName(name.replace(/\(.*?\)/g, ''));
    return [plain, plain.replace(STATE_FORM, '')];
  });
  const names = [...cities, ...countries].map(wordsOf).filter((words) => words.trim() !== '');
  return [...new Set(names)].flatMap((words) => {
    if (isUnspaced(words)) return [words.trim()];
    return words.trim().length < SHORTEST_NAME ? [] : [words];
  });
}
