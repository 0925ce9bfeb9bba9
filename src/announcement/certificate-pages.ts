import { countryName } from '../cities/countries.ts';
import { foldName } from '../cities/fold-name.ts';
import { approvedSelection } from '../decision/pages.ts';
import type { Edition } from '../editions/pages.ts';
import { nominationById } from '../nominations/pages.ts';
import { type Instant, isoOf } from '../platform/clock.ts';
import { type Db, prepared } from '../platform/database.ts';
import { digestOf } from '../platform/digest.ts';
import { spineRow } from '../platform/http/spines.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import { ACT, INK, LIT, openPdf, SOFT, WHITE } from '../platform/pdf/document.ts';
import type { Service } from '../platform/service.ts';
import { type Awardee, inListOrder } from './announcement.ts';
import { type CertificateSheet, layCertificate } from './certificate.ts';
import { awardeeOf, publishedVersions, standingAnnouncement } from './pages.ts';

/** What certificates rest on: the awardees as they are, or will be, public. */
export type Certified = {
  edition: Edition;
  awardees: Awardee[];
  /** The digest of the record that two people signed. */
  record: string;
  /** The moment of the first announcement; null where none is set yet, which the certificate then says. */
  announcedAt: Instant | null;
  /** The instant of what stands: of a correction, its own; before a moment is set, of the signature. */
  madeAt: Instant;
};

/** What certificates would say now: of the announcement that stands, or of the signed selection; null before it is signed. */
export function certifiedNow(db: Db, edition: Edition, at: Instant): Certified | null {
  const approved = approvedSelection(db, edition.id);
  if (approved === null) return null;
  const standing = standingAnnouncement(db, edition.id);
  const record = approved.digest;
  if (standing !== null && standing.differences.length === 0) {
    const first = publishedVersions(db, edition.id, at)[0] ?? standing;
    const { awardees } = standing.result;
    return { edition, awardees, record, announcedAt: first.momentAt, madeAt: standing.momentAt };
  }
  const awardees = approved.awardees.map((id) => awardeeOf(db, id));
  return { edition, awardees, record, announcedAt: null, madeAt: approved.approvedAt };
}

/** The texts of one certificate in a language. */
export function sheetOf(
  { db, translate }: Pick<Service, 'db' | 'translate'>,
  lang: Lang,
  { edition, awardees, record, announcedAt }: Certified,
  awardee: Awardee,
): CertificateSheet {
  const t = (key: string, facts = {}) => translate(lang, key, facts);
  const { definition } = edition;
  const shown = inListOrder(awardees, lang);
  const place = `${countryName(lang, awardee.country)}, ${t(`platform.region.${awardee.region}`)}`;
  const words = awardee.citation[lang] || t('announcement.certificate.words');
  const isOther = awardee.localName !== null && awardee.localName !== awardee.city;
  const tag = nominationById(db, awardee.nomination)?.languageTag ?? 'und';
  const mark = announcedAt === null ? 'announcement.certificate.draft' : edition.sample === 1 ? SAMPLE : null;
  return {
    award: definition.name[lang],
    mark: mark && t(mark),
    city: awardee.city,
    local: isOther ? { text: awardee.localName ?? '', lang: tag } : null,
    words: `${place}. ${words}`,
    awardees: shown.map(({ city }) => city),
    own: shown.findIndex(({ nomination }) => nomination === awardee.nomination),
    shelf: t('announcement.certificate.shelf', { cities: shown.map(({ city }) => city).join(', ') }),
    signatures: [t('announcement.certificate.jury'), t('announcement.certificate.secretariat')],
    notes: [
      announcedAt === null
        ? t('announcement.certificate.noDay')
        : formatInstant(lang, isoOf(announcedAt), definition.timeZone, 'date'),
      t('announcement.certificate.count', { count: shown.length }),
      t('announcement.certificate.record', { digest: record.slice(0, 16) }),
      ...(edition.sample === 1 && mark !== SAMPLE ? [t(SAMPLE)] : []),
    ],
  };
}

const SAMPLE = 'announcement.certificate.sample';
const PAINTS = { ink: INK, soft: SOFT, act: ACT, lit: LIT, white: WHITE };
const made = prepared(() => new Map<string, Promise<Buffer>>());

/** The PDF of a certificate. The same sheet is the same bytes, so what was made is kept for a while. */
export function certificatePdf(
  service: Pick<Service, 'db' | 'translate'>,
  lang: Lang,
  sheet: CertificateSheet,
  at: Instant,
): Promise<Buffer> {
  const key = digestOf({ lang, sheet, at });
  const kept = made(service.db);
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= 100) kept.clear();
  const title = service.translate(lang, 'announcement.certificate.title', { city: sheet.city });
  const making = drawCertificate(sheet, { lang, title, at });
  kept.set(key, making);
  making.catch(() => kept.delete(key));
  return making;
}

async function drawCertificate(sheet: CertificateSheet, facts: { lang: Lang; title: string; at: Instant }) {
  const pdf = await openPdf({ ...facts, landscape: true });
  layCertificate(pdf, sheet, spineRow, PAINTS);
  return pdf.bytes();
}

/** A character as it can be named where it may not be shown: itself, and its number. */
export function characterName(character: string): string {
  const number = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `${character} (U+${number})`;
}

/** The name of the file of a certificate, in letters that every disk knows. */
export function certificateName(edition: Edition, awardee: Awardee, lang: Lang): string {
  const city = foldName(awardee.city)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${edition.slug}-${city || awardee.nomination}-${lang}.pdf`;
}
