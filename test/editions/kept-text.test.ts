import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editionBySlug } from '../../src/editions/pages.ts';
import { fileOf2027, layGround, startFor } from '../nominations/ground.ts';
import { openStand, type Stand } from '../stand.ts';

const OFFICE = '/en/office/2027/definition';
const TEXT = 'We host the yearly meeting of the network.';

describe('a section that is taken out of a published call', () => {
  let stand: Stand;
  beforeEach(async () => {
    stand = await openStand();
  });
  afterEach(() => stand.close());

  it('leaves the form with its reason told, keeps what was written, and comes back with it', async () => {
    const ground = await layGround(stand);
    const office = await stand.as('office@award.invalid');
    const nomination = await startFor(stand, ground, 'Sønderborg', 'mayor@city.invalid');
    const city = await stand.as('mayor@city.invalid');
    const path = `/en/nominations/${nomination}`;
    await city.post(`${path}/sections/network`, { version: '0', 'network.answer': TEXT }).expect(303);
    stand.clock.advance(60_000);
    const remove = `${OFFICE}/sections/network/remove`;
    const bare = await office.post(remove, { version: '1', reason: '' });
    expect(bare.text).toContain('Write a reason');
    await office.post(remove, { version: '1', reason: 'Asked twice.' }).expect(303);
    expect(editionBySlug(stand.service.db, '2027')?.version).toBe(2);
    expect((await city.get(path)).text).not.toContain('/sections/network');
    await city.get(`${path}/sections/network`).expect(404);
    expect((await stand.nobody.get('/en/2027')).text).toContain('Asked twice.');
    const told = stand.service.db.$client
      .prepare(
        "SELECT count(*) FROM outbox WHERE template = 'editions.mail.rules' AND facts LIKE '%Asked twice.%'",
      )
      .pluck()
      .get();
    expect(told).toBe(1);
    const whole = { json: JSON.stringify(fileOf2027()), reason: 'Asked again.' };
    await office.post(`${OFFICE}/import`, whole).expect(303);
    expect((await city.get(`${path}/sections/network`)).text).toContain(TEXT);
  });
});
