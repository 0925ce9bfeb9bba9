import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureAccount, startSession } from '../../src/people/store.ts';
import { expectNoBarrier, openBrowser } from '../award/browser.ts';
import { layGround } from '../nominations/ground.ts';
import { openStand, type Stand } from '../stand.ts';

const ORGANISER = 'office@award.invalid';

let stand: Stand;
let browser: Browser;
let site: string;
beforeAll(async () => {
  stand = await openStand({ env: { AWARD_BACKGROUND: 'off' }, staysFresh: false });
  await layGround(stand);
  browser = await openBrowser();
  // Keys belong to a host name, and an address in figures is none.
  site = stand.origin.replace('127.0.0.1', 'localhost');
}, 60_000);
afterAll(async () => {
  await browser.close();
  await stand.close();
});

type Device = { context: BrowserContext; page: Page; cdp: CDPSession; authenticator: string };

/** A browser with an authenticator built in, signed in by the mailed link and nothing more. */
async function device(address: string, options: { verifies?: boolean } = {}): Promise<Device> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: options.verifies ?? true,
      automaticPresenceSimulation: true,
    },
  });
  await linkIn(context, address);
  return { context, page, cdp, authenticator: authenticatorId };
}

async function linkIn(context: BrowserContext, address: string): Promise<void> {
  const token = await stand.service.act('system', 'session.started', (tx) =>
    startSession(tx, ensureAccount(tx, { address, name: '', lang: 'en' }), { device: 'test', proof: 'link' }),
  );
  await context.addCookies([{ name: 'sid', value: token, url: site }]);
}

const factors = (kind: string) =>
  stand.service.db.$client.prepare('SELECT count(*) FROM factors WHERE kind = ?').pluck().get(kind) as number;

describe('a passkey in a real browser', () => {
  let owner: Device;
  /** What the browser sent when it gave its passkey: the form of one proof. */
  let sent: string;

  it('is set up at the first visit, without a barrier on the page', async () => {
    owner = await device(ORGANISER);
    await owner.page.goto(`${site}/en/office/2027`);
    expect(new URL(owner.page.url()).pathname).toBe('/en/factor/new');
    await expectNoBarrier(owner.page);
    await owner.page.click('button[data-passkey="create"]');
    await owner.page.waitForURL('**/en/office/2027');
    expect(factors('passkey')).toBe(1);
  }, 60_000);

  it('gives the proof at the next sign-in', async () => {
    await owner.context.clearCookies();
    await linkIn(owner.context, ORGANISER);
    await owner.page.goto(`${site}/en/office/2027/people`);
    expect(new URL(owner.page.url()).pathname).toBe('/en/factor');
    await expectNoBarrier(owner.page);
    owner.page.on('request', (request) => {
      if (request.url().endsWith('/en/factor/passkey')) sent = request.postData() ?? '';
    });
    await owner.page.click('button[data-passkey="get"]');
    await owner.page.waitForURL('**/en/office/2027/people');
    expect(await owner.page.textContent('h1')).toBe('People of the office');
  }, 60_000);

  it('carries a form through where the proof has grown old', async () => {
    await owner.page.fill('#name', 'Ana “Nueva” <i>');
    await owner.page.fill('#address', 'ana@award.invalid');
    await owner.page.check('input[value="approver"]');
    stand.clock.advance(6 * 60_000);
    await owner.page.click('form[action$="/people"] button');
    expect(await owner.page.textContent('h1')).toBe('Show once more that it is you');
    await expectNoBarrier(owner.page);
    await owner.page.click('button[data-passkey="get"]');
    await owner.page.waitForURL('**/en/office/2027/people');
    await owner.page.waitForSelector('text=ana@award.invalid');
    expect(await owner.page.textContent('main')).toContain('Ana “Nueva” <i>');
  }, 60_000);

  const replay = async (context: BrowserContext, form: string, origin = site) =>
    context.request.post(`${site}/en/factor/passkey`, {
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin,
        'sec-fetch-site': 'same-origin',
      },
      data: form,
    });
  const ask = (context: BrowserContext) =>
    context.request.post(`${site}/en/factor/passkey/ask`, { headers: { 'sec-fetch-site': 'same-origin' } });

  it('answers a challenge once: the same answer sent again is refused, also against a new challenge', async () => {
    expect(sent).toContain('answer=');
    await owner.context.clearCookies();
    await linkIn(owner.context, ORGANISER);
    expect((await replay(owner.context, sent)).status()).toBe(409);
    expect((await ask(owner.context)).status()).toBe(200);
    const again = await replay(owner.context, sent);
    expect([again.status(), (await again.json()).error]).toEqual([
      409,
      'The passkey did not answer as it must. Try again, or use the app.',
    ]);
    await owner.page.goto(`${site}/en/office/2027`);
    expect(new URL(owner.page.url()).pathname).toBe('/en/factor');
  }, 60_000);

  it('of another account is refused', async () => {
    const stranger = await device('stranger@award.invalid');
    await stranger.page.goto(`${site}/en/factor/new?back=/my`);
    await stranger.page.click('button[data-passkey="create"]');
    await stranger.page.waitForURL('**/en/my');
    const form = new URLSearchParams(sent);
    await ask(stranger.context);
    expect((await replay(stranger.context, form.toString())).status()).toBe(409);
    await stranger.context.close();
  }, 60_000);

  it('without finger, face or PIN is not set up', async () => {
    const before = factors('passkey');
    const unverified = await device('unverified@award.invalid', { verifies: false });
    await unverified.page.goto(`${site}/en/factor/new?back=/my`);
    await unverified.page.click('button[data-passkey="create"]');
    await unverified.page.waitForSelector('[data-passkey-told]:not(:empty)');
    expect(factors('passkey')).toBe(before);
    await unverified.context.close();
  }, 60_000);

  /** Signs a challenge of ours by the browser's passkey on whatever page stands open, as a page of anybody could. */
  async function signOn(page: Page, context: BrowserContext, verification: string): Promise<string> {
    const asked = (await (await ask(context)).json()) as { challenge: string; allowCredentials: unknown };
    const answer = await page.evaluate(`(async () => {
      const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
      const asked = ${JSON.stringify(asked)};
      const credential = await navigator.credentials.get({ publicKey: {
        rpId: 'localhost',
        challenge: bytes(asked.challenge),
        allowCredentials: asked.allowCredentials.map((one) => ({ ...one, id: bytes(one.id) })),
        userVerification: '${verification}',
      } });
      return JSON.stringify(credential.toJSON());
    })()`);
    return new URLSearchParams({ answer: String(answer) }).toString();
  }

  it('signed without verifying the person, or on another site of the same host, is refused by the service', async () => {
    await owner.context.clearCookies();
    await linkIn(owner.context, ORGANISER);
    await owner.page.goto(`${site}/en/factor?back=/my`);
    const { cdp, authenticator: authenticatorId } = owner;
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    const unverified = await signOn(owner.page, owner.context, 'discouraged');
    expect((await replay(owner.context, unverified)).status()).toBe(409);
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });

    const other = createServer((_req, res) =>
      res.setHeader('content-type', 'text/html').end('<title>x</title>'),
    );
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    await owner.page.goto(`http://localhost:${(other.address() as AddressInfo).port}/`);
    const elsewhere = await signOn(owner.page, owner.context, 'required');
    expect((await replay(owner.context, elsewhere)).status()).toBe(409);
    other.closeAllConnections();
    other.close();

    // The same hand, on the right page and with the person verified, is let in: the two above failed for their reason.
    await owner.page.goto(`${site}/en/factor?back=/my`);
    const right = await signOn(owner.page, owner.context, 'required');
    expect((await replay(owner.context, right)).status()).toBe(200);
  }, 60_000);
});
