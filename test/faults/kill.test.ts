import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/platform/audit.ts';
import { isLong, keptTexts, layAward, lookInto, type Sent, save, startAward } from './award.ts';

const CYCLES = isLong ? 500 : 4;
let award: Awaited<ReturnType<typeof layAward>>;
const sent: Sent[] = [];

beforeAll(async () => {
  award = await layAward();
});
afterAll(() => award.remove());

/** Sixteen write until the process is killed at a moment that nobody chose. */
async function cycle(number: number): Promise<void> {
  const versions = lookInto(award.folder, (sqlite) =>
    award.writers.map((writer) => keptTexts(sqlite, writer).length),
  );
  const service = await startAward(award.folder);
  let isKilled = false;
  let tellFirst = () => {};
  const first = new Promise<void>((resolve) => {
    tellFirst = resolve;
  });
  const writing = award.writers.map(async (writer, index) => {
    let version = versions[index] ?? 0;
    while (!isKilled) {
      const one: Sent = { writer, text: `cycle ${number}, version ${version + 1}`, acknowledged: false };
      sent.push(one);
      const status = await save(service.origin, writer, version, one.text).catch(() => null);
      if (status === null) return;
      expect(status).toBe(303);
      one.acknowledged = true;
      tellFirst();
      version += 1;
    }
  });
  await first;
  await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 400));
  isKilled = true;
  await service.end('SIGKILL');
  await Promise.all(writing);
}

describe('a process that is killed (DU-01)', () => {
  it(`has after each of ${CYCLES} kills everything that it acknowledged, and nothing that nobody sent`, async () => {
    for (let number = 1; number <= CYCLES; number += 1) {
      await cycle(number);
      lookInto(award.folder, (sqlite) => {
        expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
        expect(sqlite.pragma('foreign_key_check')).toEqual([]);
        expect(verifyChain(sqlite)).toBeNull();
        for (const writer of award.writers) {
          const kept = keptTexts(sqlite, writer);
          const own = sent.filter((one) => one.writer === writer);
          const acknowledged = own.filter((one) => one.acknowledged).map(({ text }) => text);
          expect(acknowledged.filter((text) => !kept.includes(text))).toEqual([]);
          expect(kept.filter((text) => !own.some((one) => one.text === text))).toEqual([]);
        }
      });
    }
    expect(sent.filter((one) => one.acknowledged).length).toBeGreaterThan(CYCLES * 2);
  }, 3_600_000);
});
