import { type ChildProcess, spawn } from 'node:child_process';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paths } from '../../src/platform/paths.ts';
import { type Catcher, openCatcher, until } from '../mail-catcher.ts';
import { ended, openRedis, type RedisServer } from '../redis.ts';
import { openStand, type Stand } from '../stand.ts';

const SECRET = 'a secret of more than thirty-two letters';
const judge = (to: string) => (to.startsWith('gone') ? { code: 550, words: 'no such mailbox here' } : null);

const write = (stand: Stand, key: string, address: string) =>
  stand.service.act('system', 'message.tried', (tx) => {
    tx.record({ edition: null, object: key });
    return tx.send({
      key,
      template: 'people.mail.sign-in',
      to: { account: null, name: 'Şeyma Núñez', address },
      lang: 'fr',
      facts: { code: '123456' },
      link: '/sign-in/link/abc',
      edition: null,
    });
  });

const row = (stand: Stand, key: string) =>
  stand.service.db.$client.prepare('SELECT * FROM outbox WHERE key = ?').get(key) as Record<string, unknown>;

function check(stand: () => Stand, catcher: () => Catcher): void {
  it('delivers a due message once, in the language of its reader, and wipes what signs in', async () => {
    await write(stand(), 'one', 'seyma@city.org');
    await until(() => row(stand(), 'one').delivered_at !== null, 'the delivery');
    const caught = catcher().caught.filter(({ to }) => to.includes('seyma@city.org'));
    expect(caught).toHaveLength(1);
    const { mail } = caught[0] ?? { mail: null };
    expect(mail?.subject).toBe('Votre connexion : 123456');
    expect(mail?.text).toContain('/fr/sign-in/link/abc');
    expect(mail?.html).toContain('lang="fr"');
    expect(mail?.to).toEqual([{ name: 'Şeyma Núñez', address: 'seyma@city.org' }]);
    expect(mail?.messageId).toBe(`<outbox-${String(row(stand(), 'one').id)}@127.0.0.1>`);
    expect(mail?.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    expect(row(stand(), 'one')).toMatchObject({ facts: '{}', link: null });
  });

  it('keeps the words of a permanent refusal, and lets the next message pass', async () => {
    await write(stand(), 'refused', 'gone@city.org');
    await write(stand(), 'after', 'next@city.org');
    await until(
      () => row(stand(), 'refused').refused_at !== null && row(stand(), 'after').delivered_at !== null,
      'both',
    );
    expect(row(stand(), 'refused').refusal).toContain('no such mailbox here');
  });
}

describe('delivery in the process', () => {
  let stand: Stand;
  let catcher: Catcher;
  beforeAll(async () => {
    catcher = await openCatcher(judge);
    stand = await openStand({ env: { AWARD_SMTP_URL: catcher.url } });
  });
  afterAll(async () => {
    await stand.close();
    await catcher.close();
  });
  check(
    () => stand,
    () => catcher,
  );

  it('does not deliver before the message is due', async () => {
    await stand.service.act('system', 'message.tried', (tx) => {
      tx.record({ edition: null, object: 'later' });
      return tx.send({
        key: 'later',
        template: 'people.mail.sign-in',
        to: { account: null, name: 'A', address: 'later@city.org' },
        lang: 'en',
        facts: { code: '1' },
        edition: null,
        dueAt: stand.clock.now() + 60_000,
      });
    });
    await write(stand, 'sooner', 'sooner@city.org');
    await until(() => row(stand, 'sooner').delivered_at !== null, 'the message behind it');
    expect(row(stand, 'later').delivered_at).toBeNull();
    stand.clock.advance(60_000);
    await until(() => row(stand, 'later').delivered_at !== null, 'the message itself');
  });
});

describe('delivery by a worker through Redis', () => {
  let stand: Stand;
  let catcher: Catcher;
  let redis: RedisServer;
  let worker: ChildProcess;
  beforeAll(async () => {
    [catcher, redis] = await Promise.all([openCatcher(judge), openRedis()]);
    const env = { REDIS_URL: redis.url, AWARD_SECRET: SECRET, AWARD_SMTP_URL: catcher.url };
    worker = spawn(process.execPath, ['--import', 'tsx', 'workers/notify.ts'], {
      cwd: paths.root,
      env: { PATH: process.env.PATH, AWARD_LOG_LEVEL: 'error', ...env },
      stdio: 'inherit',
    });
    stand = await openStand({ env });
  });
  afterAll(async () => {
    await ended(worker);
    await stand.close();
    await redis.close();
    await catcher.close();
  });
  check(
    () => stand,
    () => catcher,
  );

  it('leaves in Redis an id and bytes, never a name, an address or a word of the mail', async () => {
    const client = new Redis(redis.url);
    const seen: string[] = [];
    for (const key of await client.keys('*')) {
      const type = await client.type(key);
      if (type === 'hash') seen.push(JSON.stringify(await client.hgetall(key)));
      if (type === 'stream') seen.push(JSON.stringify(await client.xrange(key, '-', '+')));
    }
    client.disconnect();
    expect(seen.some((text) => text.includes('sealed'))).toBe(true);
    expect(seen.join()).not.toMatch(/seyma|Núñez|city\.org|123456|connexion/);
  });
});
