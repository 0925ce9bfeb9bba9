import { datesOf } from './editions/calendar.ts';
import { withdrawNomination } from './nominations/store.ts';
import { DAY, HOUR } from './platform/clock.ts';
import { assert } from './platform/result.ts';
import { accountOf, type Event, editionOf, nominationOf, playInOrder, type Stage } from './sample-call.ts';
import { ownerOf, PARTS, SHORTLIST } from './sample-cast.ts';
import type { Finding } from './screening/findings.ts';
import { clarificationsOf, screenedNominations } from './screening/pages.ts';
import {
  acceptClarification,
  answerClarification,
  askClarification,
  decideEligibility,
  shortlist,
} from './screening/store.ts';

type Asked = {
  city: string;
  slug: string;
  section: string;
  question: string;
  answer?: string;
  isSettled?: true;
};

/** One that is settled, one that is answered and waits for the secretariat, one that waits for the city. */
const QUESTIONS: readonly Asked[] = [
  {
    city: 'Braga',
    slug: 'braga',
    section: 'consent',
    question: 'The second page of the consent form is missing. Can you send it?',
    answer: 'We sent the whole form by mail on the same day; the second page holds the two signatures.',
    isSettled: true,
  },
  {
    city: 'Renca',
    slug: 'renca',
    section: 'monitoring',
    question: '¿Las 3 cifras de la última encuesta son del mismo año?',
    answer: 'Sí, las tres son de 2025. La de 2024 se midió con otra pregunta y por eso no la dimos.',
  },
  {
    city: 'Nairobi',
    slug: 'nairobi',
    section: 'resources',
    question: 'Is the budget for one year or for the whole plan?',
  },
];

/** Looks at the dossiers: questions to three cities, one withdrawal; where it is over, a decision on each and a shortlist. */
export async function playScreening(stage: Stage, isOver: boolean): Promise<void> {
  const { opensAt } = datesOf(editionOf(stage).calendar, 'screening');
  await playInOrder(stage, [
    ...QUESTIONS.flatMap((asked, index) => clarify(stage, asked, opensAt + (14 + index) * DAY)),
    { at: opensAt + 18 * DAY, play: () => withdraw(stage) },
    { at: opensAt + 20 * DAY, play: () => decide(stage, isOver ? 0 : 6) },
    ...(isOver ? [{ at: opensAt + 36 * DAY, play: () => decide(stage, SHORTLIST.length) }] : []),
  ]);
}

function clarify(stage: Stage, asked: Asked, at: number): Event[] {
  const { city, section, question, answer } = asked;
  const { id } = nominationOf(stage, city);
  const nomination = () => nominationOf(stage, city);
  const row = () => {
    const found = clarificationsOf(stage.service.db, id)[0];
    assert(found !== undefined, `${city} was asked`);
    return found;
  };
  const asking = {
    at,
    play: () =>
      stage.act(stage.organiser, 'clarification.asked', (tx) =>
        askClarification(tx, editionOf(stage), nomination(), { section, question, dueAt: at + 10 * DAY }),
      ),
  };
  const answering = (words: string) => ({
    at: at + 2 * DAY + 3 * HOUR,
    play: () =>
      stage.act(accountOf(stage, ownerOf(asked)), 'clarification.answered', (tx) =>
        answerClarification(tx, editionOf(stage), nomination(), row(), words),
      ),
  });
  const settling = {
    at: at + 3 * DAY,
    play: () =>
      stage.act(stage.organiser2, 'clarification.accepted', (tx) =>
        acceptClarification(tx, nomination(), row()),
      ),
  };
  return [
    asking,
    ...(answer === undefined ? [] : [answering(answer)]),
    ...(asked.isSettled ? [settling] : []),
  ];
}

function withdraw(stage: Stage): Promise<void> {
  const nomination = nominationOf(stage, PARTS.withdrawn);
  return stage.act(accountOf(stage, ownerOf({ slug: 'merida' })), 'nomination.withdrawn', (tx) =>
    withdrawNomination(
      tx,
      nomination,
      'El nuevo gobierno municipal quiere presentarse con su propio plan en 2029.',
    ),
  );
}

/** What is written beside a decision that goes against findings which cannot be told. */
const ON_PAPER = 'The network confirmed by mail what its list does not say.';

function whyIneligible(findings: readonly Finding[]): string {
  return `Not met: ${findings.map(({ id }) => WORDS[id] ?? id).join(', ')}. The city was told and did not object.`;
}

const WORDS: Readonly<Record<string, string>> = {
  member: 'membership of the network on the day that counts',
  months: 'twelve months of membership',
  reaward: 'the years since its last award',
  commission: 'the nomination by its National Commission',
  files: 'the files that the call requires',
  answers: 'the answers that the call requires',
  language: 'the language that the dossier names',
};

/** Decides on all dossiers, or on those that need no second look; so many of the shortlist go to the jury. */
function decide(stage: Stage, most: number): Promise<void> {
  const edition = editionOf(stage);
  const isEarly = most < SHORTLIST.length;
  const listed = new Set(SHORTLIST.slice(0, most));
  return stage.act(isEarly ? stage.organiser2 : stage.organiser, 'screening.decided', (tx) => {
    for (const { nomination, findings } of screenedNominations(tx.db, edition, tx.at)) {
      const { cityName } = nomination;
      const against = findings.filter(({ state }) => state === 'notMet');
      const unclear = findings.some(({ state }) => state === 'unclear');
      if (isEarly && !listed.has(cityName) && !against.some(({ id }) => id === 'reaward')) continue;
      const isIn = against.length === 0;
      decideEligibility(tx, nomination, {
        outcome: isIn ? 'eligible' : 'ineligible',
        reason: isIn ? 'All findings were looked at.' : whyIneligible(against),
        against: isIn && unclear ? ON_PAPER : null,
        findings,
      });
      if (listed.has(cityName)) {
        assert(isIn, `${cityName} may go to the jury`);
        shortlist(tx, nomination);
      }
    }
  });
}
