/**
 * The package of a result: everything that a stranger needs to check it, as plain files. Files are composed here from
 * facts in any order and come out the same to the byte. The sealed tier holds every scorecard and is for the auditor;
 * the public tier holds totals, and of each card the commitment alone. docs/package-format.md describes both.
 */
import type { Record as DecisionRecord } from '../decision/record.ts';
import type { Definition } from '../editions/definition.ts';
import { type Instant, isoOf } from '../platform/clock.ts';
import { canonicalJson, digestOf, sha256 } from '../platform/digest.ts';
import { type Fraction, toText } from '../platform/exact/fraction.ts';
import type { Announcement } from './announcement.ts';

export type Tier = 'public' | 'sealed';

/** A row of the audit log as far as the chain holds it. */
export type ChainRow = {
  seq: number;
  at: Instant;
  actor: string;
  action: string;
  edition: string | null;
  object: string;
  commitment: string;
  prev: string;
  hash: string;
};

export type PackagedNomination = {
  id: string;
  city: string;
  country: string;
  region: string;
  /** `counted`, or why it is not: withdrawn, declined, ineligible, notShortlisted. */
  standing: 'counted' | 'withdrawn' | 'declined' | 'ineligible' | 'notShortlisted';
  /** In the words of who decided; sealed tier alone. */
  reason: string;
};

export type PackagedCard = {
  commitment: string;
  salt: string;
  card: object;
  receipt: string;
  at: Instant;
  /** Whether the tally counts it. */
  counted: boolean;
  /** Two people opened it again, and why; null where nobody did. */
  reopened: { at: Instant; by: string; approvedBy: string; reason: string } | null;
};

export type PackagedRecusal = { juror: string; nomination: string; at: Instant; reason: string };

export type PackagedPlace = {
  nomination: string;
  rank: number | null;
  total: Fraction | null;
  scorecards: number;
  criteria: readonly (Fraction | null)[];
  median: Fraction | null;
  lowestScore: Fraction | null;
  tieBrokenBy: string | null;
};

/** Everything that goes into a package; the lists in any order but the ranking's, which is best first. */
export type PackageFacts = {
  edition: { slug: string; year: number; sample: boolean };
  definition: Definition;
  versions: readonly { version: number; digest: string; at: Instant; reason: string }[];
  record: DecisionRecord;
  digest: string;
  proposed: { by: string; at: Instant };
  approved: { by: string; at: Instant; digest: string; reason: string };
  announcement: Announcement;
  earlier: readonly Announcement[];
  log: { tallied: ChainRow | null; announced: ChainRow; salt: string; detail: string };
  nominations: readonly PackagedNomination[];
  cards: readonly PackagedCard[];
  jurors: number;
  recusals: readonly PackagedRecusal[];
  ranking: readonly PackagedPlace[];
};

/** The texts that travel with each package. */
export type PackageTexts = { readme: Record<Tier, string>; format: string };

type Files = Map<string, string>;

/** The files of a package by name, without manifest and signature. */
export function packageFiles(facts: PackageFacts, tier: Tier, texts: PackageTexts): Files {
  const { edition, versions, definition, record, log, announcement } = facts;
  const isSealed = tier === 'sealed';
  const json: Record<string, unknown> = {
    'edition.json': {
      ...edition,
      versions: [...versions]
        .sort((a, b) => a.version - b.version)
        .map(({ at, ...one }) => ({ ...one, at: isoOf(at) })),
    },
    'definition.json': definition,
    'record.json': record,
    'approvals.json': approvalsOf(facts),
    'log.json': { tallied: log.tallied, announced: log.announced, salt: log.salt, detail: log.detail },
    'nominations.json': [...facts.nominations]
      .sort((a, b) => byText(a.id, b.id))
      .map(({ reason, ...one }) => (isSealed && reason !== '' ? { ...one, reason } : one)),
    'tally.json': { decides: record.decides, ranking: facts.ranking.map((one) => placeOf(one, isSealed)) },
    'jury.json': juryOf(facts, isSealed),
    'commitments.json': commitmentsOf(facts.cards),
    'result.json': { ...versionOf(announcement), earlier: facts.earlier.map(versionOf) },
    ...(isSealed ? { 'scorecards.json': cardsOf(facts.cards) } : {}),
  };
  const files: Files = new Map(Object.entries(json).map(([name, value]) => [name, canonicalJson(value)]));
  files.set('totals.csv', totalsCsv(facts));
  files.set('README.md', texts.readme[tier]);
  files.set('FORMAT.md', texts.format);
  return new Map([...files].sort(([a], [b]) => byText(a, b)));
}

/** The manifest over all files: its bytes are what the service signs. */
export function manifestOf(files: Files, of: { tier: Tier; edition: string; record: string }): string {
  return canonicalJson({
    format: 'learning-cities-award/package/1',
    ...of,
    files: [...files].map(([name, text]) => {
      return { name, bytes: Buffer.byteLength(text), sha256: sha256(text) };
    }),
  });
}

function approvalsOf({ digest, proposed, approved }: PackageFacts) {
  return {
    record: digest,
    proposed: { by: proposed.by, at: isoOf(proposed.at) },
    approved: { ...approved, at: isoOf(approved.at) },
  };
}

function versionOf({ id, version, momentAt, note, digest, result }: Announcement) {
  return { id, version, at: isoOf(momentAt), note, digest, result };
}

function placeOf(place: PackagedPlace, isSealed: boolean) {
  const text = (value: Fraction | null) => value && toText(value);
  const { nomination, rank, scorecards, tieBrokenBy } = place;
  const told = { nomination, rank, total: text(place.total), scorecards, tieBrokenBy };
  // From the figures of few cards a reader could tell single scores.
  if (!isSealed) return told;
  const { median, lowestScore, criteria } = place;
  return { ...told, criteria: criteria.map(text), median: text(median), lowestScore: text(lowestScore) };
}

function juryOf({ jurors, cards, recusals }: PackageFacts, isSealed: boolean) {
  const counts = {
    jurors,
    countedCards: cards.filter(({ counted }) => counted).length,
    recusals: recusals.length,
  };
  if (!isSealed) return counts;
  return {
    ...counts,
    recused: [...recusals]
      .sort((a, b) => byText(a.nomination, b.nomination) || byText(a.juror, b.juror) || a.at - b.at)
      .map((one) => ({ ...one, at: isoOf(one.at) })),
  };
}

/** Sorted by themselves alone: their order tells neither juror nor nomination. */
function commitmentsOf(cards: readonly PackagedCard[]) {
  const those = (isCounted: boolean) =>
    cards
      .filter(({ counted }) => counted === isCounted)
      .map(({ commitment }) => commitment)
      .sort(byText);
  return { counted: those(true), others: those(false) };
}

function cardsOf(cards: readonly PackagedCard[]) {
  return [...cards]
    .sort((a, b) => byText(a.commitment, b.commitment))
    .map(({ at, reopened, ...one }) => {
      return { ...one, at: isoOf(at), reopened: reopened && { ...reopened, at: isoOf(reopened.at) } };
    });
}

function totalsCsv({ ranking, nominations, record }: PackageFacts): string {
  const known = new Map(nominations.map((one) => [one.id, one]));
  const awarded = new Set(record.awardees);
  const rows = ranking.map(({ nomination, rank, total }) => {
    const { city = '', country = '', region = '' } = known.get(nomination) ?? {};
    const figure = total ? `${total.num}/${total.den}` : '';
    return [
      nomination,
      city,
      country,
      region,
      String(rank ?? ''),
      figure,
      awarded.has(nomination) ? 'yes' : 'no',
    ];
  });
  const heads = ['nomination', 'city', 'country', 'region', 'rank', 'total', 'awarded'];
  return [heads, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

// What a spreadsheet would take for a formula gets an apostrophe before it.
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** Whether the digests of the facts agree before anything is packed: what was signed is what is in the rows. */
export function isSound({ record, digest, approved, announcement }: PackageFacts): boolean {
  return (
    digestOf(record) === digest &&
    approved.digest === digest &&
    announcement.result.selectionDigest === digest
  );
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
