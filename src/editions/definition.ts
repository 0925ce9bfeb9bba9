/**
 * An edition is data: its rules, question set and rubric, in three languages, written once, published with the call
 * and frozen by the first scorecard. This file says what such a document must hold; a fault names its exact path.
 * Rules that the public pages of the real award state (members only, months of membership, years between awards,
 * nominations a country, awards a country and a region) are settings here, as are those that no page states.
 */
import { z } from 'zod';

export const REGIONS = ['AFR', 'ARB', 'APA', 'ENA', 'LAC'] as const;
export type Region = (typeof REGIONS)[number];

export const STAGES = ['call', 'nomination', 'screening', 'scoring', 'decision', 'announcement'] as const;
export type StageName = (typeof STAGES)[number];

export const LANGUAGES = ['en', 'fr', 'es'] as const;

const id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'editions.fault.id');
const words = z.string().trim().min(1, 'editions.fault.empty').max(2_000);

/** A text in the three working languages. */
export const texts = z.strictObject({ en: words, fr: words, es: words });
export type Texts = z.infer<typeof texts>;

const choice = z.strictObject({ id, label: texts });
const shared = {
  id: z.string().regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/, 'editions.fault.questionId'),
  label: texts,
  hint: texts.optional(),
  required: z.boolean(),
  /** The criteria that this answer is read for. */
  criteria: z.array(id).default([]),
};

export const question = z.discriminatedUnion('kind', [
  z.strictObject({ ...shared, kind: z.literal('short'), maxWords: z.int().min(1).max(200) }),
  z.strictObject({ ...shared, kind: z.literal('long'), maxWords: z.int().min(10).max(5_000) }),
  z.strictObject({
    ...shared,
    kind: z.literal('number'),
    min: z.number().optional(),
    max: z.number().optional(),
    unit: texts.optional(),
  }),
  z.strictObject({ ...shared, kind: z.literal('date') }),
  z.strictObject({ ...shared, kind: z.literal('single'), choices: z.array(choice).min(2).max(30) }),
  z.strictObject({ ...shared, kind: z.literal('multiple'), choices: z.array(choice).min(1).max(30) }),
  z.strictObject({ ...shared, kind: z.literal('link') }),
  z.strictObject({ ...shared, kind: z.literal('file'), maxFiles: z.int().min(1).max(10) }),
]);
export type Question = z.infer<typeof question>;

const section = z.strictObject({
  id,
  group: id,
  title: texts,
  questions: z.array(question).min(1),
});
export type Section = z.infer<typeof section>;

const level = z.strictObject({ points: z.int().min(0).max(100), word: texts });

const criterion = z.strictObject({
  id,
  name: texts,
  /** Parts of the whole that this criterion weighs; the weights of all add up to weightTotal. */
  weight: z.int().min(1).max(1_000),
  /** One line for each level of the scale, lowest first. */
  descriptions: z.array(texts),
  remarkRequired: z.boolean(),
});
export type Criterion = z.infer<typeof criterion>;

const tieRule = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('criterion'), id }),
  z.strictObject({ by: z.literal('median') }),
  z.strictObject({ by: z.literal('lowestScore') }),
  z.strictObject({ by: z.literal('lot'), seed: z.string().min(8).max(200) }),
]);
export type TieRule = z.infer<typeof tieRule>;

const quantum = z.enum(['1', '0.1', '0.01', '0.001']);

const rubric = z.strictObject({
  levels: z.array(level).min(2).max(101),
  criteria: z.array(criterion).min(1).max(40),
  method: z.enum(['mean', 'median', 'trimmed']),
  /** With `trimmed`: how many of the highest and of the lowest scores are left out of each criterion. */
  trim: z.int().min(1).max(5).optional(),
  rounding: z
    .strictObject({ criterion: quantum.optional(), weighted: quantum.optional(), mode: z.literal('half-up') })
    .optional(),
  remarkMaxWords: z.int().min(10).max(2_000),
});
export type Rubric = z.infer<typeof rubric>;

const range = z.strictObject({ min: z.int().min(0).optional(), max: z.int().min(0).optional() });

const rules = z.strictObject({
  eligibility: z.strictObject({
    membersOnly: z.boolean(),
    minMembershipMonths: z.int().min(0).max(240).nullable(),
    /** Membership and time since the last award are counted to this day. */
    countedTo: z.iso.date(),
    reawardAfterYears: z.int().min(0).max(50).nullable(),
    requiredFiles: z.array(z.string()),
  }),
  nomination: z.strictObject({
    maxPerCountry: z.int().min(1).max(1_000).nullable(),
    /** Whether a National Commission is asked in which order it prefers what it nominates. */
    asksOrder: z.boolean().optional(),
  }),
  jury: z.strictObject({
    readersPerNomination: z.int().min(1).max(50),
    maxLoad: z.int().min(1).max(1_000),
    minLoad: z.int().min(0).max(1_000),
    objective: z.enum(['fair', 'sum']),
    ownCountryConflict: z.boolean(),
    readsLanguage: z.boolean(),
    /** What a pair of juror and dossier is worth, in whole points, published with the rules. */
    affinity: z.strictObject({
      expertiseEach: z.int().min(-100).max(100),
      otherRegion: z.int().min(-100).max(100),
      sameRegion: z.int().min(-100).max(100),
      firstLanguage: z.int().min(-100).max(100),
      /** The question whose choices name a dossier's themes, each the id of a criterion; null where none does. */
      themesQuestion: z.string().nullable(),
    }),
    /** So many readers at least from the dossier's own region, and from others; each rule can be left out, at a shown cost. */
    composition: z.strictObject({ ownRegion: z.int().min(0), otherRegion: z.int().min(0) }).optional(),
    /** Whether the jury sits in panels by region: each dossier is read by jurors of its own region alone. */
    regionPanels: z.boolean().optional(),
    /** Whether jurors of this edition sign in by the mailed link alone; absent, a second factor is asked of them. */
    linkAlone: z.boolean().optional(),
    othersScores: z.enum(['never', 'afterOwnLock', 'afterAllLocks']),
    terms: texts,
    termsVersion: z.string().min(1).max(40),
  }),
  selection: z.strictObject({
    seats: z.union([z.int().min(1).max(1_000), z.strictObject({ min: z.int().min(0), max: z.int().min(1) })]),
    maxPerCountry: z.int().min(1).nullable(),
    regions: z.partialRecord(z.enum(REGIONS), range),
    threshold: z
      .string()
      .regex(/^\d+(\.\d{1,6})?$/, 'editions.fault.threshold')
      .nullable(),
    tieRules: z.array(tieRule),
  }),
  /** Whether values adjusted for severity may decide, where the gate of the method passes. */
  adjustedDecides: z.boolean(),
});
export type Rules = z.infer<typeof rules>;

const shape = z.strictObject({
  award: texts,
  name: texts,
  question: texts,
  lead: texts,
  host: texts.nullable(),
  timeZone: z.string().refine((zone) => zone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(zone), {
    error: 'editions.fault.timeZone',
  }),
  contact: z.string().max(200),
  groups: z.array(z.strictObject({ id, title: texts })).min(1),
  sections: z.array(section).min(1).max(60),
  rubric,
  rules,
});

export const definitionSchema = shape.superRefine((value, context) => {
  for (const fault of crossFaults(value)) {
    context.addIssue({
      code: 'custom',
      path: fault.path,
      message: fault.message,
      params: fault.facts ?? {},
      input: undefined,
    });
  }
});
export type Definition = z.infer<typeof shape>;

type Fault = { path: (string | number)[]; message: string; facts?: Record<string, string | number> };

function crossFaults(value: Definition): Fault[] {
  return [...rubricFaults(value), ...sectionFaults(value), ...ruleFaults(value), ...affinityFaults(value)];
}

function rubricFaults({ rubric: { levels, criteria, method, trim } }: Definition): Fault[] {
  const faults = repeats(
    criteria.map((one) => one.id),
    ['rubric', 'criteria'],
  );
  levels.forEach((one, index) => {
    const before = levels[index - 1];
    if (before && one.points <= before.points) {
      faults.push({
        path: ['rubric', 'levels', index, 'points'],
        message: 'editions.fault.levelsRise',
      });
    }
  });
  criteria.forEach((one, index) => {
    if (one.descriptions.length !== levels.length) {
      faults.push({
        path: ['rubric', 'criteria', index, 'descriptions'],
        message: 'editions.fault.descriptions',
        facts: { levels: levels.length, given: one.descriptions.length },
      });
    }
  });
  if ((method === 'trimmed') !== (trim !== undefined)) {
    faults.push({ path: ['rubric', 'trim'], message: 'editions.fault.trim' });
  }
  return faults;
}

function sectionFaults({ sections, groups, rubric: { criteria }, rules: given }: Definition): Fault[] {
  const faults = repeats(
    sections.map((one) => one.id),
    ['sections'],
  );
  const known = new Set(criteria.map((one) => one.id));
  const questions = new Set<string>();
  sections.forEach((one, at) => {
    if (!groups.some((group) => group.id === one.group)) {
      faults.push({
        path: ['sections', at, 'group'],
        message: 'editions.fault.noGroup',
        facts: { id: one.group },
      });
    }
    one.questions.forEach((asked, index) => {
      const path = ['sections', at, 'questions', index];
      if (!asked.id.startsWith(`${one.id}.`))
        faults.push({
          path: [...path, 'id'],
          message: 'editions.fault.prefix',
          facts: { prefix: `${one.id}.` },
        });
      if (questions.has(asked.id))
        faults.push({ path: [...path, 'id'], message: 'editions.fault.twice', facts: { id: asked.id } });
      questions.add(asked.id);
      asked.criteria.forEach((criterionId, place) => {
        if (!known.has(criterionId)) {
          faults.push({
            path: [...path, 'criteria', place],
            message: 'editions.fault.noCriterion',
            facts: { id: criterionId },
          });
        }
      });
    });
  });
  given.eligibility.requiredFiles.forEach((file, index) => {
    if (!questions.has(file)) {
      faults.push({
        path: ['rules', 'eligibility', 'requiredFiles', index],
        message: 'editions.fault.noQuestion',
        facts: { id: file },
      });
    }
  });
  return faults;
}

function ruleFaults({ rules: { selection, jury }, rubric: { criteria } }: Definition): Fault[] {
  const faults: Fault[] = [];
  const { seats, regions } = selection;
  if (typeof seats === 'object' && seats.min > seats.max) {
    faults.push({ path: ['rules', 'selection', 'seats'], message: 'editions.fault.minMax' });
  }
  for (const [region, bounds] of Object.entries(regions)) {
    if (bounds?.min !== undefined && bounds.max !== undefined && bounds.min > bounds.max) {
      faults.push({ path: ['rules', 'selection', 'regions', region], message: 'editions.fault.minMax' });
    }
  }
  selection.tieRules.forEach((rule, index) => {
    if (rule.by === 'criterion' && !criteria.some((one) => one.id === rule.id)) {
      faults.push({
        path: ['rules', 'selection', 'tieRules', index, 'id'],
        message: 'editions.fault.noCriterion',
        facts: { id: rule.id },
      });
    }
  });
  if (jury.minLoad > jury.maxLoad) {
    faults.push({ path: ['rules', 'jury', 'minLoad'], message: 'editions.fault.minMax' });
  }
  const { ownRegion, otherRegion } = jury.composition ?? { ownRegion: 0, otherRegion: 0 };
  if (ownRegion + otherRegion > jury.readersPerNomination) {
    faults.push({ path: ['rules', 'jury', 'composition'], message: 'editions.fault.minMax' });
  }
  if (jury.regionPanels === true && otherRegion > 0) {
    faults.push({ path: ['rules', 'jury', 'composition', 'otherRegion'], message: 'editions.fault.panels' });
  }
  return faults;
}

function affinityFaults(value: Definition): Fault[] {
  const { themesQuestion } = value.rules.jury.affinity;
  if (themesQuestion === null) return [];
  const path = ['rules', 'jury', 'affinity', 'themesQuestion'];
  const asked = questionsOf(value).find((one) => one.id === themesQuestion);
  if (asked?.kind !== 'multiple')
    return [{ path, message: 'editions.fault.noThemes', facts: { id: themesQuestion } }];
  const known = new Set(value.rubric.criteria.map((one) => one.id));
  const strange = asked.choices.filter((one) => !known.has(one.id));
  return strange.map(({ id }) => ({ path, message: 'editions.fault.themeNoCriterion', facts: { id } }));
}

function repeats(ids: string[], path: string[]): Fault[] {
  return ids.flatMap((one, index) =>
    ids.indexOf(one) < index
      ? [{ path: [...path, index, 'id'], message: 'editions.fault.twice', facts: { id: one } }]
      : [],
  );
}

/** The sum of the weights: what a card with the highest level everywhere is worth is this many parts. */
export function weightTotal(given: Rubric): number {
  return given.criteria.reduce((sum, one) => sum + one.weight, 0);
}

/** All questions of the question set in order. */
export function questionsOf(definition: Definition): Question[] {
  return definition.sections.flatMap((one) => one.questions);
}
