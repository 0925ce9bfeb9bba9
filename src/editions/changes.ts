import { canonicalJson } from '../platform/digest.ts';
import type { Definition } from './definition.ts';

/** The parts of a definition in which a change is told. */
export const PARTS = ['eligibility', 'rubric', 'rules', 'questions', 'texts'] as const;
export type Part = (typeof PARTS)[number];

function partOf(definition: Definition, part: Part): unknown {
  const { rules, rubric, groups, sections, ...texts } = definition;
  const { eligibility, ...otherRules } = rules;
  switch (part) {
    case 'eligibility':
      return eligibility;
    case 'rubric':
      return rubric;
    case 'rules':
      return otherRules;
    case 'questions':
      return { groups, sections };
    case 'texts':
      return texts;
  }
}

/** The parts in which two definitions differ, in order. */
export function changedParts(before: Definition, after: Definition): Part[] {
  return PARTS.filter((part) => canonicalJson(partOf(before, part)) !== canonicalJson(partOf(after, part)));
}

/** Whether a published call may change in these parts only when two people want it. */
export function needsTwo(parts: readonly Part[]): boolean {
  return parts.includes('eligibility') || parts.includes('rubric');
}
