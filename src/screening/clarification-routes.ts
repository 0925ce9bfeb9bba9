import { type Edition, wholeEdition } from '../editions/pages.ts';
import { writeSection } from '../nominations/dossier.ts';
import { submittedDocument } from '../nominations/dossier-pages.ts';
import { type Nomination, nominationById } from '../nominations/pages.ts';
import { isoOf } from '../platform/clock.ts';
import { type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { appointmentsAs, type Role } from '../platform/http/viewer.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { answerForm } from './forms.ts';
import { type Clarification, clarificationOf } from './pages.ts';
import { whyNotAnswer } from './policy.ts';
import { answerClarification } from './store.ts';

const WRITERS: readonly Role[] = ['owner', 'colleague'];

type Thing = { edition: Edition; nomination: Nomination; asked: Clarification };

/** The clarification among those of the viewer's own nominations. */
function find(call: Call): Thing | null {
  const { db } = call.service;
  const own = appointmentsAs(call.viewer, WRITERS).find((held) => held.nomination === call.params.id);
  const nomination = own?.nomination === undefined ? null : nominationById(db, own.nomination);
  if (nomination === null) return null;
  const asked = clarificationOf(db, nomination.id, call.params.clarification ?? '');
  return asked === null ? null : { edition: wholeEdition(db, nomination.editionId), nomination, asked };
}

function draw(call: Call, thing: Thing, typed: Typed, errors: readonly FieldError[]) {
  const { edition, nomination, asked } = thing;
  const section = edition.definition.sections.find((one) => one.id === asked.sectionId);
  const document = submittedDocument(call.service.db, nomination.id);
  const changed = errors.some((one) => one.code === 'screening.changedAnswer');
  return page('screening/clarification', {
    title: call.t('screening.answer.title', { section: section?.title[call.lang] ?? asked.sectionId }),
    city: nomination.cityName,
    back: `/${call.lang}/nominations/${nomination.id}`,
    action: `/${call.lang}/nominations/${nomination.id}/clarifications/${asked.id}`,
    question: asked.question,
    dueAt: isoOf(asked.dueAt),
    zone: edition.definition.timeZone,
    section: section && document ? writeSection(call.lang, section, document.answers, document.files) : null,
    writes: whyNotAnswer(asked, nomination.withdrawnAt, call.at) === null,
    standing: asked.answer ?? '',
    answeredAt: asked.answeredAt === null ? '' : isoOf(asked.answeredAt),
    acceptedAt: asked.acceptedAt === null ? '' : isoOf(asked.acceptedAt),
    // After a clash both texts are shown, and sending again replaces the one that was seen.
    value: typed.answer ?? asked.answer ?? '',
    seen: changed ? seenOf(asked) : (typed.seen ?? seenOf(asked)),
    changed,
    errors: errorTexts(call, errors),
  });
}

const seenOf = (asked: Clarification) => (asked.answeredAt === null ? '' : String(asked.answeredAt));

const read = route({
  method: 'get',
  path: '/nominations/:id/clarifications/:clarification',
  audience: WRITERS,
  find,
  handle: (call, thing) => draw(call, thing, {}, []),
});

const answer = route({
  method: 'post',
  path: '/nominations/:id/clarifications/:clarification',
  audience: WRITERS,
  find,
  form: answerForm,
  handle: async (call, { nomination, asked }, values) => {
    const outcome = await call.service.act(accountOf(call).id, 'clarification.answered', (tx) => {
      const now = clarificationOf(tx.db, nomination.id, asked.id);
      const owner = nominationById(tx.db, nomination.id);
      if (now === null || owner === null) return refuse('screening.missing');
      const refusal = whyNotAnswer(now, owner.withdrawnAt, tx.at);
      if (refusal) return refusal;
      if (now.answer !== values.answer && seenOf(now) !== values.seen)
        return refuse('screening.changedAnswer');
      return answerClarification(tx, wholeEdition(tx.db, owner.editionId), owner, now, values.answer);
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/nominations/${nomination.id}/clarifications/${asked.id}`, {
      key: 'screening.notice.answered',
    });
  },
  redraw: (call, thing, typed, errors) => {
    const again = clarificationOf(call.service.db, thing.nomination.id, thing.asked.id);
    return draw(call, { ...thing, asked: again ?? thing.asked }, typed, errors);
  },
});

export const clarificationRoutes = [read, answer];
