import type { Section } from '../editions/definition.ts';
import { namesOf } from '../people/pages.ts';
import { isoOf, MINUTE } from '../platform/clock.ts';
import { type Answer, download, page, seeOther } from '../platform/http/answer.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import { isRefusal, type Refusal } from '../platform/result.ts';
import { type Answers, type Clash, mergeAnswers } from './answers.ts';
import { type DossierAt, ownNomination, writtenBy } from './appointments.ts';
import { askRows } from './ask-page.ts';
import { writeSection } from './dossier.ts';
import { answersAt, draftFile, draftFiles, draftOf, draftSection } from './dossier-pages.ts';
import { answersIn, type SectionValues, sectionForm } from './forms.ts';
import { whyNotWrite } from './policy.ts';
import { faultTexts, fieldsOf, rubricOf } from './section-page.ts';
import { attachFile, removeFile, saveSection } from './section-store.ts';
import { type FileFault, type Kept, keepUploads } from './uploads.ts';

type SectionAt = DossierAt & { section: Section; index: number };
type Shown = {
  version: number;
  answers: Answers;
  errors: readonly { field: string | null; text: string }[];
  clashes?: readonly Clash[];
  /** Whether what the page shows is what is stored. */
  stored: boolean;
};

function sectionAt(call: Call): SectionAt | null {
  const at = ownNomination(call);
  const index = at?.edition.definition.sections.findIndex((one) => one.id === call.params.section) ?? -1;
  const section = at?.edition.definition.sections[index];
  return at && section ? { ...at, section, index } : null;
}

/** The clock of an instant where the reader is: in the zone of the account, else in that of the edition. */
function clockAt(call: Call, { edition }: DossierAt, at: number): string {
  const zone = call.viewer.account?.timeZone ?? edition.definition.timeZone;
  return formatInstant(call.lang, isoOf(at), zone, 'clock');
}

function drawSection(call: Call, at: SectionAt, shown: Shown, status = 200): Answer {
  const { edition, nomination, section, index } = at;
  const base = `/${call.lang}/nominations/${nomination.id}`;
  const saved = draftSection(call.service.db, nomination.id, section.id);
  const files = draftFiles(call.service.db, nomination.id);
  const refusal = whyNotWrite(edition.calendar, nomination, call.at);
  const savedClock = saved.version > 0 ? clockAt(call, at, saved.savedAt) : null;
  const writer = namesOf(call.service.db, [saved.savedBy]).get(saved.savedBy)?.name ?? '';
  const { answers, clashes = [] } = shown;
  const fileBase = `${base}/files`;
  const title = section.title[call.lang];
  const fields = fieldsOf(call, { section, answers, files, fileBase, savedClock, clashes });
  return page(
    'nominations/section',
    {
      title,
      editionSlug: edition.slug,
      city: nomination.cityName,
      base,
      action: `${base}/sections/${section.id}`,
      place: { number: index + 1, total: edition.definition.sections.length },
      version: shown.version,
      fields,
      takesFiles: fields.some((field) => 'isFile' in field),
      rubric: rubricOf(call, edition.definition, section),
      others: othersWriting(call, at),
      asks: asksHere(call, at),
      errors: shown.errors,
      stored: shown.stored,
      clash: clashes.length === 0 ? null : { writer, clock: savedClock },
      closed: refusal && call.t(refusal.code, refusal.facts),
      written: refusal && writeSection(call.lang, section, answers, files).questions,
      fileBase,
    },
    status,
  );
}

/** What the office asks at this section, with the way to answer it. */
function asksHere(call: Call, { edition, nomination, section }: SectionAt) {
  const asks = call.rooms.asksOf(call.service.db, nomination.id).filter((ask) => ask.section === section.id);
  const zone = call.viewer.account?.timeZone ?? edition.definition.timeZone;
  return askRows(call, edition.definition, asks, zone);
}

const LATELY = 30 * MINUTE;

/** Who else wrote in the last half hour, and where: seen beside the form, so that two people do not start the same. */
function othersWriting(call: Call, { edition, nomination }: DossierAt) {
  const me = accountOf(call).id;
  const lately = [...draftOf(call.service.db, nomination.id)].filter(
    ([, saved]) => saved.savedBy !== me && call.at - saved.savedAt < LATELY,
  );
  const names = namesOf(
    call.service.db,
    lately.map(([, saved]) => saved.savedBy),
  );
  return lately.flatMap(([id, saved]) => {
    const section = edition.definition.sections.find((one) => one.id === id);
    const name = names.get(saved.savedBy)?.name;
    if (section === undefined || name === undefined) return [];
    const clock = clockAt(call, { edition, nomination }, saved.savedAt);
    return call.t('nominations.section.other', { name, section: section.title[call.lang], clock });
  });
}

function showStored(call: Call, at: SectionAt, errors: Shown['errors'] = [], status = 200): Answer {
  const saved = draftSection(call.service.db, at.nomination.id, at.section.id);
  const all = [...faultTexts(call, at.section, saved.answers), ...errors];
  return drawSection(call, at, { ...saved, errors: all, stored: true }, status);
}

const show = route({
  method: 'get',
  path: '/nominations/:id/sections/:section',
  audience: ['owner', 'colleague'],
  find: sectionAt,
  handle: (call, at) => showStored(call, at),
});

type Saved = { version: number | Refusal; faults: FileFault[]; used: Set<string> };

function saveIn(
  call: Call,
  at: SectionAt,
  values: SectionValues & { remove: readonly string[] },
  kept: readonly Kept[],
) {
  const account = accountOf(call).id;
  const answers = answersIn(at.section, values);
  return call.service.act(account, 'section.saved', (tx): Saved | Refusal => {
    const written = writtenBy(tx, at.nomination.id, account);
    if (isRefusal(written)) return written;
    const refusal = whyNotWrite(written.edition.calendar, written.nomination, tx.at);
    if (refusal) return refusal;
    const of = { nomination: at.nomination.id, edition: at.edition.id };
    const done: Saved = { version: 0, faults: [], used: new Set() };
    // A box that takes a file out counts when a person saves, never when the page saves by itself.
    for (const file of isAutosave(call) ? [] : values.remove) removeFile(tx, { ...of, file });
    for (const { field, name, most, file } of kept) {
      const attached = attachFile(tx, { ...of, question: field, name, file, most });
      if (isRefusal(attached)) done.faults.push({ field, code: attached.code, facts: { most, file: name } });
      else if (attached.isNew) done.used.add(file.storedName);
    }
    // Files are kept also where the answers were changed elsewhere: they cannot be chosen again by the page.
    const saved = saveSection(tx, { ...of, section: at.section.id, version: values.version, answers });
    done.version = isRefusal(saved) ? saved : saved.version;
    return done;
  });
}

const save = route({
  method: 'post',
  path: '/nominations/:id/sections/:section',
  audience: ['owner', 'colleague'],
  find: sectionAt,
  form: (_call, at) => sectionForm(at.section),
  takesFiles: true,
  keepsTyped: true,
  handle: async (call, at, values) => {
    const given = values as unknown as SectionValues;
    const { kept, faults } = await keepUploads(call, at.section);
    let used = new Set<string>();
    try {
      const outcome = await saveIn(call, at, given, kept);
      if (isRefusal(outcome)) return isAutosave(call) ? forScript(outcome) : outcome;
      used = outcome.used;
      return answerSaved(call, at, given, { ...outcome, faults: [...faults, ...outcome.faults] });
    } finally {
      const unused = kept.filter(({ file }) => !used.has(file.storedName));
      await Promise.all(unused.map(({ file }) => call.service.files.forget(file.storedName)));
    }
  },
  redraw: (call, at, typed, errors) =>
    drawSection(call, at, {
      version: Number(typed.version) || 0,
      answers: answersIn(at.section, typed),
      errors: errorTexts(call, errors),
      stored: false,
    }),
});

const isAutosave = (call: Call) => call.req.get('accept') === 'application/json';

function forScript(refusal: Refusal): Answer {
  const status =
    refusal.code === 'nominations.elsewhere' ? 409 : refusal.code === 'nominations.missing' ? 404 : 423;
  return { kind: 'data', type: 'application/json', body: JSON.stringify({ refused: refusal.code }), status };
}

function answerSaved(call: Call, at: SectionAt, given: SectionValues, saved: Saved): Answer {
  if (isRefusal(saved.version)) {
    return isAutosave(call) ? forScript(saved.version) : drawClash(call, at, given);
  }
  if (isAutosave(call)) {
    const body = JSON.stringify({ version: saved.version, clock: clockAt(call, at, call.at) });
    return { kind: 'data', type: 'application/json', body, status: 200 };
  }
  const wrong = faultTexts(call, at.section, answersIn(at.section, given));
  if (saved.faults.length > 0 || (wrong.length > 0 && given.next === 'on')) {
    const isTooLarge = saved.faults.some((fault) => fault.code === 'nominations.fileTooLarge');
    return showStored(call, at, errorTexts(call, saved.faults), isTooLarge ? 413 : 422);
  }
  return seeOther(nextPath(at, given.next), { key: 'nominations.notice.saved' });
}

function nextPath({ edition, nomination, section, index }: SectionAt, next: SectionValues['next']): string {
  const base = `/nominations/${nomination.id}`;
  if (next === 'leave') return base;
  if (next === 'stay') return `${base}/sections/${section.id}`;
  const after = edition.definition.sections[index + 1];
  return after ? `${base}/sections/${after.id}` : `${base}/check`;
}

/** The page was old: both texts are shown, and the form now names the newest version, so that a person decides. */
function drawClash(call: Call, at: SectionAt, given: SectionValues): Answer {
  const { db } = call.service;
  const stored = draftSection(db, at.nomination.id, at.section.id);
  const base = answersAt(db, at.nomination.id, at.section.id, given.version);
  const { merged, clashes } = mergeAnswers(base, stored.answers, answersIn(at.section, given));
  const errors = faultTexts(call, at.section, merged);
  return drawSection(
    call,
    at,
    { version: stored.version, answers: merged, errors, clashes, stored: false },
    409,
  );
}

const readFile = route({
  method: 'get',
  path: '/nominations/:id/files/:file',
  audience: ['owner', 'colleague'],
  find: (call) => {
    const at = ownNomination(call);
    return at && draftFile(call.service.db, at.nomination.id, call.params.file ?? '');
  },
  handle: (call, file) => download(call.service.files.pathOf(file.storedName), file.name, file.mediaType),
});

export const sectionRoutes = [show, save, readFile];
