import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeEdition } from '../../src/editions/pages.ts';
import { liveNominations } from '../../src/nominations/pages.ts';
import { loadSample } from '../../src/sample.ts';
import { remarksForCities } from '../../src/scoring/remark-pages.ts';
import { openStand, START, type Stand } from '../stand.ts';

describe('the result that a city reads', () => {
  let stand: Stand;
  let path: string;
  let edition: string;
  let nomination: string;
  beforeAll(async () => {
    stand = await openStand({ start: START, env: { AWARD_BACKGROUND: 'off' } });
    edition = await loadSample(stand.service, 'announced');
    nomination =
      liveNominations(stand.service.db, edition).find(({ cityName }) => cityName === 'Bogotá')?.id ?? '';
    path = `/en/nominations/${nomination}/result`;
  });
  afterAll(() => stand.close());

  it('is another city’s to nobody', async () => {
    const other = await stand.as('sonderborg@city.invalid');
    expect((await other.get(path)).status).toBe(404);
    expect((await stand.nobody.get(path)).status).toBe(303);
  });

  it('holds the remarks of cards that count, and none of a card that was handed back', async () => {
    const sqlite = stand.service.db.$client;
    const card = sqlite
      .prepare(
        `SELECT scorecards.id, assignment_id FROM scorecards JOIN scorecard_locks ON scorecard_id = scorecards.id
         WHERE nomination_id = ? LIMIT 1`,
      )
      .get(nomination) as { id: string; assignment_id: string };
    sqlite.exec('DROP TRIGGER locked_scores_stand');
    sqlite.prepare("UPDATE scores SET remark = 'A planted remark.' WHERE scorecard_id = ?").run(card.id);
    const city = await stand.as('bogota@city.invalid');
    expect((await city.get(path)).text).toContain('A planted remark.');
    sqlite
      .prepare("UPDATE assignments SET recused_at = 1, recusal_reason = 'a tie' WHERE id = ?")
      .run(card.assignment_id);
    const shown = remarksForCities(stand.service.db, wholeEdition(stand.service.db, edition));
    expect(shown.some(({ remark }) => remark === 'A planted remark.')).toBe(false);
    // A card less is another ground than the one that was signed: the result itself is held back.
    expect((await city.get(path)).status).toBe(404);
  });
});
