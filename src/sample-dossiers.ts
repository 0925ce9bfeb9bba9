import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gathered } from './app.ts';
import { type City, searchCities } from './cities/pages.ts';
import { type Definition, questionsOf } from './editions/definition.ts';
import type { Edition } from './editions/pages.ts';
import type { Answers } from './nominations/answers.ts';
import { appointCommission, decline, nominate } from './nominations/endorsement-store.ts';
import { nominationById } from './nominations/pages.ts';
import { attachFile, saveSection } from './nominations/section-store.ts';
import { startNomination } from './nominations/store.ts';
import { submitNomination } from './nominations/submission-store.ts';
import { ensureAccount } from './people/store.ts';
import type { Tx } from './platform/act.ts';
import type { StoredFile } from './platform/files.ts';
import type { Lang } from './platform/i18n/lang.ts';
import { newId } from './platform/ids.ts';
import { paths } from './platform/paths.ts';
import { assert, isRefusal } from './platform/result.ts';
import type { Service } from './platform/service.ts';
import { commissionOf, ownerOf, PARTS } from './sample-cast.ts';

/** A dossier of the sample, written by hand; facts and people in it are invented. */
export type SampleDossier = {
  slug: string;
  city: string;
  country: string;
  language: Lang;
  owner: { name: string };
  answers: Record<string, string | number | string[]>;
};

/** All dossiers of the sample, by the name of their file. */
export function sampleDossiers(): SampleDossier[] {
  const folder = join(paths.seed, 'sample', 'dossiers');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map(
      (name) =>
        ({
          slug: name.slice(0, -5),
          ...JSON.parse(readFileSync(join(folder, name), 'utf8')),
        }) as SampleDossier,
    );
}

export type Letters = { mayor: StoredFile; consent: StoredFile };

/** The smallest PDF of one page that says what it is. */
function pdfOf(words: string): string {
  const text = `BT /F1 18 Tf 60 760 Td (${words.replace(/[()\\]/g, '')}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  return `${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
}

/** Keeps the two letters of a dossier as real files. */
export async function keepLetters(service: Service, dossier: SampleDossier): Promise<Letters> {
  const keep = async (words: string) => {
    const path = join(service.files.incoming, newId());
    writeFileSync(path, pdfOf(`Sample, invented. ${words}: ${dossier.slug}`));
    const kept = await service.files.keep(path);
    assert(typeof kept !== 'string', 'a letter of the sample is a PDF');
    return kept;
  };
  return { mayor: await keep('Letter of the mayor'), consent: await keep('Consent form') };
}

function cityOf(tx: Tx, dossier: SampleDossier): City {
  const city = searchCities(tx.db, dossier.city).find(
    (one) => one.name === dossier.city && one.country === dossier.country,
  );
  assert(city !== undefined, `the registry holds ${dossier.city}`);
  return city;
}

/** The three sections that a dossier writes most about stand as its themes. */
function themesOf(definition: Definition, dossier: SampleDossier): string[] {
  const ids = definition.rubric.criteria.map(({ id }) => id);
  const length = (id: string) => String(dossier.answers[`${id}.answer`] ?? '').length;
  return [...ids].sort((one, other) => length(other) - length(one)).slice(0, 3);
}

function answersOf(definition: Definition, dossier: SampleDossier): Answers {
  const typed: Record<string, string | string[]> = { 'about.themes': themesOf(definition, dossier) };
  for (const { id } of questionsOf(definition)) {
    const answer = dossier.answers[id];
    if (answer !== undefined) typed[id] = Array.isArray(answer) ? answer : String(answer);
  }
  return typed;
}

/** What of a dossier is filled in: so many of its sections, with or without the letters, and without some answers. */
export type Filling = { sections: number; letters: Letters | null; without: readonly string[] };

export const WHOLE = 99;

/** Starts a dossier as its owner and fills it in; returns its id. */
export function fillDossier(tx: Tx, edition: Edition, dossier: SampleDossier, filling: Filling): string {
  const id = startNomination(tx, {
    edition: edition.id,
    city: cityOf(tx, dossier),
    account: tx.actor,
    lang: dossier.city === PARTS.misnamed ? 'en' : dossier.language,
  });
  assert(!isRefusal(id), `${dossier.city} starts once`);
  const answers = Object.fromEntries(
    Object.entries(answersOf(edition.definition, dossier)).filter(([one]) => !filling.without.includes(one)),
  );
  for (const section of edition.definition.sections.slice(0, filling.sections)) {
    const own = Object.fromEntries(
      section.questions.flatMap((one) =>
        answers[one.id] === undefined ? [] : [[one.id, answers[one.id] ?? '']],
      ),
    );
    if (Object.keys(own).length > 0) {
      saveSection(tx, { nomination: id, edition: edition.id, section: section.id, version: 0, answers: own });
    }
  }
  attachLetters(tx, { nomination: id, edition: edition.id, most: 1 }, filling);
  return id;
}

function attachLetters(
  tx: Tx,
  of: { nomination: string; edition: string; most: number },
  { letters, without }: Filling,
): void {
  if (letters === null) return;
  attachFile(tx, { ...of, question: 'mayor-letter.file', name: 'letter.pdf', file: letters.mayor });
  if (!without.includes('consent.file'))
    attachFile(tx, { ...of, question: 'consent.file', name: 'consent.pdf', file: letters.consent });
}

/** Makes the account of a dossier's owner, or finds it. */
export function ownerAccount(tx: Tx, dossier: SampleDossier): string {
  const { language: lang, country, owner } = dossier;
  return ensureAccount(tx, { address: ownerOf(dossier), name: owner.name, lang, country });
}

/** Submits a filled dossier. */
export function submitDossier(tx: Tx, edition: Edition, id: string): void {
  const nomination = nominationById(tx.db, id);
  assert(nomination !== null, 'a dossier that was started');
  const head = submitNomination(tx, edition, nomination);
  assert(!isRefusal(head), `the dossier of ${nomination.cityName} is complete`);
}

/** Appoints the National Commission of every country in the sample. */
export function appointCommissions(tx: Tx, edition: Edition, dossiers: readonly SampleDossier[]): void {
  const languages = new Map(dossiers.map(({ country, language }) => [country, language]));
  for (const [country, lang] of languages) {
    const who = { country, name: `National Commission ${country}`, address: commissionOf(country), lang };
    appointCommission(tx, edition, who, gathered);
  }
}

const STATEMENT: Record<Lang, (city: string) => string> = {
  en: (city) => `We have read the dossier of ${city} and nominate it.`,
  fr: (city) => `Nous avons lu le dossier de ${city} et nous le présentons.`,
  es: (city) => `Hemos leído el expediente de ${city} y lo presentamos.`,
};

/** Lets the commission of a dossier's country speak: most nominate, one declines. */
export function endorse(tx: Tx, edition: Edition, id: string): void {
  const nomination = nominationById(tx.db, id);
  assert(nomination !== null, 'a dossier that was submitted');
  if (nomination.cityName === PARTS.declined) {
    const reason = 'Le dossier est arrivé sans les chiffres que nous avions demandés en mai.';
    decline(tx, edition, nomination, reason);
    return;
  }
  const refusal = nominate(tx, edition, nomination, STATEMENT[nomination.lang](nomination.cityName));
  assert(refusal === null, `${nomination.country} is within its limit`);
}
