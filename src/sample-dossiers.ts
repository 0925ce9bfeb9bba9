import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gathered } from './app.ts';
import { type City, searchCities } from './cities/pages.ts';
import { type Definition, questionsOf } from './editions/definition.ts';
import type { Edition } from './editions/pages.ts';
import type { Answers } from './nominations/answers.ts';
import { appointCommission, decline, nominate } from './nominations/endorsement-store.ts';
import { liveNominations, nominationById } from './nominations/pages.ts';
import { attachFile, saveSection } from './nominations/section-store.ts';
import { startNomination } from './nominations/store.ts';
import { submitNomination } from './nominations/submission-store.ts';
import { ensureAccount } from './people/store.ts';
import type { Tx } from './platform/act.ts';
import { sha256 } from './platform/digest.ts';
import type { StoredFile } from './platform/files.ts';
import type { Lang } from './platform/i18n/lang.ts';
import { newId } from './platform/ids.ts';
import { paths } from './platform/paths.ts';
import { assert, isRefusal } from './platform/result.ts';
import type { Service } from './platform/service.ts';

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

/** The address of a city's owner in the sample. */
export const ownerOf = (dossier: Pick<SampleDossier, 'slug'>) => `${dossier.slug}@city.invalid`;
/** The address of a country's National Commission in the sample. */
export const commissionOf = (country: string) => `commission-${country.toLowerCase()}@unesco.invalid`;

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
    assert(kept !== 'kind', 'a letter of the sample is a PDF');
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

/** Starts a dossier and fills it in; with `sections`, only that many of them, as a draft under way. */
export function fillDossier(
  tx: Tx,
  edition: Edition,
  dossier: SampleDossier,
  letters: Letters | null,
  sections = 99,
): string {
  const account = ensureAccount(tx, {
    address: ownerOf(dossier),
    name: dossier.owner.name,
    lang: dossier.language,
    country: dossier.country,
  });
  const id = startNomination(tx, {
    edition: edition.id,
    city: cityOf(tx, dossier),
    account,
    lang: dossier.language,
  });
  assert(!isRefusal(id), `${dossier.city} starts once`);
  const answers = answersOf(edition.definition, dossier);
  for (const section of edition.definition.sections.slice(0, sections)) {
    const own = Object.fromEntries(
      section.questions.flatMap((one) =>
        answers[one.id] === undefined ? [] : [[one.id, answers[one.id] ?? '']],
      ),
    );
    if (Object.keys(own).length > 0) {
      saveSection(tx, { nomination: id, edition: edition.id, section: section.id, version: 0, answers: own });
    }
  }
  if (letters) {
    const of = { nomination: id, edition: edition.id, most: 1 };
    attachFile(tx, { ...of, question: 'mayor-letter.file', name: 'letter.pdf', file: letters.mayor });
    attachFile(tx, { ...of, question: 'consent.file', name: 'consent.pdf', file: letters.consent });
  }
  return id;
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

/** Lets the commissions speak: most nominate, one declines, one is silent. */
export function endorse(tx: Tx, edition: Edition): void {
  for (const nomination of liveNominations(tx.db, edition.id)) {
    if (nomination.submission === null || nomination.cityName === 'Gagnoa') continue;
    if (nomination.cityName === 'Algiers') {
      decline(tx, edition, nomination, 'The dossier came without the figures that we asked for in May.');
      continue;
    }
    const refusal = nominate(
      tx,
      edition,
      nomination,
      `We have read the dossier of ${nomination.cityName} and nominate it.`,
    );
    assert(refusal === null, `${nomination.country} is within its limit`);
  }
}

/** A number from 0 to 1 that depends on the words alone, so that every sample is the same. */
export function drawn(...words: string[]): number {
  return Number.parseInt(sha256(words.join('|')).slice(0, 8), 16) / 0x1_0000_0000;
}
