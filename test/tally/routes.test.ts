import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printDecimal } from '../../src/platform/exact/decimal.ts';
import { isTallyClosed, tallyOf } from '../../src/tally/pages.ts';
import { count, ORGANISER } from '../screening/ground.ts';
import type { Client } from '../stand.ts';
import { DELIBERATION, openScored, SCORING, type Scored } from './scored.ts';

const TALLY = '/en/office/2027/tally';

describe('the tally', () => {
  let scored: Scored;
  let organiser: Client;
  beforeAll(async () => {
    scored = await openScored({
      Sønderborg: [4, 4, 4],
      Gdynia: [3, 2, 4],
      Cork: [2, 3, 4],
      Laâyoune: [1, null, 2],
    });
    organiser = await scored.as(ORGANISER);
  });
  afterAll(() => scored.close());

  it('shows who is missing and no total before it closes', async () => {
    const { text } = await organiser.get(TALLY).expect(200);
    expect(text).toContain('Kwame Adjei');
    expect(text).not.toContain('Ana Pires');
    expect(text).toContain('11 of 12 cards locked');
    expect(text).not.toContain('<table');
    expect(text).not.toContain('100.00');
  });

  it('is nothing to a stranger', async () => {
    const stranger = await scored.as('stranger@city.invalid');
    await stranger.get(TALLY).expect(404);
    await stranger.post(`${TALLY}/close`, { reason: 'Because.' }).expect(404);
    expect(isTallyClosed(scored.service.db, scored.edition.id)).toBe(false);
  });

  it('does not close for an auditor, who may read it', async () => {
    const auditor = await scored.as('auditor@award.invalid');
    const { text } = await auditor.get(TALLY).expect(200);
    expect(text).not.toContain('/tally/close');
    await auditor.post(`${TALLY}/close`, { reason: 'Because.' }).expect(404);
  });

  it('does not close while a card is open and scoring goes on, and keeps what was typed', async () => {
    scored.clock.set(SCORING);
    const { text } = await organiser.post(`${TALLY}/close`, { reason: 'In a hurry.' }).expect(409);
    expect(text).toContain('Wait for the end of scoring');
    expect(isTallyClosed(scored.service.db, scored.edition.id)).toBe(false);
  });

  it('asks for a reason where a card is missing', async () => {
    scored.clock.set(DELIBERATION);
    const { text } = await organiser.post(`${TALLY}/close`, { reason: ' ' }).expect(422);
    expect(text).toContain('Write why the tally closes');
  });

  it('closes once, however often the form is sent', async () => {
    const reason = 'Kwame Adjei fell ill.';
    await organiser.post(`${TALLY}/close`, { reason }).expect(303);
    await organiser.post(`${TALLY}/close`, { reason: 'Another.' }).expect(303);
    expect(count(scored, 'tally_closings WHERE reason = ?', reason)).toBe(1);
    expect(count(scored, 'tally_closings WHERE json_array_length(missing) = 1 AND length(digest) = 64')).toBe(
      1,
    );
    // One entry says that scoring ended, one that the tally closed.
    expect(count(scored, "audit WHERE action = 'edition.tallied'")).toBe(2);
  });

  it('then ranks by exact totals, 1, 2, 2, 4, a missing card counting as none', () => {
    const { ranking } = tallyOf(scored.service.db, scored.edition);
    const shown = ranking.map(({ city, rank, total }) => [city, rank, total && printDecimal(total, 2)]);
    expect(shown.slice(0, 1)).toEqual([['Sønderborg', 1, '100.00']]);
    expect(shown.slice(1, 3).map(([, rank, total]) => [rank, total])).toEqual([
      [2, '75.00'],
      [2, '75.00'],
    ]);
    expect(shown.slice(3)).toEqual([['Laâyoune', 4, '37.50']]);
  });

  it('shows the tie as a tie, and that nothing beside the totals decides', async () => {
    for (const lang of ['en', 'fr', 'es']) {
      const { text } = await organiser.get(`/${lang}/office/2027/tally`).expect(200);
      expect(text.match(/<td class="r">2 =<\/td>/g)).toHaveLength(2);
      expect(text).not.toMatch(/tally\.[a-z]+/);
    }
    const { text } = await organiser.get(TALLY).expect(200);
    expect(text).toContain('Totals decide, because: the published rules do not let adjusted values decide');
    expect(text).toMatch(/Gdynia: scores [\d.]+ · [\d.]+ · [\d.]+; mean 75\.00/);
    expect(text).toContain('Kwame Adjei fell ill.');
  });
});
