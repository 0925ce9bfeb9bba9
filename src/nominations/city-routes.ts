import { countryName, zoneOfCountry } from '../cities/countries.ts';
import { namesOf } from '../people/pages.ts';
import { isoOf } from '../platform/clock.ts';
import { type Answer, page, seeOther } from '../platform/http/answer.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import type { Refusal } from '../platform/result.ts';
import { type DossierAt, ownNomination } from './appointments.ts';
import { askRows } from './ask-page.ts';
import { beginnings } from './begin-routes.ts';
import { writeDossier } from './dossier.ts';
import { draftAnswers, draftFiles, draftOf } from './dossier-pages.ts';
import { daysLeft, deadlineOf } from './nomination.ts';
import { membersOf } from './pages.ts';
import { whyNotEndorse, whyNotWithdraw, whyNotWrite } from './policy.ts';
import { groupTasks, tasksOf } from './task-list.ts';

/** The sentence of a refusal, or null where nothing is refused. */
function sentence(call: Call, refusal: Refusal | null): string | null {
  return refusal && call.t(refusal.code, refusal.facts);
}

/** The zone of the reader: that of the account, else that of the edition. */
function zoneOf(call: Call, edition: DossierAt['edition']): string {
  return accountOf(call).timeZone ?? edition.definition.timeZone;
}

function lastSaved(call: Call, { edition, nomination }: DossierAt): string | null {
  const saved = [...draftOf(call.service.db, nomination.id).values()].sort(
    (a, b) => b.savedAt - a.savedAt,
  )[0];
  if (saved === undefined) return null;
  const at = formatInstant(call.lang, isoOf(saved.savedAt), zoneOf(call, edition), 'dateTime');
  const name = namesOf(call.service.db, [saved.savedBy]).get(saved.savedBy)?.name;
  return name ? call.t('nominations.task.savedBy', { at, name }) : call.t('nominations.task.saved', { at });
}

function deadlineModel(call: Call, { edition, nomination }: DossierAt) {
  const deadline = deadlineOf(edition.calendar, nomination.extendedTo);
  return {
    label: call.t('nominations.task.submitBy'),
    at: isoOf(deadline),
    zone: zoneOfCountry(nomination.country) ?? edition.definition.timeZone,
    place: nomination.cityName,
    days: daysLeft(deadline, call.at),
  };
}

/** What happens after the dossier: the state of the commission's nomination, in words. */
function afterwards(
  call: Call,
  { edition, nomination }: DossierAt,
): { fact: string; word: string; statement: string } {
  const { state, endorsement } = nomination;
  const closed =
    nomination.submission !== null && whyNotEndorse(edition.calendar, nomination, call.at) !== null;
  const step = state === 'submitted' && closed ? 'missed' : state;
  return {
    fact: call.t(`nominations.after.${step}.fact`),
    word: call.t(`nominations.after.${step}.word`),
    statement: endorsement?.statement ?? '',
  };
}

/** The newest receipt, and whether what was written since has not been submitted. */
function submissionModel(call: Call, { edition, nomination }: DossierAt) {
  const { submission } = nomination;
  if (submission === null) return null;
  const saved = Math.max(
    0,
    ...[...draftOf(call.service.db, nomination.id).values()].map((one) => one.savedAt),
  );
  const at = formatInstant(call.lang, isoOf(submission.at), edition.definition.timeZone, 'dateTime');
  return {
    text: call.t('nominations.task.submitted', { receipt: submission.receipt, at }),
    isOlder: saved > submission.at,
  };
}

const taskList = route({
  method: 'get',
  path: '/nominations/:id',
  audience: ['owner', 'colleague'],
  find: ownNomination,
  handle: (call, at): Answer => {
    const { edition, nomination } = at;
    const { db } = call.service;
    const base = `/${call.lang}/nominations/${nomination.id}`;
    const files = draftFiles(db, nomination.id);
    const tasks = tasksOf(call, edition.definition, draftAnswers(db, nomination.id), files, base);
    const ready = tasks.filter((task) => task.state === 'full').length;
    const waiting = tasks.filter((task) => task.holdsUp).length;
    const members = membersOf(db, nomination.id);
    const isOwner = members.some((one) => one.role === 'owner' && one.account === accountOf(call).id);
    return page('nominations/task-list', {
      title: nomination.cityName,
      editionSlug: edition.slug,
      year: String(edition.year),
      base,
      local: nomination.localName && { name: nomination.localName, lang: nomination.languageTag },
      place: `${countryName(call.lang, nomination.country)}, ${call.t(`platform.region.${nomination.region}`)}`,
      states: tasks.map((task) => task.state),
      progress: call.t('nominations.task.progress', { done: ready, total: tasks.length }),
      saved: lastSaved(call, at),
      groups: groupTasks(call, edition.definition, tasks),
      asks: askRows(call, edition.definition, call.rooms.asksOf(db, nomination.id), zoneOf(call, edition)),
      beginnings: beginnings(call, at),
      after: afterwards(call, at),
      submission: submissionModel(call, at),
      note: call.t('nominations.task.note', { waiting }),
      closed: sentence(call, whyNotWrite(edition.calendar, nomination, call.at)),
      deadline: nomination.withdrawnAt === null ? deadlineModel(call, at) : null,
      extended: nomination.extendedTo !== null,
      members: members.map(({ name, role }) => ({ name, role: call.t(`nominations.role.${role}`) })),
      isOwner,
      mayWithdraw:
        isOwner && whyNotWithdraw(nomination, call.rooms.milestones(db, edition.id), call.at) === null,
      contact: edition.definition.contact,
    });
  },
});

const print = route({
  method: 'get',
  path: '/nominations/:id/print',
  audience: ['owner', 'colleague'],
  find: ownNomination,
  handle: (call, { edition, nomination }) => {
    const { db } = call.service;
    const files = draftFiles(db, nomination.id);
    const sections = writeDossier(call.lang, edition.definition, draftAnswers(db, nomination.id), files);
    return page('nominations/print', {
      title: nomination.cityName,
      editionSlug: edition.slug,
      award: edition.definition.name[call.lang],
      place: `${countryName(call.lang, nomination.country)}, ${call.t(`platform.region.${nomination.region}`)}`,
      back: `/${call.lang}/nominations/${nomination.id}`,
      fileBase: `/${call.lang}/nominations/${nomination.id}/files`,
      groups: groupTasks(call, edition.definition, sections),
      submission: nomination.submission && { ...nomination.submission, at: isoOf(nomination.submission.at) },
    });
  },
});

/** The bare address of a section list leads to the task list. */
const sections = route({
  method: 'get',
  path: '/nominations/:id/sections',
  audience: ['owner', 'colleague'],
  find: ownNomination,
  handle: (_call, { nomination }) => seeOther(`/nominations/${nomination.id}`),
});

export const cityRoutes = [taskList, print, sections];
