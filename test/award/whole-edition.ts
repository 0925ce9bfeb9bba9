import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { type Dossiers, enterOthers, startDossier, submitDossier, writeDossier } from './steps-dossier.ts';
import { assign, closeTally, handBack, score, seatJury } from './steps-jury.ts';
import { askCommissions, correctRegistry, makeEdition, publishCall, readCall } from './steps-opening.ts';
import { announce, audit, decideTogether, setMoment } from './steps-result.ts';
import { clarify, nominateCities, screen } from './steps-screening.ts';
import { closeWalk, openWalk, setClock, type Walk } from './walk.ts';

type Step = readonly [day: string, what: string, play: (walk: Walk, dossiers: Dossiers) => Promise<void>];

/** The edition in the order in which it is lived, each step on its day. */
const STEPS: readonly Step[] = [
  ['2026-10-20', 'the first organiser makes the edition from its file', makeEdition],
  ['2026-10-20', 'the registry is corrected by a list', correctRegistry],
  ['2026-10-20', 'the office is staffed and the call goes out', publishCall],
  ['2026-11-02', 'the public reads the call in three languages', readCall],
  ['2026-11-03', 'the commissions are asked in', askCommissions],
  ['2026-11-10', 'a city starts its dossier on a phone', startDossier],
  ['2026-11-10', 'it fills every section, with a colleague', writeDossier],
  ['2026-11-10', 'it checks, submits and has its receipt', submitDossier],
  ['2026-12-15', 'eleven other cities submit', enterOthers],
  ['2027-02-10', 'the commissions nominate and decline', nominateCities],
  ['2027-02-12', 'a question is asked and answered', clarify],
  ['2027-03-01', 'the dossiers are screened', screen],
  ['2027-03-02', 'the jury is invited and takes its seats', seatJury],
  ['2027-03-14', 'the dossiers are assigned', assign],
  ['2027-03-20', 'two are handed back and find new readers', handBack],
  ['2027-03-25', 'the jury scores', score],
  ['2027-04-17', 'the tally is closed', closeTally],
  ['2027-04-18', 'two organisers decide', decideTogether],
  ['2027-05-03', 'the moment is set, and nothing shows before it', setMoment],
  ['2027-06-14', 'the result opens in three languages', announce],
  ['2027-06-15', 'the auditor finds everything in order', audit],
];

/** The longest that a step may take, on a machine that does much else. */
const STEP_MS = 300_000;

/** Plays the whole edition through pages, one test a step, with script or without. */
export function playWholeEdition(script: boolean): void {
  let browser: Browser;
  let walk: Walk;
  const dossiers: Dossiers = new Map();
  beforeAll(async () => {
    browser = await openBrowser();
    walk = await openWalk(browser, script, '2026-10-20T09:00:00Z');
  });
  afterAll(async () => {
    await closeWalk(walk);
    await browser.close();
  });
  let day = '';
  for (const [on, what, play] of STEPS) {
    it(
      `${on}: ${what}`,
      async () => {
        // Steps of one day follow each other; a new day begins at its own hour.
        if (on !== day) setClock(walk, `${on}T09:30:00Z`);
        day = on;
        await play(walk, dossiers);
      },
      STEP_MS,
    );
  }
}
