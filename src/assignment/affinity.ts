import type { Rules } from '../editions/definition.ts';
import type { ProblemFile } from './problem.ts';

/*
 * What a pair of juror and dossier is worth, in whole points that the edition has published: expertise in the themes
 * that the city named, a region other than the city's, the dossier's language as the juror's first. Each part stands
 * in the reason that is shown for the pair.
 */
export type Reader = {
  id: string;
  country: string;
  region: string;
  /** The languages that the juror reads, the first one first. */
  languages: readonly string[];
  /** Ids of criteria. */
  expertise: readonly string[];
  maxLoad: number;
};

export type ReadDossier = { id: string; region: string; lang: string; themes: readonly string[] };

export type PairWorth = {
  themes: readonly string[];
  otherRegion: boolean;
  firstLanguage: boolean;
  points: number;
};

/** The worth of one pair in points, part by part. */
export function worthOfPair(rules: Rules['jury'], reader: Reader, dossier: ReadDossier): PairWorth {
  const { expertiseEach, otherRegion, sameRegion, firstLanguage } = rules.affinity;
  const themes = dossier.themes.filter((theme) => reader.expertise.includes(theme));
  const isOther = reader.region !== dossier.region;
  const isFirst = reader.languages[0] === dossier.lang;
  const points =
    themes.length * expertiseEach + (isOther ? otherRegion : sameRegion) + (isFirst ? firstLanguage : 0);
  return { themes, otherRegion: isOther, firstLanguage: isFirst, points };
}

/** The rules on the regions of a jury that an edition may have. */
export const REGION_RULES = ['ownRegion', 'otherRegion'] as const;
export type RegionRule = (typeof REGION_RULES)[number];

/** What an organiser asks for: loads within those of the jurors themselves, and rules on regions to leave out. */
export type Asked = { minLoad: number; maxLoad: number; leftOut?: readonly RegionRule[] };

export type Panel = {
  rules: Rules['jury'];
  readers: readonly Reader[];
  dossiers: readonly ReadDossier[];
  conflicts: readonly { juror: string; nomination: string }[];
  asked: Asked;
  /** Pairs that were handed back or taken away: never made again. */
  ended: readonly { juror: string; nomination: string }[];
};

// Who does not read a dossier's language, or sits in the panel of another region, is no reader of it.
function mayRead(rules: Rules['jury'], reader: Reader, dossier: ReadDossier): boolean {
  if (rules.regionPanels === true && reader.region !== dossier.region) return false;
  return !rules.readsLanguage || reader.languages.includes(dossier.lang);
}

/** The catalogue key that says why a pair or a change cannot be; panels by region close pairs as languages do. */
export function faultKey(rules: Rules['jury'], fault: string): string {
  const isPanel = fault === 'language' && rules.regionPanels === true;
  return `assignment.fault.${isPanel ? 'panel' : fault}`;
}

type Pair = [juror: string, nomination: string];

const pairs = (list: readonly { juror: string; nomination: string }[]): Pair[] =>
  list.map(({ juror, nomination }): Pair => [juror, nomination]);

function distinct(list: Pair[]): Pair[] {
  return [...new Map(list.map((pair) => [pair.join(' '), pair])).values()];
}

/** The problem of an edition as it is solved, stored and exported: sorted, so that equal editions give equal bytes. */
export function problemOf({ rules, readers, dossiers, conflicts, asked, ended }: Panel): ProblemFile {
  const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
  const jurors = [...readers].sort(byId);
  const nominations = [...dossiers].sort(byId);
  const every = jurors.flatMap((reader) => nominations.map((dossier) => ({ reader, dossier })));
  const known = new Set([...jurors, ...nominations].map(({ id }) => id));
  const isKnown = ([juror, nomination]: Pair) => known.has(juror) && known.has(nomination);
  const unreadable = every.filter(({ reader, dossier }) => !mayRead(rules, reader, dossier));
  const composition = regionRules(rules, asked, jurors, nominations);
  return {
    nominations: nominations.map(({ id }) => ({ id })),
    jurors: jurors.map(({ id, maxLoad }) => {
      const most = Math.min(maxLoad, asked.maxLoad);
      return { id, minLoad: Math.min(asked.minLoad, most), maxLoad: most };
    }),
    perNomination: rules.readersPerNomination,
    objective: rules.objective,
    conflicts: distinct([...pairs(conflicts), ...pairs(ended)])
      .filter(isKnown)
      .sort(),
    unreadable: unreadable.map(({ reader, dossier }): Pair => [reader.id, dossier.id]),
    affinity: every.flatMap(({ reader, dossier }): [string, string, number][] => {
      const { points } = worthOfPair(rules, reader, dossier);
      return points === 0 ? [] : [[reader.id, dossier.id, points]];
    }),
    ...(composition.length > 0 ? { composition } : {}),
  };
}

/** The rules on regions that an edition has, those left out aside. */
export function rulesInForce(rules: Rules['jury'], leftOut: readonly RegionRule[] = []): RegionRule[] {
  return REGION_RULES.filter((rule) => (rules.composition?.[rule] ?? 0) > 0 && !leftOut.includes(rule));
}

function regionRules(
  rules: Rules['jury'],
  { leftOut }: Asked,
  jurors: readonly Reader[],
  nominations: readonly ReadDossier[],
): NonNullable<ProblemFile['composition']> {
  return rulesInForce(rules, leftOut).flatMap((rule) =>
    nominations.map(({ id, region }) => {
      const fitting = jurors.filter((reader) => (reader.region === region) === (rule === 'ownRegion'));
      const min = rules.composition?.[rule] ?? 0;
      return { rule, nomination: id, jurors: fitting.map((reader) => reader.id), min, relaxable: true };
    }),
  );
}

/** The problem of filling what a recusal or a late juror left open: every standing pair stays where it is. */
export function topUpOf(
  problem: ProblemFile,
  standing: readonly { juror: string; nomination: string }[],
): ProblemFile {
  const known = new Set([...problem.jurors, ...problem.nominations].map(({ id }) => id));
  const fixed = pairs(standing).filter(([juror, nomination]) => known.has(juror) && known.has(nomination));
  return { ...problem, fixed: fixed.sort() };
}
