import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import { startBackground } from './background.ts';
import { startBackups } from './backups.ts';
import { startHeads, stopOnOlderState } from './heads.ts';
import { startMetrics } from './health.ts';
import { latestEntryAt } from './platform/audit.ts';
import { guardedClock, isoOf, MINUTE } from './platform/clock.ts';
import { type Config, readConfig, SettingsError } from './platform/config.ts';
import { loadSampleWhereEmpty } from './sample-start.ts';
import { type OpenService, openService } from './service.ts';

/** Starts the service, and ends it on SIGTERM or SIGINT after what is under way is answered. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const service = await openService(config, guardedClock());
  refuseWrongClock(service);
  stopOnOlderState(service);
  const links = await loadSampleWhereEmpty(service);
  const { app, views, requests } = createApp(service);
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 20_000 }, app);
  await listen(server, config);
  const stopMetrics = await startMetrics(service, requests);
  const stops = [
    startBackground(service, views),
    startHeads(service),
    ...(config.backups ? [startBackups(service)] : []),
    stopMetrics,
  ];
  const stopBackground = async () => {
    for (const stop of stops) await stop();
  };
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${greeting(config, port, links)}\n`);
  const stop = once(() => drain(server, service, stopBackground));
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** A clock behind what is written already would reopen deadlines: better no service than that. */
function refuseWrongClock({ db, clock }: OpenService): void {
  const latest = latestEntryAt(db.$client);
  if (latest === null || clock.now() >= latest - MINUTE) return;
  throw new SettingsError(
    `The clock of this machine says ${isoOf(clock.now())}, the last entry of the audit log ${isoOf(latest)}. Set the clock right, then start again.`,
  );
}

function greeting(config: Config, port: number, links: readonly string[]): string {
  const at = config.production ? config.origin : `http://localhost:${port}`;
  const insecure = config.production ? [] : ['Not in production: the sign-in cookie goes without TLS.'];
  return [`Learning Cities Award is ready at ${at}`, ...insecure, ...links].join('\n');
}

function listen(server: Server, config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (fault: NodeJS.ErrnoException) => {
      if (fault.code === 'EADDRINUSE') {
        reject(new SettingsError(`Port ${config.port} is taken. Set PORT to a free one.`));
      } else if (fault.code === 'EACCES') {
        reject(new SettingsError(`Port ${config.port} may not be opened by this user. Set PORT above 1023.`));
      } else reject(fault);
    });
    server.listen(config.port, config.host, () => resolve());
  });
}

const DRAIN_MS = 10_000;

async function drain(
  server: Server,
  service: OpenService,
  stopBackground: () => Promise<void>,
): Promise<void> {
  const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS - 1_000);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(force);
  await stopBackground();
  await service.close();
}

function once(work: () => Promise<void>): () => void {
  let begun = false;
  return () => {
    if (begun) return;
    begun = true;
    void work().then(() => process.exit(0));
  };
}

main().catch((fault: unknown) => {
  process.stderr.write(fault instanceof SettingsError ? `${fault.message}\n` : `${(fault as Error).stack}\n`);
  process.exit(1);
});
