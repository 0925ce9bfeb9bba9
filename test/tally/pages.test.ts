import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { count, ORGANISER } from '../screening/ground.ts';
import type { Client } from '../stand.ts';
import { closeOn, DELIBERATION, openScored, type Scored, SECOND } from './scored.ts';

const TALLY = '/en/office/2027/tally';
const FIGURES = ['', '/matrix', '/jurors', '/what-if', '/what-if?weight-access=9'];

describe('the figures of a closed tally', () => {
  let scored: Scored;
  let organiser: Client;
  let jurorId: string;
  beforeAll(async () => {
    scored = await openScored({
      Sønderborg: [4, 3, 4],
      Gdynia: [3, 1, 4],
      Cork: [2, 2, 3],
      Laâyoune: [1, null, 2],
    });
    organiser = await scored.as(ORGANISER);
    const row = scored.service.db.$client
      .prepare(
        "SELECT jurors.id FROM jurors JOIN accounts ON accounts.id = account_id WHERE name = 'Ana Pires'",
      )
      .get() as { id: string };
    jurorId = row.id;
  });
  afterAll(() => scored.close());

  it('do not exist before the closing', async () => {
    for (const path of ['/matrix', '/jurors', '/what-if', `/nominations/${scored.ids.Cork}`])
      await organiser.get(`${TALLY}${path}`).expect(404);
    await closeOn(scored, 'A juror fell ill.');
    for (const path of FIGURES) await organiser.get(`${TALLY}${path}`).expect(200);
  });

  it('do not exist for a stranger, and an auditor reads them', async () => {
    const stranger = await scored.as('stranger@city.invalid');
    const auditor = await scored.as('auditor@award.invalid');
    for (const path of FIGURES) {
      await stranger.get(`${TALLY}${path}`).expect(404);
      await auditor.get(`${TALLY}${path}`).expect(200);
    }
    await organiser.get(`${TALLY}/nominations/nothing`).expect(404);
  });

  it('stand in three languages, each text in the catalogue, within their budget', async () => {
    for (const lang of ['en', 'fr', 'es']) {
      for (const path of [...FIGURES, `/nominations/${scored.ids.Gdynia}`]) {
        const { text } = await organiser.get(`/${lang}/office/2027/tally${path}`).expect(200);
        expect(text).not.toMatch(/(tally|editions|platform)\.[a-z][a-zA-Z.-]+[<" ]/);
        expect(gzipSync(text).length).toBeLessThan(14_000);
      }
    }
  });

  it('show each card with its total and what was not expected of it', async () => {
    const { text } = await organiser.get(`${TALLY}/matrix`).expect(200);
    expect(text.match(/<th scope="col" class="r">(Ana Pires|Kwame Adjei|Zoé Ferreira)<\/th>/g)).toHaveLength(
      3,
    );
    const gdynia = text.slice(text.indexOf('Gdynia'), text.indexOf('Cork'));
    // Ana 100, Kwame 25, Zoé 75, in the order of their names.
    expect([...gdynia.matchAll(/<td class="r[^"]*">([\d.]+)<br>/g)].map(([, total]) => total)).toEqual([
      '100.0',
      '25.0',
      '75.0',
    ]);
    expect(gdynia).toMatch(/<td class="r (off|far)">25\.0<br><span class="soft">−/);
    const laayoune = text.slice(text.indexOf('Laâyoune'));
    expect(laayoune).toContain('<td></td>');
  });

  it('show one nomination criterion by juror', async () => {
    const { text } = await organiser.get(`${TALLY}/nominations/${scored.ids.Laâyoune}`).expect(200);
    expect(text).toContain('Rank 4 of 4, total 37.50 of 100.');
    expect(text).toContain('Kwame Adjei');
    expect(text.match(/<td class="r">2<\/td><td class="r">1<\/td><td class="r"><b>1\.50<\/b>/g)).toHaveLength(
      scored.edition.definition.rubric.criteria.length,
    );
  });

  it('sort by total, mean, median and disagreement', async () => {
    const { text } = await organiser.get(`${TALLY}?sort=disagreement`).expect(200);
    const rows = [...text.matchAll(/<th scope="row"><a [^>]*>([^<]+)<\/a>/g)].map(([, city]) => city);
    // Standard deviations 38.2, 17.7, 14.4 and 14.4; what is equal stays in the order of the ranks.
    expect(rows).toEqual(['Gdynia', 'Laâyoune', 'Sønderborg', 'Cork']);
    await organiser.get(`${TALLY}?sort=nonsense&page=99`).expect(200);
  });

  it('say what if without a juror, marked and stored nowhere', async () => {
    const rows = () => count(scored, 'audit') + count(scored, 'scores') + count(scored, 'tally_closings');
    const before = rows();
    const { text } = await organiser.get(`${TALLY}/what-if?without=${jurorId}`).expect(200);
    expect(text).toContain('Without the cards of Ana Pires');
    expect(text).toContain('Not a result.');
    // Gdynia without Ana's 100: (75 + 25) / 2, level with Cork.
    expect(text.slice(text.indexOf('Gdynia</th>'))).toMatch(/^Gdynia<\/th><td class="r">50\.00/);
    expect(rows()).toBe(before);
  });

  it('say what is wrong with a supposition, and keep what was typed', async () => {
    const { text } = await organiser.get(`${TALLY}/what-if?weight-access=many&without=nobody`).expect(200);
    expect(text).toContain('Write a whole number from 0 to 1000');
    expect(text).toContain('value="many"');
    expect(text).toContain('Choose a juror from the list');
    expect(text).not.toContain('Not a result.');
  });

  describe('for an organiser in conflict', () => {
    const read = async (client: Client, path: string) => {
      const { text } = await client.get(`${TALLY}${path}`).expect(200);
      return text.replace(/data-session="[^"]*"/g, '');
    };

    it('are the same whatever the scores of that nomination are', async () => {
      const second = await scored.as(SECOND);
      await second
        .post('/en/office/2027/jury/own-conflicts', {
          nomination: scored.ids.Gdynia ?? '',
          reason: 'A tie with its mayor.',
        })
        .expect(303);
      const paths = [...FIGURES, `/what-if?without=${jurorId}`, '?sort=mean'];
      const seen = await Promise.all(paths.map((path) => read(second, path)));
      const open = await Promise.all(paths.map((path) => read(organiser, path)));
      const { $client } = scored.service.db;
      $client.exec('DROP TRIGGER locked_scores_stand');
      $client
        .prepare(
          'UPDATE scores SET points = 0 WHERE scorecard_id IN (SELECT id FROM scorecards WHERE nomination_id = ?)',
        )
        .run(scored.ids.Gdynia);
      expect(await Promise.all(paths.map((path) => read(second, path)))).toEqual(seen);
      // Whoever may see it does see the change (but on the empty form): the comparison is not empty.
      for (const [at, path] of paths.entries()) {
        if (path !== '/what-if') expect(await read(organiser, path)).not.toBe(open[at]);
      }
      for (const text of seen) {
        expect(text).not.toContain('Gdynia');
        expect(text).toContain('You stand in conflict with a nomination');
        expect(text).not.toContain('A juror fell ill.');
      }
    });

    it('hold no way to that nomination', async () => {
      const second = await scored.as(SECOND);
      await second.get(`${TALLY}/nominations/${scored.ids.Gdynia}`).expect(404);
      await second.get(`${TALLY}/nominations/${scored.ids.Cork}`).expect(200);
    });
  });
});

describe('closing in conflict', () => {
  let scored: Scored;
  beforeAll(async () => {
    scored = await openScored({ Cork: [4, 3, 2], Gdynia: [1, 2, 3] });
  });
  afterAll(() => scored.close());

  it('is left to a colleague, and counts tell nothing', async () => {
    scored.clock.set(DELIBERATION);
    const second = await scored.as(SECOND);
    await second
      .post('/en/office/2027/jury/own-conflicts', { nomination: scored.ids.Cork ?? '', reason: 'A tie.' })
      .expect(303);
    const { text } = await second.get(TALLY).expect(200);
    expect(text).toContain('3 of 3 cards locked');
    expect(text).toContain('Ask another organiser to close the tally');
    await second.post(`${TALLY}/close`, { reason: '' }).expect(403);
    expect(count(scored, 'tally_closings')).toBe(0);
    await closeOn(scored);
    expect(count(scored, 'tally_closings')).toBe(1);
  });
});
