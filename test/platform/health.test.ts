import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMetrics } from '../../src/health.ts';
import { RequestWatch } from '../../src/platform/http/request-log.ts';
import { freePort } from '../redis.ts';
import { openStand, type Stand } from '../stand.ts';

let stand: Stand;
let port: number;
let requests: RequestWatch;
let stopMetrics: () => Promise<void>;

beforeAll(async () => {
  port = await freePort();
  stand = await openStand({ env: { AWARD_METRICS_PORT: String(port), AWARD_BACKGROUND: 'off' } });
  requests = new RequestWatch();
  stopMetrics = await startMetrics(stand.service, requests);
});
afterAll(async () => {
  await stopMetrics();
  await stand.close();
});

const metric = async (name: string) => {
  const text = await (await fetch(`http://127.0.0.1:${port}/`)).text();
  return text
    .split('\n')
    .find((line) => line.startsWith(name))
    ?.split(' ')
    .at(-1);
};

describe('health', () => {
  it('says that the process is alive and that the service may be written', async () => {
    expect((await stand.nobody.get('/healthz')).body).toEqual({ alive: true });
    const ready = await stand.nobody.get('/readyz');
    expect(ready.status).toBe(200);
    expect(ready.body).toEqual({ ready: true, why: [] });
  });

  it('is not ready, and says why, while writing is stopped', async () => {
    stand.service.writes.note('full', stand.clock.now());
    const ready = await stand.nobody.get('/readyz');
    stand.service.writes.clear();
    expect(ready.status).toBe(503);
    expect(ready.body.why).toEqual(['writing is stopped (full)']);
  });

  it('shows the age of the outbox and the times of requests on a port of its own', async () => {
    await stand.service.act('system', 'message.tried', (tx) => {
      tx.record({ edition: null, object: 'old' });
      return tx.send({
        key: 'old',
        template: 'people.mail.sign-in',
        to: { account: null, name: 'A', address: 'a@city.invalid' },
        lang: 'en',
        facts: { code: '1' },
        edition: null,
      });
    });
    stand.clock.advance(11 * 60_000);
    requests.tell({ id: 'r', method: 'GET', route: '/my', status: 200, ms: 12 });
    expect(await metric('award_outbox_waiting')).toBe('1');
    expect(await metric('award_outbox_age_seconds')).toBe('660');
    expect(await metric('award_outbox_is_late')).toBe('1');
    expect(await metric('award_request_seconds_count{method="GET",route="/my",status="200"}')).toBe('1');
  });

  it('is not on the public address', async () => {
    expect((await stand.nobody.get('/metrics')).status).toBe(404);
  });
});
