/** Where a text stops being JSON: line and column from 1, and what was found there. */
export type JsonPlace = { line: number; column: number; found: string };

/**
 * Reads JSON; when the text is none, gives the first place where it breaks instead of the engine's own sentence,
 * which differs between versions and often names no place.
 */
export function readJson(text: string): { value: unknown } | JsonPlace {
  // A byte order mark is what some editors write before the first brace.
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return { value: JSON.parse(clean) };
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault;
    return placeAt(clean, firstBreak(clean));
  }
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const WORD = /(?:true|false|null)(?!\w)/y;

/** Offset of the first character that no JSON text can have at its place. */
function firstBreak(text: string): number {
  const scan = new Scan(text);
  while (scan.open.length > 0 || scan.wantsValue) {
    if (!(scan.wantsValue ? scan.value() : scan.afterValue())) return scan.at;
  }
  scan.peek();
  return scan.at;
}

/** Walks over a JSON text with a stack of what is open; each step says whether the text went on as it may. */
class Scan {
  at = 0;
  wantsValue = true;
  readonly open: ('{' | '[')[] = [];
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The next character that is no space; empty at the end. */
  peek(): string {
    this.take(SPACE);
    return this.text[this.at] ?? '';
  }

  value(): boolean {
    const next = this.peek();
    if (next === '{' || next === '[') return this.begin(next);
    this.wantsValue = false;
    return this.take(STRING) || this.take(NUMBER) || this.take(WORD);
  }

  afterValue(): boolean {
    const inside = this.open.at(-1);
    if (this.step(',')) {
      this.wantsValue = true;
      return inside === '[' || this.key();
    }
    this.open.pop();
    return this.step(inside === '{' ? '}' : ']');
  }

  private begin(bracket: '{' | '['): boolean {
    this.at += 1;
    this.wantsValue = !this.step(bracket === '{' ? '}' : ']');
    if (!this.wantsValue) return true;
    this.open.push(bracket);
    return bracket === '[' || this.key();
  }

  private key(): boolean {
    return this.peek() === '"' && this.take(STRING) && this.step(':');
  }

  private step(expected: string): boolean {
    if (this.peek() !== expected) return false;
    this.at += 1;
    return true;
  }

  private take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }
}

function placeAt(text: string, offset: number): JsonPlace {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - before.lastIndexOf('\n');
  const found = text.slice(offset, offset + 12).split(/[\s,\]}]/)[0] || text[offset] || 'the end of the text';
  return { line, column, found };
}
