import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectNoBarrier, openBrowser, signIn } from '../award/browser.ts';
import { type Jury, openCard, openJury } from './ground.ts';

describe('the card in a browser', () => {
  let browser: Browser;
  let jury: Jury;
  let page: Page;
  let card: string;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    jury = await openJury();
    card = await openCard(jury.amara, jury.own[1]);
    page = await signIn(jury, await browser.newContext(), 'amara@jury.invalid');
    await page.goto(`${jury.origin}/en/jury/2027/scorecards/${card}?criterion=plan`);
  });
  afterEach(async () => {
    await page.context().close();
    await jury.close();
  });

  const stored = () =>
    jury.service.db.$client.prepare('SELECT points, remark FROM scores WHERE criterion_id = ?').get('plan');

  it('saves by itself, says when, and names the new version', async () => {
    await page.keyboard.press('3');
    await page.fill('#remark', 'Saved without a button.');
    await page.locator('[data-note]', { hasText: '09:00' }).waitFor();
    expect(stored()).toEqual({ points: 3, remark: 'Saved without a button.' });
    expect(await page.inputValue('[name=version]')).toBe('1');
  }, 30_000);

  it('a press while a saving is under way meets no clash with its own words', async () => {
    await page.route('**/scores', async (route) => {
      if (route.request().headers().accept !== 'application/json') return route.continue();
      // The saving is stored at once; its answer is long under way.
      const response = await route.fetch();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      return route.fulfill({ response });
    });
    await page.keyboard.press('2');
    await page.fill('#remark', 'First words');
    await expect.poll(stored, { timeout: 8_000 }).toEqual({ points: 2, remark: 'First words' });
    await page.fill('#remark', 'First words, then more.');
    await page.click('#score button.btn');
    await page.waitForURL(/criterion=coordination/);
    expect(stored()).toEqual({ points: 2, remark: 'First words, then more.' });
  }, 30_000);

  it('says that another tab saved, keeps the words, and shows both on the button', async () => {
    await page.fill('#remark', 'In this tab.');
    const other = { criterion: 'plan', points: '4', remark: 'In the other tab.', version: '0' };
    await jury.amara.post(`/en/jury/2027/scorecards/${card}/scores`, other);
    await page.locator('[data-note]', { hasText: 'elsewhere' }).waitFor();
    expect(await page.inputValue('#remark')).toBe('In this tab.');
    await page.check('[name=points][value="1"]');
    await page.click('#score button.btn');
    expect(await page.textContent('main')).toContain('In the other tab.');
    expect(await page.inputValue('#remark')).toBe('In this tab.');
    await expectNoBarrier(page);
    await page.click('#score button.btn');
    await page.waitForURL(/criterion=coordination/);
    expect(stored()).toEqual({ points: 1, remark: 'In this tab.' });
  }, 30_000);

  it('goes on and back by a key, and tells the keys; none of them is taken from a text', async () => {
    const at = () => new URL(page.url()).searchParams.get('criterion');
    await page.keyboard.press('?');
    expect(await page.locator('[data-keys-hint] dl').isVisible()).toBe(true);
    await expectNoBarrier(page);
    await page.keyboard.press('n');
    await page.waitForURL(/criterion=coordination/);
    await page.keyboard.press('p');
    await page.waitForURL(/criterion=plan/);
    await page.locator('#remark').pressSequentially('np?4');
    expect([at(), await page.inputValue('#remark')]).toEqual(['plan', 'np?4']);
    await page.keyboard.press('Control+Enter');
    await page.locator('main', { hasText: 'Choose a level' }).waitFor();
    expect(stored()).toEqual({ points: null, remark: 'np?4' });
  }, 30_000);
});
