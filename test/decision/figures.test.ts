import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decideCommand } from '../../src/decision/command.ts';
import { solveHere } from '../../src/platform/solver/highs.ts';

/** The results of an independent solver for real and generated problems; see the README of the folder. */
type Expected = {
  total: number;
  winnersUnique: boolean;
  winners: string[];
  secondBestTotal: number;
  higherScoredLosers: number;
  forcedIn: { id: string; score: number; costOfForcing: number }[];
};

const DATA = new URL('../data/decision/', import.meta.url);
const { results } = JSON.parse(readFileSync(new URL('expected.json', DATA), 'utf8')) as {
  results: Record<string, Expected>;
};

describe('published problems', () => {
  it.each(Object.entries(results))('%s: every figure of the independent solver', async (file, known) => {
    const text = readFileSync(new URL(file, DATA), 'utf8');
    const { exitCode, output } = await decideCommand(text, { check: true }, (model, options) =>
      solveHere(model, options),
    );
    const found = JSON.parse(output);
    expect(exitCode).toBe(0);
    expect(found.total).toBe(String(known.total));
    expect(found.secondBestTotal).toBe(String(known.secondBestTotal));
    expect(found.unique).toBe(known.winnersUnique);
    expect(found.winners).toEqual(known.winners);
    expect(found.check).toEqual({ passed: true, failures: [] });
    for (const { id, score, costOfForcing } of known.forcedIn) {
      expect(found.losers.find((loser: { id: string }) => loser.id === id)).toMatchObject({
        score: String(score),
        costOfForcing: String(costOfForcing),
      });
    }
    expect(higherScoredLosers(found, text)).toBe(known.higherScoredLosers);
  });

  it('are all compared', () => {
    const problems = readdirSync(DATA).filter((name) => name.endsWith('.json') && name !== 'expected.json');
    expect(problems.sort()).toEqual(Object.keys(results).sort());
  });
});

function higherScoredLosers(found: { winners: string[]; losers: { score: string }[] }, text: string): number {
  const { candidates } = JSON.parse(text) as { candidates: { id: string; score: number }[] };
  const winning = candidates.filter(({ id }) => found.winners.includes(id)).map(({ score }) => score);
  return found.losers.filter(({ score }) => Number(score) > Math.min(...winning)).length;
}
