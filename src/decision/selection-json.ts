import { decimalOrFraction } from '../platform/exact/decimal.ts';
import type { Loser, Selected, SelectionResult } from './selection.ts';

/** A result as the command prints it: totals and costs as decimal text where they end, else "num/den". */
export function selectionJson(result: SelectionResult): Record<string, unknown> {
  switch (result.status) {
    case 'optimal':
      return optimalJson(result);
    case 'infeasible':
      return { status: result.status, cause: result.cause };
    case 'badInput':
      return { status: result.status, faults: result.faults };
    case 'limit':
    case 'cancelled':
      return { status: result.status, text: 'The search ended before it was proved: nothing is claimed.' };
  }
}

function optimalJson(result: Selected): Record<string, unknown> {
  const stays = { oneOptimum: result.oneOptimum, inEvery: result.inEvery, inSome: result.inSome };
  return {
    status: result.status,
    total: decimalOrFraction(result.total),
    winners: result.winners,
    unique: result.unique,
    ...(result.winners === null ? stays : {}),
    secondBestTotal: result.secondBestTotal && decimalOrFraction(result.secondBestTotal),
    decidedBy: result.decidedBy,
    losers: result.losers.map(loserJson),
    ruleCosts: result.ruleCosts.map(({ rule, cost, would, insteadOf }) => {
      return { rule, cost: decimalOrFraction(cost), would, insteadOf };
    }),
    certificate: result.certificate,
  };
}

function loserJson({ id, score, bindingRules, forcing }: Loser): Record<string, unknown> {
  const told = { id, score: decimalOrFraction(score), bindingRules };
  if (forcing === undefined) return told;
  if (forcing === null) return { ...told, costOfForcing: null };
  const { cost, enters, leaves } = forcing;
  return { ...told, costOfForcing: decimalOrFraction(cost), wouldLeave: leaves, wouldEnter: enters };
}
