import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedParts } from '../../src/editions/changes.ts';
import { definitionSchema, type Texts } from '../../src/editions/definition.ts';
import {
  choicesFrom,
  idFrom,
  sectionOf,
  withoutCriterion,
  withoutQuestion,
  withQuestion,
  withQuestionEarlier,
  withScale,
} from '../../src/editions/edit.ts';
import { questionForm, questionFrom, typedOf } from '../../src/editions/edit-forms.ts';
import { editionsInvariants } from '../../src/editions/invariants.ts';
import { editionBySlug } from '../../src/editions/pages.ts';
import { openProposal } from '../../src/editions/proposal-pages.ts';
import { levelsForm, levelsFrom } from '../../src/editions/rubric-forms.ts';
import { PARTS, type Part } from '../../src/editions/settings.ts';
import { settingsForm, typedSettings, withSettings } from '../../src/editions/settings-forms.ts';
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

describe('a changed rubric', () => {
  it('loses a criterion with every trace of it', () => {
    const changed = withoutCriterion(definition, 'access');
    const { rubric, sections, rules } = changed;
    expect(definitionSchema.safeParse(changed).success).toBe(true);
    expect(rubric.criteria.map(({ id }) => id)).not.toContain('access');
    expect(sections.flatMap(({ questions }) => questions).flatMap(({ criteria }) => criteria)).not.toContain(
      'access',
    );
    expect(JSON.stringify(rules.selection.tieRules)).not.toContain('access');
  });

  it('takes a level in by its points and another out, and each criterion follows', () => {
    const { levels } = definition.rubric;
    const typed = Object.assign(
      { version: '1', [`points${levels.length}`]: '1', drop1: 'yes' },
      ...levels.map(({ points, word }, at) => ({
        [`points${at}`]: String(points),
        ...Object.fromEntries(Object.entries(word).map(([lang, one]) => [`word${at}-${lang}`, one])),
      })),
      {
        [`word${levels.length}-en`]: 'Some',
        [`word${levels.length}-fr`]: 'Un peu',
        [`word${levels.length}-es`]: 'Algo',
      },
    );
    const rows = levelsFrom(levelsForm(levels.length).parse(typed), levels.length);
    const { rubric } = withScale(definition, rows);
    expect(rubric.levels[1]).toEqual({ points: 1, word: { en: 'Some', fr: 'Un peu', es: 'Algo' } });
    for (const [at, { descriptions }] of rubric.criteria.entries()) {
      expect(descriptions).toHaveLength(levels.length);
      expect(descriptions[1]?.en).toBe('Some');
      expect(descriptions[2]).toEqual(definition.rubric.criteria[at]?.descriptions[2]);
    }
    expect(definitionSchema.safeParse({ ...definition, rubric }).success).toBe(true);
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
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('rules.eligibility.requiredFiles[0]: Name a question that exists');
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
    expect(flat.status).toBe(422);
    expect(flat.text).toContain('rubric.levels[1].points');
    expect(flat.text).toContain('href="#points1"');
    expect((await office.get(`${OFFICE}/levels`)).text).toContain('Lowest level first');
  });

  const version = () => String(now().version);
  const three = (name: string, text: string) => ({
    [`${name}-en`]: text,
    [`${name}-fr`]: `${text} fr`,
    [`${name}-es`]: `${text} es`,
  });

  it('add a section with its first question, rename it, move it up and take it out', async () => {
    const fresh = { version: '1', reason: 'x', group: 'progress', ...three('title', 'Climate') };
    await office
      .post(`${OFFICE}/new-section`, { ...fresh, ...three('first', 'What did you do?') })
      .expect(303);
    const ids = () => now().definition.sections.map(({ id }) => id);
    expect(ids().at(-1)).toBe('climate');
    expect(asked('climate.answer')).toMatchObject({ kind: 'long', required: true });
    const renamed = { ...fresh, version: version(), ...three('title', 'Climate and learning') };
    await office.post(`${OFFICE}/sections/climate`, renamed).expect(303);
    expect(now().definition.sections.at(-1)?.title.en).toBe('Climate and learning');
    const strange = await office.post(`${OFFICE}/sections/climate`, { ...renamed, group: 'nowhere' });
    expect(strange.status).toBe(422);
    expect(strange.text).toContain('href="#group"');
    expect((await office.get(`${OFFICE}/sections/climate/remove`)).text).toContain('is kept');
    await office.post(`${OFFICE}/sections/climate/earlier`, { version: version(), reason: 'x' }).expect(303);
    expect(ids().at(-2)).toBe('climate');
    await office.post(`${OFFICE}/sections/climate/remove`, { version: version(), reason: 'x' }).expect(303);
    expect(ids()).not.toContain('climate');
    await office.get(`${OFFICE}/sections/${ids()[0]}/earlier`).expect(404);
  });

  it('every part of the settings comes back from its own form as it was', () => {
    for (const part of PARTS) {
      const judged = settingsForm(part).safeParse({ ...typedSettings(definition, part), version: '1' });
      expect(judged.error?.issues ?? []).toEqual([]);
      expect(withSettings(definition, part, judged.data ?? {})).toBe(definition);
    }
  });

  it.each([
    ['texts', 'contact', 'desk@award.invalid', 'texts'],
    ['who', 'rules.eligibility.reawardAfterYears', '5', 'eligibility'],
    ['who', 'rules.nomination.maxPerCountry', '4', 'rules'],
    ['jury', 'rules.jury.termsVersion', '2027-2', 'rules'],
    ['counting', 'rubric.remarkMaxWords', '99', 'rubric'],
    ['counting', 'rules.selection.maxPerCountry', '3', 'rules'],
  ] as const)('in %s, changing %s to %s changes nothing else', (part, path, typed, changed) => {
    const form = settingsForm(part).parse({
      ...typedSettings(definition, part),
      version: '1',
      [path]: typed,
    });
    const after = withSettings(definition, part, form);
    expect(changedParts(definition, after)).toEqual([changed]);
    const value = /^\d+$/.test(typed) ? Number(typed) : typed;
    const expected = structuredClone(definition);
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    const place = steps.reduce<Record<string, unknown>>(
      (at, step) => at[step] as Record<string, unknown>,
      expected,
    );
    place[last] = value;
    expect(after).toEqual(expected);
  });

  const setting = (part: Part, more: Record<string, string | string[]>) => ({
    ...(typedSettings(now().definition, part) as Record<string, string | string[]>),
    version: version(),
    reason: 'Agreed with the jury.',
    ...more,
  });

  it('change the rules of jury and counting in every shape that the file knows', async () => {
    await office
      .post(`${OFFICE}/settings/jury`, setting('jury', { 'rules.jury.regionPanels': 'yes' }))
      .expect(303);
    expect(now().definition.rules.jury.regionPanels).toBe(true);
    expect((await stand.nobody.get('/en/2027')).text).toContain('The jury sits in panels by region');
    const counting = setting('counting', {
      'rules.selection.seats.min': '',
      'rules.selection.seats.max': '8',
      'rules.selection.regions.AFR.min': '',
      'rules.selection.regions.AFR.max': '',
      'rules.selection.threshold': '2.5',
      'rules.selection.tieRules.0': 'median',
      'rules.selection.tieRules.1': '',
      'rules.selection.tieRules.2': 'lot',
      'rules.selection.tieRules.3': '',
      'rules.selection.lotSeed': 'eight words drawn',
    });
    const proved = await office.post(`${OFFICE}/settings/counting`, { ...counting, act: 'preview' });
    expect(proved.text).toContain('8 cities.');
    expect(now().version).toBe(2);
    await office.post(`${OFFICE}/settings/counting`, counting).expect(303);
    const { selection } = now().definition.rules;
    expect(selection).toMatchObject({ seats: 8, threshold: '2.5' });
    expect(selection.regions).not.toHaveProperty('AFR');
    expect(selection.tieRules).toEqual([{ by: 'median' }, { by: 'lot', seed: 'eight words drawn' }]);
  });

  it('name the fault of a rule by its path, at its field, and keep what was typed', async () => {
    const typed = setting('jury', { 'rules.jury.minLoad': '99' });
    const answer = await office.post(`${OFFICE}/settings/jury`, typed);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('href="#rules.jury.minLoad">rules.jury.minLoad: ');
    expect(answer.text).toMatch(/name="rules.jury.minLoad"[^>]* value="99"/);
    const untied = setting('counting', { 'rules.selection.tieRules.0': 'lot' });
    expect((await office.post(`${OFFICE}/settings/counting`, untied)).text).toContain(
      'href="#rules.selection.lotSeed"',
    );
    const words = setting('counting', { 'rules.selection.seats.max': 'ten' });
    expect((await office.post(`${OFFICE}/settings/counting`, words)).status).toBe(422);
    expect(now().version).toBe(1);
  });

  it('a new criterion, a lost one and another scale wait for a second person once the call is out', async () => {
    const { criteria, levels } = now().definition.rubric;
    const lines = Object.assign({}, ...levels.map((_one, at) => three(`level${at}`, `Line ${at}`)));
    const fresh = { version: '1', reason: 'x', weight: '5', ...three('name', 'Peace'), ...lines };
    await office.post(`${OFFICE}/new-criterion`, fresh).expect(303);
    expect(now().definition.rubric.criteria).toHaveLength(criteria.length);
    const proposal = openProposal(stand.service.db, edition);
    expect(proposal?.definition.rubric.criteria.at(-1)).toMatchObject({ id: 'peace', weight: 5 });
    const again = await office.post(`${OFFICE}/criteria/access/remove`, { version: '1', reason: 'x' });
    expect(again.text).toContain('Settle the proposal that waits first');
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
