import { approvedSelection } from '../decision/pages.ts';
import { fromLocal } from '../editions/local-time.ts';
import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import type { Tx } from '../platform/act.ts';
import type { Instant } from '../platform/clock.ts';
import { invalid, seeOther } from '../platform/http/answer.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { isRefusal, type Refusal } from '../platform/result.ts';
import { whyNotCancel, whyNotCite, whyNotCorrect, whyNotSetMoment } from './announcement.ts';
import { citationForm, correctionForm, emptyForm, momentForm } from './forms.ts';
import { mailResult } from './messages.ts';
import { drawOffice } from './office-pages.ts';
import { lettersFor, newestAnnouncementVersion, standingAnnouncement } from './pages.ts';
import { cancelMoment, correctAnnouncement, setMoment, writeCitation } from './store.ts';

const pagePath = ({ slug }: Edition) => `/office/${slug}/announcement`;

const show = route({
  method: 'get',
  path: '/office/:edition/announcement',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => drawOffice(call, edition),
});

function setInAct(tx: Tx, editionId: string, moment: Instant): Refusal | true {
  const now = wholeEdition(tx.db, editionId);
  const approved = approvedSelection(tx.db, editionId);
  const standing = standingAnnouncement(tx.db, editionId);
  if (standing?.momentAt === moment && standing.differences.length === 0) return true;
  const facts = { calendar: now.calendar, approved: approved !== null, standing };
  const refusal = whyNotSetMoment(facts, moment, tx.at);
  if (refusal || approved === null) return refusal ?? true;
  if (standing) cancelMoment(tx, editionId, standing);
  const version = newestAnnouncementVersion(tx.db, editionId) + 1;
  const announcement = setMoment(tx, editionId, approved, version, moment);
  for (const nomination of lettersFor(tx.db, editionId)) mailResult(tx, now, announcement, nomination);
  return true;
}

const set = route({
  method: 'post',
  path: '/office/:edition/announcement/moment',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: momentForm,
  handle: async (call, edition, { day, clock }) => {
    const moment = fromLocal(`${day}T${clock}`, edition.definition.timeZone);
    if (moment === null) return invalid({ field: 'day', code: 'announcement.field.day' });
    const outcome = await call.service.act(accountOf(call).id, 'announcement.set', (tx) =>
      setInAct(tx, edition.id, moment),
    );
    return isRefusal(outcome) ? outcome : seeOther(pagePath(edition), { key: 'announcement.notice.set' });
  },
  redraw: drawOffice,
});

const cancel = route({
  method: 'post',
  path: '/office/:edition/announcement/cancel',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: emptyForm,
  handle: async (call, edition) => {
    const outcome = await call.service.act(accountOf(call).id, 'announcement.cancelled', (tx) => {
      const standing = standingAnnouncement(tx.db, edition.id);
      const refusal = whyNotCancel(standing, tx.at);
      if (refusal) return refusal;
      if (standing) cancelMoment(tx, edition.id, standing);
      return true;
    });
    return isRefusal(outcome)
      ? outcome
      : seeOther(pagePath(edition), { key: 'announcement.notice.cancelled' });
  },
  redraw: drawOffice,
});

/** An awardee of the address, for the organisers of its edition. */
function awardeeAt(call: Call): { edition: Edition; nomination: string } | null {
  const edition = editionAs(call, ['organiser']);
  const nomination = call.params.nomination ?? '';
  const signed = edition && approvedSelection(call.service.db, edition.id);
  return edition && signed?.awardees.includes(nomination) ? { edition, nomination } : null;
}

const cite = route({
  method: 'post',
  path: '/office/:edition/announcement/citations/:nomination',
  audience: ['organiser'],
  find: awardeeAt,
  form: citationForm,
  handle: async (call, { edition, nomination }, texts) => {
    const outcome = await call.service.act(accountOf(call).id, 'citation.written', (tx) => {
      const refusal = whyNotCite(standingAnnouncement(tx.db, edition.id), tx.at);
      if (refusal) return refusal;
      writeCitation(tx, edition.id, nomination, texts);
      return true;
    });
    return isRefusal(outcome) ? outcome : seeOther(pagePath(edition), { key: 'announcement.notice.cited' });
  },
  redraw: (call, { edition }, typed, errors) => drawOffice(call, edition, typed, errors),
});

const correct = route({
  method: 'post',
  path: '/office/:edition/announcement/corrections/:nomination',
  audience: ['organiser'],
  find: awardeeAt,
  form: correctionForm,
  handle: async (call, { edition, nomination }, { reason, ...citation }) => {
    const outcome = await call.service.act(accountOf(call).id, 'announcement.corrected', (tx) => {
      const standing = standingAnnouncement(tx.db, edition.id);
      const refusal = whyNotCorrect(standing, tx.at);
      if (refusal || standing === null) return refusal ?? true;
      const shown = standing.result.awardees.find((one) => one.nomination === nomination)?.citation;
      // The second press of the button finds the correction of the first.
      if (shown && shown.en === citation.en && shown.fr === citation.fr && shown.es === citation.es)
        return true;
      const version = newestAnnouncementVersion(tx.db, edition.id) + 1;
      correctAnnouncement(tx, standing, { nomination, citation, reason, version });
      return true;
    });
    return isRefusal(outcome)
      ? outcome
      : seeOther(pagePath(edition), { key: 'announcement.notice.corrected' });
  },
  redraw: (call, { edition }, typed, errors) => drawOffice(call, edition, typed, errors),
});

export const officeRoutes = [show, set, cancel, cite, correct];
