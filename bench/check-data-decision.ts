import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { figureOf } from '../src/decision/claim-file.ts';
import { decideCommand } from '../src/decision/command.ts';
import { toNumber } from '../src/platform/exact/fraction.ts';
import { solveHere } from '../src/platform/solver/highs.ts';

/** One figure of a file against its expectation. */
export type Comparison = { file: string; figure: string; expected: string; found: string; agrees: boolean };

type Expected = {
  feasible?: boolean;
  total?: number | string | null;
  winnersUnique?: boolean;
  winners?: string[] | null;
  oneOptimum?: string[] | null;
  secondBestTotal?: number | string | null;
  higherScoredLosers?: number;
  forcedIn?: { id: string; costOfForcing: number | string | null }[];
};

type Found = {
  status: string;
  total?: string;
  winners?: string[] | null;
  unique?: boolean;
  secondBestTotal?: string | null;
  losers?: { id: string; score: string; costOfForcing?: string | null }[];
  check?: { passed: boolean };
};

const TOLERANCE = 1e-6;

/** Solves every decision problem that the folder's expected.json names, and compares each of its figures. */
export async function compareDecisionFolder(folder: string): Promise<Comparison[]> {
  const known = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
    results: Record<string, Expected>;
  };
  const all: Comparison[] = [];
  for (const [file, expected] of Object.entries(known.results)) {
    const text = readFileSync(join(folder, file), 'utf8');
    const { output } = await decideCommand(text, { check: true }, (model, options) =>
      solveHere(model, options),
    );
    all.push(...compared(expected, JSON.parse(output), text).map((one) => ({ file, ...one })));
  }
  return all;
}

/** Whether a folder holds decision problems: an expected.json that names files with seats. */
export function isDecisionFolder(folder: string): boolean {
  if (!existsSync(join(folder, 'expected.json'))) return false;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && name !== 'expected.json')
    .some((name) => 'seats' in JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

type Figure = Omit<Comparison, 'file'>;

function compared(expected: Expected, found: Found, text: string): Figure[] {
  const status = expected.feasible === false ? 'infeasible' : 'optimal';
  const same = (figure: string, wanted: unknown, got: unknown): Figure[] => {
    if (wanted === undefined) return [];
    const [left, right] = [JSON.stringify(wanted), JSON.stringify(got) ?? 'nothing'];
    return [{ figure, expected: left, found: right, agrees: left === right }];
  };
  const figures = [
    ...same('status', status, found.status),
    ...same('certificate', true, found.check?.passed),
  ];
  if (status === 'infeasible') return figures;
  return [
    ...figures,
    ...near('total', expected.total, found.total),
    ...same('unique', expected.winnersUnique, found.unique),
    // Where the oracle knows several optima it names no winners, and only the total binds.
    ...(expected.winners ? same('winners', [...expected.winners].sort(), found.winners) : []),
    ...near('secondBestTotal', expected.secondBestTotal, found.secondBestTotal),
    ...(expected.winners
      ? same('higherScoredLosers', expected.higherScoredLosers, losersAbove(found, text))
      : []),
    ...(expected.forcedIn ?? []).flatMap(({ id, costOfForcing }) => {
      const loser = found.losers?.find((one) => one.id === id);
      return near(`costOfForcing ${id}`, costOfForcing, loser?.costOfForcing);
    }),
  ];
}

function near(
  figure: string,
  wanted: number | string | null | undefined,
  got: string | null | undefined,
): Figure[] {
  if (wanted === undefined) return [];
  const value = got === null || got === undefined ? null : figureOf(got);
  const both = value !== null && wanted !== null;
  const agrees = both ? Math.abs(Number(wanted) - toNumber(value)) <= TOLERANCE : wanted === (got ?? null);
  return [{ figure, expected: String(wanted), found: String(got), agrees: agrees && got !== undefined }];
}

function losersAbove(found: Found, text: string): number {
  const { candidates } = JSON.parse(text) as { candidates: { id: string; score: number }[] };
  const won = candidates.filter(({ id }) => found.winners?.includes(id)).map(({ score }) => Number(score));
  return (found.losers ?? []).filter(({ score }) => Number(score) > Math.min(...won)).length;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const comparisons = await compareDecisionFolder(process.argv[2] ?? 'test/data/decision');
  for (const { file, figure, expected, found, agrees } of comparisons) {
    if (!agrees) console.log(`${file}: ${figure} is ${found}, expected ${expected}`);
  }
  const wrong = comparisons.filter(({ agrees }) => !agrees).length;
  console.log(`${comparisons.length - wrong} of ${comparisons.length} figures agree`);
  process.exitCode = wrong === 0 ? 0 : 1;
}
