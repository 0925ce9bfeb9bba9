import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { readEditionFile } from '../../src/editions/edition-file.ts';
import { loadCatalogues } from '../../src/platform/i18n/catalogue.ts';
import { LANGS } from '../../src/platform/i18n/lang.ts';
import { paths } from '../../src/platform/paths.ts';
import { countFindings, findingsAgainst } from '../../src/screening/eligibility.ts';
import { writeFinding, writePartialDate } from '../../src/screening/finding-words.ts';
import {
  dossierFacts,
  type Finding,
  type FindingId,
  findingsOn,
  type Screened,
} from '../../src/screening/findings.ts';
import { seemingLanguage } from '../../src/screening/language.ts';
import { dayBounds, fullMonths } from '../../src/screening/partial-date.ts';
import { ANSWERS } from './ground.ts';

const read = readEditionFile(readFileSync(join(paths.seed, 'sample', 'edition-2027.json'), 'utf8'));
if ('faults' in read) throw new Error('the sample edition is faulty');
const { definition } = read.file;

const AT = Date.parse('2027-03-01T09:00:00Z');
const GOOD: Screened = {
  joined: '2019',
  awards: [],
  lang: 'en',
  submittedAt: Date.parse('2027-01-20T12:00:00Z'),
  deadline: Date.parse('2027-01-29T18:00:00Z'),
  endorsement: 'nominated',
  commissionUntil: Date.parse('2027-02-26T18:00:00Z'),
  nominatedOfCountry: 1,
  liveOfCity: 1,
  dossier: { missingFiles: [], missingAnswers: [], seems: 'en' },
};

function rulesWith(eligibility: Partial<typeof definition.rules.eligibility>) {
  return { ...definition.rules, eligibility: { ...definition.rules.eligibility, ...eligibility } };
}

function one(id: FindingId, screened: Partial<Screened>, rules = definition.rules, at = AT): Finding {
  const found = findingsOn(rules, { ...GOOD, ...screened }, at).find((each) => each.id === id);
  if (!found) throw new Error(`no finding ${id}`);
  return found;
}

describe('months of membership', () => {
  const cases: [
    joined: string | null,
    countedTo: string,
    needed: number,
    state: Finding['state'],
    reason: string,
  ][] = [
    ['2019', '2027-01-29', 12, 'met', 'met'],
    ['2025', '2027-01-29', 12, 'met', 'met'],
    ['2026', '2027-01-29', 12, 'unclear', 'needsMonth'],
    ['2027', '2027-01-29', 12, 'notMet', 'notMet'],
    ['2026-01', '2027-01-29', 12, 'unclear', 'needsDay'],
    ['2026-01', '2027-01-31', 12, 'met', 'met'],
    ['2026-02', '2027-01-29', 12, 'notMet', 'notMet'],
    ['2025-12', '2027-01-29', 12, 'met', 'met'],
    ['2026-01-29', '2027-01-29', 12, 'met', 'met'],
    ['2026-01-30', '2027-01-29', 12, 'notMet', 'notMet'],
    ['2024-02-29', '2025-02-28', 12, 'met', 'met'],
    ['2024-02-29', '2025-02-27', 12, 'notMet', 'notMet'],
    ['2024-02', '2025-02-28', 12, 'met', 'met'],
    ['2023-02-28', '2024-02-29', 12, 'met', 'met'],
    ['2025-12-31', '2027-12-30', 24, 'notMet', 'notMet'],
    ['2025', '2027-12-31', 24, 'met', 'met'],
    ['2025', '2027-12-30', 24, 'unclear', 'needsMonth'],
    ['2026', '2027-01-29', 0, 'met', 'met'],
    [null, '2027-01-29', 12, 'unclear', 'unknown'],
    ['2019-13', '2027-01-29', 12, 'unclear', 'unknown'],
  ];
  it.each(cases)(
    'joined %s counted to %s for %i months is %s',
    (joined, countedTo, needed, state, reason) => {
      const rules = rulesWith({ countedTo, minMembershipMonths: needed });
      expect(one('months', { joined }, rules)).toMatchObject({ state, reason });
    },
  );

  it('a year counted to the first of January cannot be told apart from a whole year', () => {
    expect(one('months', { joined: '2026' }, rulesWith({ countedTo: '2027-01-01' })).facts).toMatchObject({
      least: 0,
      most: 12,
    });
  });

  it('an edition without the rule has no such finding', () => {
    const ids = findingsOn(
      rulesWith({ minMembershipMonths: null, reawardAfterYears: null, membersOnly: false }),
      GOOD,
      AT,
    );
    expect(ids.map((found) => found.id)).toEqual([
      'commission',
      'limit',
      'files',
      'answers',
      'single',
      'inTime',
      'language',
    ]);
  });
});

describe('membership', () => {
  it.each([
    ['2026', '2027-01-29', 'met', 'met'],
    ['2027', '2027-01-29', 'unclear', 'unclear'],
    ['2027-02', '2027-01-29', 'notMet', 'notMet'],
    ['2027-01-29', '2027-01-29', 'met', 'met'],
    [null, '2027-01-29', 'met', 'listed'],
  ] as const)('joined %s counted to %s is %s', (joined, countedTo, state, reason) => {
    expect(one('member', { joined }, rulesWith({ countedTo }))).toMatchObject({ state, reason });
  });
});

describe('years since the last award', () => {
  it.each([
    [[], 'met', 'never'],
    [['2015'], 'met', 'met'],
    [['2019'], 'met', 'met'],
    [['2021'], 'unclear', 'needsMonth'],
    [['2021-01'], 'unclear', 'needsDay'],
    [['2021-01-29'], 'met', 'met'],
    [['2021-01-30'], 'notMet', 'notMet'],
    [['2024'], 'notMet', 'notMet'],
    [['2015', '2024'], 'notMet', 'notMet'],
    [['2021', '2021-02-01'], 'notMet', 'notMet'],
  ] as const)('awarded %j is %s', (awards, state, reason) => {
    expect(one('reaward', { awards })).toMatchObject({ state, reason });
  });

  it('names the last award', () => {
    expect(one('reaward', { awards: ['2015', '2019', '2017'] }).facts.awarded).toBe('2019');
  });
});

describe('the other findings', () => {
  it.each([
    ['commission', {}, 'met', 'met'],
    ['commission', { endorsement: 'declined' }, 'notMet', 'declined'],
    ['commission', { endorsement: null }, 'notMet', 'silent'],
    ['limit', { nominatedOfCountry: 2 }, 'met', 'met'],
    ['limit', { nominatedOfCountry: 3 }, 'notMet', 'notMet'],
    ['files', { dossier: { ...GOOD.dossier, missingFiles: ['consent.file'] } }, 'notMet', 'notMet'],
    ['answers', { dossier: { ...GOOD.dossier, missingAnswers: ['plan.answer'] } }, 'notMet', 'notMet'],
    ['single', { liveOfCity: 2 }, 'notMet', 'notMet'],
    ['inTime', { submittedAt: GOOD.deadline - 1 }, 'met', 'met'],
    ['inTime', { submittedAt: GOOD.deadline }, 'notMet', 'notMet'],
    ['language', { dossier: { ...GOOD.dossier, seems: null } }, 'met', 'met'],
    ['language', { dossier: { ...GOOD.dossier, seems: 'fr' } }, 'notMet', 'notMet'],
    ['language', { dossier: { ...GOOD.dossier, seems: 'other' } }, 'unclear', 'unclear'],
  ] as const)('%s with %j is %s', (id, screened, state, reason) => {
    expect(one(id, screened)).toMatchObject({ state, reason });
  });

  it('a commission that still has time cannot be told', () => {
    expect(one('commission', { endorsement: null }, definition.rules, GOOD.commissionUntil - 1).state).toBe(
      'unclear',
    );
  });

  it('a dossier lacks what is required and blank, and nothing else', () => {
    const { 'plan.answer': _plan, ...answers } = ANSWERS;
    expect(dossierFacts(definition, { ...answers, 'team.lead': '  ' }, { 'consent.file': [] })).toMatchObject(
      {
        missingFiles: ['mayor-letter.file', 'consent.file'],
        missingAnswers: ['team.lead', 'plan.answer'],
      },
    );
  });
});

describe('the language of a dossier', () => {
  const folder = join(paths.seed, 'sample', 'dossiers');
  const dossiers = readdirSync(folder).map(
    (name) =>
      JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
        city: string;
        language: 'en' | 'fr' | 'es';
        answers: Record<string, unknown>;
      },
  );

  it('is told right for every dossier of the sample', () => {
    expect(dossiers.length).toBeGreaterThan(40);
    const wrong = dossiers.filter(
      ({ language, answers }) => dossierFacts(definition, answers as never, {}).seems !== language,
    );
    // Živinice wrote in Bosnian, which the sample needs for the finding of a language that the award does not take.
    expect(wrong.map(({ city }) => city)).toEqual(['Živinice']);
  });

  it('is none of the three where the text is Portuguese, German or Polish', () => {
    const texts = [
      'A cidade fez um plano com as escolas e os bairros. Uma comissão reúne-se todos os meses e decide o que vem primeiro. Não há custos para quem aprende, e os professores são pagos pela câmara. Desde então, mais de mil pessoas voltaram a estudar, muitas delas pela primeira vez em vinte anos de trabalho no porto.',
      'Die Stadt hat einen Plan gemacht und die Schulen gefragt. Ein Rat trifft sich jeden Monat und entscheidet, was zuerst kommt. Wer lernt, zahlt nichts, und die Lehrer werden von der Stadt bezahlt. Seitdem haben mehr als tausend Menschen wieder angefangen zu lernen, viele davon zum ersten Mal seit zwanzig Jahren.',
    ];
    expect(texts.map(seemingLanguage)).toEqual(['other', 'other']);
  });

  it('is not doubted in a short text', () => {
    expect(seemingLanguage('Die Stadt hat einen Plan.')).toBeNull();
  });
});

describe('partial dates', () => {
  it.each([
    ['2024', '2024-01-01', '2024-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2023-02', '2023-02-01', '2023-02-28'],
    ['2024-02-29', '2024-02-29', '2024-02-29'],
  ])('%s means %s to %s', (text, first, last) => {
    expect(dayBounds(text)).toEqual({ first, last });
  });

  it.each(['', '24', '2024-13', '2023-02-29', '2024-2', '2024-02-29T00:00', 'soon'])(
    '%j is no date',
    (text) => {
      expect(dayBounds(text)).toBeNull();
    },
  );

  const days = fc
    .integer({ min: -10_000, max: 10_000 })
    .map((n) => Temporal.PlainDate.from('2020-02-29').add({ days: n }));

  it('full months are the greatest number that still lies within', () => {
    fc.assert(
      fc.property(days, days, (from, to) => {
        const months = fullMonths(from.toString(), to.toString());
        expect(Temporal.PlainDate.compare(from.add({ months }), to)).toBeLessThanOrEqual(0);
        expect(Temporal.PlainDate.compare(from.add({ months: months + 1 }), to)).toBe(1);
      }),
    );
  });

  it('a finding on a year agrees with each day of it, or says that it cannot be told', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 40 }), days, (joined, needed, countedTo) => {
        const rules = rulesWith({ countedTo: countedTo.toString(), minMembershipMonths: needed });
        const ofDay = one('months', { joined: joined.toString() }, rules).state;
        for (const text of [joined.toString().slice(0, 4), joined.toString().slice(0, 7)]) {
          const { state } = one('months', { joined: text }, rules);
          if (state !== 'unclear') expect(state).toBe(ofDay);
        }
      }),
    );
  });
});

describe('all findings together', () => {
  const awards = fc.array(
    fc.constantFrom('2015', '2019', '2021', '2021-01', '2021-01-29', '2021-02-01', '2024'),
    { maxLength: 5 },
  );

  it('never change by the order of what they rest on', () => {
    fc.assert(
      fc.property(awards, fc.constantFrom('2026', '2026-01', null), (given, joined) => {
        const all = (order: string[]) => findingsOn(definition.rules, { ...GOOD, joined, awards: order }, AT);
        expect(all([...given].reverse())).toEqual(all(given));
        expect(all([...given].sort())).toEqual(all(given));
      }),
    );
  });

  it('have a sentence for every reason, in three languages', () => {
    const say = loadCatalogues(paths.locales);
    const screened: Partial<Screened>[] = [
      {},
      {
        joined: null,
        endorsement: null,
        liveOfCity: 2,
        submittedAt: GOOD.deadline,
        nominatedOfCountry: 3,
        awards: ['2021'],
      },
      {
        joined: '2026',
        awards: ['2021-01'],
        endorsement: 'declined',
        dossier: { missingFiles: ['consent.file'], missingAnswers: ['team.lead'], seems: 'fr' },
      },
      { joined: '2026-01', awards: ['2015'], dossier: { ...GOOD.dossier, seems: 'other' } },
      { joined: '2027-02', awards: ['2024'] },
      { joined: '2027' },
    ];
    const early = findingsOn(definition.rules, { ...GOOD, endorsement: null }, GOOD.commissionUntil - 1);
    const all = [
      ...screened.flatMap((some) => findingsOn(definition.rules, { ...GOOD, ...some }, AT)),
      ...early,
    ];
    const texts = JSON.parse(readFileSync(join(paths.locales, 'en', 'screening.json'), 'utf8')) as object;
    const written = Object.keys(texts).filter((key) => /^screening\.finding\.\w+\.\w+$/.test(key));
    expect([...new Set(all.map(({ id, reason }) => `screening.finding.${id}.${reason}`))].sort()).toEqual(
      written.sort(),
    );
    for (const lang of LANGS) {
      for (const found of all) {
        const { sentence } = writeFinding(
          (key, facts) => say(lang, key, facts),
          lang,
          definition,
          'UTC',
          found,
        );
        expect(sentence).not.toMatch(/[{}]|undefined/);
        expect(sentence.length).toBeGreaterThan(10);
      }
    }
  });

  it('count what is met, not met and unclear', () => {
    const found = findingsOn(definition.rules, { ...GOOD, joined: '2026', liveOfCity: 2 }, AT);
    expect(countFindings(found)).toEqual({ met: 8, notMet: 1, unclear: 1 });
  });
});

describe('a decision against the findings', () => {
  const states = (...given: Finding['state'][]) =>
    given.map((state): Finding => ({ id: 'member', state, reason: state, facts: {} }));
  it.each([
    ['eligible', states('met', 'met'), 0],
    ['eligible', states('met', 'notMet', 'unclear'), 2],
    ['ineligible', states('met', 'met'), 2],
    ['ineligible', states('met', 'unclear'), 0],
    ['ineligible', states('met', 'notMet'), 0],
  ] as const)('%s over %j goes against %i', (outcome, findings, against) => {
    expect(findingsAgainst(outcome, findings)).toHaveLength(against);
  });
});

describe('a day that is known in part', () => {
  it.each([
    ['en', '2019', '2019'],
    ['en', '2019-05', 'May 2019'],
    ['fr', '2019-05', 'mai 2019'],
    ['es', '2019-05-14', '14 de mayo de 2019'],
  ] as const)('in %s, %s is written %s', (lang, text, words) => {
    expect(writePartialDate(lang, text)).toBe(words);
  });
});
