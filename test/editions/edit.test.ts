import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Texts } from '../../src/editions/definition.ts';
import {
  choicesFrom,
  idFrom,
  sectionOf,
  withoutQuestion,
  withQuestion,
  withQuestionEarlier,
} from '../../src/editions/edit.ts';
import { questionForm, questionFrom, typedOf } from '../../src/editions/edit-forms.ts';
import { editionsInvariants } from '../../src/editions/invariants.ts';
import { editionBySlug } from '../../src/editions/pages.ts';
import { freezeRules } from '../../src/editions/store.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { fileOf2027, layGround } from '../nominations/ground.ts';
import { type Client, openStand, type Stand } from '../stand.ts';

const definition = fileOf2027().definition;
const texts = (text: string): Texts => ({ en: text, fr: `${text} fr`, es: `${text} es` });

describe('small changes of a definition', () => {
  it('every question of the sample comes back from its own form as it was', () => {
    for (const { questions } of definition.sections)
      for (const question of questions) {
        const judged = questionForm.parse({ ...typedOf(question), version: '1' });
        expect(questionFrom(judged, question.id, question)).toEqual(question);
      }
  });

  it('a question is put in its place, moved up and taken out; the first one stays first', () => {
    const section = definition.sections.find(({ questions }) => questions.length > 1);
    const [first, second] = section?.questions ?? [];
    if (!section || !first || !second) throw new Error('the sample asks one thing a section');
    const idsOf = (changed: typeof definition) => sectionOf(changed, first.id)?.questions.map(({ id }) => id);
    expect(idsOf(withQuestionEarlier(definition, second.id))?.slice(0, 2)).toEqual([second.id, first.id]);
    expect(withQuestionEarlier(definition, first.id)).toEqual(definition);
    expect(idsOf(withoutQuestion(definition, second.id))).not.toContain(second.id);
    expect(withQuestion(definition, section.id, first)).toEqual(definition);
    expect(idsOf(withQuestion(definition, section.id, { ...first, id: `${section.id}.x` }))?.at(-1)).toBe(
      `${section.id}.x`,
    );
  });

  it.each([
    ['Yearly budget', 'yearly-budget'],
    ['Évaluation: où ?', 'evaluation-ou'],
    ['北京', 'question'],
    ['2027 plan', 'plan'],
  ])('%s becomes the id %s', (text, id) => {
    expect(idFrom(text, [])).toBe(id);
    expect(idFrom(text, [id])).toBe(`${id}-2`);
  });

  it('a choice keeps its id where its words or else its place stand, and no two share one', () => {
    const before = ['A', 'B', 'C'].map((label, index) => ({ id: `c${index}`, label: texts(label) }));
    const ids = (...labels: string[]) => choicesFrom(labels.map(texts), before).map(({ id }) => id);
    expect(ids('A', 'B', 'C')).toEqual(['c0', 'c1', 'c2']);
    expect(ids('A', 'C')).toEqual(['c0', 'c2']);
    expect(ids('C', 'A', 'B')).toEqual(['c2', 'c0', 'c1']);
    expect(ids('A', 'B, in other words', 'C')).toEqual(['c0', 'c1', 'c2']);
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 12 }), (labels) => {
        const made = ids(...labels);
        expect(new Set(made).size).toBe(made.length);
        for (const id of made) expect(id).toMatch(/^[a-z][a-z0-9-]{0,39}$/);
      }),
    );
  });
});

describe('the pages that edit an edition', () => {
  const OFFICE = '/en/office/2027/definition';
  let stand: Stand;
  let office: Client;
  let edition: string;
  beforeEach(async () => {
    stand = await openStand();
    edition = (await layGround(stand)).edition.id;
    office = await stand.as('office@award.invalid');
  });
  afterEach(async () => {
    expect(brokenInvariants(stand.service.db, editionsInvariants)).toEqual([]);
    await stand.close();
  });

  const now = () => {
    const found = editionBySlug(stand.service.db, '2027');
    if (found === null) throw new Error('no edition');
    return found;
  };
  const asked = (id: string) =>
    now()
      .definition.sections.flatMap(({ questions }) => questions)
      .find((one) => one.id === id);
  const form = (id: string, more: Record<string, string | string[]> = {}) => {
    const question = asked(id);
    if (question === undefined) throw new Error(`no question ${id}`);
    const typed = typedOf(question) as Record<string, string | string[]>;
    return { ...typed, version: String(now().version), reason: 'Asked by cities.', ...more };
  };
  const PLAN = `${OFFICE}/questions/plan.answer`;

  it('change a question in three languages, once however often it is sent, with a reason', async () => {
    const typed = form('plan.answer', { 'label-en': 'Which plan stands?' });
    const bare = await office.post(PLAN, { ...typed, reason: '' });
    expect(bare.text).toContain('Write a reason');
    for (const _time of [1, 2]) expect((await office.post(PLAN, typed)).status).toBe(303);
    expect(asked('plan.answer')?.label.en).toBe('Which plan stands?');
    expect(now().version).toBe(2);
  });

  it('preview what is typed as a city will see it, and store nothing', async () => {
    const choices = { 'choices-en': 'Yes\nNo', 'choices-fr': 'Oui\nNon', 'choices-es': 'Sí\nNo' };
    const typed = form('plan.answer', { act: 'preview', kind: 'single', ...choices });
    const shown = await office.post(PLAN.replace('/en/', '/fr/'), typed);
    expect(shown.status).toBe(200);
    expect(shown.text).toMatch(/type="radio" name="plan.answer"[^>]*>\s*<span>Oui/);
    expect(now().version).toBe(1);
  });

  it('name what is wrong at its field and keep what was typed', async () => {
    const typed = form('plan.answer', {
      kind: 'single',
      'choices-en': 'Yes\nNo',
      'choices-fr': 'Oui',
      'choices-es': 'Sí\nNo',
    });
    const answer = await office.post(PLAN, typed);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('id="choices-fr-msg"');
    expect(answer.text).toContain('Write as many lines as in English.');
    const half = await office.post(
      PLAN,
      form('plan.answer', { 'hint-en': 'Only English', 'hint-fr': '', 'hint-es': '' }),
    );
    expect(half.text).toContain('id="hint-fr-msg"');
    expect(half.text).toContain('value="Only English"');
  });

  it('show both to whoever comes second, and take the second saving as a decision', async () => {
    const old = form('plan.answer', { 'label-en': 'Mine' });
    await office.post(PLAN, form('plan.answer', { 'label-en': 'Theirs' }));
    const clash = await office.post(PLAN, old);
    expect(clash.status).toBe(409);
    expect(clash.text).toContain('value="Mine"');
    expect(clash.text).toContain('name="version" value="2"');
    expect((await office.post(PLAN, { ...old, version: '2' })).status).toBe(303);
    expect(asked('plan.answer')?.label.en).toBe('Mine');
  });

  it('add a question, and refuse to take out a paper that the rules ask for', async () => {
    const typed = form('plan.answer', { 'label-en': 'Who adopted it?' });
    expect((await office.post(`${OFFICE}/sections/plan/new`, typed)).status).toBe(303);
    expect(asked('plan.who-adopted-it')?.kind).toBe('long');
    const [file = ''] = now().definition.rules.eligibility.requiredFiles;
    const step = { version: String(now().version), reason: 'x' };
    const refused = await office.post(`${OFFICE}/questions/${file}/remove`, step);
    expect(refused.status).toBe(409);
    expect(asked(file)).toBeDefined();
    await office.post(`${OFFICE}/questions/plan.who-adopted-it/remove`, step);
    expect(asked('plan.who-adopted-it')).toBeUndefined();
  });

  it('only propose another criterion or scale once the call is out', async () => {
    const { criteria, levels } = now().definition.rubric;
    const [criterion] = criteria;
    if (criterion === undefined) throw new Error('no criterion');
    const spread = (name: string, one: Texts) => ({
      [`${name}-en`]: one.en,
      [`${name}-fr`]: one.fr,
      [`${name}-es`]: one.es,
    });
    const typed = Object.assign(
      { version: '1', reason: 'x', weight: '40', ...spread('name', criterion.name) },
      ...criterion.descriptions.map((one, at) => spread(`level${at}`, one)),
    );
    const path = `${OFFICE}/criteria/${criterion.id}`;
    expect((await office.get(path)).text).toContain('As the jury reads it');
    const done = await office.post(path, typed);
    expect(done.status).toBe(303);
    expect(now().version).toBe(1);
    expect((await office.get(OFFICE)).text).toContain('criteria and scale');
    const words = Object.assign(
      { version: '1', reason: 'x' },
      ...levels.map(({ points, word }, at) => ({
        [`points${at}`]: String(at === 1 ? 0 : points),
        ...spread(`word${at}`, word),
      })),
    );
    const flat = await office.post(`${OFFICE}/levels`, words);
    expect(flat.status).toBe(409);
    expect((await office.get(`${OFFICE}/levels`)).text).toContain('Lowest level first');
  });

  it('are closed by the first scorecard, and are nobody’s but the organisers’', async () => {
    const stranger = await stand.as('x@city.invalid');
    for (const path of [`${OFFICE}/questions`, PLAN, `${OFFICE}/levels`])
      expect((await stranger.get(path)).status).toBe(404);
    await stand.service.act('system', 'scorecard.opened', (tx) => freezeRules(tx, edition));
    expect((await office.get(`${OFFICE}/questions`)).text).not.toContain('Add a question');
    expect((await office.post(PLAN, form('plan.answer', { 'label-en': 'Late' }))).text).toContain('frozen');
    expect(now().version).toBe(1);
  });
});
