// Installs what the tests need, then runs types, linter and every test; the last line counts them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);
const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });

const NEEDED = [
  { what: 'redis-server', found: () => onPath('redis-server') },
  { what: 'chromium', found: () => onPath('chromium') },
  { what: 'poppler-utils', found: () => onPath('pdftotext') },
  { what: 'strace', found: () => onPath('strace') },
];

function onPath(name) {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)));
}

function installPrograms() {
  const missing = NEEDED.filter(({ found }) => !found()).map(({ what }) => what);
  if (missing.length === 0) return;
  const install = [
    '-o',
    'DPkg::Lock::Timeout=300',
    'install',
    '-y',
    '--no-install-recommends',
    ...missing,
    'fonts-dejavu-core',
  ];
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    console.error(`Installing ${missing.join(', ')} …`);
    run('apt-get', ['-qq', 'update']);
    run('apt-get', ['-qq', ...install], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  }
  if (NEEDED.every(({ found }) => found())) return;
  console.error(`The tests need ${missing.join(', ')}. Run: sudo apt-get ${install.join(' ')}`);
  process.exit(1);
}

/** Quick ones first: what fails there need not wait for a browser. */
const PARTS = [
  ['unit and route tests', ['--exclude', 'test/award/**', '--exclude', 'test/faults/**']],
  ['browser journeys', ['test/award/']],
  ['faults', ['test/faults/']],
];

/** What failed, said once more at the end: the log above it is long. */
function faultsOf({ testResults }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((each) => each.status === 'failed');
    const inTests = failed.map(({ fullName, failureMessages }) => `${fullName}\n  ${failureMessages[0]}`);
    return failed.length === 0 && status === 'failed' ? [`${name}\n  ${message}`] : inTests;
  });
}

function runTests(only) {
  const folder = mkdtempSync(join(tmpdir(), 'award-tests-'));
  const sums = { passed: 0, failed: 0, faults: [] };
  const parts = only.length > 0 ? [['tests', only]] : PARTS;
  parts.forEach(([name, filters], index) => {
    console.error(`\n${name} …`);
    const file = join(folder, `${index}.json`);
    const done = run(bin('vitest'), [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      '--passWithNoTests',
      ...filters,
    ]);
    const result = existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : { numPassedTests: 0, numFailedTests: 0, testResults: [] };
    sums.passed += result.numPassedTests;
    // A suite that could not start has no failed test of its own, and fails all the same.
    sums.failed += result.numFailedTests || (done.status === 0 ? 0 : 1);
    sums.faults.push(...faultsOf(result));
  });
  rmSync(folder, { recursive: true, force: true });
  return sums;
}

await prepare({ build: true });
installPrograms();
const checks =
  process.argv.length > 2
    ? []
    : [
        ['tsc', ['--noEmit', '-p', '.']],
        ['biome', ['check', '.']],
      ];
let broken = 0;
for (const [name, args] of checks) {
  console.error(`${name} …`);
  if (run(bin(name), args).status !== 0) broken += 1;
}
const { passed, failed, faults } = runTests(process.argv.slice(2));
for (const fault of faults) console.error(`\nFailed: ${fault.slice(0, 1500)}`);
console.log(`${passed + checks.length - broken} passed, ${failed + broken} failed`);
process.exit(failed + broken === 0 ? 0 : 1);
