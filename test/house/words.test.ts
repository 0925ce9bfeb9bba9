import { describe, expect, it } from 'vitest';
import { templateFaults } from '../../src/platform/http/view-faults.ts';
import { catalogueFaults } from '../../src/platform/i18n/faults.ts';
import { paths } from '../../src/platform/paths.ts';
import { filesBelow, ROOMS, readProject } from './sources.ts';

const catalogue = new Set(
  filesBelow('locales/en', ['.json']).flatMap((path) => Object.keys(JSON.parse(readProject(path)) as object)),
);

describe('words', () => {
  it('every key stands in three languages, with its arguments and plurals', () => {
    expect(catalogueFaults(paths.locales)).toEqual([]);
  });

  it('every key that a source or a view names stands in the catalogue', () => {
    const rooms = ROOMS.join('|');
    const inSource = new RegExp(`'((?:${rooms})\\.[a-zA-Z0-9.-]*[a-zA-Z0-9])'`, 'g');
    const inView = new RegExp(`\\bt "((?:${rooms})\\.[a-zA-Z0-9.-]+)"`, 'g');
    const named = [
      ...filesBelow('src', ['.ts']).flatMap((path) => keysIn(path, inSource)),
      ...filesBelow('views', ['.hbs']).flatMap((path) => keysIn(path, inView)),
    ];
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter(({ key }) => !isKnown(key))).toEqual([]);
  });

  it('templates hold no raw output, no unquoted attribute, nothing inline and no words of their own', () => {
    expect(templateFaults(paths.views)).toEqual([]);
  });
});

function keysIn(path: string, pattern: RegExp): { path: string; key: string }[] {
  // Verbs of the audit log are no words for readers: an act names its own as the second argument.
  const code = readProject(path)
    .replace(/\{\{!--[\s\S]*?--\}\}/g, '')
    .replace(/\bact\(\s*[^,()]+(?:\([^()]*\)[^,()]*)*,\s*'[^']+'/g, '');
  return [...code.matchAll(pattern)].map((match) => ({ path, key: match[1] ?? '' }));
}

/** A key, or the stem of a mail's subject and body; a file's name is neither. */
function isKnown(key: string): boolean {
  // `assignment.recused` is a verb of the audit log that reaches its act through a table.
  return (
    /\.(csv|json|zip|hbs)$/.test(key) ||
    key === 'assignment.recused' ||
    catalogue.has(key) ||
    catalogue.has(`${key}.subject`)
  );
}
