import { describe, expect, it } from 'vitest';
import { standingSelection } from '../../src/decision/pages.ts';
import { ORGANISER } from '../screening/ground.ts';
import { closeOn, openScored } from '../tally/scored.ts';

const DECISION = '/en/office/2027/decision';

/**
 * Three jurors, one generous and one strict: Gdynia was read by the generous one alone, Cork by the strict one. With
 * two cities at the end the held-out cards are told better in every order of the random ids.
 */
const UNEVEN = {
  Sønderborg: [4, 3, 2],
  Gdynia: [2, null, null],
  Cork: [null, null, 1],
  Laâyoune: [2, 1, 0],
  'Porto-Novo': [2, 1, 0],
};

async function decidedOn(points: Parameters<typeof openScored>[0], inRules: boolean) {
  const scored = await openScored(points, inRules);
  const organiser = await scored.as(ORGANISER);
  await closeOn(scored, 'Some cards stayed open.');
  await organiser.post(`${DECISION}/compute`).expect(303);
  const { text } = await organiser.get(DECISION).expect(200);
  return { scored, text, record: standingSelection(scored.service.db, scored.edition.id)?.record };
}

describe('values adjusted for severity', () => {
  it('decide where the rules said so before the first score and every condition is met', async () => {
    const { scored, text, record } = await decidedOn(UNEVEN, true);
    try {
      expect(record).toMatchObject({ decides: 'adjusted', whyNotAdjusted: [] });
      expect(record?.awardees).toEqual([scored.ids.Sønderborg, scored.ids.Cork]);
      const scores = record?.problem.candidates.map(({ score }) => Number(score.num) / Number(score.den));
      expect(scores).toEqual([75, 50, 25, 25, 25]);
      expect(text).toContain('Values adjusted for severity decide, rounded to six decimals');
    } finally {
      await scored.close();
    }
  });

  it('decide nothing where the rules do not say so', async () => {
    const { scored, text, record } = await decidedOn(UNEVEN, false);
    try {
      expect(record).toMatchObject({ decides: 'totals', whyNotAdjusted: [] });
      expect(record?.awardees).toEqual([scored.ids.Sønderborg, scored.ids.Gdynia]);
      expect(text).toContain('Totals decide; the published rules do not let adjusted values decide.');
    } finally {
      await scored.close();
    }
  });

  it('decide nothing where a condition fails, and the page names it', async () => {
    const alike = { Sønderborg: [4, 4, 4], Gdynia: [3, 4, 3], Cork: [2, 2, 1] };
    const { scored, text, record } = await decidedOn(alike, true);
    try {
      expect(record?.decides).toBe('totals');
      expect(record?.whyNotAdjusted).toContain('notSignificant');
      expect(text).toContain('Totals decide, though the rules would let adjusted values: ');
      expect(text).toContain('the jurors do not differ beyond chance');
    } finally {
      await scored.close();
    }
  });
});
