import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import request from 'supertest';
import { createApp } from '../src/app.ts';
import { startBackground } from '../src/background.ts';
import { ensureAccount, startSession } from '../src/people/store.ts';
import { settableClock } from '../src/platform/clock.ts';
import { readConfig } from '../src/platform/config.ts';
import { type OpenService, openService } from '../src/service.ts';

/** A whole service on a folder of its own and a clock that stands still: every route test begins here. */
export type Stand = {
  service: OpenService;
  clock: ReturnType<typeof settableClock>;
  server: Server;
  origin: string;
  /** A client whose session belongs to this address and is proved as a printed link's is; the account is made where there is none. */
  as(address: string, name?: string): Promise<Client>;
  /** A client that is nobody. */
  nobody: Client;
  close(): Promise<void>;
};

export type Client = {
  cookie: string;
  get(path: string): request.Test;
  /** Posts a urlencoded form as the service's own pages do. */
  post(path: string, form?: Record<string, string | string[]>): request.Test;
  /** Posts a multipart form. */
  upload(path: string): request.Test;
};

export const START = Date.parse('2026-11-24T09:00:00Z');

/** Opens a stand; close it in afterEach or afterAll. With `staysFresh: false` proofs grow old as the clock goes on. */
export async function openStand(
  options: { start?: number; env?: Record<string, string>; staysFresh?: boolean; log?: Logger } = {},
): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'award-'));
  const still = settableClock(options.start ?? START);
  // The port is known before the service opens, so that the links in its mails lead here.
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const own = { PORT: String(port), AWARD_ORIGIN: origin, DATA_DIR: folder };
  const env = { NODE_ENV: 'test', AWARD_LOG_LEVEL: 'error', AWARD_BACKUPS: 'off', ...own, ...options.env };
  const opened = await openService(readConfig(env), still);
  const service = options.log === undefined ? opened : { ...opened, log: options.log };
  const clock = options.staysFresh === false ? still : keepFresh(still, service);
  const { app, views } = createApp(service);
  server.on('request', app);
  const stopBackground = startBackground(service, views);
  return {
    service,
    clock,
    server,
    origin,
    as: (address, name = '') => signInAs(service, origin, address, name),
    nobody: clientOf(origin, ''),
    close: async () => {
      await stopBackground();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await service.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Sessions of the stand are proved anew whenever its clock is set, so that a test of days needs no second sign-in. */
function keepFresh(clock: Stand['clock'], service: OpenService): Stand['clock'] {
  const prove = service.db.$client.prepare("UPDATE sessions SET proved_at = ? WHERE proof = 'sample'");
  return {
    ...clock,
    set: (at) => {
      clock.set(at);
      prove.run(at);
    },
    advance: (by) => {
      clock.advance(by);
      prove.run(clock.now());
    },
  };
}

async function signInAs(
  service: OpenService,
  origin: string,
  address: string,
  name: string,
): Promise<Client> {
  const token = await service.act('system', 'session.started', (tx) =>
    startSession(tx, ensureAccount(tx, { address, name, lang: 'en' }), { device: 'test', proof: 'sample' }),
  );
  return clientOf(origin, `sid=${token}`);
}

function clientOf(origin: string, cookie: string): Client {
  const agent = request(origin);
  const dress = (test: request.Test) => (cookie === '' ? test : test.set('Cookie', cookie)).redirects(0);
  return {
    cookie,
    get: (path) => dress(agent.get(path)),
    post: (path, form = {}) =>
      dress(agent.post(path)).set('Sec-Fetch-Site', 'same-origin').type('form').send(encode(form)),
    upload: (path) => dress(agent.post(path)).set('Sec-Fetch-Site', 'same-origin'),
  };
}

function encode(form: Record<string, string | string[]>): string {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) body.append(name, one);
  return body.toString();
}
