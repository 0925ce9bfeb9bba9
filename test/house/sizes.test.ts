import { describe, expect, it } from 'vitest';
import { filesBelow, readProject, sourcesBelow } from './sources.ts';

const sources = [...sourcesBelow('src'), ...sourcesBelow('workers')];

/** Lengths in lines of the functions with a body in a source; strings, templates and comments are blanked first. */
function functionLengths(text: string): { line: number; length: number }[] {
  const blank = (found: string) => found.replace(/[^\n]/g, ' ');
  const code = text
    .replace(/\/\*[\s\S]*?\*\//g, blank)
    .replace(/`(?:\\.|[^`\\])*`/g, blank)
    .replace(/'(?:\\.|[^'\\\n])*'/g, blank)
    .replace(/\/\/[^\n]*/g, blank)
    .replace(/\/(?![/*\s])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*(?=[\s.,;)])/g, blank);
  const found: { line: number; length: number }[] = [];
  for (const match of code.matchAll(/\bfunction\b|=>(?=\s*\{)/g)) {
    const open = match[0] === '=>' ? code.indexOf('{', match.index) : bodyOf(code, match.index);
    const line = code.slice(0, match.index).split('\n').length;
    found.push({ line, length: code.slice(match.index, closing(code, open)).split('\n').length });
  }
  return found;
}

/** Where the body of a function begins: the first brace after its parameters that opens no type. */
function bodyOf(code: string, start: number): number {
  let at = closing(code, code.indexOf('(', start), '(', ')') + 1;
  for (;;) {
    const open = code.indexOf('{', at);
    if (!/[:<|&,(]\s*$/.test(code.slice(at, open))) return open;
    at = closing(code, open) + 1;
  }
}

function closing(code: string, open: number, opens = '{', closes = '}'): number {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    if (code[at] === opens) depth += 1;
    if (code[at] === closes && --depth === 0) return at;
  }
  return code.length;
}

describe('sizes', () => {
  it('no source is longer than 400 lines and 95 of 100 stay within 250', () => {
    const lengths = sources.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
    expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
    const long = lengths.filter(({ lines }) => lines > 250);
    expect(long.length / lengths.length, JSON.stringify(long)).toBeLessThanOrEqual(0.05);
  });

  it('no function is longer than 60 lines and 95 of 100 stay within 30', () => {
    const all = sources.flatMap(({ path, text }) => functionLengths(text).map((one) => ({ path, ...one })));
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(({ length }) => length > 60)).toEqual([]);
    const long = all.filter(({ length }) => length > 30);
    expect(long.length / all.length, JSON.stringify(long)).toBeLessThanOrEqual(0.05);
  });

  it('measures a function from its head to its closing brace', () => {
    expect(
      functionLengths("function f(a: string) {\n  return '}';\n}\nconst g = () => {\n  f('{');\n};\n"),
    ).toEqual([
      { line: 1, length: 3 },
      { line: 4, length: 3 },
    ]);
  });
});

describe('unfinished work', () => {
  it('no source, view or test bears a mark of it', () => {
    const mark = new RegExp(
      [
        'TO' + 'DO',
        'FIX' + 'ME',
        'X' + 'XX',
        '\\.sk' + 'ip\\(',
        '\\.on' + 'ly\\(',
        'ts-ig' + 'nore',
        'as a' + 'ny',
        'biome-ig' + 'nore',
      ].join('|'),
    );
    const files = ['src', 'workers', 'test', 'views'].flatMap((folder) =>
      filesBelow(folder, ['.ts', '.hbs']),
    );
    expect(files.filter((path) => mark.test(readProject(path)))).toEqual([]);
  });
});
