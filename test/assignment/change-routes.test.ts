import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { assignmentInvariants } from '../../src/assignment/invariants.ts';
import { liveAssignments, newestProposal, openShortfalls } from '../../src/assignment/pages.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { count } from '../screening/ground.ts';
import { ASSIGNMENT, openPanel, type Panel } from './ground.ts';

describe('a proposal', () => {
  let panel: Panel;
  beforeAll(async () => {
    panel = await openPanel((file) => {
      file.definition.rules.jury.composition = { ownRegion: 0, otherRegion: 1 };
    });
  });
  afterEach(() => expect(brokenInvariants(panel.service.db, assignmentInvariants)).toEqual([]));
  afterAll(() => panel.close());

  const db = () => panel.service.db;
  const newest = () => {
    const proposal = newestProposal(db(), panel.edition.id);
    if (!proposal) throw new Error('no proposal');
    return proposal;
  };
  const at = (rest: string, proposal = newest()) => `${ASSIGNMENT}/proposals/${proposal.id}${rest}`;
  const propose = async (form: Record<string, string | string[]> = { minLoad: '0', maxLoad: '4' }) => {
    await panel.organiser.post(`${ASSIGNMENT}/propose`, form).expect(303);
    return newest();
  };
  const readersOf = (city: string) =>
    newest()
      .solution.assignments.filter(([, nomination]) => nomination === panel.dossiers[city])
      .map(([juror]) => juror);
  /** A reader of the dossier, and somebody who is not and may be. */
  const swapAt = (city: string, barred: readonly string[]) => {
    const readers = readersOf(city);
    const others = Object.entries(panel.jurors).filter(
      ([name, id]) => !readers.includes(id) && !barred.includes(name),
    );
    return { nomination: panel.dossiers[city] ?? '', out: readers[0] ?? '', into: others[0]?.[1] ?? '' };
  };

  it('shows why each pair stands, in three languages', async () => {
    await propose();
    for (const [lang, words] of [
      ['en', 'Worth '],
      ['fr', 'Vaut '],
      ['es', 'Vale '],
    ] as const) {
      const path = at(`/nominations/${panel.dossiers.北京}`).replace('/en/', `/${lang}/`);
      const { text } = await panel.auditor.get(path).expect(200);
      expect(text.split(words).length - 1).toBe(2);
      expect(text).not.toContain('<select id="out"');
    }
  });

  it('shows what it would take to make another pair, or why nothing can', async () => {
    await propose();
    const { nomination, into } = swapAt('北京', []);
    const { text } = await panel.organiser.get(at(`/nominations/${nomination}?ask=${into}`)).expect(200);
    expect(text).toContain('What it would cost');
    expect(text).toContain('北京:');
    const barred = await panel.organiser
      .get(at(`/nominations/${panel.dossiers.Sønderborg}?ask=${panel.jurors.Dana}`))
      .expect(200);
    expect(barred.text).toContain('a conflict stands between');
    const strange = await panel.organiser
      .get(at(`/nominations/${panel.dossiers['Porto-Novo']}?ask=${panel.jurors.Emil}`))
      .expect(200);
    expect(strange.text).toContain('does not read the dossier’s language');
    await panel.organiser.get(at(`/nominations/${nomination}?ask=nobody`)).expect(200);
  });

  it('is changed by hand: the effect is shown, nothing is kept by looking, one proposal however often it is sent', async () => {
    const before = await propose();
    const swap = swapAt('北京', []);
    const rows = count(panel, 'proposals');
    const { text } = await panel.organiser
      .get(at(`/nominations/${swap.nomination}?out=${swap.out}&into=${swap.into}`))
      .expect(200);
    expect(text).toContain('The effect of this change');
    expect(text).toContain('Keep this change');
    expect(count(panel, 'proposals')).toBe(rows);
    await panel.organiser.post(at('/change', before), swap).expect(303);
    await panel.organiser.post(at('/change', before), swap).expect(303);
    expect(count(panel, 'proposals')).toBe(rows + 1);
    const after = newest();
    expect(after).toMatchObject({ changedFrom: before.id, solution: { status: 'byHand' } });
    expect(readersOf('北京')).toContain(swap.into);
    const main = await panel.organiser.get(ASSIGNMENT).expect(200);
    expect(main.text).toContain('changed by hand');
    expect((await panel.organiser.get(at(`/nominations/${swap.nomination}`))).text).toContain(
      'Put here by hand',
    );
    await panel.organiser.post(at('/restore', after)).expect(303);
    expect(newest().solution).toEqual(before.solution);
    expect((await panel.organiser.post(at('/change', before), swap).expect(409)).text).toContain(
      'newest proposal',
    );
  });

  it.each([
    [{}, 'Choose who leaves'],
    [{ into: 'Dana' }, 'a conflict stands between'],
    [{ into: 'nobody' }, 'the page has changed since'],
  ])('refuses the change %j and keeps nothing', async (change: { into?: string }, sentence) => {
    await propose();
    const rows = count(panel, 'proposals');
    const into = change.into === undefined ? {} : { into: panel.jurors[change.into] ?? change.into };
    const { text } = await panel.organiser
      .post(at('/change'), { nomination: panel.dossiers.Sønderborg ?? '', ...into })
      .expect(409);
    expect(text).toContain(sentence);
    expect(count(panel, 'proposals')).toBe(rows);
  });

  it('with a reader too many is not applied; with one too few it is, and the gap is noted', async () => {
    const before = await propose();
    const { nomination, out, into } = swapAt('北京', []);
    await panel.organiser.post(at('/change'), { nomination, into }).expect(303);
    expect((await panel.organiser.get(ASSIGNMENT)).text).toContain('a reader too many');
    expect((await panel.organiser.post(at('/apply')).expect(409)).text).toContain('Take a reader away first');
    await panel.organiser.post(at('/change'), { nomination, out: into }).expect(303);
    await panel.organiser.post(at('/change'), { nomination, out }).expect(303);
    expect(newest().solution).toMatchObject({ best: { sum: before.solution.sum } });
    await panel.organiser.post(at('/apply')).expect(303);
    expect(liveAssignments(db(), panel.edition.id)).toHaveLength(9);
    const applied = await panel.organiser.post(at('/change'), swapAt('Gdynia', ['Emil'])).expect(409);
    expect(applied.text).toContain('this one was applied');
    expect(openShortfalls(db(), panel.edition.id)).toMatchObject([{ nomination }]);
  });
});

describe('rules on the regions of a jury', () => {
  let panel: Panel;
  beforeAll(async () => {
    panel = await openPanel((file) => {
      file.definition.rules.jury.composition = { ownRegion: 1, otherRegion: 1 };
    });
  });
  afterAll(() => panel.close());

  it('that cannot be kept are named, and left out where an organiser says so', async () => {
    const loads = { minLoad: '0', maxLoad: '4' };
    const { text } = await panel.organiser.post(`${ASSIGNMENT}/propose`, loads).expect(409);
    expect(text).toContain('ask for 1 readings by particular jurors');
    expect(text).toContain('北京');
    await panel.organiser.post(`${ASSIGNMENT}/propose`, { ...loads, leftOut: 'ownRegion' }).expect(303);
    const proposal = newestProposal(panel.service.db, panel.edition.id);
    expect(proposal).toMatchObject({
      asked: { leftOut: ['ownRegion'] },
      beside: { minNomination: expect.any(String) },
    });
    const regions = new Map([
      ['Amara', 'AFR'],
      ['Bruno', 'LAC'],
      ['Dana', 'ENA'],
      ['Emil', 'ENA'],
      ['Farah', 'ARB'],
    ]);
    for (const [city, region] of [
      ['Gdynia', 'ENA'],
      ['Sønderborg', 'ENA'],
      ['Porto-Novo', 'AFR'],
    ]) {
      const readers = Object.entries(panel.jurors)
        .filter(([, id]) =>
          proposal?.solution.assignments.some(([j, n]) => j === id && n === panel.dossiers[city ?? '']),
        )
        .map(([name]) => regions.get(name));
      expect(readers.some((one) => one !== region)).toBe(true);
    }
    expect((await panel.organiser.get(ASSIGNMENT)).text).toContain('Without the rules on regions');
  });

  it('link offers keep them, and say so where nothing better is found', async () => {
    const loads = { minLoad: '0', maxLoad: '4', leftOut: 'ownRegion' };
    await panel.organiser.post(`${ASSIGNMENT}/propose`, loads).expect(303);
    const before = newestProposal(panel.service.db, panel.edition.id);
    const path = `${ASSIGNMENT}/proposals/${before?.id}/link`;
    const answer = await panel.organiser.post(path, { loss: '3' });
    const after = newestProposal(panel.service.db, panel.edition.id);
    if (answer.status === 409) {
      expect(answer.text).toContain('Allow a greater loss');
      expect(after?.id).toBe(before?.id);
    } else {
      expect(answer.status).toBe(303);
      expect(after?.solution).toMatchObject({
        status: 'linked',
        minNomination: before?.solution.minNomination,
      });
      const linkage = (one: typeof after) => one?.solution.connectivity.algebraicConnectivity ?? 0;
      expect(linkage(after)).toBeGreaterThan(linkage(before));
    }
    const wrong = await panel.organiser
      .post(`${ASSIGNMENT}/proposals/${after?.id}/link`, { loss: 'much' })
      .expect(422);
    expect(wrong.text).toContain('value="much"');
  });
});
