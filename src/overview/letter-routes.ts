import { z } from 'zod';
import { editionAs } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { isoOf } from '../platform/clock.ts';
import { invalid, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { LANGS } from '../platform/i18n/lang.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { letterForm, letterSendForm } from './forms.ts';
import {
  ADDRESSEES,
  type Addressees,
  fieldOf,
  type LetterTexts,
  letterFaults,
  PLACEHOLDERS,
} from './letter.ts';
import {
  HOLD_MS,
  type Letter,
  letterById,
  lettersOf,
  mailsOfLetter,
  progressOf,
  whyNotSendTo,
} from './letter-pages.ts';
import { rewriteLetter, sendLetter, stopLetter, writeLetter } from './letter-store.ts';
import { previewsOf, recipientsOf } from './preview.ts';

type Errors = Parameters<typeof errorTexts>[1];
type Written = { edition: Edition; group: Addressees; letter: Letter | null };
type Found = { edition: Edition; letter: Letter };

const base = (edition: Edition) => `/office/${edition.slug}/letters`;

function findNew(call: Call): Written | null {
  const edition = editionAs(call, ['organiser']);
  const group = ADDRESSEES.find((one) => one === call.params.group);
  return edition && group ? { edition, group, letter: null } : null;
}

function findLetter(call: Call): Found | null {
  const edition = editionAs(call, ['organiser']);
  const letter = edition && letterById(call.service.db, edition.id, call.params.letter ?? '');
  return edition && letter ? { edition, letter } : null;
}

const findWritten = (call: Call): Written | null => {
  const found = findLetter(call);
  return found && { ...found, group: found.letter.addressees };
};

const list = route({
  method: 'get',
  path: '/office/:edition/letters',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  handle: (call, edition) =>
    page('overview/letters', {
      title: call.t('overview.letters.title'),
      editionSlug: edition.slug,
      messages: `/${call.lang}/office/${edition.slug}/messages`,
      groups: ADDRESSEES.map((group) => ({
        href: `/${call.lang}${base(edition)}/new/${group}`,
        label: call.t(`overview.letters.to.${group}`),
      })),
      letters: lettersOf(call.service.db, edition.id).map((letter) => ({
        href: `/${call.lang}${base(edition)}/${letter.id}`,
        subject: letter.texts[call.lang].subject,
        group: call.t(`overview.letters.group.${letter.addressees}`),
        state: call.t(`overview.letters.state.${stateOfLetter(letter)}`),
        at: isoOf(letter.stoppedAt ?? letter.sentAt ?? letter.writtenAt),
      })),
    }),
});

const stateOfLetter = ({ sentAt, stoppedAt }: Letter) =>
  stoppedAt !== null ? 'stopped' : sentAt !== null ? 'sent' : 'unsent';

function drawForm(call: Call, { edition, group, letter }: Written, typed: Typed, errors: Errors) {
  const own = letter === null ? `${base(edition)}/new/${group}` : `${base(edition)}/${letter.id}/edit`;
  return page('overview/letter-form', {
    title: call.t(`overview.letters.to.${group}`),
    editionSlug: edition.slug,
    list: `/${call.lang}${base(edition)}`,
    action: `/${call.lang}${own}`,
    marks: PLACEHOLDERS[group].map((mark) => ({
      mark: `{${mark}}`,
      meaning: call.t(`overview.letters.mark.${mark}`),
    })),
    languages: LANGS.map((lang) => ({
      language: call.t(`platform.language.${lang}`),
      lang,
      subject: { name: fieldOf('subject', lang), value: typed[fieldOf('subject', lang)] ?? '' },
      text: { name: fieldOf('text', lang), value: typed[fieldOf('text', lang)] ?? '' },
    })),
    errors: errorTexts(call, errors),
  });
}

const typedOf = (texts: LetterTexts): Typed =>
  Object.fromEntries(
    LANGS.flatMap((lang) => [
      [fieldOf('subject', lang), texts[lang].subject],
      [fieldOf('text', lang), texts[lang].text],
    ]),
  );

function textsOf(values: z.infer<typeof letterForm>): LetterTexts {
  const part = (name: string) => (values[name as keyof typeof values] ?? '').replace(/\r\n?/g, '\n');
  const one = (lang: (typeof LANGS)[number]) => ({
    subject: part(fieldOf('subject', lang)),
    text: part(fieldOf('text', lang)),
  });
  return { en: one('en'), fr: one('fr'), es: one('es') };
}

function write(method: 'new' | 'edit') {
  const path =
    method === 'new' ? '/office/:edition/letters/new/:group' : '/office/:edition/letters/:letter/edit';
  const find = method === 'new' ? findNew : findWritten;
  return [
    route({
      method: 'get',
      path,
      audience: ['organiser'],
      find,
      handle: (call, thing) => drawForm(call, thing, thing.letter ? typedOf(thing.letter.texts) : {}, []),
    }),
    route<Written, z.infer<typeof letterForm>>({
      method: 'post',
      path,
      audience: ['organiser'],
      keepsTyped: true,
      find,
      form: letterForm,
      handle: (call, thing, values) => save(call, thing, textsOf(values)),
      redraw: drawForm,
    }),
  ];
}

async function save(call: Call, { edition, group, letter }: Written, texts: LetterTexts) {
  const faults = letterFaults(texts, group);
  if (faults.length > 0)
    return invalid(
      ...faults.map(({ field, mark }) => ({ field, code: 'overview.unknownMark', facts: { mark } })),
    );
  const outcome = await call.service.act(accountOf(call).id, 'letter.written', (tx) => {
    if (letter === null) return writeLetter(tx, { edition: edition.id, group, texts });
    if (letterById(tx.db, edition.id, letter.id)?.sentAt !== null) return refuse('overview.letterSent');
    rewriteLetter(tx, edition.id, letter.id, texts);
    return letter.id;
  });
  return isRefusal(outcome) ? outcome : seeOther(`${base(edition)}/${outcome}`);
}

function draw(call: Call, { edition, letter }: Found, _typed: Typed, errors: Errors) {
  const { db, config } = call.service;
  const here = `/${call.lang}${base(edition)}/${letter.id}`;
  const refusal = whyNotSendTo(db, edition, letter.addressees, call.at);
  const isSent = letter.sentAt !== null;
  const mails =
    isSent || refusal
      ? []
      : mailsOfLetter({ db, origin: config.origin }, edition, letter, accountOf(call).id, call.at);
  return page('overview/letter', {
    title: letter.texts[call.lang].subject,
    editionSlug: edition.slug,
    list: `/${call.lang}${base(edition)}`,
    here,
    group: call.t(`overview.letters.group.${letter.addressees}`),
    isSent,
    state: call.t(`overview.letters.state.${stateOfLetter(letter)}`),
    ...progressOf(db, letter.id),
    total: letter.count,
    hold: HOLD_MS / 1_000,
    whyNot: refusal && !isSent ? call.t(refusal.code) : null,
    count: mails.length,
    previews: previewsOf(call, mails),
    recipients: recipientsOf(call, mails),
    errors: errorTexts(call, errors),
  });
}

const show = route({
  method: 'get',
  path: '/office/:edition/letters/:letter',
  audience: ['organiser'],
  find: findLetter,
  handle: (call, found) => draw(call, found, {}, []),
});

const send = route({
  method: 'post',
  path: '/office/:edition/letters/:letter/send',
  audience: ['organiser'],
  find: findLetter,
  form: letterSendForm,
  handle: async (call, found, { count }) => {
    const { id, slug } = found.edition;
    const outcome = await call.service.act(accountOf(call).id, 'letter.sent', (tx) => {
      const letter = letterById(tx.db, id, found.letter.id) ?? found.letter;
      // The same form once more: the letter went out a moment ago.
      if (letter.sentAt !== null) return letter.count === count ? count : refuse('overview.letterSent');
      const edition = wholeEdition(tx.db, id);
      const refusal = whyNotSendTo(tx.db, edition, letter.addressees, tx.at);
      if (refusal) return refusal;
      const reader = { db: tx.db, origin: call.service.config.origin };
      const mails = mailsOfLetter(reader, edition, letter, tx.actor, tx.at);
      if (mails.length !== count) return refuse('overview.recipientsChanged', { count: mails.length });
      if (count === 0) return refuse('overview.nobodyToWrite');
      sendLetter(tx, id, letter.id, mails);
      return count;
    });
    if (isRefusal(outcome)) return outcome;
    const notice = { key: 'overview.notice.letter-sent', facts: { count: outcome, hold: HOLD_MS / 1_000 } };
    return seeOther(`/office/${slug}/letters/${found.letter.id}`, notice);
  },
  redraw: draw,
});

const stop = route({
  method: 'post',
  path: '/office/:edition/letters/:letter/stop',
  audience: ['organiser'],
  find: findLetter,
  form: z.strictObject({}),
  handle: async (call, { edition, letter }) => {
    const count = await call.service.act(accountOf(call).id, 'letter.stopped', (tx) =>
      stopLetter(tx, edition.id, letter.id),
    );
    const notice = { key: 'overview.notice.letter-stopped', facts: { count } };
    return seeOther(`${base(edition)}/${letter.id}`, notice);
  },
});

export const letterRoutes = [list, ...write('new'), ...write('edit'), show, send, stop];
