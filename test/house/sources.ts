import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { paths } from '../../src/platform/paths.ts';

export type Source = { path: string; text: string; imports: string[] };

/** Every file below a folder of the project with one of the endings, by its path from the root. */
export function filesBelow(folder: string, endings: readonly string[]): string[] {
  return readdirSync(join(paths.root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => relative(paths.root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

export const readProject = (path: string) => readFileSync(join(paths.root, path), 'utf8');

/** The sources below a folder with what they import; relative imports as paths from the root. */
export function sourcesBelow(folder: string): Source[] {
  return filesBelow(folder, ['.ts']).map((path) => {
    const text = readProject(path);
    const named = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
    const imports = named.map((name) =>
      name.startsWith('.') ? posix.join(posix.dirname(path), name) : name,
    );
    return { path, text, imports };
  });
}

export const ROOMS = [
  'platform',
  'people',
  'editions',
  'cities',
  'nominations',
  'screening',
  'jury',
  'assignment',
  'scoring',
  'tally',
  'decision',
  'announcement',
  'notices',
  'overview',
] as const;

/** The room of a source, or null for the few files of the house itself. */
export function roomOf(path: string): string | null {
  const room = path.split('/')[1] ?? '';
  return path.startsWith('src/') && (ROOMS as readonly string[]).includes(room) ? room : null;
}
