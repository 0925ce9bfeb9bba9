import { type ChildProcess, spawn } from 'node:child_process';
import { paths } from '../../src/platform/paths.ts';
import type { Stand } from '../stand.ts';

export const SECRET = 'a secret of more than thirty-two letters';

/** Starts a notify worker of its own process, with a short lock so that a frozen one is soon taken over. */
export function startWorker(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['dist/workers/notify.js'], {
    cwd: paths.root,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      AWARD_SECRET: SECRET,
      AWARD_LOCK_SECONDS: '5',
      AWARD_LOG_LEVEL: 'fatal',
      ...env,
    },
    stdio: 'inherit',
  });
}

/** Writes so many messages into the outbox in one act, to addresses `<name>-<n>@city.org`. */
export async function writeMessages(stand: Stand, name: string, count: number): Promise<void> {
  await stand.service.act('system', 'message.tried', (tx) => {
    tx.record({ edition: null, object: name });
    for (let number = 0; number < count; number += 1) {
      tx.send({
        key: `${name}-${number}`,
        template: 'people.mail.sign-in',
        to: { account: null, name: 'Şeyma Núñez', address: `${name}-${number}@city.org` },
        lang: 'fr',
        facts: { code: '123456' },
        edition: null,
      });
    }
  });
}

/** How many messages of this name are delivered. */
export function delivered(stand: Stand, name: string): number {
  const { n } = stand.service.db.$client
    .prepare('SELECT count(*) AS n FROM outbox WHERE key LIKE ? AND delivered_at IS NOT NULL')
    .get(`${name}-%`) as { n: number };
  return n;
}
