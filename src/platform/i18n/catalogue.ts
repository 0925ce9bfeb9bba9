// The catalogues hold every word that a page, a mail or a refusal prints: locales/<language>/<room>.json,
// flat keys that begin with the room's name, values in ICU MessageFormat. Callers name a key and give
// facts; they never join pieces of sentences. Messages are compiled at first use and kept, so that a start
// costs the reading of the files only. A missing key is a fault of ours and stops the caller, except in
// production, where a reader is better served by the page with one key in it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { LANGS, type Lang } from './lang.ts';

/** What a sentence may be told: texts, numbers, instants. */
export type Facts = Readonly<Record<string, string | number | Date>>;

/** Gives the sentence of a key in a language, with its facts filled in. */
export type Translate = (lang: Lang, key: string, facts?: Facts) => string;

/** What to do about a missing key in production: `onMissing` is told, the key is printed. */
export interface CatalogueOptions {
  readonly onMissing?: (lang: Lang, key: string) => void;
}

type Message = (facts?: Facts) => string;

/** Reads all catalogues below `dir`; throws on an unreadable file or a key outside its room. */
export function loadCatalogues(dir: string, options: CatalogueOptions = {}): Translate {
  const texts = new Map(LANGS.map((lang) => [lang, readLanguage(dir, lang)]));
  const compiled = new Map<string, Message>();
  return (lang, key, facts) => {
    const id = `${lang} ${key}`;
    const known = compiled.get(id);
    if (known !== undefined) return known(facts);
    const text = texts.get(lang)?.get(key);
    if (text === undefined) return missing(lang, key, options);
    const message = compileMessage(lang, text);
    compiled.set(id, message);
    return message(facts);
  };
}

/** Names the catalogue files of a language: room and path, in order of the rooms' names. */
export function catalogueFiles(dir: string, lang: Lang): { room: string; path: string }[] {
  return readdirSync(join(dir, lang))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ room: name.slice(0, -'.json'.length), path: join(dir, lang, name) }));
}

/** Parses one ICU message; throws a SyntaxError where it is not well formed. */
export function parseMessage(lang: Lang, text: string): IntlMessageFormat {
  return new IntlMessageFormat(text, lang, undefined, { ignoreTag: true });
}

function readLanguage(dir: string, lang: Lang): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { room, path } of catalogueFiles(dir, lang)) {
    const entries = Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>);
    for (const [key, text] of entries) {
      if (!key.startsWith(`${room}.`)) throw new Error(`${path}: key ${key} does not begin with "${room}."`);
      texts.set(key, text);
    }
  }
  return texts;
}

function compileMessage(lang: Lang, text: string): Message {
  // Most texts are plain; an apostrophe counts as syntax because ICU reads it as a quote.
  if (!/[{}']/.test(text)) return () => text;
  const format = parseMessage(lang, text);
  return (facts) => String(format.format(facts));
}

function missing(lang: Lang, key: string, options: CatalogueOptions): string {
  if (options.onMissing === undefined) throw new Error(`no text for ${key} in ${lang}`);
  options.onMissing(lang, key);
  return key;
}
