import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { datesOf } from './editions/calendar.ts';
import { acceptedJurors, type Juror } from './jury/pages.ts';
import { DAY, HOUR } from './platform/clock.ts';
import type { Lang } from './platform/i18n/lang.ts';
import { paths } from './platform/paths.ts';
import { assert, isRefusal } from './platform/result.ts';
import { type Event, editionOf, playInOrder, type Stage } from './sample-call.ts';
import { drawn, PARTS, type SampleVariant, SHOWN_JURORS, SLOW_JURORS, worthOf } from './sample-cast.ts';
import { cardOf, liveLock } from './scoring/card-pages.ts';
import { type OfficeReading, readingsOfEdition } from './scoring/pages.ts';
import { waitingReopenings } from './scoring/reopening-pages.ts';
import { answerReopening, askReopening } from './scoring/reopening-store.ts';
import { lockScorecard, openScorecard, saveScores } from './scoring/store.ts';

type RemarkPool = Record<string, Record<string, string[]>>;
const remarks = Object.fromEntries(
  (['en', 'fr', 'es'] as const).map((lang) => [
    lang,
    JSON.parse(readFileSync(join(paths.seed, 'sample', `remarks-${lang}.json`), 'utf8')) as RemarkPool,
  ]),
) as Record<Lang, RemarkPool>;

type Scored = { seed: number; variant: SampleVariant; city: string; juror: string };

/** Points of a juror on a criterion: the city's worth, the juror's severity and a spread, all drawn from the seed. */
function pointsOf(scored: Scored, criterion: string): number {
  const { seed, variant, city, juror } = scored;
  const part = (...words: string[]) => drawn(String(seed), ...words);
  if (PARTS.tied.some((one) => one === city)) return tiedPoints(scored, criterion);
  const worth = worthOf(city, juror, variant) ?? 1.4 + 1.2 * part('worth', city);
  const leaning = 0.8 * (part('criterion', city, criterion) - 0.5);
  const severity = 0.9 * (part('severity', juror) - 0.5);
  const spread = 1.3 * (part('spread', city, juror, criterion) - 0.5);
  return Math.max(0, Math.min(4, Math.round(worth + leaning + severity + spread)));
}

const TEN_OF_HUNDRED = ['resources', 'monitoring', 'culture', 'innovation', 'network'];

/**
 * Points of the two level cities: each card of both comes to three quarters, whatever is drawn, since what one criterion
 * of ten in a hundred has more another has less; the first has a point more on access, which weighs twenty.
 */
function tiedPoints({ seed, city, juror }: Scored, criterion: string): number {
  const order = [...TEN_OF_HUNDRED].sort(
    (one, other) => drawn(String(seed), city, juror, one) - drawn(String(seed), city, juror, other),
  );
  const place = order.indexOf(criterion);
  if (city === PARTS.tied[0]) return criterion === 'access' ? 4 : place === 0 || place === 1 ? 2 : 3;
  return place === 0 ? 2 : place === 1 ? 4 : 3;
}

function remarkOf(scored: Scored, lang: Lang, criterion: string, points: number): string {
  const { city, juror } = scored;
  if (drawn('remark', city, juror, criterion) >= 0.5) return '';
  const pool = remarks[lang][criterion]?.[String(points)] ?? [];
  return pool[Math.floor(drawn('pick', city, juror, criterion) * pool.length)] ?? '';
}

/** The card of a juror on a dossier: whole and locked, or four criteria of it in draft. */
function score(stage: Stage, juror: Juror, one: OfficeReading, isWhole: boolean): Promise<void> {
  const edition = editionOf(stage);
  const scored = { seed: stage.seed, variant: stage.variant, city: one.city, juror: juror.name };
  const lang = juror.languages[0] ?? 'en';
  return stage.act(juror.accountId, 'scorecard.scored', (tx) => {
    const of = {
      assignment: one.assignment,
      edition: edition.id,
      juror: juror.id,
      nomination: one.nomination,
    };
    const scorecard = openScorecard(tx, of);
    const { criteria } = edition.definition.rubric;
    const typed = criteria.slice(0, isWhole ? criteria.length : 4).map(({ id }) => {
      const points = pointsOf(scored, id);
      return { criterion: id, points, remark: remarkOf(scored, lang, id, points), seen: 0 };
    });
    const saved = saveScores(tx, { scorecard, edition: edition.id }, typed);
    assert(!isRefusal(saved), 'scores of the sample are saved');
    if (isWhole) lockScorecard(tx, edition, { scorecard, nomination: one.nomination, juror: juror.id });
  });
}

/** Whether this is the card that whoever tries the sample finds half written. */
const isShown = (juror: Juror, one: OfficeReading) =>
  Object.values(SHOWN_JURORS).some(({ name, city }) => name === juror.name && city === one.city);

/** Lets each juror score on through their list, day by day, up to their share of it; past it one card is half written. */
export async function playScores(stage: Stage, from: number, until: number, isRest: boolean): Promise<void> {
  const all = readingsOfEdition(stage.service.db, editionOf(stage));
  const events = acceptedJurors(stage.service.db, stage.id).flatMap((juror): Event[] => {
    const open = all.filter(
      (one) => one.juror === juror.id && one.recusedAt === null && !one.inConflict && one.lockedAt === null,
    );
    const share = isRest ? 1 : (SLOW_JURORS[juror.name] ?? 0.55 + 0.3 * drawn('pace', juror.name));
    // What is shown half written comes last, so that it is the one which is not locked yet.
    const own = [...open.filter((one) => !isShown(juror, one)), ...open.filter((one) => isShown(juror, one))];
    const done = Math.floor(own.length * share);
    const halves = isRest
      ? []
      : own.slice(done).filter((one, index) => isShown(juror, one) || (index === 0 && done > 0));
    return [...own.slice(0, done), ...halves].map((one, index, list) => ({
      at: from + ((until - from) * (index + drawn('when', juror.name, one.city))) / list.length,
      play: () => score(stage, juror, one, index < done),
    }));
  });
  await playInOrder(stage, events);
}

/** An organiser asks that a locked card be opened again until after the stage closes. */
export async function askForReopening(stage: Stage): Promise<void> {
  const edition = editionOf(stage);
  const locked = readingsOfEdition(stage.service.db, edition).find(
    (one) => one.lockedAt !== null && !PARTS.tied.some((city) => city === one.city),
  );
  const lock = locked?.scorecard ? liveLock(stage.service.db, locked.scorecard) : null;
  assert(lock !== null, 'a card that was locked');
  const openUntil = datesOf(edition.calendar, 'scoring').closesAt + 2 * DAY;
  const reason = 'The juror wrote that two remarks stand at the wrong criterion.';
  await stage.act(stage.organiser, 'scorecard.reopeningAsked', (tx) =>
    askReopening(tx, { edition: edition.id, lock: lock.id, reason, openUntil }),
  );
}

/** The other organiser opens that card again; its juror mends it and locks it after the stage has closed. */
export async function playLateLock(stage: Stage): Promise<void> {
  const edition = editionOf(stage);
  const asked = waitingReopenings(stage.service.db, edition.id)[0];
  assert(asked !== undefined, 'a card that waits for its second person');
  await stage.act(stage.organiser2, 'scorecard.reopened', (tx) =>
    answerReopening(tx, edition.id, asked, 'approved'),
  );
  const one = readingsOfEdition(stage.service.db, edition).find(
    ({ scorecard }) => scorecard === asked.scorecard,
  );
  assert(one !== undefined, 'the card that was opened again');
  stage.clock.set(datesOf(edition.calendar, 'scoring').closesAt + 20 * HOUR);
  await stage.act(one.account, 'scorecard.locked', (tx) => {
    const { scores } = cardOf(tx.db, asked.scorecard);
    const [criterion, stands] = Object.entries(scores)[0] ?? [];
    assert(criterion !== undefined && stands !== undefined, 'a locked card has scores');
    const remark = 'The table on page four says more than the text around it.';
    const mended = [{ criterion, points: stands.points, remark, seen: stands.version }];
    const saved = saveScores(tx, { scorecard: asked.scorecard, edition: edition.id }, mended);
    assert(!isRefusal(saved), 'the card is open again');
    lockScorecard(tx, edition, { scorecard: asked.scorecard, nomination: one.nomination, juror: one.juror });
  });
}
