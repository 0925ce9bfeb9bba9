import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkAssignment } from './check-data/assignment.ts';
import { checkDecision } from './check-data/decision.ts';
import type { Figure } from './check-data/figures.ts';
import { checkScores } from './check-data/scores.ts';

/**
 * Runs every problem of a folder (and of the folders in it) whose expected.json knows its results, and compares each
 * figure: npm run check:data -- DIR. A line for each problem, one for each figure that differs, and the sum.
 */
const NAME = 'expected.json';

type Known = { results: Record<string, object> };

/** The folder itself and those below it that hold known results. */
function foldersOf(root: string): string[] {
  const inner = readdirSync(root)
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isDirectory());
  return [...(existsSync(join(root, NAME)) ? [root] : []), ...inner.flatMap(foldersOf)];
}

/** Compares one problem; what it is shows in the file itself. */
async function check(path: string, expected: object): Promise<Figure[]> {
  const text = readFileSync(path, 'utf8');
  if (path.endsWith('.csv')) return checkScores(text, expected);
  return 'seats' in JSON.parse(text) ? checkDecision(text, expected) : checkAssignment(text, expected);
}

async function checkAll(root: string): Promise<{ agreed: number; differed: number; problems: number }> {
  const sum = { agreed: 0, differed: 0, problems: 0 };
  for (const folder of foldersOf(root)) {
    const { results } = JSON.parse(readFileSync(join(folder, NAME), 'utf8')) as Known;
    for (const [file, expected] of Object.entries(results)) {
      const began = performance.now();
      const figures = await check(join(folder, file), expected);
      const wrong = figures.filter(({ agrees }) => !agrees);
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      console.log(
        `${join(folder, file)}: ${figures.length - wrong.length} of ${figures.length} figures agree, ${seconds} s`,
      );
      for (const { figure, expected: known, found } of wrong) {
        console.log(`  ${figure} is ${found}, known is ${known}`);
      }
      sum.agreed += figures.length - wrong.length;
      sum.differed += wrong.length;
      sum.problems += 1;
    }
  }
  return sum;
}

const root = process.argv[2];
if (root === undefined || !existsSync(root)) {
  console.error('Name the folder of the problems: npm run check:data -- DIR');
  process.exitCode = 2;
} else {
  const { agreed, differed, problems } = await checkAll(root);
  console.log(`${problems} problems: ${agreed} of ${agreed + differed} figures agree.`);
  process.exitCode = differed === 0 && problems > 0 ? 0 : 1;
}
