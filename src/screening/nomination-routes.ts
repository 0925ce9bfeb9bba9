import { OFFICE_READERS } from '../editions/office.ts';
import { invalid, seeOther } from '../platform/http/answer.ts';
import { accountOf, route } from '../platform/http/route.ts';
import { isRefusal } from '../platform/result.ts';
import { findingsAgainst } from './eligibility.ts';
import { decisionForm, shortlistForm } from './forms.ts';
import { drawNomination, findScreened, pathOf, reread, writing } from './nomination-pages.ts';
import { whyNotDecide, whyNotShortlist, whyNotTakeOff } from './policy.ts';
import { decideEligibility, shortlist, takeOffShortlist, whyNotSeen } from './store.ts';

const read = route({
  method: 'get',
  path: '/office/:edition/screening/:nomination',
  audience: OFFICE_READERS,
  find: (call) => findScreened(call, OFFICE_READERS),
  handle: (call, thing) => drawNomination(call, thing, {}, []),
});

const decide = route({
  ...writing,
  path: '/office/:edition/screening/:nomination/decide',
  form: decisionForm,
  handle: async (call, thing, { outcome, reason, against, seen }) => {
    const done = await call.service.act(accountOf(call).id, 'nomination.screened', (tx) => {
      const read = reread(tx, thing);
      if (isRefusal(read)) return read;
      const { nomination, findings, decision } = read.screened;
      const owed = findingsAgainst(outcome, findings).length > 0;
      const kept = owed ? against : null;
      // The same decision sent twice is done already and no clash.
      if (decision?.outcome === outcome && decision.reason === reason && decision.against === kept)
        return true;
      const refusal =
        whyNotDecide(read.edition.calendar, nomination, outcome, tx.at) ??
        whyNotSeen(tx, nomination.id, seen);
      if (refusal) return refusal;
      if (kept === '') return false;
      decideEligibility(tx, nomination, { outcome, reason, against: kept, findings });
      return true;
    });
    if (isRefusal(done)) return done;
    if (!done) return invalid({ field: 'against', code: 'screening.field.against' });
    return seeOther(pathOf(thing), { key: 'screening.notice.decided' });
  },
});

const place = route({
  ...writing,
  path: '/office/:edition/screening/:nomination/shortlist',
  form: shortlistForm,
  handle: async (call, thing, { act, offReason }) => {
    if (act === 'off' && offReason === '')
      return invalid({ field: 'offReason', code: 'screening.field.reason' });
    const done = await call.service.act(accountOf(call).id, 'nomination.shortlisted', (tx) => {
      const read = reread(tx, thing);
      if (isRefusal(read)) return read;
      const { nomination, state } = read.screened;
      const { calendar } = read.edition;
      const refusal =
        act === 'shortlist'
          ? whyNotShortlist(calendar, nomination, state, tx.at)
          : whyNotTakeOff(calendar, nomination, tx.at);
      if (refusal) return refusal;
      return act === 'shortlist' ? shortlist(tx, nomination) : takeOffShortlist(tx, nomination, offReason);
    });
    if (isRefusal(done)) return done;
    return seeOther(pathOf(thing), { key: `screening.notice.${act}`, facts: { count: 1 } });
  },
});

export const nominationRoutes = [read, decide, place];
