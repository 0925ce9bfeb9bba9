import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { printSignInLink } from '../../src/people/challenges.ts';
import { DAY } from '../../src/platform/clock.ts';
import type { Stand } from '../stand.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Debian's Chromium, without its sandbox only where the tests run as root. */
export function openBrowser(): Promise<Browser> {
  const args = [
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? [...args, '--no-sandbox'] : args,
  });
}

/** Signs in through the page of a link, as a person does. */
export async function signIn(
  stand: Stand,
  context: BrowserContext,
  address: string,
  lang: 'en' | 'fr' | 'es' = 'en',
): Promise<Page> {
  const at = stand.clock.now();
  const page = await context.newPage();
  await page.goto(`${stand.origin}${printSignInLink(stand.service.db, at, address, lang, '/my', at + DAY)}`);
  await page.click('main form[action*="/sign-in/link"] button');
  expect(new URL(page.url()).pathname).toBe(`/${lang}/my`);
  return page;
}

/** Looks for barriers on the page as it stands; none may be there. */
export async function expectNoBarrier(page: Page): Promise<void> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const run = (
      globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe;
    return (await run.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  });
  expect({ page: page.url(), barriers: found }).toEqual({ page: page.url(), barriers: [] });
}
