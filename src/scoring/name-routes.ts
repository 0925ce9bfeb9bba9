import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { hiddenFromOffice } from '../jury/office-conflict-pages.ts';
import { type Answer, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { formatList } from '../platform/i18n/formats.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { criterionName } from './card-page.ts';
import { rulingForm } from './forms.ts';
import { scoringClosedAt } from './pages.ts';
import { isForCity, type LockedRemark, remarksNamingJurors } from './remark-pages.ts';
import { ruleOnRemark } from './store.ts';

const namesPath = ({ slug }: { slug: string }) => `/office/${slug}/scores/names`;

function drawRemark(call: Call, { definition }: Edition, one: LockedRemark) {
  const { scorecard, criterion, city, remark, found } = one;
  const state = isForCity(one) ? 'released' : 'held';
  return {
    card: scorecard,
    criterion,
    city,
    name: criterionName(call, definition, criterion),
    remark,
    found: call.t('scoring.names.found', { names: formatList(call.lang, found) }),
    state: state === 'held' ? 'need' : 'full',
    word: call.t(`scoring.names.${state}`),
    isHeld: state === 'held',
  };
}

/** The remarks in which a juror is named. Words of a card are the office's to read once the tally has closed. */
function draw(call: Call, edition: Edition, _typed: Typed, errors: readonly FieldError[]): Answer {
  const { db } = call.service;
  const hidden = hiddenFromOffice(db, edition.id, accountOf(call).id);
  const isClosed = scoringClosedAt(db, edition.id) !== null;
  const remarks = isClosed ? remarksNamingJurors(db, edition, hidden) : [];
  return page('scoring/names', {
    title: call.t('scoring.names.title'),
    editionSlug: edition.slug,
    back: `/${call.lang}/office/${edition.slug}/scores`,
    action: `/${call.lang}${namesPath(edition)}`,
    isClosed,
    writes: isOrganiser(call, edition),
    rows: remarks.map((one) => drawRemark(call, edition, one)),
    errors: errorTexts(call, errors),
  });
}

const show = route({
  method: 'get',
  path: '/office/:edition/scores/names',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => draw(call, edition, {}, []),
});

const rule = route({
  method: 'post',
  path: '/office/:edition/scores/names',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: rulingForm,
  handle: async (call, edition, { card, criterion, outcome }) => {
    const done = await call.service.act(accountOf(call).id, 'remark.ruled', (tx) => {
      if (scoringClosedAt(tx.db, edition.id) === null) return refuse('scoring.namesEarly');
      const hidden = hiddenFromOffice(tx.db, edition.id, tx.actor);
      const found = remarksNamingJurors(tx.db, edition, hidden).find(
        (one) => one.scorecard === card && one.criterion === criterion,
      );
      if (found === undefined) return refuse('scoring.missing');
      const standing = found.ruling ?? 'held';
      ruleOnRemark(tx, edition.id, { scorecard: card, criterion, outcome, standing });
      return null;
    });
    if (isRefusal(done)) return done;
    return seeOther(namesPath(edition), { key: `scoring.notice.${outcome}` });
  },
  redraw: draw,
});

export const nameRoutes = [show, rule];
