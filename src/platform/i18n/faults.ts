import { readFileSync } from 'node:fs';
import type { IntlMessageFormat } from 'intl-messageformat';
import { catalogueFiles, parseMessage } from './catalogue.ts';
import { LANGS, type Lang } from './lang.ts';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];
type Texts = Map<string, string>;

/**
 * Lists what is wrong with the catalogues below `dir`, one sentence a fault: keys outside their room or
 * written twice, keys that a language lacks, unparsable messages, differing arguments, plurals without a
 * form that the language needs, straight apostrophes (which ICU takes for quoting).
 */
export function catalogueFaults(dir: string): string[] {
  const faults: string[] = [];
  const all = new Map<Lang, Texts>(LANGS.map((lang) => [lang, readTexts(dir, lang, faults)]));
  const keys = new Set([...all.values()].flatMap((texts) => [...texts.keys()]));
  for (const key of [...keys].sort()) {
    const names = new Map<Lang, string>();
    for (const lang of LANGS) {
      const text = all.get(lang)?.get(key);
      if (text === undefined) faults.push(`${lang}: ${key} is missing`);
      else faults.push(...messageFaults(lang, key, text, names));
    }
    if (new Set(names.values()).size > 1) faults.push(`${key}: arguments differ, ${listNames(names)}`);
  }
  return faults;
}

function readTexts(dir: string, lang: Lang, faults: string[]): Texts {
  const texts: Texts = new Map();
  for (const { room, path } of catalogueFiles(dir, lang)) {
    const source = readFileSync(path, 'utf8');
    const seen = new Set<string>();
    // JSON.parse keeps the last of two equal keys without a word, so they are looked for in the source.
    for (const [, key = ''] of source.matchAll(/^\s*"([^"]+)"\s*:/gm)) {
      if (seen.has(key)) faults.push(`${lang}: ${key} is written twice`);
      if (!key.startsWith(`${room}.`)) faults.push(`${lang}: ${key} does not begin with "${room}."`);
      seen.add(key);
    }
    for (const [key, text] of Object.entries(JSON.parse(source) as Record<string, unknown>)) {
      if (typeof text === 'string' && text !== '') texts.set(key, text);
      else faults.push(`${lang}: ${key} is not a text`);
    }
  }
  return texts;
}

function messageFaults(lang: Lang, key: string, text: string, names: Map<Lang, string>): string[] {
  const faults: string[] = [];
  if (text.includes("'")) faults.push(`${lang}: ${key} has a straight apostrophe; write ’`);
  try {
    const elements = parseMessage(lang, text).getAst();
    names.set(lang, [...argumentNames(elements)].sort().join(', '));
    for (const gap of pluralGaps(lang, elements)) faults.push(`${lang}: ${key} lacks the form ${gap}`);
  } catch (cause) {
    faults.push(`${lang}: ${key} cannot be read (${cause instanceof Error ? cause.message : cause})`);
  }
  return faults;
}

function listNames(names: Map<Lang, string>): string {
  return [...names].map(([lang, list]) => `${lang}: ${list || 'none'}`).join('; ');
}

function branches(element: Element): Element[][] {
  return 'options' in element ? Object.values(element.options).map((option) => option.value) : [];
}

// Literals carry their text in `value`, so only elements of the kinds argument to plural name an argument.
function argumentNames(elements: Element[]): Set<string> {
  const names = new Set<string>();
  for (const element of elements) {
    if (element.type >= 1 && element.type <= 6 && 'value' in element) names.add(element.value);
    for (const branch of branches(element)) for (const name of argumentNames(branch)) names.add(name);
  }
  return names;
}

function pluralGaps(lang: Lang, elements: Element[]): string[] {
  const gaps: string[] = [];
  for (const element of elements) {
    if ('pluralType' in element) {
      const type = element.pluralType ?? 'cardinal';
      const needed = new Intl.PluralRules(lang, { type }).resolvedOptions().pluralCategories;
      gaps.push(...needed.filter((category) => !(category in element.options)));
    }
    for (const branch of branches(element)) gaps.push(...pluralGaps(lang, branch));
  }
  return gaps;
}
