/**
 * Screening: before the jury reads, the secretariat checks each nomination against the published rules. What can be
 * computed from rules, registry and dossier is computed here as findings: met, not met, or cannot be told, always with
 * its reason. A date known as a year alone is a span of days; where both ends of the span give the same answer that is
 * the finding, else it says what is missing and who has it. A finding never decides: people do, with a reason.
 */
import { type Definition, questionsOf } from '../editions/definition.ts';
import { type Answers, isBlank, textOf } from '../nominations/answers.ts';
import type { DossierFiles } from '../nominations/dossier.ts';
import { type Instant, isoOf } from '../platform/clock.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import { seemingLanguage } from './language.ts';
import { dayBounds, fullMonths, precisionOf } from './partial-date.ts';

export const FINDING_IDS = [
  'member',
  'months',
  'reaward',
  'commission',
  'limit',
  'files',
  'answers',
  'single',
  'inTime',
  'language',
] as const;
export type FindingId = (typeof FINDING_IDS)[number];

export type FindingState = 'met' | 'notMet' | 'unclear';

/** A finding: its sentence is `screening.finding.<id>.<reason>`, filled with the facts. */
export type Finding = {
  id: FindingId;
  state: FindingState;
  reason: string;
  facts: Readonly<Record<string, string | number | readonly string[]>>;
};

/** What of a dossier counts here; it follows from the submission alone, which never changes. */
export type DossierFacts = {
  missingFiles: readonly string[];
  missingAnswers: readonly string[];
  seems: Lang | 'other' | null;
};

/** Everything that the findings on one nomination rest on. */
export type Screened = {
  joined: string | null;
  /** When awards were given, each as a year, a month or a day. */
  awards: readonly string[];
  lang: Lang;
  submittedAt: Instant;
  /** The last instant for this city, its own extension worked in. */
  deadline: Instant;
  endorsement: 'nominated' | 'declined' | null;
  commissionUntil: Instant;
  nominatedOfCountry: number;
  liveOfCity: number;
  dossier: DossierFacts;
};

/** Reads from a dossier what the findings need. */
export function dossierFacts(definition: Definition, answers: Answers, files: DossierFiles): DossierFacts {
  const { requiredFiles } = definition.rules.eligibility;
  const lacksFile = (id: string) => (files[id] ?? []).length === 0;
  const questions = questionsOf(definition);
  const missingAnswers = questions
    .filter((one) => one.required && !requiredFiles.includes(one.id))
    .filter((one) => (one.kind === 'file' ? lacksFile(one.id) : isBlank(answers[one.id])))
    .map((one) => one.id);
  const prose = questions.filter((one) => one.kind === 'long').map((one) => textOf(answers[one.id]));
  return {
    missingFiles: requiredFiles.filter(lacksFile),
    missingAnswers,
    seems: seemingLanguage(prose.join('\n')),
  };
}

/** The findings on a nomination in their fixed order; a rule that the edition does not have gives none. */
export function findingsOn(rules: Definition['rules'], screened: Screened, at: Instant): Finding[] {
  const { eligibility, nomination } = rules;
  return [
    eligibility.membersOnly ? memberFinding(screened, eligibility.countedTo) : null,
    eligibility.minMembershipMonths === null
      ? null
      : monthsFinding(screened, eligibility.minMembershipMonths, eligibility.countedTo),
    eligibility.reawardAfterYears === null
      ? null
      : reawardFinding(screened, eligibility.reawardAfterYears, eligibility.countedTo),
    commissionFinding(screened, at),
    nomination.maxPerCountry === null ? null : limitFinding(screened, nomination.maxPerCountry),
    missingFinding('files', screened.dossier.missingFiles),
    missingFinding('answers', screened.dossier.missingAnswers),
    finding('single', screened.liveOfCity === 1 ? 'met' : 'notMet', { count: screened.liveOfCity }),
    inTimeFinding(screened),
    languageFinding(screened),
  ].filter((one) => one !== null);
}

function finding(
  id: FindingId,
  state: FindingState,
  facts: Finding['facts'],
  reason: string = state,
): Finding {
  return { id, state, reason, facts };
}

function memberFinding({ joined }: Screened, countedTo: string): Finding {
  const bounds = joined === null ? null : dayBounds(joined);
  if (joined === null || bounds === null) return finding('member', 'met', {}, 'listed');
  const facts = { joined, countedTo };
  if (bounds.last <= countedTo) return finding('member', 'met', facts);
  return finding('member', bounds.first > countedTo ? 'notMet' : 'unclear', facts);
}

function monthsFinding({ joined }: Screened, needed: number, countedTo: string): Finding {
  const bounds = joined === null ? null : dayBounds(joined);
  if (joined === null || bounds === null) {
    return finding('months', 'unclear', { needed, countedTo }, 'unknown');
  }
  const least = Math.max(0, fullMonths(bounds.last, countedTo));
  const most = Math.max(0, fullMonths(bounds.first, countedTo));
  const facts = { joined, needed, countedTo, least, most };
  if (least >= needed) return finding('months', 'met', facts);
  if (most < needed) return finding('months', 'notMet', facts);
  return finding('months', 'unclear', facts, precisionOf(joined) === 'year' ? 'needsMonth' : 'needsDay');
}

function reawardFinding({ awards }: Screened, years: number, countedTo: string): Finding {
  const counted = awards.map((awarded) => ({ awarded, ...sinceAward(awarded, countedTo) }));
  // The latest award decides; by text as well, so that the order in which they come never does.
  counted.sort((one, other) => one.least - other.least || (one.awarded < other.awarded ? 1 : -1));
  const last = counted[0];
  if (last === undefined) return finding('reaward', 'met', { years }, 'never');
  const facts = { awarded: last.awarded, years, countedTo };
  if (counted.some((one) => one.most < years * 12)) {
    const within = counted.find((one) => one.most < years * 12) ?? last;
    return finding('reaward', 'notMet', { ...facts, awarded: within.awarded });
  }
  return last.least >= years * 12
    ? finding('reaward', 'met', facts)
    : finding('reaward', 'unclear', facts, precisionOf(last.awarded) === 'year' ? 'needsMonth' : 'needsDay');
}

function sinceAward(awarded: string, countedTo: string): { least: number; most: number } {
  const bounds = dayBounds(awarded);
  if (bounds === null) throw new Error(`an award of no year: ${awarded}`);
  return { least: fullMonths(bounds.last, countedTo), most: fullMonths(bounds.first, countedTo) };
}

function commissionFinding({ endorsement, commissionUntil }: Screened, at: Instant): Finding {
  if (endorsement === 'nominated') return finding('commission', 'met', {});
  if (endorsement === 'declined') return finding('commission', 'notMet', {}, 'declined');
  const facts = { until: isoOf(commissionUntil) };
  return at < commissionUntil
    ? finding('commission', 'unclear', facts)
    : finding('commission', 'notMet', facts, 'silent');
}

function limitFinding({ nominatedOfCountry }: Screened, limit: number): Finding {
  const state = nominatedOfCountry > limit ? 'notMet' : 'met';
  return finding('limit', state, { nominated: nominatedOfCountry, limit });
}

function missingFinding(id: 'files' | 'answers', missing: readonly string[]): Finding {
  return finding(id, missing.length === 0 ? 'met' : 'notMet', { count: missing.length, missing });
}

function inTimeFinding({ submittedAt, deadline }: Screened): Finding {
  const state = submittedAt < deadline ? 'met' : 'notMet';
  return finding('inTime', state, { submitted: isoOf(submittedAt), deadline: isoOf(deadline) });
}

function languageFinding({ lang, dossier: { seems } }: Screened): Finding {
  if (seems === null || seems === lang) return finding('language', 'met', { lang });
  return seems === 'other'
    ? finding('language', 'unclear', { lang })
    : finding('language', 'notMet', { lang, seems });
}
