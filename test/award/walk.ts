import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { readCsv } from '../../src/cities/csv.ts';
import { awardRow, cityRow } from '../../src/cities/registry.ts';
import { importCities, importPastAwards } from '../../src/cities/store.ts';
import { printSignInLink } from '../../src/people/challenges.ts';
import { DAY, MINUTE } from '../../src/platform/clock.ts';
import type { Lang } from '../../src/platform/i18n/lang.ts';
import { paths } from '../../src/platform/paths.ts';
import { type Catcher, openCatcher, until } from '../mail-catcher.ts';
import { openStand, type Stand } from '../stand.ts';
import { expectNoBarrier } from './browser.ts';

/**
 * A service that is nearly empty, a real mail server and a browser: people come in by their mails and do everything
 * at pages. With script, every page is looked at for barriers the first time that somebody reaches it.
 */
export type Walk = {
  stand: Stand;
  catcher: Catcher;
  browser: Browser;
  script: boolean;
  /** The pages that were looked at, without their language and with ids left out. */
  seen: Set<string>;
  /** Those who have a browser of their own, by address. */
  people: Map<string, Person>;
};

export type Who = { address: string; name: string; lang: Lang; phone?: boolean };
export type Person = Who & {
  walk: Walk;
  page: Page;
  context: BrowserContext;
  /** The secret of the person's authenticator app, once it is set up. */
  secret: string | null;
  /** How many sign-in mails the person has asked for. */
  mails: number;
};

/** Opens the service with the registry and the past awards, and nobody in it. */
export async function openWalk(browser: Browser, script: boolean, start: string): Promise<Walk> {
  const catcher = await openCatcher();
  const env = { AWARD_SMTP_URL: catcher.url };
  const stand = await openStand({ start: Date.parse(start), env, staysFresh: false });
  await fillRegistry(stand);
  return { stand, catcher, browser, script, seen: new Set(), people: new Map() };
}

/** Loads the registry and the past awards, as every test of a whole edition begins. */
export async function fillRegistry(stand: Stand): Promise<void> {
  const seed = (name: string) => readFileSync(join(paths.seed, name), 'utf8');
  const cities = readCsv(seed('cities.csv'), cityRow);
  const awards = readCsv(seed('awardees.csv'), awardRow);
  if ('faults' in cities || 'faults' in awards) throw new Error('the registry of the seed has faults');
  await stand.service.act('system', 'registry.imported', (tx) => {
    importCities(tx, cities.rows);
    importPastAwards(tx, awards.rows);
  });
}

/** Closes what the walk opened. */
export async function closeWalk(walk: Walk): Promise<void> {
  for (const { context } of walk.people.values()) await context.close();
  await walk.stand.close();
  await walk.catcher.close();
}

/** Sets the clock of the service. */
export function setClock({ stand }: Walk, at: string): void {
  stand.clock.set(Date.parse(at));
}

const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Gives a person a browser of their own; the same one again where they have it. */
export async function personOf(walk: Walk, who: Who): Promise<Person> {
  const known = walk.people.get(who.address);
  if (known) return known;
  const context = await walk.browser.newContext({
    javaScriptEnabled: walk.script,
    viewport: who.phone ? PHONE : WIDE,
  });
  const person = { ...who, walk, context, page: await context.newPage(), secret: null, mails: 0 };
  walk.people.set(who.address, person);
  return person;
}

/** The page without its language, with ids and secrets left out: what counts as one and the same page. */
function kindOf(page: Page): string {
  const { pathname, searchParams } = new URL(page.url());
  const path = pathname
    .split('/')
    .slice(2)
    .map((part) => (/^[A-Za-z0-9_-]{20,}$/.test(part) ? ':id' : part))
    .join('/');
  return `${path}?${[...new Set(searchParams.keys())].join('&')}`;
}

/** Looks at the page as it stands: no barrier the first time, and never wider than a phone. */
export async function look({ walk, page, phone }: Person): Promise<void> {
  const kind = `${kindOf(page)}${phone ? ' phone' : ''}`;
  if (!walk.script || walk.seen.has(kind)) return;
  walk.seen.add(kind);
  await expectNoBarrier(page);
  if (!phone) return;
  const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
  expect([kind, wide]).toEqual([kind, false]);
}

/** Goes to a page of the person's language, given without it. */
export async function go(person: Person, path: string, status = 200): Promise<void> {
  const { walk, page, lang } = person;
  const answer = await page.goto(`${walk.stand.origin}/${lang}${path}`);
  expect([path, answer?.status()]).toEqual([path, status]);
  expect([path, isAt(page, '/sign-in')]).toEqual([path, path === '/sign-in']);
  await look(person);
}

const isAt = (page: Page, end: string) => new URL(page.url()).pathname.endsWith(end);

/** Presses a button or follows a link, and waits for the page that comes, through the question who acts. */
export async function press(person: Person, what: string, status = 200): Promise<void> {
  const { page } = person;
  const came = await follow(person, what);
  const asked = came === 401 ? await answerWithCode(person, 'proof-code') : came;
  expect([what, page.url(), asked]).toEqual([what, page.url(), status]);
  await look(person);
}

async function follow(person: Person, what: string): Promise<number | undefined> {
  const { page } = person;
  const [answer] = await Promise.all([page.waitForNavigation(), page.click(what, { timeout: 10_000 })]);
  return answer?.status();
}

/** Types the code that the person's app shows now; each code works once, so that a minute goes by. */
async function answerWithCode(person: Person, field: string): Promise<number | undefined> {
  const { page, secret, walk } = person;
  await look(person);
  const { clock } = walk.stand;
  clock.advance(MINUTE);
  const app = new TOTP({ secret: Secret.fromBase32(secret ?? '') });
  await page.fill(`main [name="${field}"]`, app.generate({ timestamp: clock.now() }));
  return follow(person, `main form:has([name="${field}"]) button.btn:not(.out)`);
}

/** Where the sign-in asks for the second factor: sets the app up the first time, and types its code. */
export async function proveWhereAsked(person: Person): Promise<void> {
  const { page } = person;
  const isNew = isAt(page, '/factor/new');
  if (!isNew && !isAt(page, '/factor')) return;
  if (isNew) person.secret = await page.inputValue('main [name="secret"]');
  expect(await answerWithCode(person, 'code')).toBe(200);
}

/** Looks at a page again until this is on it: what is computed meanwhile shows there. */
export async function lookAgain(person: Person, path: string, what: string): Promise<void> {
  const isThere = async () => {
    await go(person, path);
    return (await person.page.locator(what).count()) > 0;
  };
  await until(isThere, `${what} on ${path}`, 60_000);
}

/** Writes into controls by their names: a text, one of several to choose, or several to tick. */
export async function write(person: Person, typed: Record<string, string | string[]>): Promise<void> {
  for (const [name, value] of Object.entries(typed)) {
    for (const one of [value].flat()) await writeOne(person.page, name, one);
  }
}

async function writeOne(page: Page, name: string, value: string): Promise<void> {
  const named = page.locator(`main [name="${name}"]`);
  const kind = await named.first().evaluate((node) => node.getAttribute('type') ?? node.tagName);
  if (kind === 'radio' || kind === 'checkbox') await page.check(`main [name="${name}"][value="${value}"]`);
  else if (kind === 'SELECT') await named.first().selectOption(value);
  else await named.first().fill(value);
}

/** What the page says. */
export const said = ({ page }: Person): Promise<string> => page.innerText('main');

/** Waits for a mail to this address of which the test holds, the newest first, none of those before `since`. */
export async function mailTo(
  walk: Walk,
  address: string,
  holds: (text: string, subject: string) => boolean,
  since = 0,
) {
  const found = () =>
    walk.catcher.caught
      .slice(since)
      .findLast(({ to, mail }) => to.includes(address) && holds(mail.text ?? '', mail.subject ?? ''));
  await until(() => found() !== undefined, `a mail to ${address}`, 60_000);
  const mail = found()?.mail;
  return { subject: mail?.subject ?? '', text: mail?.text ?? '' };
}

async function linkIn(walk: Walk, address: string, part: string): Promise<string> {
  const { text } = await mailTo(walk, address, (body) => body.includes(part));
  const link = text.split(/\s+/).find((word) => word.includes(part));
  expect(link?.startsWith(`${walk.stand.origin}/`)).toBe(true);
  return link ?? '';
}

const SIGN_IN = '/sign-in/link/';

/** Asks for the sign-in mail at the page that is open; returns the code that it holds. */
async function askForMail(person: Person): Promise<string> {
  const { walk, address } = person;
  const before = walk.catcher.caught.length;
  await press(person, 'main form[action$="/sign-in"] button');
  const { subject } = await mailTo(walk, address, (text) => text.includes(SIGN_IN), before);
  person.mails += 1;
  return /\d{6}/.exec(subject)?.[0] ?? '';
}

/** Asks for the sign-in mail at the page that is open, and follows its link. */
async function byLink(person: Person): Promise<void> {
  const { walk, page, address } = person;
  await askForMail(person);
  await page.goto(await linkIn(walk, address, SIGN_IN));
  await look(person);
  await press(person, 'main form button');
  await proveWhereAsked(person);
}

/** Signs in at the front door, with the link of the mail. */
export async function signInByMail(person: Person): Promise<void> {
  await go(person, '/sign-in');
  await write(person, { address: person.address });
  await byLink(person);
}

/** Signs in at the front door, with the code of the mail typed where it was asked for. */
export async function signInByCode(person: Person): Promise<void> {
  await go(person, '/sign-in');
  await write(person, { address: person.address });
  await write(person, { code: await askForMail(person) });
  await press(person, 'main form[action$="/sign-in/code"] button');
}

/** Opens the mailed invitation, asks for the sign-in mail there and follows its link. */
export async function enterByInvitation(person: Person): Promise<void> {
  const { walk, page, address } = person;
  await page.goto(await linkIn(walk, address, '/invitation/'));
  await look(person);
  await byLink(person);
}

/** An hour has only so many sign-in mails, and the whole edition is played within one. */
const MOST_MAILS = 4;

/** Comes back to a page on another day: signs in again where the session has ended, by mail as long as there are mails. */
export async function comeBack(person: Person, path: string): Promise<void> {
  const { walk, page, lang, address } = person;
  const { clock, service, origin } = walk.stand;
  await page.goto(`${origin}/${lang}${path}`);
  if (isAt(page, '/sign-in') && person.mails < MOST_MAILS) {
    await write(person, { address });
    await byLink(person);
  } else if (isAt(page, '/sign-in')) {
    const at = clock.now();
    await page.goto(`${origin}${printSignInLink(service.db, at, address, lang, '/my', at + DAY)}`);
    await press(person, 'main form button');
  }
  await proveWhereAsked(person);
  await go(person, path);
}
