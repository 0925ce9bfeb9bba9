import { isoOf } from '../platform/clock.ts';
import { type Answer, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal } from '../platform/result.ts';
import { type DossierAt, ownNomination, writtenBy } from './appointments.ts';
import { checkItems } from './check-page.ts';
import { writeDossier } from './dossier.ts';
import { draftAnswers, draftFiles, submissionsOf } from './dossier-pages.ts';
import { submitForm } from './forms.ts';
import { deadlineOf } from './nomination.ts';
import { whyNotSubmit, whyNotWrite } from './policy.ts';
import { submitNomination } from './submission-store.ts';
import { groupTasks, tasksOf } from './task-list.ts';

function drawCheck(
  call: Call,
  { edition, nomination }: DossierAt,
  _typed: Typed,
  errors: readonly FieldError[],
): Answer {
  const { db } = call.service;
  const base = `/${call.lang}/nominations/${nomination.id}`;
  const answers = draftAnswers(db, nomination.id);
  const files = draftFiles(db, nomination.id);
  const tasks = tasksOf(call, edition.definition, answers, files, base);
  const waiting = tasks.filter((task) => task.holdsUp);
  const closed = whyNotWrite(edition.calendar, nomination, call.at);
  const refusal = whyNotSubmit(edition.calendar, nomination, waiting.length, call.at);
  const sections = writeDossier(call.lang, edition.definition, answers, files).map((section) => ({
    group: section.group,
    title: section.title,
    items: checkItems(call, section, closed === null ? `${base}/sections/${section.id}` : null),
  }));
  return page('nominations/check', {
    title: call.t('nominations.check.title'),
    editionSlug: edition.slug,
    city: nomination.cityName,
    base,
    groups: groupTasks(call, edition.definition, sections),
    waiting: waiting.map(({ label, href, fact, state, word }) => ({ label, href, fact, state, word })),
    maySubmit: refusal === null,
    closed: closed && call.t(closed.code, closed.facts),
    statement: [
      { value: 'yes', label: call.t('nominations.check.statement', { city: nomination.cityName }) },
    ],
    closesAt: isoOf(deadlineOf(edition.calendar, nomination.extendedTo)),
    submitted: nomination.submission?.receipt ?? null,
    errors: errorTexts(call, errors),
  });
}

const check = route({
  method: 'get',
  path: '/nominations/:id/check',
  audience: ['owner', 'colleague'],
  find: ownNomination,
  handle: (call, at) => drawCheck(call, at, {}, []),
});

const submit = route({
  method: 'post',
  path: '/nominations/:id/submit',
  audience: ['owner', 'colleague'],
  find: ownNomination,
  form: submitForm,
  handle: async (call, at) => {
    const account = accountOf(call).id;
    const outcome = await call.service.act(account, 'nomination.submitted', (tx) => {
      const written = writtenBy(tx, at.nomination.id, account);
      if (isRefusal(written)) return written;
      const refusal = whyNotWrite(written.edition.calendar, written.nomination, tx.at);
      return refusal ?? submitNomination(tx, written.edition, written.nomination);
    });
    return isRefusal(outcome) ? outcome : seeOther(`/nominations/${at.nomination.id}/submit`);
  },
  redraw: drawCheck,
});

/** After submitting, and at any time later: the receipt. Before it, the way there. */
const receipt = route({
  method: 'get',
  path: '/nominations/:id/submit',
  audience: ['owner', 'colleague'],
  find: ownNomination,
  handle: (call, { edition, nomination }) => {
    const { submission } = nomination;
    if (submission === null) return seeOther(`/nominations/${nomination.id}/check`);
    const all = submissionsOf(call.service.db, nomination.id);
    const files = Object.values(draftFiles(call.service.db, nomination.id)).flat().length;
    const closed = whyNotWrite(edition.calendar, nomination, call.at);
    return page('nominations/receipt', {
      title: call.t('nominations.receipt.title'),
      editionSlug: edition.slug,
      city: nomination.cityName,
      base: `/${call.lang}/nominations/${nomination.id}`,
      reference: submission.receipt,
      at: isoOf(submission.at),
      zone: edition.definition.timeZone,
      items: [
        { term: call.t('nominations.receipt.city'), value: nomination.cityName },
        { term: call.t('nominations.receipt.number'), value: String(submission.number) },
        { term: call.t('nominations.receipt.sections'), value: String(edition.definition.sections.length) },
        { term: call.t('nominations.receipt.files'), value: String(files) },
        { term: call.t('nominations.receipt.digest'), value: submission.digest },
      ],
      next: closed
        ? call.t('nominations.receipt.nextClosed')
        : call.t('nominations.receipt.next', {
            at: new Date(deadlineOf(edition.calendar, nomination.extendedTo)),
          }),
      earlier: all.slice(0, -1).map((one) => ({ receipt: one.receipt, at: isoOf(one.at) })),
    });
  },
});

export const submitRoutes = [check, submit, receipt];
