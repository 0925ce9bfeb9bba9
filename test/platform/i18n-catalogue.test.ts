import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalogues } from '../../src/platform/i18n/catalogue.ts';
import { catalogueFaults } from '../../src/platform/i18n/faults.ts';

let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'catalogues-'));
});

afterEach(() => rmSync(dir, { recursive: true }));

function write(lang: string, room: string, texts: Record<string, unknown>): void {
  mkdirSync(join(dir, lang), { recursive: true });
  writeFileSync(join(dir, lang, `${room}.json`), JSON.stringify(texts, null, 2));
}

describe('loadCatalogues', () => {
  beforeEach(() => {
    write('en', 'scoring', { 'scoring.progress': '{done} of {total} done', 'scoring.plain': 'Locked' });
    write('fr', 'scoring', {
      'scoring.progress': '{done} sur {total}',
      'scoring.plain': 'Verrouillée',
      'scoring.left': '{n, plural, one {# fiche} many {# de fiches} other {# fiches}}',
    });
    write('es', 'scoring', { 'scoring.progress': '{done} de {total}', 'scoring.plain': 'Bloqueada' });
  });

  it('fills the facts into the sentence of the language', () => {
    const translate = loadCatalogues(dir);
    expect(translate('en', 'scoring.progress', { done: 7, total: 12 })).toBe('7 of 12 done');
    expect(translate('es', 'scoring.progress', { done: 7, total: 12 })).toBe('7 de 12');
    expect(translate('fr', 'scoring.plain')).toBe('Verrouillée');
  });

  it('takes the plural of the language, zero in French being singular', () => {
    const translate = loadCatalogues(dir);
    expect(translate('fr', 'scoring.left', { n: 0 })).toBe('0 fiche');
    expect(translate('fr', 'scoring.left', { n: 2 })).toBe('2 fiches');
    expect(translate('fr', 'scoring.left', { n: 1_000_000 })).toContain('de fiches');
  });

  it('leaves markup in facts as text', () => {
    expect(loadCatalogues(dir)('en', 'scoring.progress', { done: '<b>', total: 1 })).toBe('<b> of 1 done');
  });

  it('throws on a missing key, and on a missing fact', () => {
    const translate = loadCatalogues(dir);
    expect(() => translate('en', 'scoring.left')).toThrow('no text for scoring.left in en');
    expect(() => translate('en', 'scoring.progress', { done: 1 })).toThrow('total');
  });

  it('prints the key and tells of it where a listener is given', () => {
    const told: string[] = [];
    const translate = loadCatalogues(dir, { onMissing: (lang, key) => told.push(`${lang} ${key}`) });
    expect(translate('en', 'scoring.left')).toBe('scoring.left');
    expect(told).toEqual(['en scoring.left']);
  });

  it('refuses a key that stands in another room’s file', () => {
    write('en', 'jury', { 'scoring.other': 'x' });
    expect(() => loadCatalogues(dir)).toThrow('does not begin with "jury."');
  });
});

describe('catalogueFaults', () => {
  it('finds nothing in sound catalogues', () => {
    for (const lang of ['en', 'fr', 'es']) write(lang, 'jury', { 'jury.a': '{name} reads' });
    expect(catalogueFaults(dir)).toEqual([]);
  });

  it('names a missing key, differing arguments, a gap in plurals, a broken message, an apostrophe', () => {
    const plural = '{n, plural, one {# card} other {# cards}}';
    write('en', 'jury', {
      'jury.a': 'a',
      'jury.b': '{name}',
      'jury.c': plural,
      'jury.d': '{x',
      'jury.e': 'e',
    });
    write('fr', 'jury', { 'jury.b': '{nom}', 'jury.c': plural, 'jury.d': 'd', 'jury.e': "l'eau" });
    write('es', 'jury', { 'jury.a': 'a', 'jury.b': '{name}', 'jury.c': plural, 'jury.d': 'd', 'jury.e': '' });
    expect(catalogueFaults(dir)).toEqual([
      'es: jury.e is not a text',
      'fr: jury.a is missing',
      'jury.b: arguments differ, en: name; fr: nom; es: name',
      'fr: jury.c lacks the form many',
      'es: jury.c lacks the form many',
      expect.stringContaining('en: jury.d cannot be read'),
      'fr: jury.e has a straight apostrophe; write ’',
      'es: jury.e is missing',
    ]);
  });

  it('names a key that is written twice or stands in the wrong room', () => {
    for (const lang of ['en', 'fr', 'es']) write(lang, 'jury', { 'jury.a': 'a' });
    writeFileSync(join(dir, 'fr', 'jury.json'), '{\n "jury.a": "a",\n "jury.a": "b"\n}');
    write('es', 'jury', { 'jury.a': 'a', 'tally.b': 'b' });
    expect(catalogueFaults(dir)).toEqual(
      expect.arrayContaining(['fr: jury.a is written twice', 'es: tally.b does not begin with "jury."']),
    );
  });

  it('finds nothing in the platform’s own catalogues', () => {
    const own = join(import.meta.dirname, '../../locales');
    expect(catalogueFaults(own).filter((fault) => fault.includes('platform.'))).toEqual([]);
  });
});
