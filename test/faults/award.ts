import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ensureAccount, startSession } from '../../src/people/store.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { readConfig } from '../../src/platform/config.ts';
import { paths } from '../../src/platform/paths.ts';
import { openService } from '../../src/service.ts';
import { layGround, startFor } from '../nominations/ground.ts';
import { freePort } from '../redis.ts';
import { START, type Stand } from '../stand.ts';

/** The long form runs by hand, `npm run test:faults`; the short one with every test. */
export const isLong = process.env.FAULTS === 'long';

/** One who writes one section of one dossier, with a session of one's own. */
export type Writer = { cookie: string; path: string; nomination: string; section: string };

const CITIES = ['Sønderborg', 'N’Zérékoré', 'Bogotá', 'Şanlıurfa'];
const SECTIONS = ['plan', 'coordination', 'resources', 'monitoring'];

/** A data folder with an edition whose call is open now, and sixteen writers. */
export async function layAward(): Promise<{ folder: string; writers: Writer[]; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'award-fault-'));
  const config = readConfig({ NODE_ENV: 'test', DATA_DIR: folder, AWARD_LOG_LEVEL: 'error' });
  const service = await openService(config, systemClock);
  const stand = { service } as Stand;
  const ground = await layGround(stand);
  // The calendar of the ground is that of its own days: it is moved to where the machine's clock stands.
  const moved = systemClock.now() - START;
  service.db.$client
    .prepare('UPDATE stages SET opens_at = opens_at + ?, closes_at = closes_at + ?')
    .run(moved, moved);
  const writers: Writer[] = [];
  for (const [index, city] of CITIES.entries()) {
    const address = `writer${index}@city.invalid`;
    const nomination = await startFor(stand, ground, city, address);
    const token = await service.act('system', 'session.started', (tx) =>
      startSession(tx, ensureAccount(tx, { address, name: 'W', lang: 'en' }), {
        device: 'test',
        proof: 'sample',
      }),
    );
    for (const section of SECTIONS) {
      const path = `/en/nominations/${nomination}/sections/${section}`;
      writers.push({ cookie: `sid=${token}`, path, nomination, section });
    }
  }
  await service.close();
  return { folder, writers, remove: () => rm(folder, { recursive: true, force: true }) };
}

export type AwardProcess = {
  origin: string;
  /** Ends the process by a signal and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
};

/** Starts the built service on a data folder as a process of its own; `around` is a program that runs it, as a tracer. */
export async function startAward(
  folder: string,
  options: { env?: Record<string, string>; around?: string[]; nodeArgs?: string[] } = {},
): Promise<AwardProcess> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const command = [
    ...(options.around ?? []),
    process.execPath,
    ...(options.nodeArgs ?? []),
    join(paths.root, 'dist/src/main.js'),
  ];
  const child = spawn(command[0] ?? '', command.slice(1), {
    cwd: paths.root,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      PORT: String(port),
      DATA_DIR: folder,
      AWARD_ORIGIN: origin,
      AWARD_LOG_LEVEL: 'fatal',
      AWARD_BACKUPS: 'off',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await ready(child);
  return {
    origin,
    end: async (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await gone;
    },
  };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the service ended with ${code} before it was ready`)));
    child.stdout?.on('data', (part: Buffer) => {
      if (part.toString().includes('is ready at')) resolve();
    });
  });
}

/** What was sent by one writer, and how far it was acknowledged. */
export type Sent = { writer: Writer; text: string; acknowledged: boolean };

/** Sends one version of a section; the promise fails where the connection breaks. */
export async function save(origin: string, writer: Writer, version: number, text: string): Promise<number> {
  const answer = await fetch(`${origin}${writer.path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      Cookie: writer.cookie,
      'Sec-Fetch-Site': 'same-origin',
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ version: String(version), [`${writer.section}.answer`]: text }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** Looks into the database of a folder that no process holds. */
export function lookInto<T>(folder: string, look: (sqlite: Database.Database) => T): T {
  const sqlite = new Database(join(folder, 'award.db'));
  try {
    return look(sqlite);
  } finally {
    sqlite.close();
  }
}

/** Every version that was kept of a writer's section, in order. */
export function keptTexts(sqlite: Database.Database, writer: Writer): string[] {
  const rows = sqlite
    .prepare(
      'SELECT answers FROM section_revisions WHERE nomination_id = ? AND section_id = ? ORDER BY version',
    )
    .all(writer.nomination, writer.section) as { answers: string }[];
  return rows.map((row) =>
    String((JSON.parse(row.answers) as Record<string, string>)[`${writer.section}.answer`]),
  );
}
