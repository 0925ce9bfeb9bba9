import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../platform/paths.ts';
import type { Texts } from './definition.ts';
import { inLang, type Words } from './words.ts';

type Area = Texts & { id: string; part: string; features: (Texts & { id: string })[] };
type Part = Texts & { id: string; order: number; areas: string[] };
type Framework = { parts: Part[]; areas: Area[] };

const known = JSON.parse(readFileSync(join(paths.seed, 'key-features.json'), 'utf8')) as Framework;
const parts = [...known.parts].sort((one, other) => one.order - other.order);

const areasOf = (part: Part) =>
  part.areas.flatMap((id) => known.areas.filter((area) => area.part === part.id && area.id === id));

/** The titles of the twelve areas, in the order conditions, blocks, benefits. */
export function areaTitles(words: Words): string[] {
  return parts.flatMap((part) => areasOf(part).map((area) => inLang(words, area)));
}

/** The framework in three parts, each area with its features; a paraphrase, which the page says. */
export function frameworkInWords(words: Words) {
  return parts.map((part) => ({
    title: inLang(words, part),
    areas: areasOf(part).map((area) => ({
      number: area.id,
      title: inLang(words, area),
      features: area.features.map((feature) => inLang(words, feature)),
    })),
  }));
}
