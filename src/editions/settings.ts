/**
 * The settings of a definition as pages edit them: texts of the call, who may take part, how the jury works, how
 * scores count. A field bears the path of what it sets, so that a fault of the definition falls on its own field. What
 * JSON writes in several shapes (seats, rules that may be absent) lies here in one, the sheet.
 */
import { canonicalJson } from '../platform/digest.ts';
import { type Definition, REGIONS, type TieRule } from './definition.ts';
import { choicesFrom } from './edit.ts';

export const PARTS = ['texts', 'who', 'jury', 'counting'] as const;
export type Part = (typeof PARTS)[number];

/** `empty`: what an empty field means; a setting without it has to be filled in. */
export type Setting = { path: string } & (
  | { kind: 'whole' | 'line' | 'day' | 'three' | 'passage'; empty?: 'null' | 'absent' }
  | { kind: 'tick' | 'papers' | 'themes' | 'groups' | 'tie' }
  | { kind: 'one'; of: readonly string[]; empty?: 'absent' }
);

const QUANTA = ['1', '0.1', '0.01', '0.001'];
export const MOST_TIES = 6;
const ELIGIBILITY = 'rules.eligibility';
const JURY = 'rules.jury';
const SELECTION = 'rules.selection';

/** The settings of each part, in rows: two of a row stand side by side. */
export const SETTINGS: Readonly<Record<Part, readonly (readonly Setting[])[]>> = {
  texts: [
    [{ path: 'award', kind: 'three' }],
    [{ path: 'name', kind: 'three' }],
    [{ path: 'question', kind: 'three' }],
    [{ path: 'lead', kind: 'passage' }],
    [{ path: 'host', kind: 'three', empty: 'null' }],
    [{ path: 'contact', kind: 'line' }],
    [{ path: 'timeZone', kind: 'line' }],
    [{ path: 'groups', kind: 'groups' }],
  ],
  who: [
    [{ path: `${ELIGIBILITY}.membersOnly`, kind: 'tick' }],
    [{ path: `${ELIGIBILITY}.minMembershipMonths`, kind: 'whole', empty: 'null' }],
    [{ path: `${ELIGIBILITY}.reawardAfterYears`, kind: 'whole', empty: 'null' }],
    [{ path: `${ELIGIBILITY}.countedTo`, kind: 'day' }],
    [{ path: `${ELIGIBILITY}.requiredFiles`, kind: 'papers' }],
    [{ path: 'rules.nomination.maxPerCountry', kind: 'whole', empty: 'null' }],
    [{ path: 'rules.nomination.asksOrder', kind: 'tick' }],
  ],
  jury: [
    [{ path: `${JURY}.readersPerNomination`, kind: 'whole' }],
    [
      { path: `${JURY}.minLoad`, kind: 'whole' },
      { path: `${JURY}.maxLoad`, kind: 'whole' },
    ],
    [{ path: `${JURY}.objective`, kind: 'one', of: ['fair', 'sum'] }],
    [{ path: `${JURY}.ownCountryConflict`, kind: 'tick' }],
    [{ path: `${JURY}.readsLanguage`, kind: 'tick' }],
    [{ path: `${JURY}.regionPanels`, kind: 'tick' }],
    [
      { path: `${JURY}.composition.ownRegion`, kind: 'whole' },
      { path: `${JURY}.composition.otherRegion`, kind: 'whole' },
    ],
    [{ path: `${JURY}.affinity.themesQuestion`, kind: 'themes' }],
    [
      { path: `${JURY}.affinity.expertiseEach`, kind: 'whole' },
      { path: `${JURY}.affinity.firstLanguage`, kind: 'whole' },
    ],
    [
      { path: `${JURY}.affinity.otherRegion`, kind: 'whole' },
      { path: `${JURY}.affinity.sameRegion`, kind: 'whole' },
    ],
    [{ path: `${JURY}.othersScores`, kind: 'one', of: ['never', 'afterOwnLock', 'afterAllLocks'] }],
    [{ path: `${JURY}.linkAlone`, kind: 'tick' }],
    [{ path: `${JURY}.terms`, kind: 'passage' }],
    [{ path: `${JURY}.termsVersion`, kind: 'line' }],
  ],
  counting: [
    [{ path: 'rubric.method', kind: 'one', of: ['mean', 'median', 'trimmed'] }],
    [{ path: 'rubric.trim', kind: 'whole', empty: 'absent' }],
    [
      { path: 'rubric.rounding.criterion', kind: 'one', of: QUANTA, empty: 'absent' },
      { path: 'rubric.rounding.weighted', kind: 'one', of: QUANTA, empty: 'absent' },
    ],
    [{ path: 'rubric.remarkMaxWords', kind: 'whole' }],
    [{ path: 'rules.adjustedDecides', kind: 'tick' }],
    [
      { path: `${SELECTION}.seats.min`, kind: 'whole', empty: 'absent' },
      { path: `${SELECTION}.seats.max`, kind: 'whole' },
    ],
    [{ path: `${SELECTION}.maxPerCountry`, kind: 'whole', empty: 'null' }],
    ...REGIONS.map((region): Setting[] => [
      { path: `${SELECTION}.regions.${region}.min`, kind: 'whole', empty: 'absent' },
      { path: `${SELECTION}.regions.${region}.max`, kind: 'whole', empty: 'absent' },
    ]),
    [{ path: `${SELECTION}.threshold`, kind: 'line', empty: 'null' }],
    ...Array.from({ length: MOST_TIES }, (_, at): Setting[] => [
      { path: `${SELECTION}.tieRules.${at}`, kind: 'tie' },
    ]),
    [{ path: `${SELECTION}.lotSeed`, kind: 'line', empty: 'absent' }],
  ],
};

export type Sheet = { [name: string]: unknown };

/** A definition as a sheet: the same, with one shape for what a definition may write in several. */
export function sheetOf(definition: Definition): Sheet {
  const { rules, rubric } = definition;
  const { jury, selection, nomination } = rules;
  const { seats, tieRules } = selection;
  const lot = tieRules.find((rule) => rule.by === 'lot');
  return {
    ...definition,
    rubric: { ...rubric, rounding: { ...rubric.rounding } },
    rules: {
      ...rules,
      nomination: { asksOrder: false, ...nomination },
      jury: { regionPanels: false, linkAlone: false, composition: { ownRegion: 0, otherRegion: 0 }, ...jury },
      selection: {
        ...selection,
        seats: typeof seats === 'number' ? { max: seats } : seats,
        tieRules: Object.fromEntries(tieRules.map((rule, at) => [at, tieWord(rule)])),
        ...(lot ? { lotSeed: lot.seed } : {}),
      },
    },
  };
}

const tieWord = (rule: TieRule) => (rule.by === 'criterion' ? `criterion ${rule.id}` : rule.by);

/** The definition that a sheet describes, unjudged; the one given where the sheet says the same. */
export function definitionOf(sheet: Sheet, before: Definition): Definition {
  if (canonicalJson(sheet) === canonicalJson(sheetOf(before))) return before;
  const { rules, rubric } = sheet as unknown as Definition;
  const { selection, jury } = rules;
  const { composition, ...ruled } = jury;
  const { lotSeed, ...chosen } = selection as typeof selection & { lotSeed?: string };
  const { rounding, ...counted } = rubric;
  const { min, max } = selection.seats as { min?: number; max: number };
  const asked = composition ?? { ownRegion: 0, otherRegion: 0 };
  const isComposed = asked.ownRegion + asked.otherRegion > 0 || before.rules.jury.composition !== undefined;
  const isRounded = rounding?.criterion !== undefined || rounding?.weighted !== undefined;
  return {
    ...before,
    ...sheet,
    rubric: isRounded ? { ...counted, rounding: { ...rounding, mode: 'half-up' } } : counted,
    rules: {
      ...rules,
      nomination: withoutUnset(rules.nomination, before.rules.nomination, ['asksOrder']),
      jury: withoutUnset(isComposed ? { ...ruled, composition: asked } : ruled, before.rules.jury, [
        'regionPanels',
        'linkAlone',
      ]),
      selection: {
        ...chosen,
        seats: min === undefined ? max : { min, max },
        regions: Object.fromEntries(
          Object.entries(selection.regions).filter(([, range]) => Object.keys(range ?? {}).length > 0),
        ),
        tieRules: tieRulesOf(selection.tieRules as unknown as Record<string, string>, lotSeed),
      },
    },
  };
}

/** A part without the settings that stand at "no" and were not named before: nothing is added that nobody chose. */
function withoutUnset<Rule extends object>(after: Rule, before: Rule, names: readonly string[]): Rule {
  const entries = Object.entries(after).filter(
    ([name, value]) => value !== false || name in before || !names.includes(name),
  );
  return Object.fromEntries(entries) as Rule;
}

function tieRulesOf(words: Record<string, string>, seed = ''): TieRule[] {
  return Object.keys(words)
    .sort((one, other) => Number(one) - Number(other))
    .map((at) => words[at] ?? '')
    .flatMap((word): TieRule[] => {
      if (word === '') return [];
      if (word === 'median' || word === 'lowestScore') return [{ by: word }];
      return word === 'lot'
        ? [{ by: word, seed }]
        : [{ by: 'criterion', id: word.replace(/^criterion /, '') }];
    });
}

/** What stands at a path of a sheet. */
export function valueAt(sheet: Sheet, path: string): unknown {
  return path.split('.').reduce<unknown>((at, step) => (at as Sheet | undefined)?.[step], sheet);
}

/** The sheet with another value at a path; undefined takes it away. */
export function withValue(sheet: Sheet, path: string, value: unknown): Sheet {
  const [step = '', ...rest] = path.split('.');
  if (rest.length > 0) {
    const inner = (sheet[step] ?? {}) as Sheet;
    return { ...sheet, [step]: withValue(inner, rest.join('.'), value) };
  }
  if (value !== undefined) return { ...sheet, [step]: value };
  const { [step]: _gone, ...left } = sheet;
  return left;
}

/** The groups of sections from their titles, one a line in each language; a title that stands keeps its id. */
export function groupsFrom(
  titles: Parameters<typeof choicesFrom>[0],
  before: Definition['groups'],
): Definition['groups'] {
  const known = before.map(({ id, title }) => ({ id, label: title }));
  return choicesFrom(titles, known).map(({ id, label }) => ({ id, title: label }));
}
