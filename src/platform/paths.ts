import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function projectRoot(): string {
  let at = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(at, 'package.json'))) {
    const above = dirname(at);
    if (above === at) throw new Error('package.json not found above the program');
    at = above;
  }
  return at;
}

const root = projectRoot();

/** Where the parts of the project lie, the same from the sources and from the build. */
export const paths = {
  root,
  drizzle: join(root, 'drizzle'),
  views: join(root, 'views'),
  public: join(root, 'public'),
  locales: join(root, 'locales'),
  seed: join(root, 'seed'),
} as const;
