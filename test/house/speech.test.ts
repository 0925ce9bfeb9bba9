import { describe, expect, it } from 'vitest';
import { filesBelow, readProject } from './sources.ts';

describe('what the project says of itself', () => {
  it('the lock file names no registry', () => {
    const hosts = [...readProject('package-lock.json').matchAll(/https?:\/\/([^/"\s]+)/g)].map(
      (match) => match[1],
    );
    const registries = hosts.filter((host) => /registry|npm|artifactory|nexus/.test(host ?? ''));
    expect(registries.filter((host) => host !== 'registry.npmjs.org' && host !== 'www.npmjs.com')).toEqual(
      [],
    );
  });

  it('no file carries a path of somebody’s machine', () => {
    const path = new RegExp(
      ['/wo' + 'rk/', '/ro' + 'ot/', '/home/[a-z]', '/Use' + 'rs/', '/tmp/[a-z]'].join('|'),
    );
    const files = ['src', 'workers', 'bin', 'views', 'test', 'drizzle', 'docs', 'verifier', 'bench'].flatMap(
      (folder) => {
        try {
          return filesBelow(folder, ['.ts', '.mjs', '.hbs', '.sql', '.md', '.html']);
        } catch (fault) {
          if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return [];
          throw fault;
        }
      },
    );
    expect(files.filter((file) => path.test(readProject(file)))).toEqual([]);
  });

  it('exported functions say in a sentence what they do', () => {
    const files = filesBelow('src', ['.ts']);
    const silent = files.flatMap((file) => {
      const lines = readProject(file).split('\n');
      return lines.flatMap((line, index) => {
        const found = /^export (?:async )?function (\w+)/.exec(line);
        return found && !(lines[index - 1] ?? '').trimEnd().endsWith('*/') ? [`${file}: ${found[1]}`] : [];
      });
    });
    expect(silent).toEqual([]);
  });
});
