import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allInvariants } from '../../src/invariants.ts';
import { liveNominations } from '../../src/nominations/pages.ts';
import { verifyChain } from '../../src/platform/audit.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { CAST, loadSample, type SampleStage } from '../../src/sample.ts';
import { JURY, jurorAddress } from '../../src/sample-cast.ts';
import { openStand, type Stand } from '../stand.ts';
import { expectNoBarrier, openBrowser, signIn } from './browser.ts';

const NOW = Date.parse('2026-11-24T09:00:00Z');
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const OFFICE = [
  '',
  '/nominations',
  '/screening',
  '/jury',
  '/assignment',
  '/scores',
  '/tally',
  '/decision',
  '/announcement',
  '/messages',
  '/people',
  '/audit',
  '/cities',
  '/definition',
  '/definition/questions',
  '/definition/settings/counting',
  '/questions',
  '/preview',
  '/preview/public/call',
  '/preview/city/section',
  '/preview/juror/card',
];

async function standAt(stage: SampleStage): Promise<{ stand: Stand; edition: string }> {
  const stand = await openStand({ start: NOW, env: { AWARD_BACKGROUND: 'off' } });
  return { stand, edition: await loadSample(stand.service, stage) };
}

const isTooWide = (page: Page) => page.evaluate('document.documentElement.scrollWidth > innerWidth');

describe.each([
  ['call', 'en'],
  ['scoring', 'fr'],
  ['announced', 'es'],
] as const)('the sample at the stage %s in %s', (stage, lang) => {
  let stand: Stand;
  let edition: string;
  beforeAll(async () => {
    ({ stand, edition } = await standAt(stage));
  });
  afterAll(() => stand.close());

  it('shows every office page to an organiser without a barrier', async () => {
    const context = await browser.newContext();
    const page = await signIn(stand, context, CAST.organiser.address, lang);
    for (const path of OFFICE) {
      const answer = await page.goto(`${stand.origin}/${lang}/office/2027${path}`);
      expect([path, answer?.status()]).toEqual([path, 200]);
      await expectNoBarrier(page);
      expect([path, await isTooWide(page)]).toEqual([path, false]);
    }
    await context.close();
  });

  it('shows the public, a city and a commission their pages without a barrier', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const dossier = liveNominations(stand.service.db, edition).find(
      ({ cityName }) => cityName === 'Sønderborg',
    )?.id;
    const seen = async (who: string | null, paths: string[]) => {
      const page = who === null ? await context.newPage() : await signIn(stand, context, who, lang);
      for (const path of paths) {
        const answer = await page.goto(`${stand.origin}/${lang}${path}`);
        expect([path, answer?.status()]).toEqual([path, 200]);
        await expectNoBarrier(page);
        expect([path, await isTooWide(page)]).toEqual([path, false]);
      }
    };
    const result = stage === 'announced' ? ['/2027/awardees'] : [];
    await seen(null, [
      '',
      '/2027',
      '/2027/rubric',
      '/2027/questions',
      '/framework',
      '/archive',
      '/sign-in',
      '/accessibility',
      '/privacy',
      ...result,
    ]);
    await seen('sonderborg@city.invalid', [
      '/my',
      `/nominations/${dossier}`,
      `/nominations/${dossier}/check`,
    ]);
    await seen('commission-dk@unesco.invalid', ['/my', '/commission/2027']);
    await context.close();
  });

  it('leaves a whole chain and no impossible row', () => {
    expect(verifyChain(stand.service.db.$client)).toBeNull();
    expect(brokenInvariants(stand.service.db, allInvariants)).toEqual([]);
  });
});

describe('from the last score to the announcement', () => {
  let stand: Stand;
  beforeAll(async () => {
    ({ stand } = await standAt('deliberation'));
  });
  afterAll(() => stand.close());

  it('the proposer cannot sign, a second person signs without script, and the result opens at its moment', async () => {
    const proposer = await stand.as(CAST.organiser.address);
    expect((await proposer.get('/en/office/2027/decision')).text).not.toContain('/decision/approve');
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await signIn(stand, context, CAST.approver.address);
    await page.goto(`${stand.origin}/en/office/2027/decision`);
    await page.check('input[name="agreed"]');
    await page.click('form[action$="/approve"] button');
    expect(await page.textContent('main')).toContain('Signed by Lucía Fernández-Okoye');
    const office = await signIn(stand, context, CAST.organiser2.address);
    await office.goto(`${stand.origin}/en/office/2027/announcement`);
    await office.click('form[action$="/moment"] button');
    const moment = stand.service.db.$client
      .prepare('SELECT moment_at FROM announcements')
      .pluck()
      .get() as number;
    stand.clock.set(moment - 1);
    const before = await stand.nobody.get('/en/2027/awardees');
    const never = await stand.nobody.get('/en/2027/awardeez');
    expect([before.status, before.text.replaceAll('awardees', 'x')]).toEqual([
      404,
      never.text.replaceAll('awardeez', 'x').replaceAll('awardees', 'x'),
    ]);
    stand.clock.set(moment);
    for (const lang of ['en', 'fr', 'es'])
      expect((await stand.nobody.get(`/${lang}/2027/awardees`)).status).toBe(200);
    const city = await stand.as('sonderborg@city.invalid');
    const own = liveNominations(
      stand.service.db,
      stand.service.db.$client.prepare('SELECT id FROM editions').pluck().get() as string,
    ).find(({ cityName }) => cityName === 'Sønderborg')?.id;
    const result = await city.get(`/en/nominations/${own}/result`);
    expect(result.status).toBe(200);
    for (const [name] of JURY) expect(result.text).not.toContain(name);
    await context.close();
  });
});

describe('a juror', () => {
  let stand: Stand;
  beforeAll(async () => {
    ({ stand } = await standAt('scoring'));
  });
  afterAll(() => stand.close());

  it('scores a card on a phone without script, and sees what was stored', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 390, height: 844 },
    });
    const page = await signIn(stand, context, jurorAddress(JURY[1]?.[0] ?? ''));
    await page.goto(`${stand.origin}/en/jury/2027?show=left`);
    await page.click('main a.btn');
    if (page.url().includes('/assignments/')) await page.click('form[action$="/open"] button');
    const levels = page.locator('input[type="radio"]');
    await levels.nth(3).check();
    await page.click('button[name="next"]');
    const stored = stand.service.db.$client
      .prepare("SELECT count(*) FROM audit WHERE action LIKE 'scorecard.%'")
      .pluck()
      .get();
    expect(stored).toBeGreaterThan(1);
    await context.close();
  });
});
