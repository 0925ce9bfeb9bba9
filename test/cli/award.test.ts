import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paths } from '../../src/platform/paths.ts';

const tsx = join(paths.root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
let folder: string;
let dataDir: string;

/** Runs the commands as an operator does, on a data folder of their own. */
function award(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [tsx, join(paths.root, 'src', 'cli.ts'), ...args],
    {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, NODE_ENV: 'test', DATA_DIR: dataDir },
    },
  );
  return { status, stdout, stderr };
}

const written = (name: string, text: string) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

const seedFile = join(paths.seed, 'sample', 'edition-2027.json');
const person = ['--address', 'ana@award.invalid', '--name', 'Ana Brito', '--edition', '2027'];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'award-cli-'));
  dataDir = join(folder, 'data');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('award on files', () => {
  const problem = {
    nominations: [{ id: 'n1' }, { id: 'n2' }],
    jurors: ['a', 'b'].map((id) => ({ id, minLoad: 0, maxLoad: 2 })),
    perNomination: 1,
    conflicts: [],
    affinity: [
      ['a', 'n1', 3],
      ['b', 'n2', 3],
    ],
    objective: 'sum',
  };

  it('assign solves a problem, exit 0, one line of JSON', () => {
    const file = written('problem.json', JSON.stringify(problem));
    const { status, stdout, stderr } = award('assign', file, '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'optimal', sum: '6' });
  });

  it('assign says why no solution exists, exit 3', () => {
    const file = written('narrow.json', JSON.stringify({ ...problem, perNomination: 3 }));
    const { status, stdout } = award('assign', file, '--json');
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'infeasible' });
  });

  it('assign checks a solution that it gave', () => {
    const file = written('problem.json', JSON.stringify(problem));
    const solution = written('solution.json', award('assign', file, '--json').stdout);
    const { status, stdout } = award('assign', file, '--check', solution, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'valid' });
  });

  it('tally counts a CSV, and names the place of a fault with exit 2', () => {
    const published = join(paths.root, 'test', 'data', 'scores', 'penicillin-published.csv');
    const counted = award('tally', published, '--json');
    expect(counted.status).toBe(0);
    expect(JSON.parse(counted.stdout).ranking[0]).toMatchObject({
      nomination: 'plate-m',
      totalDecimal: '24.5',
    });
    const bad = written('bad.csv', 'nomination,juror,criterion,score\nA,j1,c,many\n');
    const refused = award('tally', bad, '--json');
    expect(refused.status).toBe(2);
    expect(JSON.parse(refused.stdout).faults[0]).toMatchObject({ line: 2 });
  });

  it('decide chooses the best under the rules, and checks itself', () => {
    const file = written(
      'decide.json',
      JSON.stringify({
        seats: 1,
        candidates: [
          { id: 'x', score: '1.5', country: 'KR', region: 'Asia' },
          { id: 'y', score: '1.25', country: 'IE', region: 'Europe' },
        ],
      }),
    );
    const { status, stdout } = award('decide', file, '--json', '--check');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ winners: ['x'], check: { passed: true } });
  });

  it.each([
    [
      'a file that is not there',
      ['tally', 'nowhere.csv'],
      'nowhere.csv cannot be read: there is no such file.',
    ],
    ['a folder', ['decide', '.'], '. cannot be read: it is a folder.'],
    ['a command that is none', ['dance'], "unknown command 'dance'"],
    ['an option that is none', ['tally', 'x.csv', '--fast'], "unknown option '--fast'"],
    ['seconds in words', ['assign', 'x.json', '--seconds', 'soon'], 'Write a number of seconds'],
  ])('%s is one clear line and exit 2, never a stack', (_what, args, said) => {
    const { status, stdout, stderr } = award(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('award on the award of a folder', () => {
  it('says so where there is none', () => {
    const { status, stderr } = award('invariants');
    expect(status).toBe(2);
    expect(stderr).toContain('There is no award in');
  });

  it('needs the file of an edition that does not exist yet', () => {
    const { status, stderr } = award('organiser', 'add', ...person);
    expect(status).toBe(2);
    expect(stderr).toBe('There is no edition 2027 yet. Give its file with --from FILE.json.\n');
  });

  it('names each fault of that file at its path and stores nothing', () => {
    const text = readFileSync(seedFile, 'utf8').replace('"weight": 15', '"weight": "15"');
    const { status, stderr } = award('organiser', 'add', ...person, '--from', written('edition.json', text));
    expect(status).toBe(2);
    expect(stderr).toContain('definition.rubric.criteria[0].weight: Write a value of the kind number');
    const other = award('organiser', 'add', ...person.slice(0, 4), '--edition', '2031', '--from', seedFile);
    expect(other.stderr).toContain('The file is for the edition 2027, not for 2031.');
  });

  it('makes the first organiser with the edition, and says what comes next; twice changes nothing', () => {
    const first = award('organiser', 'add', ...person, '--from', seedFile);
    expect({ status: first.status, stderr: first.stderr }).toEqual({ status: 0, stderr: '' });
    expect(first.stdout).toContain('Ana Brito is an organiser of the edition 2027.');
    expect(first.stdout).toContain('/en/office/2027/people');
    const again = award('organiser', 'add', ...person);
    expect(again.stdout).toContain('is an organiser of the edition 2027 already.');
    const db = new Database(join(dataDir, 'award.db'));
    expect(db.prepare('SELECT count(*) FROM office_appointments').pluck().get()).toBe(1);
    expect(db.prepare('SELECT count(*) FROM outbox').pluck().get()).toBe(1);
    db.close();
  });

  it('refuses what is no address', () => {
    const { status, stderr } = award(
      'organiser',
      'add',
      '--address',
      'ana',
      '--name',
      'A',
      '--edition',
      '2027',
    );
    expect(status).toBe(2);
    expect(stderr).toContain('ana is no mail address');
  });

  it('invariants hold, and the chain with its head', () => {
    const { status, stdout } = award('invariants');
    expect(status).toBe(0);
    expect(stdout).toMatch(/The audit chain holds: \d+ entries, head [0-9a-f]{64}\./);
    expect(stdout).toMatch(/\d+ invariants hold\./);
    expect(award('audit', 'verify').status).toBe(0);
  });

  it('a broken invariant is printed with its rows, exit 1', () => {
    const db = new Database(join(dataDir, 'award.db'));
    db.prepare('UPDATE office_appointments SET ended_at = since - 1, ended_by = ?').run('nobody');
    db.close();
    const { status, stdout } = award('invariants');
    expect(status).toBe(1);
    expect(stdout).toContain('FOUND an office that ended before it began');
  });

  it('a changed chain is named by its entry, exit 1', () => {
    const db = new Database(join(dataDir, 'award.db'));
    db.exec('DROP TRIGGER audit_is_never_changed');
    db.prepare('UPDATE audit SET actor = ? WHERE seq = 2').run('somebody');
    db.close();
    const { status, stdout } = award('audit', 'verify');
    expect(status).toBe(1);
    expect(stdout).toContain('FOUND the audit chain is broken at entry 2: changed.');
  });
});
