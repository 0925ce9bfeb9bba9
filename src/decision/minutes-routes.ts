import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import type { Tx } from '../platform/act.ts';
import { type Answer, data, seeOther } from '../platform/http/answer.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { formatList } from '../platform/i18n/formats.ts';
import { openPdf } from '../platform/pdf/document.ts';
import { missingGlyphs } from '../platform/pdf/fonts.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { attendanceForm, entryForm, leftForm, voteForm } from './forms.ts';
import { groundOf } from './ground-pages.ts';
import { hasLeft, layMinutes, minutesTexts, presentIn, whyNotLeft, whyNotVote } from './minutes.ts';
import { drawMinutes, entriesOf, minutesOf, minutesSheet, movesOf, whyNotMinutes } from './minutes-pages.ts';
import { endEntry, noteEntry } from './minutes-store.ts';
import { standingSelection } from './pages.ts';

const readers = (call: Call) => editionAs(call, OFFICE_READERS);
const writers = (call: Call) => editionAs(call, ['organiser']);

const show = route({
  method: 'get',
  path: '/office/:edition/decision/minutes',
  audience: OFFICE_READERS,
  find: readers,
  handle: (call, edition) => drawMinutes(call, edition),
});

async function enter(
  call: Call,
  edition: Edition,
  action: string,
  write: (tx: Tx, now: Edition) => true | Refusal,
): Promise<Answer | Refusal> {
  const outcome = await call.service.act(accountOf(call).id, action, (tx): true | Refusal => {
    const now = wholeEdition(tx.db, edition.id);
    return whyNotMinutes(tx.db, now, tx.actor) ?? write(tx, now);
  });
  if (isRefusal(outcome)) return outcome;
  return seeOther(`/office/${edition.slug}/decision/minutes`, { key: 'decision.notice.minuted' });
}

const attendance = route({
  method: 'post',
  path: '/office/:edition/decision/minutes/attendance',
  audience: ['organiser'],
  find: writers,
  form: attendanceForm,
  handle: (call, edition, values) =>
    enter(call, edition, 'minutes.attended', (tx) => {
      const { entries, jurors } = minutesOf(tx.db, edition.id);
      const present = new Set(values.present);
      for (const juror of jurors) {
        const kind = present.has(juror) ? 'present' : 'absent';
        const known = entriesOf(tx.db, edition.id).find(
          (one) => (one.kind === 'present' || one.kind === 'absent') && one.juror === juror,
        );
        if (known?.kind === kind) continue;
        if (known) endEntry(tx, edition.id, known.id);
        noteEntry(tx, edition.id, { kind, juror });
      }
      // Who was not there has left for nothing.
      const gone = [...presentIn(entries)].filter((juror) => !present.has(juror));
      for (const one of entriesOf(tx.db, edition.id))
        if (one.kind === 'left' && gone.includes(one.juror)) endEntry(tx, edition.id, one.id);
      return true;
    }),
  redraw: drawMinutes,
});

const left = route({
  method: 'post',
  path: '/office/:edition/decision/minutes/left',
  audience: ['organiser'],
  find: writers,
  form: leftForm,
  handle: (call, edition, values) =>
    enter(call, edition, 'minutes.left', (tx, now) => {
      const minutes = minutesOf(tx.db, edition.id);
      const ranked = new Set(groundOf(tx.db, now).ranking.map(({ nomination }) => nomination));
      const refusal = whyNotLeft(minutes, ranked, values);
      if (refusal) return refusal;
      if (!hasLeft(minutes.entries, values.juror, values.nomination))
        noteEntry(tx, edition.id, { kind: 'left', ...values });
      return true;
    }),
  redraw: drawMinutes,
});

const vote = route({
  method: 'post',
  path: '/office/:edition/decision/minutes/votes',
  audience: ['organiser'],
  find: writers,
  form: voteForm,
  handle: (call, edition, { nomination, ...votes }) =>
    enter(call, edition, 'minutes.voted', (tx) => {
      const moves = movesOf(standingSelection(tx.db, edition.id));
      const moved = new Set(moves.map((one) => one.nomination));
      const refusal = whyNotVote(minutesOf(tx.db, edition.id), moved, nomination, votes);
      if (refusal) return refusal;
      const known = entriesOf(tx.db, edition.id).find(
        (one) => one.kind === 'vote' && one.nomination === nomination,
      );
      if (known?.kind === 'vote' && JSON.stringify(known.votes) === JSON.stringify(votes)) return true;
      if (known) endEntry(tx, edition.id, known.id);
      noteEntry(tx, edition.id, { kind: 'vote', nomination, votes });
      return true;
    }),
  redraw: drawMinutes,
});

const takeBack = route({
  method: 'post',
  path: '/office/:edition/decision/minutes/back',
  audience: ['organiser'],
  find: writers,
  form: entryForm,
  handle: (call, edition, { entry }) =>
    enter(call, edition, 'minutes.takenBack', (tx) => {
      endEntry(tx, edition.id, entry);
      return true;
    }),
  redraw: drawMinutes,
});

const print = route({
  method: 'get',
  path: '/office/:edition/decision/minutes.pdf',
  audience: OFFICE_READERS,
  find: readers,
  handle: async (call, edition) => {
    const refusal = whyNotMinutes(call.service.db, edition, accountOf(call).id);
    if (refusal) return refusal;
    const { sheet, at } = minutesSheet(call, edition);
    const missing = await missingGlyphs(minutesTexts(sheet));
    if (missing.length > 0)
      return refuse('decision.unprintable', { characters: formatList(call.lang, missing) });
    const pdf = await openPdf({ lang: call.lang, title: sheet.title, at });
    layMinutes(pdf, sheet);
    return data('application/pdf', await pdf.bytes(), `${edition.slug}-minutes-${call.lang}.pdf`);
  },
});

export const minutesRoutes = [show, attendance, left, vote, takeBack, print];
