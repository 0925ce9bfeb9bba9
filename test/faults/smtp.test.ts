import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../src/platform/clock.ts';
import { type Catcher, openCatcher, until } from '../mail-catcher.ts';
import { openStand, type Stand } from '../stand.ts';
import { delivered, writeMessages } from './ground.ts';

let stand: Stand;
let catcher: Catcher;
let answers: Record<string, { code: number; words: string }>;

const judge = (to: string) => answers[to.split('-')[0] ?? ''] ?? null;
const row = (key: string) =>
  stand.service.db.$client.prepare('SELECT * FROM outbox WHERE key = ?').get(key) as Record<string, unknown>;

beforeEach(async () => {
  answers = {};
  catcher = await openCatcher(judge);
  stand = await openStand({ env: { AWARD_SMTP_URL: catcher.url } });
});
afterEach(async () => {
  await stand.close();
  await catcher.close();
});

describe('a mail server that fails', () => {
  it('with 421 puts a message off, and the message goes once the server is well again', async () => {
    answers.busy = { code: 421, words: 'try again later' };
    await writeMessages(stand, 'busy', 1);
    await until(() => row('busy-0').attempts === 1, 'the first try');
    expect(row('busy-0')).toMatchObject({
      delivered_at: null,
      refused_at: null,
      refusal: expect.stringContaining('later'),
    });
    answers = {};
    stand.clock.advance(MINUTE);
    await until(() => delivered(stand, 'busy') === 1, 'the second try');
    expect(catcher.caught).toHaveLength(1);
  });

  it('with 550 refuses for good in its own words, and no other message waits for it', async () => {
    answers.gone = { code: 550, words: 'no such mailbox here' };
    await writeMessages(stand, 'gone', 1);
    await writeMessages(stand, 'next', 1);
    await until(() => delivered(stand, 'next') === 1 && row('gone-0').refused_at !== null, 'both');
    expect(row('gone-0').refusal).toContain('no such mailbox here');
    stand.clock.advance(60 * MINUTE);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(row('gone-0').attempts).toBe(1);
  });

  it('by closing after the text was sent puts a message off and sends it again under the same Message-ID', async () => {
    await stand.close();
    const server = await closingAfterText(1);
    const { port } = server.address() as AddressInfo;
    stand = await openStand({ env: { AWARD_SMTP_URL: `smtp://127.0.0.1:${port}` } });
    await writeMessages(stand, 'cut', 1);
    await until(() => row('cut-0').attempts === 1, 'the broken try');
    stand.clock.advance(MINUTE);
    await until(() => delivered(stand, 'cut') === 1, 'the second try');
    expect(server.messageIds).toHaveLength(2);
    expect(new Set(server.messageIds).size).toBe(1);
    server.close();
  });
});

describe('a poisoned message', () => {
  it('is put off with its cause, and never stands in the way of the others', async () => {
    await writeMessages(stand, 'poisoned', 1);
    stand.service.db.$client
      .prepare("UPDATE outbox SET facts = '[]', template = 'no.such.mail' WHERE key = 'poisoned-0'")
      .run();
    await writeMessages(stand, 'sound', 3);
    await until(() => delivered(stand, 'sound') === 3, 'the others');
    expect(delivered(stand, 'poisoned')).toBe(0);
  });
});

/** An SMTP server that takes the text of the first mails and then closes without a word; later ones it accepts. */
async function closingAfterText(failures: number): Promise<Server & { messageIds: string[] }> {
  let left = failures;
  const messageIds: string[] = [];
  const server = createServer((socket) => {
    let text = '';
    let inText = false;
    socket.write('220 ready\r\n');
    socket.on('error', () => {});
    socket.on('data', (part) => {
      text += part.toString();
      if (inText) {
        if (!text.endsWith('\r\n.\r\n')) return;
        messageIds.push(/^message-id: (.*)$/im.exec(text)?.[1]?.trim() ?? '');
        inText = false;
        text = '';
        if (left > 0) {
          left -= 1;
          socket.destroy();
        } else socket.write('250 taken\r\n');
        return;
      }
      while (text.includes('\r\n')) {
        const line = text.slice(0, text.indexOf('\r\n'));
        text = text.slice(line.length + 2);
        if (/^DATA/i.test(line)) {
          inText = true;
          socket.write('354 go on\r\n');
          return;
        }
        socket.write(/^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return Object.assign(server, { messageIds });
}
