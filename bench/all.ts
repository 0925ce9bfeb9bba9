import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Runs every benchmark in a process of its own, one after the other: `npm run bench`, or one by its name. */
const here = fileURLToPath(new URL('.', import.meta.url));
const NOT_MEASURED = /^(all|pictures|check-data|.*-problems|.*-sets|.*-ground)\.ts$/;
const named = process.argv.slice(2);
const benches = readdirSync(here)
  .filter((name) => name.endsWith('.ts') && !NOT_MEASURED.test(name))
  .map((name) => name.slice(0, -3))
  .filter((name) => named.length === 0 || named.includes(name));
if (benches.length === 0) throw new Error(`no benchmark is called ${named.join(', ')}`);

for (const name of benches) {
  console.log(`\n${name}`);
  const { status } = spawnSync(process.execPath, [...process.execArgv, join(here, `${name}.ts`)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
