import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decisionInvariants } from '../../src/decision/invariants.ts';
import { approvedSelection, standingSelection } from '../../src/decision/pages.ts';
import { nominationById } from '../../src/nominations/pages.ts';
import { withdrawNomination } from '../../src/nominations/store.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { openSigned, type Signed } from '../announcement/ground.ts';
import { count } from '../screening/ground.ts';

const DECISION = '/en/office/2027/decision';
const RESERVE = `${DECISION}/reserve`;

describe('a reserve', () => {
  let signed: Signed;
  const standing = () => {
    const one = standingSelection(signed.service.db, signed.edition.id);
    if (one === null) throw new Error('a selection stands');
    return one;
  };
  const leaves = (city: string) =>
    signed.service.act('system', 'nomination.withdrawn', (tx) => {
      const nomination = nominationById(tx.db, signed.ids[city] ?? '');
      if (nomination) withdrawNomination(tx, nomination, 'The council voted against it.', true);
    });
  beforeAll(async () => {
    signed = await openSigned();
  });
  afterAll(() => signed.close());

  it('is told for each signed city, under the same rules, to the office alone', async () => {
    const { text } = await signed.approver.get(RESERVE).expect(200);
    expect(text).toMatch(/If Sønderborg declines[\s\S]*Cork would come in\.[\s\S]*If Gdynia declines/);
    for (const lang of ['fr', 'es']) {
      const page = await signed.organiser.get(`/${lang}/office/2027/decision/reserve`).expect(200);
      expect(page.text).toContain('Cork');
      expect(page.text).not.toMatch(/decision\.reserve/);
    }
    await (await signed.as('owner@ie.invalid')).get(RESERVE).expect(404);
    await signed.nobody.get(RESERVE).expect(303);
  });

  it('is not brought in while every signed city stays', async () => {
    await signed.organiser.post(RESERVE, { reason: 'Better.' }).expect(409);
    expect(count(signed, 'selection_reserves')).toBe(0);
  });

  it('comes in with a reason once a city declined, and not by computing alone', async () => {
    await leaves('Gdynia');
    const { text } = await signed.organiser.get(RESERVE).expect(200);
    expect(text).toContain('The council voted against it.');
    expect((await signed.organiser.post(`${DECISION}/compute`).expect(409)).text).toContain(
      'Bring in the reserve with a reason',
    );
    await signed.organiser.post(RESERVE, { reason: ' ' }).expect(422);
    await signed.approver.post(RESERVE, { reason: 'Cork is next.' }).expect(404);
    await signed.organiser.post(RESERVE, { reason: 'Cork is next.' }).expect(303);
    await signed.organiser.post(RESERVE, { reason: 'Cork is next.' }).expect(303);
    expect(count(signed, 'selection_reserves')).toBe(1);
    expect(standing().record.awardees).toEqual([signed.ids.Sønderborg, signed.ids.Cork]);
    const page = (await signed.organiser.get(DECISION).expect(200)).text;
    expect(page).toContain('brought in Cork, since Gdynia left.');
    expect(page).toContain('Cork is next.');
  });

  it('is signed by a second person with a reason of their own', async () => {
    // Who brought it in is the first of the two.
    await signed.second.post(`${DECISION}/propose`).expect(409);
    await signed.organiser.post(`${DECISION}/propose`).expect(303);
    const form = { digest: standing().digest, agreed: 'yes' };
    await signed.second.post(`${DECISION}/approve`, form).expect(422);
    await signed.organiser.post(`${DECISION}/approve`, { ...form, reason: 'Mine.' }).expect(409);
    await signed.second.post(`${DECISION}/approve`, { ...form, reason: 'The rules say so.' }).expect(303);
    expect(approvedSelection(signed.service.db, signed.edition.id)?.awardees).toContain(signed.ids.Cork);
    expect(standing().approveReason).toBe('The rules say so.');
    expect(brokenInvariants(signed.service.db, decisionInvariants)).toEqual([]);
  });

  it('stands as it was brought in', () => {
    const sqlite = signed.service.db.$client;
    expect(() => sqlite.exec("UPDATE selection_reserves SET reason = 'x'")).toThrow('as it was brought in');
    expect(() => sqlite.exec('DELETE FROM selection_reserves')).toThrow('as it was brought in');
  });
});
