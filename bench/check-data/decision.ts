import { decideCommand } from '../../src/decision/command.ts';
import { solveHere } from '../../src/platform/solver/highs.ts';
import { type Figure, near, same } from './figures.ts';

/** What the oracle knows of a selection problem; where it knows several optima it names no winners. */
type Expected = {
  feasible?: boolean;
  total?: number | string | null;
  winnersUnique?: boolean;
  winners?: string[] | null;
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

/** Selects under the rules of the file, checks the certificate, and compares. */
export async function checkDecision(text: string, expected: Expected): Promise<Figure[]> {
  const { output } = await decideCommand(text, { check: true }, (model, options) =>
    solveHere(model, options),
  );
  const found = JSON.parse(output) as Found;
  const status = expected.feasible === false ? 'infeasible' : 'optimal';
  const figures = [
    ...same('status', status, found.status),
    ...same('certificate', true, found.check?.passed),
  ];
  if (status === 'infeasible') return figures;
  return [
    ...figures,
    ...near('total', expected.total, found.total),
    ...same('winnersUnique', expected.winnersUnique, found.unique),
    ...near('secondBestTotal', expected.secondBestTotal, found.secondBestTotal),
    ...(expected.winners ? winnersOf(text, expected, expected.winners, found) : []),
    ...(expected.forcedIn ?? []).flatMap(({ id, costOfForcing }) =>
      near(`costOfForcing ${id}`, costOfForcing, found.losers?.find((one) => one.id === id)?.costOfForcing),
    ),
  ];
}

function winnersOf(text: string, expected: Expected, winners: readonly string[], found: Found): Figure[] {
  const { candidates } = JSON.parse(text) as { candidates: { id: string; score: number }[] };
  const won = candidates.filter(({ id }) => found.winners?.includes(id)).map(({ score }) => Number(score));
  const above = (found.losers ?? []).filter(({ score }) => Number(score) > Math.min(...won));
  return [
    ...same('winners', [...winners].sort(), found.winners && [...found.winners].sort()),
    ...same('higherScoredLosers', expected.higherScoredLosers, above.length),
  ];
}
