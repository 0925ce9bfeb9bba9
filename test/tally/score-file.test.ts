import { describe, expect, it } from 'vitest';
import { tallyCommand } from '../../src/tally/command.ts';

const HEAD = 'nomination,juror,criterion,score\n';
const SEMI = 'nomination;juror;criterion;score\n';

type Fault = {
  file: string;
  line: number | null;
  column: number | null;
  path?: string;
  code: string;
  text: string;
};
type Output = { ranking: { nomination: string; mean: string }[]; faults: Fault[] };

const run = (csv: string, rubric?: string) => {
  const { exitCode, output } = tallyCommand(csv, rubric);
  return { exitCode, ...(JSON.parse(output) as Output) };
};

describe('what spreadsheets write is good input', () => {
  it.each([
    [
      'a byte order mark, CRLF, semicolons, decimal commas',
      `\uFEFF${SEMI}A;j1;c;5,25\nB;j1;c;4,5\n`.replaceAll('\n', '\r\n'),
    ],
    ['the line sep=;', `sep=;\r\n${SEMI}A;j1;c;5,25\nB;j1;c;4,5\n`],
    [
      'quotes around everything',
      '"nomination";"juror";"criterion";"score"\n"A";"j1";"c";"5,25"\n"B";"j1";"c";"4,5"\n',
    ],
    ['old line ends', `${HEAD}A,j1,c,5.25\nB,j1,c,4.5`.replaceAll('\n', '\r')],
    ['rows of bare separators', `${SEMI}A;j1;c;5,25\n;;;\nB;j1;c;4,5\n;;;\n`],
    ['columns in another order, in capitals', 'Score;Criterion;Juror;Nomination\n5,25;c;j1;A\n4,5;c;j1;B\n'],
    ['spaces around fields and blank lines', `${HEAD}\n A , j1 ,c, 5.25\n\nB,j1,c,4.5\n\n`],
  ])('%s', (_what, csv) => {
    const { exitCode, ranking } = run(csv);
    expect(exitCode).toBe(0);
    expect(ranking.map(({ nomination, mean }) => [nomination, mean])).toEqual([
      ['A', '5.25'],
      ['B', '4.5'],
    ]);
  });

  it('an id may hold separators, quotes and line ends in quotes', () => {
    const { exitCode, ranking } = run(`${HEAD}"Cork, ""the"" city\nof",j1,c,5\n`);
    expect(exitCode).toBe(0);
    expect(ranking[0]?.nomination).toBe('Cork, "the" city\nof');
  });
});

describe('bad input is told with its place and what to do', () => {
  it.each<[what: string, csv: string, place: [number, number], code: string, advice: RegExp]>([
    ['an empty file', '', [1, 1], 'empty', /first line is nomination,juror,criterion,score/],
    ['only a byte order mark', '\uFEFF', [1, 1], 'empty', /The file is empty/],
    ['only the first line', HEAD, [2, 1], 'empty', /give one score a line/],
    ['no first line', 'A,j1,c,5\n', [1, 1], 'header', /"A" is none of these columns/],
    [
      'a column that is missing',
      'nomination,juror,score\nA,j1,5\n',
      [1, 1],
      'header',
      /criterion is missing/,
    ],
    ['a column twice', 'nomination,juror,juror,criterion,score\n', [1, 18], 'header', /stands twice/],
    ['a line too short', `${HEAD}A,j1,c,5\nB,j1,c\n`, [3, 7], 'ragged', /Expected 4 fields, found 3/],
    ['a line too long', `${HEAD}A,j1,c,5\nB,j1,c,4,5\n`, [3, 10], 'ragged', /needs ";" between the fields/],
    ['another separator', `${HEAD}A,j1,c,5\nB;j1;c;4\n`, [3, 2], 'mixedSeparators', /use one of them/],
    [
      'both separators in a line',
      `${HEAD}A,j1,c,5\nB,j1;c,4\n`,
      [3, 5],
      'mixedSeparators',
      /use one of them/,
    ],
    ['commas in a file of semicolons', `${SEMI}A;j1;c;5\nB,j1,c,4\n`, [3, 2], 'mixedSeparators', /use one/],
    ['a decimal comma between commas', `${HEAD}A,j1,c,"5,25"\n`, [2, 8], 'decimalComma', /write a point/],
    ['NaN', `${HEAD}A,j1,c,NaN\n`, [2, 8], 'notANumber', /give a decimal/],
    ['infinity', `${HEAD}A,j1,c,Infinity\n`, [2, 8], 'notANumber', /give a decimal/],
    ['an exponent', `${HEAD}A,j1,c,1e3\n`, [2, 8], 'notANumber', /give a decimal/],
    ['no score', `${HEAD}A,j1,c,\n`, [2, 8], 'emptyScore', /leave the line out/],
    ['seven decimals', `${HEAD}A,j1,c,1.2345678\n`, [2, 8], 'tooManyDecimals', /at most 6/],
    ['a score without end', `${HEAD}A,j1,c,99999999999\n`, [2, 8], 'tooLarge', /within/],
    ['no nomination', `${HEAD},j1,c,5\n`, [2, 1], 'emptyId', /every score names it/],
    ['letters of another encoding', `${HEAD}Montr\uFFFDal,j1,c,5\n`, [2, 1], 'notUtf8', /CSV UTF-8/],
    ['a score twice', `${HEAD}A,j1,c,5\nB,j1,c,4\nA,j1,c,5\n`, [4, 1], 'duplicate', /also on line 2/],
    ['a quote that never closes', `${HEAD}A,j1,c,5\n"B,j1,c,4\n`, [3, 1], 'openQuote', /close it/],
    ['a quote inside a field', `${HEAD}A,j"1,c,5\n`, [2, 3], 'strayQuote', /double the mark/],
  ])('%s', (_what, csv, [line, column], code, advice) => {
    const { exitCode, faults } = run(csv);
    expect(exitCode).toBe(2);
    expect(faults[0]).toMatchObject({ file: 'scores', line, column, code });
    expect(faults[0]?.text).toMatch(advice);
  });

  it('more than a million rows: the limit is named, and nothing is read beyond it', () => {
    const rows = Array.from(
      { length: 1_000_001 },
      (_, row) => `N${row % 1_000},J${Math.floor(row / 1_000)},c,3`,
    );
    const { exitCode, faults } = run(`${HEAD}${rows.join('\n')}\n`);
    expect(exitCode).toBe(2);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ line: 1_000_002, code: 'tooManyRows' });
    expect(faults[0]?.text).toContain('1000000');
  });

  it('at most twenty faults are told', () => {
    expect(run(HEAD + 'A,j1,c,x\n'.repeat(100)).faults).toHaveLength(20);
  });

  const CARD = `${HEAD}A,j1,c,5\nA,j1,d,5\nB,j1,d,4\n`;
  const rubricOf = (more: object) =>
    JSON.stringify({
      criteria: [
        { id: 'c', weight: '1' },
        { id: 'd', weight: '2.5' },
      ],
      method: 'mean',
      ...more,
    });

  it.each<[what: string, rubric: string, fault: Partial<Fault>, advice: RegExp]>([
    [
      'a card that lacks a criterion',
      rubricOf({}),
      { file: 'scores', line: 4, code: 'incompleteCard' },
      /j1 for B lacks c/,
    ],
    [
      'a criterion that the rubric lacks',
      rubricOf({ criteria: [{ id: 'c', weight: 1 }] }),
      { file: 'scores', line: 3, column: 6, code: 'unknownCriterion' },
      /no criterion "d"/,
    ],
    [
      'no JSON',
      '{"criteria":[{"id":"c"},}',
      { file: 'rubric', line: 1, column: 25, code: 'notJson' },
      /no JSON from "}"/,
    ],
    ['an empty rubric', '', { file: 'rubric', line: 1, column: 1, code: 'notJson' }, /end of the text/],
    [
      'a negative weight',
      rubricOf({ criteria: [{ id: 'c', weight: '-1' }] }),
      { path: '$.criteria[0].weight', code: 'badValue' },
      /from 0 on/,
    ],
    [
      'a field that is none',
      rubricOf({ methods: 'mean' }),
      { path: '$', code: 'unknownField' },
      /"methods" here: take it out/,
    ],
    ['a trim without trimming', rubricOf({ trim: 1 }), { path: '$.trim', code: 'badValue' }, /trimmed only/],
  ])('%s', (_what, rubric, fault, advice) => {
    const { exitCode, faults } = run(CARD, rubric);
    expect(exitCode).toBe(2);
    expect(faults[0]).toMatchObject(fault);
    expect(faults[0]?.text).toMatch(advice);
  });

  it('a card that lacks a criterion is left out where the rubric says so', () => {
    const { exitCode, ranking } = run(CARD, rubricOf({ incomplete: 'exclude' }));
    expect(exitCode).toBe(0);
    expect(ranking.map(({ nomination, mean }) => [nomination, mean])).toEqual([
      ['A', '17.5'],
      ['B', null],
    ]);
  });
});
