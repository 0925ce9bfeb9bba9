import type { ChildProcess } from 'node:child_process';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../src/platform/clock.ts';
import { type Catcher, openCatcher, until } from '../mail-catcher.ts';
import { ended, openRedis, type RedisServer } from '../redis.ts';
import { openStand, type Stand } from '../stand.ts';
import { isLong } from './award.ts';
import { delivered, SECRET, startWorker, writeMessages } from './ground.ts';

let stand: Stand;
let redis: RedisServer;
let catcher: Catcher;
let workers: ChildProcess[] = [];
/** Called with each recipient when the SMTP server has taken a mail, before it says so. */
let onAccepted: (to: string) => void = () => {};

const begin = () => workers.push(startWorker({ REDIS_URL: redis.url, AWARD_SMTP_URL: catcher.url }));
const caught = (name: string) => catcher.caught.filter(({ to }) => to[0]?.startsWith(`${name}-`));

beforeEach(async () => {
  onAccepted = () => {};
  [redis, catcher] = await Promise.all([openRedis(), openCatcher(undefined, (to) => onAccepted(to))]);
  stand = await openStand({
    env: { REDIS_URL: redis.url, AWARD_SECRET: SECRET, AWARD_SMTP_URL: catcher.url },
  });
});
afterEach(async () => {
  for (const worker of workers) await ended(worker, 'SIGKILL');
  workers = [];
  await stand.close();
  await redis.close();
  await catcher.close();
});

const allDelivered = (name: string, count: number, withinMs = 60_000) =>
  until(() => delivered(stand, name) === count, `${count} deliveries of ${name}`, withinMs);

/** Lets the relay's own clock pass what it waits before it asks the queue again. */
const passFiveMinutes = () => stand.clock.advance(5 * MINUTE + 1);

describe('messages through Redis', () => {
  it('are each delivered once where nothing fails', async () => {
    const count = isLong ? 5_000 : 200;
    begin();
    await writeMessages(stand, 'calm', count);
    await allDelivered('calm', count, 300_000);
    expect(caught('calm')).toHaveLength(count);
    expect(new Set(caught('calm').map(({ mail }) => mail.messageId)).size).toBe(count);
    // One recipient a mail, nobody sees another (NO-08).
    expect(catcher.caught.every(({ to, mail }) => to.length === 1 && mail.to?.length === 1 && !mail.cc)).toBe(
      true,
    );
  }, 400_000);

  it('wait in the outbox while Redis is away, pages answer as ever, and all are sent after it is back (NO-01)', async () => {
    begin();
    const { port } = redis;
    await redis.close();
    const begun = performance.now();
    await writeMessages(stand, 'away', 30);
    expect(performance.now() - begun).toBeLessThan(500);
    expect((await stand.nobody.get('/en')).status).toBe(200);
    expect(delivered(stand, 'away')).toBe(0);
    redis = await openRedis(port);
    passFiveMinutes();
    await allDelivered('away', 30);
    expect(caught('away')).toHaveLength(30);
  });

  it('are sent also by a service that was started while Redis was away', async () => {
    const { port } = redis;
    await stand.close();
    await redis.close();
    stand = await openStand({
      env: { REDIS_URL: redis.url, AWARD_SECRET: SECRET, AWARD_SMTP_URL: catcher.url },
    });
    await writeMessages(stand, 'early', 5);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    redis = await openRedis(port);
    begin();
    passFiveMinutes();
    await allDelivered('early', 5);
    expect(caught('early')).toHaveLength(5);
  });

  it('are published again where Redis was wiped, and none is lost (NO-02)', async () => {
    await writeMessages(stand, 'wiped', 30);
    const client = new Redis(redis.url);
    await until(async () => (await client.keys('bull:award-messages:outbox-*')).length === 30, 'the queue');
    await client.flushall();
    client.disconnect();
    begin();
    passFiveMinutes();
    await allDelivered('wiped', 30);
    expect(caught('wiped')).toHaveLength(30);
  });

  it('stay in the outbox while Redis is full, and pages answer (NO-09)', async () => {
    const client = new Redis(redis.url);
    await client.config('SET', 'maxmemory', '1');
    await writeMessages(stand, 'full', 5);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect((await stand.nobody.get('/en')).status).toBe(200);
    expect(delivered(stand, 'full')).toBe(0);
    await client.config('SET', 'maxmemory', '0');
    client.disconnect();
    begin();
    passFiveMinutes();
    await allDelivered('full', 5);
  });

  it('come at most once more for each worker that dies after the mail server has taken them (D8)', async () => {
    const kills = isLong ? 100 : 3;
    let left = kills;
    onAccepted = () => {
      if (left === 0) return;
      left -= 1;
      workers.at(-1)?.kill('SIGKILL');
      begin();
    };
    begin();
    for (let round = 1; round <= kills; round += 1) {
      await writeMessages(stand, `killed${round}`, 1);
      await until(() => left <= kills - round, `kill ${round}`, 60_000);
      await until(() => caught(`killed${round}`).length > 0, 'the mail', 60_000);
    }
    passFiveMinutes();
    for (let round = 1; round <= kills; round += 1) await allDelivered(`killed${round}`, 1);
    const ids = catcher.caught.map(({ mail }) => mail.messageId);
    expect(new Set(ids).size).toBe(kills);
    expect(ids.length - kills).toBeLessThanOrEqual(kills);
  }, 3_600_000);

  it('are taken over from a worker that is frozen, at most once twice (NO-04)', async () => {
    begin();
    const [frozen] = workers;
    onAccepted = () => {
      frozen?.kill('SIGSTOP');
      onAccepted = () => {};
    };
    await writeMessages(stand, 'frozen', 20);
    await until(() => caught('frozen').length > 0, 'the first mail');
    begin();
    await new Promise((resolve) => setTimeout(resolve, isLong ? 60_000 : 8_000));
    frozen?.kill('SIGCONT');
    passFiveMinutes();
    await allDelivered('frozen', 20);
    const ids = caught('frozen').map(({ mail }) => mail.messageId);
    expect(new Set(ids).size).toBe(20);
    // A worker carries one at a time: what it had in hand may come twice, and under the same Message-ID.
    expect(ids.length - 20).toBeLessThanOrEqual(1);
  }, 400_000);

  it('are taken back from the queue where somebody stopped them (NO-07)', async () => {
    await writeMessages(stand, 'stopped', 20);
    const client = new Redis(redis.url);
    const waiting = async () => (await client.keys('bull:award-messages:outbox-*')).length;
    await until(async () => (await waiting()) === 20, 'the queue');
    stand.service.db.$client
      .prepare("UPDATE outbox SET stopped_at = ?, stopped_by = 'system' WHERE key LIKE 'stopped-%'")
      .run(stand.clock.now());
    await until(async () => (await waiting()) === 0, 'the empty queue', 5_000);
    client.disconnect();
    begin();
    await writeMessages(stand, 'after', 1);
    await allDelivered('after', 1);
    expect(caught('stopped')).toEqual([]);
  });
});
