import type { Rules } from '../editions/definition.ts';
import { worthOfPair } from './affinity.ts';
import type { SolutionFile } from './command.ts';
import type { NamedDossier, NamedReader } from './pages.ts';

/*
 * A proposal as it is looked at: each dossier with its readers and what each pair is worth and why, each juror with
 * the load, the worst-off dossier marked.
 */
export type ShownPair = {
  juror: string;
  name: string;
  points: number;
  themes: number;
  otherRegion: boolean;
  firstLanguage: boolean;
};

export type ShownDossier = {
  id: string;
  city: string;
  country: string;
  region: string;
  points: number;
  worstOff: boolean;
  readers: ShownPair[];
};
export type ShownJuror = {
  id: string;
  name: string;
  region: string;
  load: number;
  least: number;
  most: number;
};

type Pairs = SolutionFile['assignments'];

/** The dossiers of an assignment by city, each with its readers; worth in the edition's points. */
export function shownDossiers(
  rules: Rules['jury'],
  pairs: Pairs,
  dossiers: readonly NamedDossier[],
  readers: readonly NamedReader[],
): ShownDossier[] {
  const readerOf = new Map(readers.map((reader) => [reader.id, reader]));
  const shown = dossiers.map((dossier) => {
    const own = pairs.flatMap(([juror, nomination]) => {
      const reader = nomination === dossier.id ? readerOf.get(juror) : undefined;
      return reader ? [shownPair(rules, reader, dossier)] : [];
    });
    own.sort((one, other) => other.points - one.points || (one.name < other.name ? -1 : 1));
    const points = own.reduce((sum, pair) => sum + pair.points, 0);
    const { id, cityName: city, country, region } = dossier;
    return { id, city, country, region, points, worstOff: false, readers: own };
  });
  const least = Math.min(...shown.map(({ points }) => points));
  return shown.map((dossier) => ({ ...dossier, worstOff: dossier.points === least }));
}

function shownPair(rules: Rules['jury'], reader: NamedReader, dossier: NamedDossier): ShownPair {
  const { themes, otherRegion, firstLanguage, points } = worthOfPair(rules, reader, dossier);
  return { juror: reader.id, name: reader.name, points, themes: themes.length, otherRegion, firstLanguage };
}

/** The load of each juror in an assignment between the least and the most that was asked for. */
export function shownJurors(
  pairs: Pairs,
  readers: readonly NamedReader[],
  limitsOf: (id: string) => { minLoad: number; maxLoad: number } | undefined,
): ShownJuror[] {
  return readers.map(({ id, name, region }) => ({
    id,
    name,
    region,
    load: pairs.filter(([juror]) => juror === id).length,
    least: limitsOf(id)?.minLoad ?? 0,
    most: limitsOf(id)?.maxLoad ?? 0,
  }));
}
