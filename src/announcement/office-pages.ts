import { countryName } from '../cities/countries.ts';
import { approvedSelection } from '../decision/pages.ts';
import { datesOf } from '../editions/calendar.ts';
import { toLocal } from '../editions/local-time.ts';
import { isOrganiser } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { hiddenFromOffice } from '../jury/office-conflict-pages.ts';
import { isoOf } from '../platform/clock.ts';
import { type Answer, type FieldError, page } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { appointmentsAs } from '../platform/http/viewer.ts';
import { heldRemarks } from '../scoring/remark-pages.ts';
import { type AnnouncementState, type Awardee, announcementState } from './announcement.ts';
import { awardeeOf, lettersFor, standingAnnouncement } from './pages.ts';

/** The page of the announcement: what was signed, when it becomes public, and in what it differs where it does. */
export function drawOffice(
  call: Call,
  edition: Edition,
  typed: Typed = {},
  errors: readonly FieldError[] = [],
): Answer {
  const { db } = call.service;
  const approved = approvedSelection(db, edition.id);
  const standing = standingAnnouncement(db, edition.id);
  const state = announcementState(standing, call.at);
  const zone = edition.definition.timeZone;
  const opens = datesOf(edition.calendar, 'announcement').opensAt;
  const proposed = toLocal(Math.max(opens, call.at), zone).split('T');
  const organises = isOrganiser(call, edition);
  const mayWrite = organises && state !== 'public';
  return page('announcement/office', {
    title: call.t('announcement.title'),
    editionSlug: edition.slug,
    approved: approved !== null,
    awardees: awardeesShown(call, state === 'public' ? standing : null, approved?.awardees ?? []).map(
      (one) =>
        one.nomination === call.params.nomination
          ? { ...one, citation: { ...one.citation, ...typed }, open: true }
          : one,
    ),
    letters: lettersFor(db, edition.id).length,
    names: namesShown(call, edition),
    standing: standing && { at: isoOf(standing.momentAt), state, isPublic: state === 'public' },
    differences: (standing?.differences ?? []).map((one) => call.t(`announcement.differs.${one}`)),
    mayCite: mayWrite && standing === null,
    mayCorrect: organises && state === 'public',
    maySet: mayWrite && approved !== null && standing === null,
    mayCancel: mayWrite && standing !== null,
    zone,
    certificates:
      organises && approved ? `/${call.lang}/office/${edition.slug}/announcement/certificates` : null,
    sealed: sealedPath(call, edition, state),
    typed: { day: proposed[0] ?? '', clock: (proposed[1] ?? '').slice(0, 5), ...typed },
    errors: errorTexts(call, errors),
  });
}

/** How many remarks wait because a juror is named in them, with the page on which they are looked at; null for none. */
function namesShown(call: Call, edition: Edition): { text: string; href: string } | null {
  const { db } = call.service;
  const count = heldRemarks(db, edition, hiddenFromOffice(db, edition.id, accountOf(call).id));
  if (count === 0) return null;
  const href = `/${call.lang}/office/${edition.slug}/scores/names`;
  return { text: call.t('scoring.names.waiting', { count }), href };
}

function sealedPath(call: Call, edition: Edition, state: AnnouncementState | null): string | null {
  const isAuditor = appointmentsAs(call.viewer, ['auditor'], edition.id).length > 0;
  const isThere = state === 'ahead' || state === 'public';
  return isAuditor && isThere ? `/${call.lang}/office/${edition.slug}/announcement/package.zip` : null;
}

function awardeesShown(
  call: Call,
  published: { result: { awardees: readonly Awardee[] } } | null,
  signed: readonly string[],
) {
  const awardees = published?.result.awardees ?? signed.map((id) => awardeeOf(call.service.db, id));
  return awardees.map((one) => ({ ...one, countryName: countryName(call.lang, one.country) }));
}
