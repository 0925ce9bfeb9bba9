import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../src/editions/calendar.ts';
import {
  balanceOf,
  isSameProfile,
  jurorState,
  orderLanguages,
  type Profile,
  readAffiliations,
} from '../../src/jury/juror.ts';
import {
  type Seat,
  whyNotAccept,
  whyNotDecline,
  whyNotDescribe,
  whyNotInvite,
  whyNotRemind,
} from '../../src/jury/policy.ts';
import { loadCatalogues } from '../../src/platform/i18n/catalogue.ts';
import { LANGS } from '../../src/platform/i18n/lang.ts';
import { paths } from '../../src/platform/paths.ts';
import { refuse } from '../../src/platform/result.ts';

const CALENDAR: Calendar = [{ stage: 'scoring', opensAt: 1_000, closesAt: 2_000 }];
const SEAT: Seat = { acceptedAt: null, declinedAt: null, endedAt: null, fixedAt: null };

describe('policy of the jury', () => {
  it.each([
    ['jury.closed', whyNotInvite(CALENDAR, null, 2_000)],
    ['people.inOffice', whyNotInvite(CALENDAR, refuse('people.inOffice'), 1)],
    [undefined, whyNotInvite(CALENDAR, null, 1_999)],
    ['jury.ended', whyNotAccept(CALENDAR, { ...SEAT, endedAt: 5 }, null, 1)],
    ['jury.declined', whyNotAccept(CALENDAR, { ...SEAT, declinedAt: 5 }, null, 1)],
    ['jury.expired', whyNotAccept(CALENDAR, SEAT, null, 2_000)],
    ['people.writesDossier', whyNotAccept(CALENDAR, SEAT, refuse('people.writesDossier'), 1)],
    [undefined, whyNotAccept(CALENDAR, SEAT, null, 1_999)],
    ['jury.accepted', whyNotDecline({ ...SEAT, acceptedAt: 5 })],
    ['jury.ended', whyNotDecline({ ...SEAT, endedAt: 5 })],
    [undefined, whyNotDecline(SEAT)],
    ['jury.locked', whyNotDescribe({ ...SEAT, fixedAt: 5 })],
    ['jury.ended', whyNotDescribe({ ...SEAT, fixedAt: 5, endedAt: 6 })],
    [undefined, whyNotDescribe({ ...SEAT, acceptedAt: 5 })],
    ['jury.accepted', whyNotRemind(CALENDAR, { ...SEAT, acceptedAt: 5 }, null, 6)],
    [undefined, whyNotRemind(CALENDAR, { ...SEAT, acceptedAt: 5, endedAt: 6 }, null, 7)],
    ['jury.closed', whyNotRemind(CALENDAR, SEAT, null, 2_000)],
  ] as const)('%s', (code, refusal) => {
    expect(refusal?.code).toBe(code);
  });

  it('has a sentence for each refusal in three languages', () => {
    const say = loadCatalogues(paths.locales);
    const source = ['policy', 'store', 'juror-routes', 'own-routes', 'conflict-routes']
      .map((name) => readFileSync(join(paths.root, 'src', 'jury', `${name}.ts`), 'utf8'))
      .join('\n');
    const codes = [...source.matchAll(/refuse\('(jury\.\w+)'/g)].map((match) => match[1] ?? '');
    expect(codes.length).toBeGreaterThan(10);
    const facts = {
      closedAt: 'x',
      endedAt: 'x',
      declinedAt: 'x',
      acceptedAt: 'x',
      fixedAt: 'x',
      address: 'x',
    };
    for (const lang of LANGS)
      for (const code of codes) expect(say(lang, code, facts).length).toBeGreaterThan(20);
  });
});

describe('the state of a juror', () => {
  it.each([
    [SEAT, 'invited'],
    [{ ...SEAT, acceptedAt: 1 }, 'accepted'],
    [{ ...SEAT, declinedAt: 1 }, 'declined'],
    [{ ...SEAT, acceptedAt: 1, endedAt: 2 }, 'ended'],
  ] as const)('of %j is %s', (seat, state) => {
    expect(jurorState(seat)).toBe(state);
  });
});

describe('a profile', () => {
  const profile: Profile = {
    country: 'DK',
    region: 'ENA',
    languages: ['en', 'fr'],
    expertise: ['plan', 'access'],
    affiliations: ['A'],
    maxLoad: 12,
  };

  it('is the same whatever the order of its expertise, and another one by the order of its languages', () => {
    expect(isSameProfile(profile, { ...profile, expertise: ['access', 'plan'] })).toBe(true);
    expect(isSameProfile(profile, { ...profile, languages: ['fr', 'en'] })).toBe(false);
  });

  it('reads languages with the first one first, and affiliations a line', () => {
    expect(orderLanguages('es', ['en', 'es'])).toEqual(['es', 'en']);
    expect(readAffiliations(' A  b \n\n C\nA b')).toEqual(['A b', 'C']);
  });

  it('counts for the balance only once it is accepted', () => {
    const seat = { ...SEAT, ...profile };
    const balance = balanceOf(
      [
        { ...seat, acceptedAt: 1 },
        seat,
        { ...seat, acceptedAt: 1, endedAt: 2 },
        { ...seat, region: 'AFR', languages: ['es'], maxLoad: 3, acceptedAt: 1 },
      ],
      [
        { lang: 'en', region: 'ENA' },
        { lang: 'en', region: 'ENA' },
        { lang: 'es', region: 'AFR' },
      ],
      5,
    );
    expect(balance.regions.find((one) => one.region === 'ENA')).toEqual({
      region: 'ENA',
      accepted: 1,
      invited: 1,
      offered: 12,
      needed: 10,
    });
    expect(balance.regions.find((one) => one.region === 'AFR')).toMatchObject({ offered: 3, needed: 5 });
    expect(balance).toMatchObject({ offered: 15, needed: 15 });
    expect(balance.languages).toEqual([
      { lang: 'en', readers: 1, offered: 12, needed: 10 },
      { lang: 'fr', readers: 1, offered: 12, needed: 0 },
      { lang: 'es', readers: 1, offered: 3, needed: 5 },
    ]);
  });
});
