import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { templateNames } from './view-engine.ts';

type Rule = { readonly what: string; readonly found: RegExp };

// A mustache is replaced by this character before tags are looked at, so that its inside is not read as markup.
const HOLE = '¤';

const RULES: readonly Rule[] = [
  { what: 'inline style', found: /<style\b|<[a-z][^<>]*\sstyle\s*=/i },
  { what: 'inline handler', found: /<[a-z][^<>]*\son[a-z]+\s*=/i },
  { what: 'inline script', found: /<script\b(?![^<>]*\ssrc=)/i },
  { what: 'value inside a tag’s name or an attribute’s name', found: new RegExp(`<\\/?${HOLE}`) },
];

// Looked for after the quoted values have been emptied.
const UNQUOTED = /<[a-z][^<>]*\s[a-z-]+=(?!["'\s])/i;
const LINK = /\b(?:href|src|action|formaction)\s*=\s*"\{\{(?!~?\s*(?:url|to|asset)\s)/i;
const WORDS = /\b(?:aria-label|alt|title|placeholder)\s*=\s*"[^"¤]*[a-z]{2}/i;

/**
 * Lists what a template below `dir` may not hold, as "name:line: what": raw output, unquoted attributes, inline
 * styles, scripts and handlers, links built from values without the url, to or asset helper, words that stand
 * outside the catalogues.
 */
export function templateFaults(dir: string): string[] {
  return templateNames(dir).flatMap((name) => {
    const file = readFileSync(join(dir, `${name}.hbs`), 'utf8');
    // A mail carries its own sheet: no mail program fetches ours.
    const source = name === 'platform/mail' ? file.replace(/<style>[\s\S]*?<\/style>/, '') : file;
    return sourceFaults(source).map((fault) => `${name}:${fault}`);
  });
}

/** Lists the faults of one template's text, as "line: what". */
export function sourceFaults(source: string): string[] {
  const blank = (text: string) => text.replace(/[^\n]/g, ' ');
  const code = source.replace(/\{\{!--[\s\S]*?--\}\}|\{\{![\s\S]*?\}\}/g, blank);
  const markup = code.replace(
    /\{\{[\s\S]*?\}\}/g,
    (mustache) => HOLE + '\n'.repeat(mustache.split('\n').length - 1),
  );
  const words = markup.replace(/<[^<>]*>/g, (tag) => blank(tag)).replace(/&[a-z]+;/g, blank);
  return [
    ...linesOf(code, /\{\{\{|\{\{~?&/, 'raw output'),
    ...linesOf(code, LINK, 'link without the url, to or asset helper'),
    ...linesOf(
      markup.replace(/="[^"]*"/g, (value) => `="${blank(value.slice(2, -1))}"`),
      UNQUOTED,
      'attribute without quotes',
    ),
    ...RULES.flatMap(({ found, what }) => linesOf(markup, found, what)),
    ...linesOf(markup, WORDS, 'words outside the catalogues'),
    ...linesOf(words, /\p{L}{2}/u, 'words outside the catalogues'),
  ];
}

function linesOf(text: string, found: RegExp, what: string): string[] {
  const all = new RegExp(found.source, `${found.flags}g`);
  return [...text.matchAll(all)].map((match) => `${text.slice(0, match.index).split('\n').length}: ${what}`);
}
