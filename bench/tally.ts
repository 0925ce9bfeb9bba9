import { spawnSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { tallyCommand } from '../src/tally/command.ts';
import { LARGE, type ScoreSet, SPARSE, scoreCsv } from './score-sets.ts';

/** One measured set; times in milliseconds, memory in megabytes, each the peak of its own process. */
export type TallyTiming = {
  name: string;
  /** A plain program in the same run: split the lines, add up and divide. */
  plain: number;
  /** The whole command: read, check, exact totals, severities, errors, rank intervals, folds, flags. */
  tally: number;
  limit: number;
  peakMegabytes: number;
  limitMegabytes: number;
  withIntervals: number;
};

const SETS: readonly { set: ScoreSet; limit: number; limitMegabytes: number }[] = [
  { set: LARGE, limit: 2_000, limitMegabytes: 1_024 },
  { set: SPARSE, limit: 30_000, limitMegabytes: 1_024 },
];

/** Measures each set in a process of its own, so that its peak memory is its own. */
export function benchTally(): TallyTiming[] {
  const script = fileURLToPath(import.meta.url);
  return SETS.map((_, index) => {
    const args = [...process.execArgv, script, String(index)];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`measuring ended with ${status}: ${stderr}`);
    return JSON.parse(stdout) as TallyTiming;
  });
}

function measure({ set, limit, limitMegabytes }: (typeof SETS)[number]): TallyTiming {
  const text = scoreCsv(set);
  const plain = timed(() => plainMeans(text));
  let output = '';
  const tally = timed(() => {
    output = tallyCommand(text).output;
  });
  const { ranking } = JSON.parse(output) as { ranking: { rankInterval95: unknown }[] };
  return {
    name: set.name,
    plain,
    tally,
    limit,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1_024),
    limitMegabytes,
    withIntervals: ranking.filter(({ rankInterval95 }) => rankInterval95 !== null).length,
  };
}

function plainMeans(text: string): number {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const line of text.trimEnd().split('\n').slice(1)) {
    const [nomination = '', , , score] = line.split(',');
    const own = sums.get(nomination) ?? { sum: 0, count: 0 };
    sums.set(nomination, { sum: own.sum + Number(score), count: own.count + 1 });
  }
  return Math.max(...[...sums.values()].map(({ sum, count }) => sum / count));
}

function timed(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const chosen = SETS[Number(process.argv[2])];
  if (process.argv[2] !== undefined && chosen) process.stdout.write(JSON.stringify(measure(chosen)));
  else
    for (const one of benchTally()) {
      const ratio = (one.tally / one.plain).toFixed(0);
      console.log(
        `${one.name}: ${one.tally.toFixed(0)} ms of ${one.limit} (${ratio} times a plain sum of ${one.plain.toFixed(0)} ms), ` +
          `${one.withIntervals} rank intervals, peak ${one.peakMegabytes} of ${one.limitMegabytes} MB`,
      );
    }
}
