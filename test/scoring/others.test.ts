import { afterEach, describe, expect, it } from 'vitest';
import type { Rules } from '../../src/editions/definition.ts';
import { wholeEdition } from '../../src/editions/pages.ts';
import { readingsOf } from '../../src/scoring/pages.ts';
import { othersPoints } from '../../src/scoring/tally-pages.ts';
import { type Jury, lockCard, openCard, openJury, scoreAll } from './ground.ts';

describe('the scores of the other readers', () => {
  let jury: Jury;
  afterEach(() => jury.close());

  async function open(othersScores: Rules['jury']['othersScores']) {
    jury = await openJury((file) => {
      file.definition.rules.jury.othersScores = othersScores;
    });
    const own = await openCard(jury.amara, jury.own[1]);
    const other = await openCard(jury.bruno, jury.brunos);
    await scoreAll(jury.amara, own, '1');
    await scoreAll(jury.bruno, other, '4', 'Plantedremark');
    return { own, other };
  }
  const page = async (card: string) => (await jury.amara.get(`/en/jury/2027/scorecards/${card}?all`)).text;

  function seen(): Map<string, number[]> | null {
    const { db } = jury.service;
    const edition = wholeEdition(db, jury.edition.id);
    const account = db.$client
      .prepare('SELECT account_id FROM jurors WHERE id = ?')
      .pluck()
      .get(jury.jurors.amara) as string;
    const reading = readingsOf(db, edition, account).find(({ assignment }) => assignment === jury.own[1]);
    if (reading === undefined) throw new Error('no reading');
    return othersPoints(db, edition, reading);
  }

  it('never show where the edition says never', async () => {
    const { own, other } = await open('never');
    await lockCard(jury.bruno, other);
    await lockCard(jury.amara, own);
    expect(seen()).toBeNull();
    expect(await page(own)).not.toContain('Other readers');
  });

  it('show after the own lock, locked ones alone, without remarks and names', async () => {
    const { own, other } = await open('afterOwnLock');
    await lockCard(jury.bruno, other);
    expect(await page(own)).not.toContain('Other readers');
    await lockCard(jury.amara, own);
    expect(seen()?.get('access')).toEqual([4]);
    const text = await page(own);
    expect(text).toContain('Other readers');
    expect(text).not.toMatch(/Plantedremark|Bruno/);
  });

  it('show nothing of a card that is not locked', async () => {
    const { own } = await open('afterOwnLock');
    await lockCard(jury.amara, own);
    expect(seen()?.size).toBe(0);
  });

  it('wait for every lock where the edition says so', async () => {
    const { own, other } = await open('afterAllLocks');
    await lockCard(jury.bruno, other);
    await lockCard(jury.amara, own);
    expect(seen()).toBeNull();
    for (const assignment of [jury.own[0], jury.own[2]]) {
      const card = await openCard(jury.amara, assignment);
      await scoreAll(jury.amara, card);
      await lockCard(jury.amara, card);
    }
    expect(seen()?.get('plan')).toEqual([4]);
  });
});
