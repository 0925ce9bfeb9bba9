import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Answers,
  countWords,
  faultOf,
  isHoldingUp,
  isSameAnswers,
  mergeAnswers,
  progressOf,
} from '../../src/nominations/answers.ts';
import { writeDossier } from '../../src/nominations/dossier.ts';
import { fileOf2027 } from './ground.ts';

const { definition } = fileOf2027();
const questions = definition.sections.flatMap((one) => one.questions);
const question = (id: string) => {
  const found = questions.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
const section = (id: string) => {
  const found = definition.sections.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

describe('judging an answer', () => {
  it.each([
    ['resources.budget', '1200000', null],
    ['resources.budget', ' 1200000 ', null],
    ['resources.budget', '1200000.50', null],
    ['resources.budget', 'about 1.2 million', 'nominations.field.number'],
    ['resources.budget', '1,200,000', 'nominations.field.number'],
    ['resources.budget', '-1', 'nominations.field.least'],
    ['about.population', '900000000', 'nominations.field.most'],
    ['plan.adopted', '2024-02-29', null],
    ['plan.adopted', '2023-02-29', 'nominations.field.date'],
    ['plan.adopted', '31/05/2024', 'nominations.field.date'],
    ['about.website', 'https://learning.invalid', null],
    ['about.website', 'learning.invalid', 'nominations.field.link'],
    ['about.website', 'javascript:alert(1)', 'nominations.field.link'],
    ['resources.outside', 'more-half', null],
    ['resources.outside', 'perhaps', 'nominations.field.choice'],
    ['team.lead', 'a '.repeat(20), null],
    ['team.lead', 'a '.repeat(21), 'platform.tooLong'],
    ['resources.budget', '   ', null],
  ])('%s = %j: %s', (id, typed, code) => {
    expect(faultOf(question(id), typed)?.code ?? null).toBe(code);
  });

  it('says by how many words an answer is too long', () => {
    const fault = faultOf(question('plan.answer'), 'word '.repeat(612));
    expect(fault?.facts).toEqual({ over: 12, count: 612, most: 600 });
  });

  it('counts words as runs of anything but spaces', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[^\s]+$/)), (words) => {
        expect(countWords(words.join(' \n '))).toBe(words.length);
      }),
    );
  });
});

describe('the state of a section', () => {
  it.each([
    ['nothing at all', {}, 'open'],
    ['only blanks', { 'resources.answer': '  ' }, 'open'],
    ['a part', { 'resources.answer': 'A fund.' }, 'half'],
    ['a wrong answer', { 'resources.answer': 'A fund.', 'resources.budget': 'much' }, 'need'],
    [
      'everything',
      { 'resources.answer': 'A fund.', 'resources.budget': '5', 'resources.outside': 'more-half' },
      'full',
    ],
  ])('%s is %s', (_name, answers, state) => {
    const progress = progressOf(section('resources'), answers as Answers, {});
    expect(progress.state).toBe(state);
    expect(isHoldingUp(progress)).toBe(state !== 'full');
  });

  it('an optional section without an answer holds nothing up', () => {
    const progress = progressOf(section('evidence'), {}, {});
    expect(progress.state).toBe('open');
    expect(isHoldingUp(progress)).toBe(false);
  });

  it('a required file counts as an answer', () => {
    expect(progressOf(section('consent'), {}, { 'consent.file': 1 }).state).toBe('full');
  });
});

const text = fc.constantFrom('', 'a', 'b', 'c d');
const three = fc.record({ base: text, stored: text, typed: text });

describe('two people at one section', () => {
  it('nobody’s words are missing from what is shown', () => {
    fc.assert(
      fc.property(three, three, (one, two) => {
        const answers = (name: 'base' | 'stored' | 'typed') => ({ 'x.a': one[name], 'x.b': two[name] });
        const { merged, clashes } = mergeAnswers(answers('base'), answers('stored'), answers('typed'));
        for (const id of ['x.a', 'x.b'] as const) {
          const shown = [
            merged[id],
            ...clashes.flatMap((clash) => (clash.question === id ? [clash.stored, clash.typed] : [])),
          ];
          expect(shown).toContain(answers('stored')[id]);
          expect(shown).toContain(answers('typed')[id]);
        }
      }),
    );
  });

  it('what only one of them changed is taken; what both changed stays as typed and is told', () => {
    const { merged, clashes } = mergeAnswers(
      { 'x.a': 'old', 'x.b': 'old', 'x.c': 'old' },
      { 'x.a': 'theirs', 'x.b': 'old', 'x.c': 'theirs' },
      { 'x.a': 'old', 'x.b': 'mine', 'x.c': 'mine' },
    );
    expect(merged).toEqual({ 'x.a': 'theirs', 'x.b': 'mine', 'x.c': 'mine' });
    expect(clashes.map(({ question: id, kept }) => [id, kept])).toEqual([
      ['x.a', 'stored'],
      ['x.b', 'typed'],
      ['x.c', 'typed'],
    ]);
  });

  it('the same words clash with nothing', () => {
    fc.assert(
      fc.property(three, ({ base, stored }) => {
        expect(mergeAnswers({ q: base }, { q: stored }, { q: stored }).clashes).toEqual([]);
        expect(isSameAnswers({ q: stored }, { q: stored, other: ' ' })).toBe(true);
      }),
    );
  });
});

describe('a dossier as it reads', () => {
  const answers: Answers = {
    'resources.budget': '1200000',
    'resources.outside': 'more-half',
    'plan.adopted': '2024-05-31',
    'plan.answer': 'One.\n\nTwo.',
    'about.website': 'https://learning.invalid',
  };
  const read = (lang: 'en' | 'fr' | 'es', id: string) =>
    writeDossier(lang, definition, answers, {})
      .flatMap((one) => one.questions)
      .find((one) => one.id === id);

  it.each([
    ['en', 'resources.budget', '1,200,000 US dollars'],
    ['fr', 'resources.budget', '1\u202f200\u202f000 dollars des États-Unis'],
    ['es', 'plan.adopted', '31 de mayo de 2024'],
    ['fr', 'resources.outside', 'Oui, plus de la moitié'],
  ] as const)('in %s %s is %s', (lang, id, value) => {
    expect(read(lang, id)?.values[0]).toBe(value);
  });

  it('keeps paragraphs, links and what is missing', () => {
    expect(read('en', 'plan.answer')?.paragraphs).toEqual(['One.', 'Two.']);
    expect(read('en', 'about.website')?.link).toBe('https://learning.invalid');
    expect(read('en', 'team.lead')?.blank).toBe(true);
  });
});
