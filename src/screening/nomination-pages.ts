import { countryName } from '../cities/countries.ts';
import { editionAs, isOrganiser } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { hiddenFrom } from '../nominations/appointments.ts';
import { type Dossier, dossierOf } from '../nominations/dossier-pages.ts';
import { membersOf } from '../nominations/pages.ts';
import { namesOf } from '../people/pages.ts';
import type { Tx } from '../platform/act.ts';
import { isoOf } from '../platform/clock.ts';
import { type FieldError, page } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import type { Call } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import { drawFinding, drawState, listPath } from './drawn.ts';
import { findingsAgainst } from './eligibility.ts';
import { historyOf } from './history.ts';
import { decisionsOn, type ScreenedNomination, screenedNomination, shortlistingsOf } from './pages.ts';
import { whyNotAccept, whyNotAsk, whyNotDecide, whyNotShortlist, whyNotTakeOff } from './policy.ts';

/** A nomination of the screening with its edition. */
export type Thing = { edition: Edition; screened: ScreenedNomination };

/** Looks a submitted nomination up for a viewer who holds one of these roles in its edition and stands in no conflict with it. */
export function findScreened(call: Call, roles: Parameters<typeof editionAs>[1]): Thing | null {
  const edition = editionAs(call, roles);
  if (edition === null) return null;
  const screened = screenedNomination(call.service.db, edition, call.params.nomination ?? '', call.at);
  if (screened === null || hiddenFrom(call, edition.id).has(screened.nomination.id)) return null;
  return { edition, screened };
}

const zoneOf = (call: Call, edition: Edition) => call.viewer.account?.timeZone ?? edition.definition.timeZone;

/** An instant as this reader reads it. */
export const clock = (call: Call, edition: Edition, at: number) =>
  formatInstant(call.lang, isoOf(at), zoneOf(call, edition), 'dateTime');

function drawClarifications(
  call: Call,
  edition: Edition,
  { nomination, clarifications }: ScreenedNomination,
) {
  return clarifications.map((one) => ({
    ...one,
    due: clock(call, edition, one.dueAt),
    asked: clock(call, edition, one.askedAt),
    answered: one.answeredAt === null ? '' : clock(call, edition, one.answeredAt),
    spine: one.acceptedAt !== null ? 'full' : one.answeredAt !== null ? 'half' : 'open',
    word: call.t(
      `screening.asked.${one.acceptedAt !== null ? 'accepted' : one.answeredAt !== null ? 'answered' : call.at >= one.dueAt ? 'over' : 'open'}`,
    ),
    acceptAction:
      one.acceptedAt === null && whyNotAccept(one) === null
        ? `/${call.lang}${listPath(edition)}/${nomination.id}/clarifications/${one.id}/accept`
        : '',
  }));
}

function drawSections(dossier: Dossier | null, asked: ReturnType<typeof drawClarifications>) {
  return (dossier?.sections ?? []).map((section) => ({
    ...section,
    asked: asked.filter((one) => one.sectionId === section.id),
  }));
}

function drawHistory(call: Call, edition: Edition, id: string) {
  const { db } = call.service;
  const events = historyOf(decisionsOn(db, id), shortlistingsOf(db, id));
  const names = namesOf(
    db,
    events.map((one) => one.by),
  );
  return events.map((one) => ({
    when: clock(call, edition, one.at),
    what: call.t(`screening.history.${one.what}`, { name: names.get(one.by)?.name ?? one.by }),
    reason: one.reason,
    against: one.against,
  }));
}

function whatMayBeDone(call: Call, { edition, screened }: Thing) {
  if (!isOrganiser(call, edition)) return {};
  const { calendar } = edition;
  const { nomination, state } = screened;
  return {
    decides:
      whyNotDecide(calendar, nomination, 'eligible', call.at) === null ||
      whyNotDecide(calendar, nomination, 'ineligible', call.at) === null,
    shortlists: state === 'eligible' && whyNotShortlist(calendar, nomination, state, call.at) === null,
    takesOff: state === 'shortlisted' && whyNotTakeOff(calendar, nomination, call.at) === null,
    asks: whyNotAsk(calendar, nomination, call.at) === null,
  };
}

/** The page of one nomination: its dossier, the findings beside it, and what was decided and asked. */
export function drawNomination(call: Call, thing: Thing, typed: Typed, errors: readonly FieldError[]) {
  const { edition, screened } = thing;
  const { nomination, findings, decision } = screened;
  const base = `/${call.lang}${listPath(edition)}/${nomination.id}`;
  const asked = drawClarifications(call, edition, screened);
  const outcome = typed.outcome ?? decision?.outcome;
  const section = typed.section ?? call.query.get('section') ?? '';
  return page('screening/nomination', {
    title: nomination.cityName,
    editionSlug: edition.slug,
    base,
    back: `/${call.lang}${listPath(edition)}`,
    fileBase: `/${call.lang}/office/${edition.slug}/nominations/${nomination.id}/files`,
    country: countryName(call.lang, nomination.country),
    region: nomination.region,
    state: drawState(call, screened.state),
    receipt: call.t('screening.nomination.receipt', {
      receipt: nomination.submission.receipt,
      at: clock(call, edition, nomination.submission.at),
    }),
    findings: findings.map((one) => drawFinding(call, edition, one)),
    ownReason:
      findingsAgainst('eligible', findings).length > 0 || findings.every((one) => one.state === 'met'),
    statement: nomination.endorsement?.statement ?? '',
    sections: drawSections(dossierOf(call.service.db, nomination.id, call.lang), asked),
    history: drawHistory(call, edition, nomination.id),
    outcomes: (['eligible', 'ineligible'] as const).map((value) => ({
      value,
      label: call.t(`screening.state.${value}`),
      chosen: value === outcome,
    })),
    sectionChoices: edition.definition.sections.map((one) => ({
      value: one.id,
      label: one.title[call.lang],
      chosen: one.id === section,
    })),
    writers: call.t('screening.ask.writers', { count: membersOf(call.service.db, nomination.id).length }),
    zone: edition.definition.timeZone,
    may: whatMayBeDone(call, thing),
    seen: typed.seen ?? decision?.id ?? '',
    typed,
    errors: errorTexts(call, errors),
  });
}

/** What every act on one nomination has in common. */
export const writing = {
  method: 'post',
  audience: ['organiser'],
  find: (call: Call) => findScreened(call, ['organiser']),
  redraw: (call: Call, thing: Thing, typed: Typed, errors: readonly FieldError[]) =>
    drawNomination(call, thing, typed, errors),
} as const;

/** The nomination read again inside the transaction, since it may have changed since the page was drawn. */
export function reread(tx: Tx, { edition, screened }: Thing): Thing | Refusal {
  const now = wholeEdition(tx.db, edition.id);
  const again = screenedNomination(tx.db, now, screened.nomination.id, tx.at);
  return again === null ? refuse('screening.gone') : { edition: now, screened: again };
}

/** The address of a nomination in the screening. */
export const pathOf = ({ edition, screened }: Thing) => `${listPath(edition)}/${screened.nomination.id}`;
