/**
 * A new edition begins as a copy of the last one: its question set, rubric, rules and texts, with every date moved by
 * whole years. People, cities, dossiers, scores and results are never copied.
 */

import { isoOf } from '../platform/clock.ts';
import type { Calendar } from './calendar.ts';
import { type Definition, questionsOf, STAGES, type Texts } from './definition.ts';
import type { EditionFile } from './edition-file.ts';
import { dayYearsLater, yearsLater } from './local-time.ts';

type Original = { slug: string; year: number; definition: Definition; calendar: Calendar };

/** The one file of an edition as it stands: definition, and calendar with its extensions worked in. */
export function fileOf(edition: Original): EditionFile {
  const dates = edition.calendar.map(({ stage, opensAt, closesAt }) => [
    stage,
    { opensAt: isoOf(opensAt), closesAt: isoOf(closesAt) },
  ]);
  return {
    format: 'learning-cities-award/edition/1',
    slug: edition.slug,
    year: edition.year,
    calendar: Object.fromEntries(dates) as EditionFile['calendar'],
    definition: edition.definition,
  };
}

/** The file of a new edition made from an old one. */
export function copyOf(edition: Original, slug: string, year: number): EditionFile {
  const years = year - edition.year;
  const zone = edition.definition.timeZone;
  const { calendar, definition, format } = fileOf(edition);
  const move = (instant: string) => isoOf(yearsLater(Date.parse(instant), zone, years));
  const moved = STAGES.map((stage) => {
    const { opensAt, closesAt } = calendar[stage];
    return [stage, { opensAt: move(opensAt), closesAt: move(closesAt) }];
  });
  return {
    format,
    slug,
    year,
    calendar: Object.fromEntries(moved) as EditionFile['calendar'],
    definition: renewed(definition, edition.year, year),
  };
}

function renewed(definition: Definition, from: number, to: number): Definition {
  const { eligibility } = definition.rules;
  const countedTo = dayYearsLater(eligibility.countedTo, to - from);
  return {
    ...definition,
    name: renamed(definition.name, from, to),
    host: null,
    rules: { ...definition.rules, eligibility: { ...eligibility, countedTo } },
  };
}

function renamed(name: Texts, from: number, to: number): Texts {
  const put = (text: string) => text.replaceAll(String(from), String(to));
  return { en: put(name.en), fr: put(name.fr), es: put(name.es) };
}

/** What a copy takes over, in figures, for the checklist that stands beside it. */
export function whatIsCopied(definition: Definition) {
  return {
    sections: definition.sections.length,
    questions: questionsOf(definition).length,
    criteria: definition.rubric.criteria.length,
    levels: definition.rubric.levels.length,
    files: definition.rules.eligibility.requiredFiles.length,
    terms: definition.rules.jury.termsVersion,
  };
}
