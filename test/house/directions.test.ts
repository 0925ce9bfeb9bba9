import { describe, expect, it } from 'vitest';
import { ROOMS, roomOf, type Source, sourcesBelow } from './sources.ts';

const sources = sourcesBelow('src');
const place = (room: string) => (ROOMS as readonly string[]).indexOf(room);

/** Files of a room that may see the world; all others are pure. */
const SEEING =
  /^(routes|store|pages|tables|messages|invariants|appointments)$|-(routes|store|pages|tables|messages)$/;
const base = (path: string) => path.slice(path.lastIndexOf('/') + 1).replace(/\.ts$/, '');

/** Seeing files of other names: each reads the disk or the machine for its room, and says why at its top. */
const NAMED_SEEING = [
  'src/people/challenges.ts',
  'src/people/limits.ts',
  'src/editions/office.ts',
  'src/cities/countries.ts',
  'src/overview/frame.ts',
];

function isPure(source: Source): boolean {
  const room = roomOf(source.path);
  if (room === null || room === 'platform') return false;
  return !SEEING.test(base(source.path)) && !NAMED_SEEING.includes(source.path);
}

/** Platform files that pure files may import: they too are arithmetic and types alone. */
const PURE_PLATFORM =
  /^src\/platform\/(result|clock|digest|exact\/[a-z-]+|solver\/model|i18n\/(lang|formats)|http\/(form|viewer|answer))\.ts$/;

describe('the directions between rooms', () => {
  it('a room imports only what stands left of it', () => {
    const wrong = sources.flatMap((source) => {
      const own = roomOf(source.path);
      if (own === null) return [];
      return source.imports
        .filter((name) => name.startsWith('src/'))
        .filter((name) => {
          const other = roomOf(name);
          return other === null || place(other) > place(own);
        })
        .map((name) => `${source.path} imports ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  it('nobody outside a room imports its routes or forms', () => {
    const wrong = sources.flatMap((source) =>
      source.imports
        .filter(
          (name) =>
            /(^|-)(routes|forms)\.ts$/.test(name.slice(name.lastIndexOf('/') + 1)) && name.startsWith('src/'),
        )
        .filter((name) => roomOf(name) !== roomOf(source.path) && source.path !== 'src/app.ts')
        .filter((name) => roomOf(name) !== 'platform')
        .map((name) => `${source.path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('workers import no room', () => {
    const wrong = sourcesBelow('workers').flatMap((source) =>
      source.imports.filter((name) => name.startsWith('src/') && roomOf(name) !== 'platform'),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the layers of a room', () => {
  it('a pure file imports only pure files', () => {
    const pure = new Set(sources.filter(isPure).map((source) => source.path));
    const wrong = sources.filter(isPure).flatMap((source) =>
      source.imports
        .filter((name) => name.startsWith('src/'))
        .filter((name) => !pure.has(name) && !PURE_PLATFORM.test(name))
        // A type leaves nothing behind at run time.
        .filter((name) => !importsTypesOnly(source, name))
        .map((name) => `${source.path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('a pure file never names the database, the web, the clock or chance', () => {
    const named =
      /\b(drizzle-orm|better-sqlite3|from 'express'|process\.|Date\.now|Math\.random|new Date\(\))/;
    const wrong = sources.filter(isPure).filter((source) => named.test(source.text));
    expect(wrong.map((source) => source.path)).toEqual([]);
  });

  it('only stores and the platform write to tables', () => {
    const writes = /\b(?:tx\.db|db|sqlite)\s*\.(?:insert|update|delete)\(/;
    const may = /[/-]store\.ts$/;
    const wrong = sources
      .filter((source) => roomOf(source.path) !== null && roomOf(source.path) !== 'platform')
      .filter((source) => !may.test(source.path) && writes.test(source.text))
      .map((source) => source.path);
    // Asking for a sign-in and looking at a page with a session are the two writes that no act makes.
    expect(wrong).toEqual(['src/people/challenges.ts', 'src/people/pages.ts']);
  });
});

function importsTypesOnly(source: Source, name: string): boolean {
  const file = name.slice(name.lastIndexOf('/') + 1).replace('.', '\\.');
  const lines = [...source.text.matchAll(new RegExp(`import ([^;]*?) from '[^']*${file}'`, 'g'))];
  return (
    lines.length > 0 && lines.every(([, what]) => what?.startsWith('type ') || everyNameIsAType(what ?? ''))
  );
}

function everyNameIsAType(clause: string): boolean {
  const names = clause
    .replace(/[{}]/g, '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  return names.every((part) => part.startsWith('type '));
}
