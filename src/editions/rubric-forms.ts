/** The forms of the rubric: one criterion, the levels of the scale. */
import { z } from 'zod';
import { line, tick, wholeNumber } from '../platform/http/form.ts';
import type { Criterion } from './definition.ts';
import type { ScaleRow } from './edit.ts';
import { gapsIn, inThree, maybeWhole, optionalText, reason, textsIn, version } from './edit-fields.ts';

/** One criterion as a page edits it: name, weight, and a line for each of so many levels. */
export function criterionForm(levels: number) {
  const described = Array.from({ length: levels }, (_, at) =>
    Object.entries(inThree(`level${at}`, line(2_000))),
  ).flat();
  return z.strictObject({
    version,
    reason,
    weight: wholeNumber(1, 1_000),
    remarkRequired: tick,
    ...inThree('name', line(2_000)),
    ...Object.fromEntries(described),
  });
}

/** The criterion that a judged form describes, under an id, with a line for each of so many levels. */
export function criterionFrom(values: object, id: string, levels: number): Criterion {
  const typed = values as { weight: number; remarkRequired: boolean };
  return {
    id,
    name: textsIn(typed, 'name'),
    weight: typed.weight,
    descriptions: Array.from({ length: levels }, (_, at) => textsIn(typed, `level${at}`)),
    remarkRequired: typed.remarkRequired,
  };
}

/** The field of a criterion's form in which the fault of a path of the definition is corrected. */
export function criterionField(path: string): string | null {
  const [, part, at, lang] = /\.criteria\[\d+\]\.([a-zA-Z]+)(?:\[(\d+)\])?(?:\.(en|fr|es))?/.exec(path) ?? [];
  if (part === 'descriptions') return `level${at ?? 0}-${lang ?? 'en'}`;
  return part === 'name' ? `name-${lang ?? 'en'}` : (part ?? null);
}

/** The levels of the scale as a page edits them: points and a word in three languages each, and one more to add. */
export function levelsForm(levels: number) {
  const fields = Array.from({ length: levels }, (_, at) => [
    [`points${at}`, wholeNumber(0, 100)] as const,
    [`drop${at}`, tick] as const,
    ...Object.entries(inThree(`word${at}`, line(200))),
  ]).flat();
  const more = { [`points${levels}`]: maybeWhole(0, 100), ...inThree(`word${levels}`, optionalText) };
  return z
    .strictObject({ version, reason, ...Object.fromEntries(fields), ...more })
    .superRefine((typed, context) => {
      const name = `word${levels}`;
      const gaps = gapsIn(typed, name);
      const points = (typed as Record<string, unknown>)[`points${levels}`];
      if (gaps.length === 3 && points === undefined) return;
      const fault = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message });
      for (const lang of gaps) fault(`${name}-${lang}`, 'editions.field.allThree');
      if (points === undefined) fault(`points${levels}`, 'platform.field.number');
    });
}

/** The scale that a judged form describes, lowest first: levels that were taken out are gone, a new one stands by its points. */
export function levelsFrom(values: object, count: number): ScaleRow[] {
  const typed = values as Record<string, unknown>;
  const rows = Array.from({ length: count + 1 }, (_, at): ScaleRow[] => {
    const points = typed[`points${at}`];
    if (points === undefined || typed[`drop${at}`] === true) return [];
    return [{ points: Number(points), word: textsIn(typed, `word${at}`), from: at < count ? at : null }];
  });
  return rows.flat().sort((one, other) => one.points - other.points);
}
