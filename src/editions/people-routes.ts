import { whyNotAnswer } from '../people/factor.ts';
import { lostFactors, openRecoveries } from '../people/factor-pages.ts';
import { namesOf } from '../people/pages.ts';
import { type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { type AnyRoute, accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { appointmentsAs } from '../platform/http/viewer.ts';
import { isRefusal } from '../platform/result.ts';
import { appointByMail } from './appointments-store.ts';
import { inZone } from './call-page.ts';
import { appointForm, emptyForm } from './forms.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from './office.ts';
import { type Edition, officeById, officersOf, wholeEdition } from './pages.ts';
import { whyNotEndOffice } from './policy.ts';
import { signersOf } from './readiness.ts';
import { endOffice } from './store.ts';
import { inLang } from './words.ts';

const ROLES = ['organiser', 'approver', 'auditor'] as const;

/** Lost factors of people who carry this edition, for those who can sign in it. */
function drawRecoveries(call: Call, edition: Edition) {
  const { db } = call.service;
  const signs = appointmentsAs(call.viewer, ['organiser', 'approver'], edition.id).length > 0;
  const here = openRecoveries(db).filter(({ accountId }) =>
    call.rooms.appointmentsOf(db, accountId).some((held) => held.edition === edition.id),
  );
  const names = namesOf(
    db,
    here.map(({ accountId }) => accountId),
  );
  return here.map((one) => ({
    name: names.get(one.accountId)?.name ?? '',
    address: names.get(one.accountId)?.address ?? '',
    reason: one.reason,
    asked: inZone(edition, call, one.askedAt, 'dateTime'),
    base: signs && whyNotAnswer(one, accountOf(call).id) === null ? `people/recoveries/${one.id}` : null,
  }));
}

function drawPeople(call: Call, edition: Edition, typed: Typed, errors: readonly FieldError[]) {
  const officers = officersOf(call.service.db, edition.id);
  const names = namesOf(
    call.service.db,
    officers.map(({ accountId }) => accountId),
  );
  const mayWrite = isOrganiser(call, edition);
  const lost = lostFactors(call.service.db);
  return page('editions/people', {
    title: call.t('editions.people.title'),
    name: inLang(call, edition.definition.name),
    base: `/office/${edition.slug}`,
    fewSigners: signersOf(officers, lost).length < 2,
    recoveries: drawRecoveries(call, edition),
    people: officers.map(({ id, accountId, role, since }) => ({
      name: names.get(accountId)?.name ?? '',
      address: names.get(accountId)?.address ?? '',
      role: call.t(`editions.people.role.${role}`),
      since: inZone(edition, call, since, 'date'),
      end: mayWrite && whyNotEndOffice(officers, id, lost) === null ? `people/${id}/end` : null,
    })),
    mayWrite,
    typed,
    roles: ROLES.map((role) => ({
      value: role,
      label: call.t(`editions.people.role.${role}`),
      hint: call.t(`editions.people.role.${role}.hint`),
      chosen: role === (typed.role ?? 'organiser'),
    })),
    errors: errorTexts(call, errors),
  });
}

const people = route({
  method: 'get',
  path: '/office/:edition/people',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => drawPeople(call, edition, {}, []),
});

const appoint = route({
  method: 'post',
  path: '/office/:edition/people',
  audience: ['organiser'],
  fresh: true,
  find: (call) => editionAs(call, ['organiser']),
  form: appointForm,
  handle: async (call, edition, { address, name, role }) => {
    const outcome = await call.service.act(accountOf(call).id, 'office.appointed', (tx) =>
      appointByMail(
        tx,
        call.rooms,
        wholeEdition(tx.db, edition.id),
        { address, name, lang: call.lang },
        role,
      ),
    );
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/office/${edition.slug}/people`, { key: 'editions.notice.appointed' });
  },
  redraw: (call, edition, typed, errors) => drawPeople(call, edition, typed, errors),
});

const end = route({
  method: 'post',
  path: '/office/:edition/people/:office/end',
  audience: ['organiser'],
  fresh: true,
  find: (call) => {
    const edition = editionAs(call, ['organiser']);
    const office = edition && officeById(call.service.db, edition.id, call.params.office ?? '');
    return edition && office ? { edition, office: office.id } : null;
  },
  form: emptyForm,
  handle: async (call, { edition, office }) => {
    const outcome = await call.service.act(accountOf(call).id, 'office.ended', (tx) =>
      endOffice(tx, edition.id, office),
    );
    if (isRefusal(outcome)) return outcome;
    const own = isOwn(call, edition, office);
    return seeOther(own ? '/my' : `/office/${edition.slug}/people`, { key: 'editions.notice.ended' });
  },
  redraw: (call, { edition }, typed, errors) => drawPeople(call, edition, typed, errors),
});

/** Whoever ends the own office sees the office's pages no longer. */
function isOwn(call: Call, edition: Edition, office: string): boolean {
  return officeById(call.service.db, edition.id, office)?.accountId === accountOf(call).id;
}

export const peopleRoutes: readonly AnyRoute[] = [people, appoint, end];
