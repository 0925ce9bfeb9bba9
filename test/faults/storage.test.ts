import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draftSection } from '../../src/nominations/dossier-pages.ts';
import { HOUR } from '../../src/platform/clock.ts';
import { layGround, startFor } from '../nominations/ground.ts';
import { type Client, openStand, type Stand } from '../stand.ts';

let stand: Stand;
let city: Client;
let path: string;
let id: string;
const TYPED = 'Everything that we wrote in an afternoon; none of it may be lost.';
const form = (version: number) => ({ version: String(version), 'plan.answer': TYPED });
const version = () => draftSection(stand.service.db, id, 'plan').version;
const pages = (name: string) => Number(stand.service.db.$client.pragma(name, { simple: true }));
const entries = () =>
  (stand.service.db.$client.prepare('SELECT count(*) AS n FROM audit').get() as { n: number }).n;

beforeAll(async () => {
  stand = await openStand();
  id = await startFor(stand, await layGround(stand), 'Sønderborg', 'mette@city.invalid');
  city = await stand.as('mette@city.invalid');
  path = `/en/nominations/${id}/sections/plan`;
});
afterAll(() => stand.close());

/** Fills the disk as far as this database is concerned: SQLite answers SQLITE_FULL to the page after the last. */
async function onFullDisk<T>(work: () => Promise<T>): Promise<T> {
  const { $client } = stand.service.db;
  $client.pragma(`max_page_count = ${pages('page_count')}`);
  try {
    return await work();
  } finally {
    $client.pragma('max_page_count = 1073741823');
  }
}

describe('a full disk (DU-07, UP-16)', () => {
  it('answers 503 with everything that was typed, changes nothing, and takes it once there is room', async () => {
    const long = `${TYPED} ${'More of it. '.repeat(2_000)}`;
    const before = { version: version(), entries: entries() };
    const refused = await onFullDisk(() => city.post(path, { ...form(before.version), 'plan.answer': long }));
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('30');
    expect(refused.text).toContain(TYPED);
    expect({ version: version(), entries: entries() }).toEqual(before);
    expect(stand.service.writes.stopped()?.why).toBe('full');
    const saved = await city.post(path, form(before.version));
    expect(saved.status).toBe(303);
    expect(stand.service.writes.stopped()).toBeNull();
  });

  it('leaves reading as it was', async () => {
    stand.clock.advance(2 * 60_000);
    const page = await onFullDisk(() => city.get(path));
    expect(page.status).toBe(200);
    expect(page.text).toContain(TYPED);
  });
});

describe('a clock that was set back (D11)', () => {
  it('stops writing and gives back what was typed, since a deadline must not open again', async () => {
    const before = { version: version(), entries: entries() };
    stand.clock.advance(-HOUR);
    const refused = await city.post(path, { ...form(before.version), 'plan.answer': `${TYPED} Late.` });
    stand.clock.advance(HOUR);
    expect(refused.status).toBe(503);
    expect(refused.text).toContain(`${TYPED} Late.`);
    expect({ version: version(), entries: entries() }).toEqual(before);
    expect((await city.post(path, form(before.version))).status).toBe(303);
  });
});

describe('a disk that failed to write (DU-08)', () => {
  it('takes nothing more until the service is started anew', async () => {
    stand.service.writes.note('disk', stand.clock.now());
    const refused = await city.post(path, { ...form(version()), 'plan.answer': `${TYPED} Again.` });
    expect(refused.status).toBe(503);
    expect(refused.text).toContain(`${TYPED} Again.`);
    expect((await city.get(path)).status).toBe(200);
  });
});
