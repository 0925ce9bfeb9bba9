import { datesOf } from '../editions/calendar.ts';
import { fromLocal } from '../editions/local-time.ts';
import { invalid, seeOther } from '../platform/http/answer.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { askForm, emptyForm } from './forms.ts';
import { clock, pathOf, reread, type Thing, writing } from './nomination-pages.ts';
import { clarificationOf } from './pages.ts';
import { whyNotAccept, whyNotAsk } from './policy.ts';
import { acceptClarification, askClarification } from './store.ts';

const DUE_CLOCK = '18:00';

const ask = route({
  ...writing,
  path: '/office/:edition/screening/:nomination/clarifications',
  form: (_call: Call, { edition }: Thing) => askForm(edition.definition),
  handle: async (call, thing, { section, question, due }) => {
    const dueAt = fromLocal(`${due}T${DUE_CLOCK}`, thing.edition.definition.timeZone);
    const limit = datesOf(thing.edition.calendar, 'scoring').opensAt;
    if (dueAt === null || dueAt <= call.at || dueAt > limit)
      return invalid({
        field: 'due',
        code: 'screening.field.dueDay',
        facts: { limit: clock(call, thing.edition, limit) },
      });
    const done = await call.service.act(accountOf(call).id, 'clarification.asked', (tx) => {
      const read = reread(tx, thing);
      if (isRefusal(read)) return read;
      const { nomination } = read.screened;
      const refusal = whyNotAsk(read.edition.calendar, nomination, tx.at);
      return refusal ?? askClarification(tx, read.edition, nomination, { section, question, dueAt });
    });
    if (isRefusal(done)) return done;
    return seeOther(pathOf(thing), { key: 'screening.notice.asked' });
  },
});

const accept = route({
  ...writing,
  path: '/office/:edition/screening/:nomination/clarifications/:clarification/accept',
  form: emptyForm,
  handle: async (call, thing) => {
    const done = await call.service.act(accountOf(call).id, 'clarification.accepted', (tx) => {
      const read = reread(tx, thing);
      if (isRefusal(read)) return read;
      const { nomination } = read.screened;
      const asked = clarificationOf(tx.db, nomination.id, call.params.clarification ?? '');
      if (asked === null) return refuse('screening.missing');
      return whyNotAccept(asked) ?? acceptClarification(tx, nomination, asked);
    });
    if (isRefusal(done)) return done;
    return seeOther(pathOf(thing), { key: 'screening.notice.accepted' });
  },
});

export const askRoutes = [ask, accept];
