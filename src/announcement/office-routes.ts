import { countryName } from '../cities/countries.ts';
import { approvedSelection } from '../decision/pages.ts';
import { datesOf } from '../editions/calendar.ts';
import { fromLocal, toLocal } from '../editions/local-time.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { isoOf } from '../platform/clock.ts';
import { type Answer, type FieldError, invalid, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal } from '../platform/result.ts';
import { isPublic, whyNotCancel, whyNotSetMoment } from './announcement.ts';
import { citationForm, emptyForm, momentForm } from './forms.ts';
import { mailResult } from './messages.ts';
import { awardeeOf, lettersFor, newestAnnouncementVersion, standingAnnouncement } from './pages.ts';
import { cancelMoment, setMoment, writeCitation } from './store.ts';

function draw(call: Call, edition: Edition, typed: Typed = {}, errors: readonly FieldError[] = []): Answer {
  const { db } = call.service;
  const approved = approvedSelection(db, edition.id);
  const standing = standingAnnouncement(db, edition.id);
  const zone = edition.definition.timeZone;
  const proposed = toLocal(datesOf(edition.calendar, 'announcement').opensAt, zone).split('T');
  const mayWrite = isOrganiser(call, edition) && !isPublic(standing, call.at);
  return page('announcement/office', {
    title: call.t('announcement.title'),
    editionSlug: edition.slug,
    approved: approved !== null,
    awardees: (approved?.awardees ?? []).map((id) => {
      const awardee = awardeeOf(db, id);
      return { ...awardee, countryName: countryName(call.lang, awardee.country) };
    }),
    letters: lettersFor(db, edition.id).length,
    standing: standing && {
      at: isoOf(standing.momentAt),
      isPublic: isPublic(standing, call.at),
    },
    mayWrite,
    maySet: mayWrite && approved !== null && standing === null,
    mayCancel: mayWrite && standing !== null,
    zone,
    typed: { day: proposed[0] ?? '', clock: (proposed[1] ?? '').slice(0, 5), ...typed },
    errors: errorTexts(call, errors),
  });
}

const show = route({
  method: 'get',
  path: '/office/:edition/announcement',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => draw(call, edition),
});

const set = route({
  method: 'post',
  path: '/office/:edition/announcement/moment',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: momentForm,
  handle: async (call, edition, { day, clock }) => {
    const moment = fromLocal(`${day}T${clock}`, edition.definition.timeZone);
    if (moment === null) return invalid({ field: 'day', code: 'announcement.field.day' });
    const outcome = await call.service.act(accountOf(call).id, 'announcement.set', (tx) => {
      const now = wholeEdition(tx.db, edition.id);
      const approved = approvedSelection(tx.db, edition.id);
      const standing = standingAnnouncement(tx.db, edition.id);
      if (standing?.momentAt === moment) return true;
      const refusal = whyNotSetMoment(
        { calendar: now.calendar, approved: approved !== null, standing },
        moment,
        tx.at,
      );
      if (refusal || approved === null) return refusal ?? true;
      if (standing) cancelMoment(tx, edition.id, standing);
      const announcement = setMoment(
        tx,
        edition.id,
        approved,
        newestAnnouncementVersion(tx.db, edition.id) + 1,
        moment,
      );
      for (const nomination of lettersFor(tx.db, edition.id)) mailResult(tx, now, announcement, nomination);
      return true;
    });
    return isRefusal(outcome)
      ? outcome
      : seeOther(`/office/${edition.slug}/announcement`, { key: 'announcement.notice.set' });
  },
  redraw: draw,
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
      : seeOther(`/office/${edition.slug}/announcement`, { key: 'announcement.notice.cancelled' });
  },
  redraw: draw,
});

const cite = route({
  method: 'post',
  path: '/office/:edition/announcement/citations/:nomination',
  audience: ['organiser'],
  find: (call) => {
    const edition = editionAs(call, ['organiser']);
    const nomination = call.params.nomination ?? '';
    const isAwardee =
      edition && approvedSelection(call.service.db, edition.id)?.awardees.includes(nomination);
    return edition && isAwardee ? { edition, nomination } : null;
  },
  form: citationForm,
  handle: async (call, { edition, nomination }, texts) => {
    const outcome = await call.service.act(accountOf(call).id, 'citation.written', (tx) => {
      // What is public at the moment was fixed with it; a later sentence would not be what was looked at.
      const refusal = whyNotCancel(standingAnnouncement(tx.db, edition.id), tx.at);
      if (refusal) return refusal;
      writeCitation(tx, edition.id, nomination, texts);
      return true;
    });
    return isRefusal(outcome)
      ? outcome
      : seeOther(`/office/${edition.slug}/announcement`, { key: 'announcement.notice.cited' });
  },
  redraw: (call, { edition }, typed, errors) => draw(call, edition, typed, errors),
});

export const officeRoutes = [show, set, cancel, cite];
