import { chromium } from 'playwright-core';
import { ensureAccount, startSession } from '../src/people/store.ts';
import { CAST, loadSample } from '../src/sample.ts';
import { openStand } from '../test/stand.ts';

/** Takes the pictures of the README from the sample award: npx tsx bench/pictures.ts */
const stand = await openStand({ start: Date.now(), env: { AWARD_BACKGROUND: 'off' } });
await loadSample(stand.service, 'deliberation');
const token = await stand.service.act('system', 'session.started', (tx) =>
  startSession(tx, ensureAccount(tx, { ...CAST.organiser, lang: 'en' }), {
    device: 'pictures',
    proof: 'sample',
  }),
);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
await context.addCookies([{ name: 'sid', value: token, url: stand.origin }]);
const page = await context.newPage();
for (const [name, path] of [
  ['edition', '/en/2027'],
  ['decision', '/en/office/2027/decision'],
] as const) {
  await page.goto(`${stand.origin}${path}`);
  await page.screenshot({ path: `docs/pictures/${name}.png` });
}
await browser.close();
await stand.close();
