import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paths } from '../../src/platform/paths.ts';
import { pageFor } from '../../verifier/build.mjs';
import { MUTANTS } from '../../verifier/mutants.mjs';
import { inWords, verifyPackage } from '../../verifier/verify.mjs';
import { expectNoBarrier, openBrowser } from '../award/browser.ts';

const verifier = (...name: string[]) => join(paths.root, 'verifier', ...name);
const good = verifier('fixtures', 'good-public.zip');
const mutant = MUTANTS.find(({ check }) => check === 'optimal');

describe('the verifier', () => {
  let folder: string;
  let bad: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'award-verify-'));
    bad = join(folder, 'bad.zip');
    writeFileSync(bad, (await mutant?.change(readFileSync(good))) ?? '');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  describe('as one file for Node', () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [verifier('verify.mjs'), ...args], {
        encoding: 'utf8',
        // No module of the project can be reached from there.
        cwd: folder,
        env: {},
      });

    it('ends with 0 where all holds, with 1 where a check fails and names it, with 2 where it cannot read', () => {
      expect(run(good)).toMatchObject({ status: 0, stderr: '' });
      expect(run(good).stdout).toContain('Everything that was checked holds.');
      const failed = run(bad);
      expect(failed.status).toBe(1);
      expect(failed.stdout).toContain('FAILED optimal');
      expect(run('none.zip').status).toBe(2);
      expect(run().status).toBe(2);
      expect(run(good, '--lang', 'fr').stdout).toContain('Tout ce qui a été vérifié tient.');
      expect(run(good, '--key', 'A'.repeat(43)).stdout).toContain('FAILED signature');
    });

    it('imports nothing but Node itself', () => {
      const source = readFileSync(verifier('verify.mjs'), 'utf8');
      const imports = [...source.matchAll(/\bimport\s*(?:\(\s*|[^;'"(]*from\s*)['"]([^'"]+)['"]/g)].map(
        (one) => one[1],
      );
      expect(imports.sort()).toEqual(['node:fs/promises', 'node:url']);
      expect(source).not.toMatch(/\b(fetch|XMLHttpRequest|WebSocket|eval|Function)\s*\(/);
    });
  });

  it('is what bin/award runs', () => {
    const tsx = join(paths.root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [tsx, join(paths.root, 'src', 'cli.ts'), 'verify', ...args], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, NODE_ENV: 'test', DATA_DIR: folder },
      });
    expect(run(good)).toMatchObject({ status: 0, stderr: '' });
    const failed = run(bad, '--lang', 'es');
    expect(failed.status).toBe(1);
    expect(failed.stdout).toContain('FAILED optimal');
    expect(failed.stdout).toContain('El paquete falla en');
  });

  describe('as a page without a network', () => {
    let browser: Browser;
    let page: Page;
    const asked: string[] = [];
    const complaints: string[] = [];
    beforeAll(async () => {
      browser = await openBrowser();
      const context = await browser.newContext({ offline: true, locale: 'en-GB' });
      page = await context.newPage();
      page.on('request', (request) => asked.push(request.url()));
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (fault) => complaints.push(fault.message));
      await page.goto(pathToFileURL(verifier('verify.html')).href);
    });
    afterAll(() => browser.close());

    it('is made of the same file', () => {
      expect(readFileSync(verifier('verify.html'), 'utf8')).toBe(
        pageFor(readFileSync(verifier('verify.mjs'), 'utf8')),
      );
    });

    it('says of each package what the file says, in three languages', async () => {
      for (const file of [good, bad]) {
        await page.setInputFiles('input[type=file]', file);
        await page.locator('ol li').first().waitFor();
        const verified = await verifyPackage(new Uint8Array(readFileSync(file)));
        for (const lang of ['en', 'fr', 'es'] as const) {
          const button = page.locator('button', { hasText: lang });
          if (await button.isEnabled()) await button.click();
          const { outcome, lines } = inWords(verified, lang);
          await expect.poll(() => page.locator('h2').first().textContent()).toBe(outcome);
          expect(await page.locator('ol li').allTextContents()).toEqual(lines.map(({ text }) => text));
          expect(await page.getAttribute('html', 'lang')).toBe(lang);
        }
        await page.locator('button', { hasText: 'en' }).click();
        await expectNoBarrier(page);
      }
    });

    it('takes a file that is dropped', async () => {
      const bytes = readFileSync(good).toString('base64');
      await page.evaluate(`{
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(atob('${bytes}'), (one) => one.charCodeAt(0))], 'good.zip'));
        document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));
      }`);
      await expect
        .poll(() => page.locator('h2').first().textContent())
        .toBe('Everything that was checked holds.');
    });

    it('asked no host, and broke no policy of its own', () => {
      expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });
});
