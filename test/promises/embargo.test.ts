import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECOND as ONE_SECOND } from '../../src/platform/clock.ts';
import { MOMENT, openSigned, PAGE, type Signed, setOn, standingOf } from '../announcement/ground.ts';
import { openStand } from '../stand.ts';
import { closeOn, openScored, type Scored } from '../tally/scored.ts';
import { value } from './ground.ts';

const SURFACES = [
  '/en/2027/awardees',
  '/fr/2027/awardees',
  '/es/2027/awardees',
  '/en/2027/awardees.csv',
  '/en/2027/package.zip',
  '/en/2027/awardees/1',
];

describe('the second before the moment and the second of it', () => {
  let signed: Signed;
  beforeAll(async () => {
    signed = await openSigned();
    await setOn(signed);
  });
  afterAll(() => signed.close());

  it('before it no cache keeps that there is nothing; from it on all surfaces are there at once, for a minute [EM-08, EM-10]', async () => {
    signed.clock.set(MOMENT - ONE_SECOND);
    for (const path of SURFACES) {
      const early = await signed.nobody.get(path);
      expect([path, early.status, early.headers['cache-control']]).toEqual([path, 404, 'no-store']);
    }
    signed.clock.set(MOMENT);
    for (const path of SURFACES) {
      const there = await signed.nobody.get(path);
      expect([path, there.status]).toEqual([path, 200]);
      expect([path, there.headers['cache-control']]).toEqual([
        path,
        expect.stringMatching(/^(no-store|public, max-age=([1-5]?\d|60))$/),
      ]);
      expect(there.headers['set-cookie']).toBeUndefined();
    }
  });

  it('a page drawn for somebody signed in is kept by no cache, before and after [EM-10, CS-11]', async () => {
    const city = await signed.as('owner@dk.invalid');
    for (const path of ['/en/2027/awardees', '/en/my'])
      expect((await city.get(path)).headers['cache-control']).toBe('no-store');
  });
});

describe('a service that is killed before the moment', () => {
  it('and started after it publishes once and writes to each city once [EM-09]', async () => {
    const signed = await openSigned();
    const folder = await mkdtemp(join(tmpdir(), 'award-killed-'));
    try {
      await setOn(signed);
      signed.clock.set(MOMENT - ONE_SECOND);
      // The state of the disk one second before, without a tidy end: what a killed process leaves.
      signed.service.db.$client.prepare('VACUUM INTO ?').run(join(folder, 'award.db'));
      const again = await openStand({ start: MOMENT + 5_000, env: { DATA_DIR: folder } });
      try {
        const { status, text } = await again.nobody.get('/en/2027/awardees');
        expect([status, text.includes('Sønderborg')]).toEqual([200, true]);
        const told =
          "SELECT count(*) FROM mailbox WHERE subject LIKE '% is awarded' OR subject LIKE 'Result for %'";
        await expect.poll(() => value(again, told), { timeout: 10_000 }).toBe(3);
        await expect
          .poll(() => value(again, "SELECT count(*) FROM audit WHERE action = 'awards.recorded'"), {
            timeout: 10_000,
          })
          .toBe(1);
        expect(value(again, 'SELECT count(*) FROM announcements')).toBe(1);
      } finally {
        await again.close();
      }
    } finally {
      await signed.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('before two people have signed', () => {
  let scored: Scored;
  beforeAll(async () => {
    scored = await openScored({ Sønderborg: [4, 4, 4], Gdynia: [3, 3, 4], Cork: [2, 3, 4] });
    await closeOn(scored);
  });
  afterAll(() => scored.close());

  it('nobody takes a package away, sets a moment or finds a result, the organiser neither [EM-13, DL-09]', async () => {
    const organiser = await scored.as('ines@award.invalid');
    const auditor = await scored.as('auditor@award.invalid');
    await organiser.post('/en/office/2027/decision/compute').expect(303);
    await organiser.post('/en/office/2027/decision/propose').expect(303);
    for (const client of [organiser, auditor])
      expect((await client.get(`${PAGE}/package.zip`)).status).toBe(404);
    expect((await organiser.post(`${PAGE}/moment`, { day: '2027-04-17', clock: '20:00' })).status).toBe(403);
    expect(value(scored, 'SELECT count(*) FROM announcements')).toBe(0);
    for (const path of SURFACES) expect((await scored.nobody.get(path)).status).toBe(404);
  });

  it('what a public page, a city and the registry show in order does not follow the scores [EM-15]', async () => {
    const before = await Promise.all(
      ['/en/2027', '/en/archive', '/en'].map(async (path) => (await scored.nobody.get(path)).text),
    );
    scored.service.db.$client.exec('DROP TRIGGER IF EXISTS scores_are_locked');
    const triggers = scored.service.db.$client
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'scores'")
      .pluck()
      .all() as string[];
    for (const name of triggers) scored.service.db.$client.exec(`DROP TRIGGER ${name}`);
    expect(
      scored.service.db.$client.prepare('UPDATE scores SET points = 4 - points').run().changes,
    ).toBeGreaterThan(0);
    const after = await Promise.all(
      ['/en/2027', '/en/archive', '/en'].map(async (path) => (await scored.nobody.get(path)).text),
    );
    expect(after).toEqual(before);
  });
});

describe('a moment that is set', () => {
  it('leads nobody by a preview: the result has one address, and it is the public one [EM-11]', async () => {
    const signed = await openSigned();
    try {
      await setOn(signed);
      const { id } = standingOf(signed);
      for (const client of [signed.nobody, await signed.as('owner@dk.invalid'), signed.approver]) {
        for (const path of [
          '/en/2027/awardees?preview=1',
          `/en/2027/awardees/${id}`,
          `/en/preview/${id}`,
          '/en/2027/awardees/1',
          `/en/office/2027/announcement/preview`,
        ])
          expect([path, (await client.get(path)).status]).toEqual([path, 404]);
      }
    } finally {
      await signed.close();
    }
  });
});
