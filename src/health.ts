import { createServer, type Server } from 'node:http';
import type { Express } from 'express';
import { MINUTE } from './platform/clock.ts';
import type { RequestWatch } from './platform/http/request-log.ts';
import { outboxFigures } from './platform/outbox.ts';
import type { Service } from './platform/service.ts';

/** Why the service should get no requests at present, in words for an operator; empty while all is well. */
export function whyNotReady(service: Service): string[] {
  const stopped = service.writes.stopped();
  const jumped = service.clock.jumped?.() ?? null;
  return [
    ...(stopped ? [`writing is stopped (${stopped.why})`] : []),
    ...(jumped === null ? [] : [`the clock of the machine jumped by ${Math.round(jumped / 1_000)} s`]),
  ];
}

/** Puts /healthz (the process answers) and /readyz (the database answers and may be written) on the app. */
export function mountHealth(app: Express, service: Service): void {
  app.get('/healthz', (_req, res) => {
    res.json({ alive: true });
  });
  app.get('/readyz', (_req, res) => {
    service.db.$client.prepare('SELECT 1').get();
    const why = whyNotReady(service);
    res.status(why.length === 0 ? 200 : 503).json({ ready: why.length === 0, why });
  });
}

const OLD_MS = 10 * MINUTE;

/** Serves Prometheus metrics on a port of their own, where one is set; returns how to stop it. */
export async function startMetrics(service: Service, requests: RequestWatch): Promise<() => Promise<void>> {
  const { metricsPort, host } = service.config;
  if (metricsPort === undefined) return async () => {};
  const { collectDefaultMetrics, Gauge, Histogram, Registry } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const figure = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  const outbox = () => outboxFigures(service.db.$client, service.clock.now());
  figure('award_outbox_waiting', 'Messages that are due and not delivered', () => outbox().waiting);
  figure('award_outbox_age_seconds', 'Age of the oldest message that is due', () => outbox().ageMs / 1_000);
  figure('award_messages_delivered', 'Messages delivered so far', () => outbox().delivered);
  figure('award_messages_refused', 'Messages refused for good and not sent again', () => outbox().refused);
  figure('award_outbox_is_late', '1 where a message waits for more than ten minutes', () =>
    outbox().ageMs > OLD_MS ? 1 : 0,
  );
  figure('award_ready', '1 where the service may be written', () =>
    whyNotReady(service).length === 0 ? 1 : 0,
  );
  const times = new Histogram({
    name: 'award_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  requests.watch(({ method, route, status, ms }) => times.observe({ method, route, status }, ms / 1_000));
  const server = createServer((_req, res) => {
    void registry.metrics().then((text) => res.setHeader('Content-Type', registry.contentType).end(text));
  });
  await listen(server, metricsPort, host);
  return () => new Promise((resolve) => server.close(() => resolve()));
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}
