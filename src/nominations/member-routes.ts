import { type Answer, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { LANGS } from '../platform/i18n/lang.ts';
import { isRefusal } from '../platform/result.ts';
import { type DossierAt, ownedNomination, ownNomination, writtenBy } from './appointments.ts';
import { colleagueForm, emptyForm, withdrawForm } from './forms.ts';
import { deadlineOf } from './nomination.ts';
import { membersOf } from './pages.ts';
import { isDeclining, whyNotWithdraw, whyNotWrite } from './policy.ts';
import { endColleague, inviteColleague, withdrawNomination } from './store.ts';

function drawColleagues(
  call: Call,
  { edition, nomination }: DossierAt,
  typed: Typed,
  errors: readonly FieldError[],
): Answer {
  const base = `/${call.lang}/nominations/${nomination.id}`;
  const members = membersOf(call.service.db, nomination.id);
  const isOwner = members.some((one) => one.role === 'owner' && one.account === accountOf(call).id);
  const refusal = whyNotWrite(edition.calendar, nomination, call.at);
  return page('nominations/colleagues', {
    title: call.t('nominations.colleagues.title'),
    editionSlug: edition.slug,
    city: nomination.cityName,
    base,
    members: members.map((one) => ({
      name: one.name,
      address: one.address,
      role: call.t(`nominations.role.${one.role}`),
      end: isOwner && one.role === 'colleague' ? `${base}/colleagues/${one.id}/end` : null,
    })),
    isOwner,
    mayInvite: isOwner && refusal === null,
    closed: refusal && call.t(refusal.code, refusal.facts),
    typed,
    langs: LANGS.map((lang) => ({
      value: lang,
      label: call.t(`platform.language.${lang}`),
      chosen: (typed.lang ?? call.lang) === lang,
    })),
    errors: errorTexts(call, errors),
  });
}

const colleagues = route({
  method: 'get',
  path: '/nominations/:id/colleagues',
  audience: ['owner', 'colleague'],
  find: ownNomination,
  handle: (call, at) => drawColleagues(call, at, {}, []),
});

const invite = route({
  method: 'post',
  path: '/nominations/:id/colleagues',
  audience: ['owner'],
  find: ownedNomination,
  form: colleagueForm,
  handle: async (call, at, values) => {
    const account = accountOf(call).id;
    const outcome = await call.service.act(account, 'colleague.invited', (tx) => {
      const written = writtenBy(tx, at.nomination.id, account);
      if (isRefusal(written)) return written;
      const refusal = whyNotWrite(written.edition.calendar, written.nomination, tx.at);
      if (refusal) return refusal;
      const until = deadlineOf(written.edition.calendar, written.nomination.extendedTo);
      return inviteColleague(tx, call.rooms, written.nomination, values, until);
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/nominations/${at.nomination.id}/colleagues`, { key: 'nominations.notice.invited' });
  },
  redraw: drawColleagues,
});

const end = route({
  method: 'post',
  path: '/nominations/:id/colleagues/:member/end',
  audience: ['owner'],
  find: ownedNomination,
  form: emptyForm,
  handle: async (call, at) => {
    const account = accountOf(call).id;
    const outcome = await call.service.act(account, 'colleague.ended', (tx) => {
      const written = writtenBy(tx, at.nomination.id, account);
      if (isRefusal(written)) return written;
      endColleague(tx, written.nomination, call.params.member ?? '');
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/nominations/${at.nomination.id}/colleagues`, { key: 'nominations.notice.ended' });
  },
});

function drawWithdraw(
  call: Call,
  { edition, nomination }: DossierAt,
  typed: Typed,
  errors: readonly FieldError[],
): Answer {
  const milestones = call.rooms.milestones(call.service.db, edition.id);
  const refusal = whyNotWithdraw(nomination, milestones, call.at);
  const way = isDeclining(milestones) ? 'decline' : 'withdraw';
  return page('nominations/withdraw', {
    title: call.t(`nominations.${way}.title`),
    text: call.t(`nominations.${way}.text`, { city: nomination.cityName }),
    leave: call.t(`nominations.${way}.button`, { city: nomination.cityName }),
    editionSlug: edition.slug,
    city: nomination.cityName,
    base: `/${call.lang}/nominations/${nomination.id}`,
    refused: refusal && call.t(refusal.code, refusal.facts),
    typed,
    errors: errorTexts(call, errors),
  });
}

const withdrawPage = route({
  method: 'get',
  path: '/nominations/:id/withdraw',
  audience: ['owner'],
  find: ownedNomination,
  handle: (call, at) => drawWithdraw(call, at, {}, []),
});

const withdraw = route({
  method: 'post',
  path: '/nominations/:id/withdraw',
  audience: ['owner'],
  find: ownedNomination,
  form: withdrawForm,
  handle: async (call, at, values) => {
    const account = accountOf(call).id;
    const outcome = await call.service.act(account, 'nomination.withdrawn', (tx) => {
      const written = writtenBy(tx, at.nomination.id, account);
      if (isRefusal(written)) return written;
      // Withdrawn already: the second press of the button says the same as the first.
      if (written.nomination.withdrawnAt !== null) return;
      const milestones = call.rooms.milestones(tx.db, written.edition.id);
      const refusal = whyNotWithdraw(written.nomination, milestones, tx.at);
      if (refusal) return refusal;
      withdrawNomination(tx, written.nomination, values.reason, isDeclining(milestones));
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/nominations/${at.nomination.id}`, { key: 'nominations.notice.withdrawn' });
  },
  redraw: drawWithdraw,
});

export const memberRoutes = [colleagues, invite, end, withdrawPage, withdraw];
