import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsError } from '../../src/platform/config.ts';
import { prepareFolder } from '../../src/service.ts';

describe('the data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'award-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made with the folders above it, and taken as it is where it exists', () => {
    const deep = join(folder, 'one', 'two');
    prepareFolder(deep);
    prepareFolder(deep);
    writeFileSync(join(deep, 'file'), 'x');
  });

  it('is refused in one line where it is a file, or where no folder can be made', () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'x');
    for (const path of [file, join(file, 'below'), '/proc/award', '/proc/award/deeper']) {
      expect(() => prepareFolder(path)).toThrow(SettingsError);
      expect(() => prepareFolder(path)).toThrow(`The data folder ${path} cannot be written`);
    }
  });
});
