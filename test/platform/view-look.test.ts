import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import express from 'express';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAssets } from '../../src/platform/http/assets.ts';
import { createViews } from '../../src/platform/http/view-engine.ts';
import { loadCatalogues } from '../../src/platform/i18n/catalogue.ts';
import { LANGS, type Lang } from '../../src/platform/i18n/lang.ts';
import { styleModel } from './style-model.ts';

const root = join(import.meta.dirname, '../..');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const translate = loadCatalogues(join(root, 'locales'));
const assets = loadAssets(join(root, 'public'));
const views = createViews(join(root, 'views'), translate, assets.url);
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'";

let server: Server;
let browser: Browser;
let origin = '';
const posted: string[] = [];
let answer: { status: number; body: object } = { status: 200, body: { version: '2', clock: '14:03' } };

beforeAll(async () => {
  const app = express();
  app.use('/assets', assets.serve);
  app.use(express.text({ type: () => true }));
  app.post('/save', (req, res) => {
    posted.push(String(req.body));
    res.status(answer.status).json(answer.body);
  });
  app.get('/:lang/:page', (req, res) => {
    const lang = req.params.lang as Lang;
    const [page = '', status = '404'] = req.params.page.split('-');
    const model = { ...styleModel(lang), ...(page === 'error' ? errorModel(lang, Number(status)) : {}) };
    res.set('Content-Security-Policy', CSP).send(views.render(`platform/${page}`, lang, model));
  });
  server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
});

afterAll(async () => {
  await browser.close();
  server.close();
});

function errorModel(lang: Lang, status: number): object {
  const title = translate(lang, `platform.error.${status}.title`);
  return { title, status, text: translate(lang, `platform.error.${status}.text`), id: 'K7RM', errors: [] };
}

async function open(path: string, options: BrowserContextOptions): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) faults.push(`foreign: ${request.url()}`);
  });
  await page.goto(origin + path);
  return { page, faults };
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const run = "axe.run({ resultTypes: ['violations'] })";
  const result = (await page.evaluate(run)) as {
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  };
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
  );
}

describe('the page of all components', () => {
  const cases = LANGS.flatMap((lang) =>
    (['light', 'dark'] as const).flatMap((scheme) =>
      [320, 390, 1280].map((width) => [lang, scheme, width] as const),
    ),
  );

  it.each(cases)(
    'has no accessibility fault and no sideways scroll in %s, %s, %i px',
    async (lang, scheme, width) => {
      const { page, faults } = await open(`/${lang}/style`, {
        viewport: { width, height: 900 },
        colorScheme: scheme,
      });
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );

  it.each(['forced colours', 'print'])('stands in %s', async (medium) => {
    const { page } = await open('/fr/style', { viewport: { width: 390, height: 900 } });
    if (medium === 'print') await page.emulateMedia({ media: 'print' });
    else await page.emulateMedia({ forcedColors: 'active' });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  it.each([
    [
      'the name Živinice',
      '/en/style',
      ['alegreya-latin', 'hanken-grotesk-latin', 'hanken-grotesk-latin-ext'],
    ],
    ['no such name', '/en/error-404', ['alegreya-latin', 'hanken-grotesk-latin']],
  ])('loads the fonts that a page with %s needs', async (_, path, fonts) => {
    const { page } = await open(path, { viewport: { width: 1280, height: 900 } });
    await page.evaluate('document.fonts.ready');
    const loaded = (await page.evaluate(
      "performance.getEntriesByType('resource').map((e) => e.name)",
    )) as string[];
    const names = loaded.flatMap((url) => /fonts\/([a-z-]+)\./.exec(url)?.[1] ?? []);
    expect(names.sort()).toEqual(fonts);
    await page.context().close();
  });

  it('puts the focus on the summary of errors without a script', async () => {
    const { page } = await open('/en/style', { javaScriptEnabled: false });
    expect(await page.locator('.errs:focus').count()).toBe(1);
    await page.context().close();
  });
});

describe('error pages', () => {
  const statuses = [400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 423, 429, 500, 503];

  it.each(statuses)('say in three languages what to do about %i', (status) => {
    for (const lang of LANGS) {
      const html = views.render('platform/error', lang, { ...styleModel(lang), ...errorModel(lang, status) });
      expect(html).toContain(`<p class="eyebrow">${status}</p>`);
      expect(html).toContain('K7RM');
    }
  });

  it('have no accessibility fault', async () => {
    const { page } = await open('/fr/error-410', { viewport: { width: 320, height: 700 } });
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });
});

describe('bytes', () => {
  it('keep the sheet under 14.5 kB plain and 5 kB packed', async () => {
    const css = await (
      await fetch(origin + assets.url('app.css'), { headers: { 'Accept-Encoding': 'identity' } })
    ).text();
    expect(css.length).toBeLessThan(14_500);
    expect(gzipSync(css).length).toBeLessThan(5_000);
  });

  it('keep an error page with its sheet under 14 kB packed', () => {
    const html = views.render('platform/error', 'fr', { ...styleModel('fr'), ...errorModel('fr', 404) });
    const css = readFileSync(join(root, 'public/app.css'));
    expect(gzipSync(html).length + gzipSync(css).length).toBeLessThan(14_000);
  });
});

describe('scripts', () => {
  const desk = { viewport: { width: 1280, height: 900 } };

  it('keys choose a level and can be switched off', async () => {
    const { page } = await open('/en/style', desk);
    await page.locator('h1').click();
    await page.keyboard.press('1');
    expect(await page.locator('[name=score]:checked').getAttribute('value')).toBe('1');
    await page.keyboard.press('?');
    await page.locator('[data-keys-hint] button').click();
    await page.locator('h1').click();
    await page.keyboard.press('4');
    expect(await page.locator('[name=score]:checked').getAttribute('value')).toBe('1');
    await page.context().close();
  });

  it('figures typed into a text stay text', async () => {
    const { page } = await open('/en/style', desk);
    await page.locator('#remark').fill('');
    await page.locator('#remark').pressSequentially('4');
    expect(await page.locator('[name=score]:checked').getAttribute('value')).toBe('3');
    expect(await page.locator('#remark').inputValue()).toBe('4');
    await page.context().close();
  });

  it('words are counted while typing, and what is too much is said', async () => {
    const { page } = await open('/fr/style', desk);
    await page.locator('#remark').fill('un deux trois');
    expect(await page.locator('#remark-count').textContent()).toBe('3 mots sur 150');
    await page.locator('#remark').fill('mot '.repeat(152));
    expect(await page.locator('#remark-count').textContent()).toContain('À raccourcir de 2');
    await page.context().close();
  });

  async function autosaved(next: typeof answer): Promise<Page> {
    answer = next;
    posted.length = 0;
    const { page } = await open('/en/style', desk);
    await page.locator('#means').fill('A new text');
    await expect
      .poll(() => page.locator('[data-note]').textContent(), { timeout: 8000 })
      .not.toMatch(/^(Saving)?$/);
    return page;
  }

  it('autosave posts the form with its version and says when it was saved', async () => {
    const page = await autosaved({ status: 200, body: { version: '2', clock: '14:03' } });
    expect(new URLSearchParams(posted[0]).get('means')).toBe('A new text');
    expect(new URLSearchParams(posted[0]).get('version')).toBe('1');
    expect(await page.locator('[data-note]').textContent()).toBe('Saved 14:03');
    expect(await page.locator('[name=version]').inputValue()).toBe('2');
    expect(await page.locator('form[data-unsaved]').count()).toBe(0);
    await page.context().close();
  });

  it.each([
    [409, 'changed elsewhere'],
    [401, 'session has ended'],
    [500, 'Not saved'],
  ])('autosave keeps the text unsaved and says why after %i', async (status, words) => {
    const page = await autosaved({ status, body: {} });
    expect(await page.locator('[data-note]').textContent()).toContain(words);
    expect(await page.locator('#means').inputValue()).toBe('A new text');
    expect(await page.locator('form[data-unsaved]').count()).toBe(1);
    await page.context().close();
  });
});
