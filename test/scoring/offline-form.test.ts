import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rubric } from '../../src/editions/definition.ts';
import { LANGS } from '../../src/platform/i18n/lang.ts';
import { isStored, readSheet, writeSheet } from '../../src/scoring/offline-form.ts';
import { EMPTY_CARD } from '../../src/scoring/scorecard.ts';

const texts = (text: string) => ({ en: text, fr: text, es: text });
const rubric: Rubric = {
  levels: [0, 1, 2, 3, 4].map((points) => ({ points, word: texts(`Level ${points}`) })),
  criteria: ['plan', 'access'].map((id) => ({
    id,
    name: texts(id),
    weight: 1,
    descriptions: [],
    remarkRequired: false,
  })),
  method: 'mean',
  remarkMaxWords: 100,
};

const SHEET = `# A sheet
card: c1
version: 2

[plan] The plan
# 0  Not shown
score: 3
remark:
Good.

[access] Access
score:
remark:
`;

const faultsOf = (text: string) => {
  const read = readSheet(rubric, 'c1', text);
  return 'faults' in read ? read.faults.map(({ line, code }) => [line, code.split('.').at(-1)]) : [];
};

describe('a score sheet as text', () => {
  it('is read line by line', () => {
    expect(readSheet(rubric, 'c1', SHEET)).toEqual({
      card: 'c1',
      version: 2,
      scores: [
        { criterion: 'plan', points: 3, remark: 'Good.' },
        { criterion: 'access', points: null, remark: '' },
      ],
    });
  });

  it('is read with the breaks of Windows, a byte order mark and the words of another language', () => {
    const french = SHEET.replaceAll('score:', 'note\u202f:').replaceAll('remark:', 'Remarque :');
    expect(readSheet(rubric, 'c1', `\uFEFF${french.replaceAll('\n', '\r\n')}`)).toEqual(
      readSheet(rubric, 'c1', SHEET),
    );
    expect(faultsOf(SHEET.replaceAll('score:', 'PUNTUACION:'))).toEqual([]);
  });

  it('keeps every line of a remark, also those that look like something else', () => {
    const remark = '# First\n\nscore: twice\n[sic] yes\n\\[x\nremark: no';
    const parts = rubric.criteria.map(({ id }) => ({ id, name: id, told: [], points: 1, remark }));
    const text = writeSheet('en', { card: 'c1', version: 0, head: [], parts });
    expect(readSheet(rubric, 'c1', text)).toMatchObject({
      scores: [{ remark }, { remark }],
    });
  });

  it('takes a score below its remark as the score', () => {
    const text = SHEET.replace('score: 3\nremark:\nGood.', 'remark:\nGood.\nscore: 3');
    expect(readSheet(rubric, 'c1', text)).toMatchObject({ scores: [{ points: 3, remark: 'Good.' }, {}] });
  });

  it.each([
    ['another card', SHEET.replace('c1', 'c2'), [[1, 'otherCard']]],
    ['no card', SHEET.replace('card: c1\n', ''), [[1, 'otherCard']]],
    ['no version', SHEET.replace('version: 2', 'version:'), [[1, 'noVersion']]],
    ['a level that there is not', SHEET.replace('score: 3', 'score: 5'), [[7, 'level']]],
    ['a level in words', SHEET.replace('score: 3', 'score: three'), [[7, 'level']]],
    ['an unknown criterion', SHEET.replace('Good.', '[sic] Good.'), [[9, 'unknown']]],
    ['a criterion twice', `${SHEET}\n[plan]\nscore: 1\nremark:\n`, [[15, 'twice']]],
    ['two scores', SHEET.replace('score: 3', 'score: 3\nscore: 2'), [[8, 'twoScores']]],
    ['a text that belongs nowhere', SHEET.replace('score: 3', 'Fine.\nscore: 3'), [[7, 'stray']]],
    ['a criterion left out', SHEET.slice(0, SHEET.indexOf('[access]')), [[11, 'missing']]],
    ['no line for the score', SHEET.replace('score: 3\n', ''), [[5, 'noScore']]],
    ['no line for the remark', SHEET.replace('remark:\nGood.', ''), [[5, 'noRemark']]],
  ])('names %s with its line', (_what, text, faults) => {
    expect(faultsOf(text)).toEqual(expect.arrayContaining(faults));
  });

  it('names every fault at once, in the order of the lines', () => {
    const text = SHEET.replace('score: 3', 'score: 9').replace('score:\n', 'score: 8\n');
    expect(faultsOf(text)).toEqual([
      [7, 'level'],
      [12, 'level'],
    ]);
  });

  it('brings back what was written, whatever stands in a remark or in the text beside it', () => {
    const wild = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('[plan]', '\\[plan]', '# x', 'score: 4', 'remark:', '\r', '\n', '\r\nscore: 0'),
    );
    const passage = fc.array(wild, { maxLength: 6 }).map((lines) => lines.join('\n'));
    const scored = fc.record({
      told: fc.array(passage, { maxLength: 2 }),
      points: fc.constantFrom(null, 0, 4),
      remark: passage,
    });
    fc.assert(
      fc.property(fc.constantFrom(...LANGS), scored, scored, (lang, plan, access) => {
        const parts = [
          { id: 'plan', name: 'Plan', ...plan },
          { id: 'access', name: 'Access', ...access },
        ];
        const read = readSheet(
          rubric,
          'c1',
          writeSheet(lang, { card: 'c1', version: 7, head: ['x'], parts }),
        );
        const plain = (text: string) => text.replace(/\r\n?/g, '\n').trim();
        expect(read).toEqual({
          card: 'c1',
          version: 7,
          scores: parts.map(({ id, points, remark }) => ({ criterion: id, points, remark: plain(remark) })),
        });
      }),
      { numRuns: 200 },
    );
  });

  it('changes nothing by other breaks of lines', () => {
    const score = { points: 1, remark: 'One\r\ntwo ', version: 1, savedAt: 0 };
    const card = { ...EMPTY_CARD, scores: { plan: score } };
    expect(isStored(card, { criterion: 'plan', points: 1, remark: 'One\ntwo' })).toBe(true);
    expect(isStored(card, { criterion: 'plan', points: 0, remark: 'One\ntwo' })).toBe(false);
    expect(isStored(EMPTY_CARD, { criterion: 'plan', points: null, remark: '' })).toBe(true);
  });
});
