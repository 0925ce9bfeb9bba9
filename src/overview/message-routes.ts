import { z } from 'zod';
import { editionAs } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { bouncesOfMessage } from '../notices/bounce-pages.ts';
import { recordBounce } from '../notices/bounce-store.ts';
import { correctAddress } from '../people/address-store.ts';
import { recipientOf } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import { page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { sendAgain, stopMessage } from '../platform/outbox.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { bounceForm, correctionForm } from './forms.ts';
import { type MessageRow, messageById } from './messages-pages.ts';

type Thing = { edition: Edition; message: MessageRow };

function find(call: Call): Thing | null {
  const edition = editionAs(call, ['organiser']);
  const message = edition && messageById(call.service.db, edition.id, call.params.message ?? '');
  return edition && message ? { edition, message } : null;
}

/** Says why the office may not correct where a message goes, or nothing: the address of whoever decides is their own. */
function whyNotCorrect(call: Call, tx: Pick<Tx, 'db'>, { edition, message }: Thing): Refusal | null {
  if (message.account === null) return refuse('people.addressIsTheirs');
  const held = call.rooms.appointmentsOf(tx.db, message.account);
  const beyond = held.some(
    ({ role, edition: other }) => other !== edition.id || ['organiser', 'approver', 'auditor'].includes(role),
  );
  return beyond ? refuse('people.addressIsTheirs') : null;
}

function draw(
  call: Call,
  { edition, message }: Thing,
  typed: Typed,
  errors: Parameters<typeof errorTexts>[1],
) {
  const isOver = message.state === 'refused' || message.state === 'stopped';
  return page('overview/message', {
    title: call.service.translate(call.lang, `${message.template}.what`),
    list: `/${call.lang}/office/${edition.slug}/messages`,
    here: `/${call.lang}/office/${edition.slug}/messages/${message.id}`,
    editionSlug: edition.slug,
    message,
    tries: call.t('overview.message.tries', { count: message.attempts }),
    isWaiting: message.state === 'waiting',
    isDelivered: message.state === 'delivered',
    isOver,
    mayCorrect: isOver && whyNotCorrect(call, call.service, { edition, message }) === null,
    bounces: bouncesOfMessage(call.service.db, message.id).map((one) => ({
      ...one,
      kind: call.t(`notices.returned.${one.isPermanent ? 'forGood' : 'forNow'}`),
    })),
    kinds: (['yes', 'no'] as const).map((value) => ({
      value,
      label: call.t(`notices.returned.${value === 'yes' ? 'forGood' : 'forNow'}`),
      chosen: typed.permanent === value,
    })),
    typed: { address: message.toAddress, ...typed },
    errors: errorTexts(call, errors),
  });
}

const show = route({
  method: 'get',
  path: '/office/:edition/messages/:message',
  audience: ['organiser'],
  find,
  handle: (call, thing) => draw(call, thing, {}, []),
});

type Verb<Values> = {
  name: 'again' | 'stop' | 'corrected' | 'bounced';
  action: string;
  form: z.ZodType<Values>;
  /** Does it inside the act and enters it in the log; false where the message stands otherwise by now. */
  doIt: (tx: Tx, call: Call, thing: Thing, values: Values) => boolean | Refusal;
  tooLate: string;
};

function verb<Values>({ name, action, form, doIt, tooLate }: Verb<Values>) {
  return route<Thing, Values>({
    method: 'post',
    path: `/office/:edition/messages/:message/${name}`,
    audience: ['organiser'],
    find,
    form,
    handle: async (call, thing, values) => {
      const outcome = await call.service.act(accountOf(call).id, action, (tx) => {
        const done = doIt(tx, call, thing, values);
        if (isRefusal(done)) return done;
        return done || refuse(tooLate);
      });
      if (isRefusal(outcome)) return outcome;
      return seeOther(`/office/${thing.edition.slug}/messages`, {
        key: `overview.notice.message-${name}`,
      });
    },
    redraw: draw,
  });
}

/** Enters in the log what was done to a message, where it was done. */
function noted(tx: Tx, { edition, message }: Thing, done: boolean): boolean {
  if (done) tx.record({ edition: edition.id, object: message.id });
  return done;
}

/** The address that the recipient has by now: who changed it meanwhile gets the message there. */
const presentAddress = (tx: Tx, { account, toAddress }: MessageRow) =>
  account === null ? toAddress : recipientOf(tx, account).to.address;

const again = verb({
  name: 'again',
  action: 'message.resent',
  form: z.strictObject({}),
  doIt: (tx, _call, thing) =>
    noted(tx, thing, sendAgain(tx.db.$client, thing.message.id, presentAddress(tx, thing.message))),
  tooLate: 'overview.messageWaits',
});

const stop = verb({
  name: 'stop',
  action: 'message.stopped',
  form: z.strictObject({}),
  doIt: (tx, _call, thing) => noted(tx, thing, stopMessage(tx.db.$client, thing.message.id, tx.at, tx.actor)),
  tooLate: 'overview.messageGone',
});

const corrected = verb({
  name: 'corrected',
  action: 'message.corrected',
  form: correctionForm,
  doIt: (tx, call, thing, { address }) => {
    const refusal = whyNotCorrect(call, tx, thing);
    if (refusal) return refusal;
    // Refused as a whole where the message stands otherwise by now: the address is then not changed either.
    const wrong = correctAddress(tx, thing.message.account ?? '', address);
    return wrong ?? noted(tx, thing, sendAgain(tx.db.$client, thing.message.id, address));
  },
  tooLate: 'overview.messageWaits',
});

const bounced = verb({
  name: 'bounced',
  action: 'message.bounced',
  form: bounceForm,
  doIt: (tx, _call, { message }, { words, permanent }) =>
    recordBounce(tx, {
      address: message.toAddress,
      reason: words,
      permanent: permanent === 'yes',
      source: 'hand',
      message: message.id,
    }) !== null,
  tooLate: 'overview.messageNotDelivered',
});

export const messageRoutes = [show, again, stop, corrected, bounced];
