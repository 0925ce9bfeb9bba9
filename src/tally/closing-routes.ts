import { datesOf, stateOf } from '../editions/calendar.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { hiddenFromOffice } from '../jury/office-conflict-pages.ts';
import { isoOf } from '../platform/clock.ts';
import { type Answer, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal } from '../platform/result.ts';
import { closeScoring } from '../scoring/store.ts';
import { scoresForTally } from '../scoring/tally-pages.ts';
import { progressOf, questionsOf } from './closing-pages.ts';
import { closeForm } from './forms.ts';
import { tallyClosing } from './pages.ts';
import { whyNotClose } from './policy.ts';
import { shownRanking } from './ranking-pages.ts';
import { closeTally } from './store.ts';
import { hiddenFrom, tallyFrame, tallyPath } from './words-pages.ts';

function drawTally(
  call: Call,
  edition: Edition,
  typed: Typed = {},
  errors: readonly FieldError[] = [],
): Answer {
  const hidden = hiddenFrom(call, edition);
  const closing = tallyClosing(call.service.db, edition.id);
  const progress = progressOf(call.service.db, edition, hidden);
  return page('tally/tally', {
    ...tallyFrame(call, edition, 'ranking', hidden),
    ...progress,
    ...(closing === null
      ? beforeClosing(call, edition, progress, hidden)
      : {
          closedAt: isoOf(closing.at),
          exportBase: `/${call.lang}${tallyPath(edition)}/scores`,
          // Written by a colleague about what was missing: it may name what the reader must not learn of.
          reason: hidden.size === 0 ? closing.reason : null,
          ...shownRanking(call, edition, hidden),
        }),
    typed,
    errors: errorTexts(call, errors),
  });
}

function beforeClosing(
  call: Call,
  edition: Edition,
  { cards, locked }: { cards: number; locked: number },
  hidden: ReadonlySet<string>,
) {
  const missing = cards - locked;
  const facts = { calendar: edition.calendar, cards, missing, hidden: hidden.size, reason: '-' };
  const refusal = whyNotClose(facts, call.at);
  const isWriter = isOrganiser(call, edition);
  const isOver = stateOf(datesOf(edition.calendar, 'scoring'), call.at) === 'closed';
  return {
    mayClose: refusal === null && isWriter,
    whyNot: refusal && call.t(refusal.code, refusal.facts),
    needsReason: missing > 0,
    // Before the lock these are for organisers alone.
    questions: isWriter ? questionsOf(call, edition, hidden) : [],
    // Whoever would rather wait for a late juror extends the stage; that stands with the dates.
    extend:
      missing > 0 && isWriter && !isOver ? `/${call.lang}/office/${edition.slug}/definition/dates` : null,
  };
}

const show = route({
  method: 'get',
  path: '/office/:edition/tally',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => drawTally(call, edition),
});

const close = route({
  method: 'post',
  path: '/office/:edition/tally/close',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: closeForm,
  handle: async (call, edition, { reason }) => {
    const outcome = await call.service.act(accountOf(call).id, 'edition.tallied', (tx) => {
      if (tallyClosing(tx.db, edition.id)) return true;
      const { calendar } = wholeEdition(tx.db, edition.id);
      const { due, scores, missing } = scoresForTally(tx.db, edition);
      const hidden = hiddenFromOffice(tx.db, edition.id, tx.actor).size;
      const facts = { calendar, cards: due.length, missing: missing.length, hidden, reason };
      const refusal = whyNotClose(facts, tx.at);
      if (refusal) return refusal;
      closeScoring(tx, edition.id);
      closeTally(tx, edition.id, { reason, missing, scores });
      return true;
    });
    return isRefusal(outcome) ? outcome : seeOther(tallyPath(edition), { key: 'tally.notice.closed' });
  },
  redraw: drawTally,
});

export const closingRoutes = [show, close];
