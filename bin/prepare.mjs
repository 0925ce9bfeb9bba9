// Installs the packages if the lock file changed and builds if a source changed; otherwise returns at once.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => join(root, ...parts);

/** Makes the project ready to run; ends the process with one clear line where it cannot. */
export async function prepare({ build }) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    end(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);
  const lock = createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .update(process.versions.modules)
    .digest('hex');
  if (readStamp('node_modules/.award-lock') !== lock) {
    // With NODE_ENV=production npm would leave the compiler out, and the build below needs it.
    say('Installing packages (a minute or two the first time) …');
    run(
      'npm',
      ['ci', '--include=dev', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'],
      'npm ci',
    );
    say('Building SQLite for this machine …');
    run(
      'npm',
      ['rebuild', 'better-sqlite3', '--loglevel=error'],
      'npm rebuild better-sqlite3 (it needs g++, make and python3)',
    );
    writeFileSync(at('node_modules/.award-lock'), lock);
  }
  if (!build) return;
  const sources = stampOf(['src', 'workers', 'tsconfig.json', 'tsconfig.build.json']);
  if (readStamp('dist/.award-sources') !== sources) {
    say('Building …');
    run(
      process.execPath,
      [at('node_modules/typescript/bin/tsc'), '-p', at('tsconfig.build.json')],
      'the TypeScript build',
    );
    mkdirSync(at('dist'), { recursive: true });
    writeFileSync(at('dist/.award-sources'), sources);
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function end(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

function run(command, args, what) {
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: false });
  if (done.status !== 0)
    end(`${what} failed${done.error ? `: ${done.error.message}` : '; its own words stand above'}.`);
}

function readStamp(path) {
  return existsSync(at(path)) ? readFileSync(at(path), 'utf8') : '';
}

function stampOf(names) {
  const stamp = createHash('sha256');
  const add = (path) => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name));
      return;
    }
    stamp.update(path.slice(root.length)).update(readFileSync(path));
  };
  for (const name of names) if (existsSync(at(name))) add(at(name));
  return stamp.digest('hex');
}
