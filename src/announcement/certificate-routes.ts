import { countryName } from '../cities/countries.ts';
import { editionAs } from '../editions/office.ts';
import { wholeEdition } from '../editions/pages.ts';
import { ownNomination } from '../nominations/appointments.ts';
import { type Answer, data, page } from '../platform/http/answer.ts';
import { type Call, route } from '../platform/http/route.ts';
import { formatList } from '../platform/i18n/formats.ts';
import { LANGS } from '../platform/i18n/lang.ts';
import { missingGlyphs } from '../platform/pdf/fonts.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import { type Awardee, inListOrder } from './announcement.ts';
import { type CertificateSheet, textsOf } from './certificate.ts';
import {
  type Certified,
  certificateName,
  certificatePdf,
  certifiedNow,
  characterName,
  sheetOf,
} from './certificate-pages.ts';
import { zipOf } from './package-zip.ts';
import { publishedAnnouncement } from './pages.ts';

/** Certificates are there for the organisers as soon as two people have signed, and for nobody else before the moment. */
function certifiedFor(call: Call): Certified | null {
  const edition = editionAs(call, ['organiser']);
  return edition && certifiedNow(call.service.db, edition, call.at);
}

type CertifiedOne = { certified: Certified; awardee: Awardee };

function oneOf(certified: Certified | null, nomination: string | undefined): CertifiedOne | null {
  const awardee = certified?.awardees.find((one) => one.nomination === nomination);
  return certified && awardee ? { certified, awardee } : null;
}

const baseOf = (call: Call, { edition }: Certified) =>
  `/${call.lang}/office/${edition.slug}/announcement/certificates`;

const sheetFor = (call: Call, { certified, awardee }: CertifiedOne) =>
  sheetOf(call.service, call.lang, certified, awardee);

/** Why a certificate cannot be printed, in words that name the characters; null where it can. */
async function faultOf(call: Call, sheet: CertificateSheet): Promise<Refusal | null> {
  const missing = await missingGlyphs(textsOf(sheet));
  if (missing.length === 0) return null;
  const characters = formatList(call.lang, missing.map(characterName));
  return refuse('announcement.unprintable', { city: sheet.city, characters, count: missing.length });
}

const list = route({
  method: 'get',
  path: '/office/:edition/announcement/certificates',
  audience: ['organiser'],
  find: certifiedFor,
  handle: async (call, certified) => {
    const base = baseOf(call, certified);
    const rows = [];
    for (const awardee of inListOrder(certified.awardees, call.lang)) {
      const fault = await faultOf(call, sheetFor(call, { certified, awardee }));
      rows.push({
        city: awardee.city,
        country: countryName(call.lang, awardee.country),
        preview: `${base}/${awardee.nomination}`,
        fault: fault && call.t(fault.code, fault.facts),
        file: fault ? null : `${base}/${awardee.nomination}/certificate.pdf`,
      });
    }
    return page('announcement/certificates', {
      title: call.t('announcement.certificates.title'),
      announcement: `/${call.lang}/office/${certified.edition.slug}/announcement`,
      isDraft: certified.announcedAt === null,
      rows,
      ready: rows.filter(({ fault }) => fault === null).length,
      zip: `${base}.zip`,
    });
  },
});

const preview = route({
  method: 'get',
  path: '/office/:edition/announcement/certificates/:nomination',
  audience: ['organiser'],
  find: (call) => oneOf(certifiedFor(call), call.params.nomination),
  handle: async (call, one) => {
    const { certified, awardee } = one;
    const sheet = sheetFor(call, one);
    const fault = await faultOf(call, sheet);
    const { award, mark, local, words, signatures, notes } = sheet;
    const base = baseOf(call, certified);
    const path = `/office/${certified.edition.slug}/announcement/certificates/${awardee.nomination}/certificate.pdf`;
    return page('announcement/certificate', {
      title: awardee.city,
      certificates: base,
      fault: fault && call.t(fault.code, fault.facts),
      isDraft: certified.announcedAt === null,
      texts: { award, mark, local, words, signatures, notes },
      files: LANGS.map((lang) => ({ lang, href: `/${lang}${path}` })),
    });
  },
});

async function sendCertificate(call: Call, one: CertifiedOne): Promise<Answer | Refusal> {
  const sheet = sheetFor(call, one);
  const fault = await faultOf(call, sheet);
  if (fault) return fault;
  const { certified, awardee } = one;
  const bytes = await certificatePdf(call.service, call.lang, sheet, certified.madeAt);
  return data('application/pdf', bytes, certificateName(certified.edition, awardee, call.lang));
}

const file = route({
  method: 'get',
  path: '/office/:edition/announcement/certificates/:nomination/certificate.pdf',
  audience: ['organiser'],
  find: (call) => oneOf(certifiedFor(call), call.params.nomination),
  handle: sendCertificate,
});

const all = route({
  method: 'get',
  path: '/office/:edition/announcement/certificates.zip',
  audience: ['organiser'],
  find: certifiedFor,
  handle: async (call, certified) => {
    const files = new Map<string, Buffer | string>();
    const faults: string[] = [];
    for (const awardee of inListOrder(certified.awardees, call.lang)) {
      const sheet = sheetFor(call, { certified, awardee });
      const fault = await faultOf(call, sheet);
      if (fault) faults.push(call.t(fault.code, fault.facts));
      else
        files.set(
          certificateName(certified.edition, awardee, call.lang),
          await certificatePdf(call.service, call.lang, sheet, certified.madeAt),
        );
      // Drawing keeps the thread; between two certificates others are answered.
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (faults.length > 0) files.set('not-printed.txt', `${faults.join('\n')}\n`);
    const name = `${certified.edition.slug}-certificates-${call.lang}.zip`;
    return data('application/zip', await zipOf(files), name);
  },
});

/** A city has its own from the moment on. */
const own = route({
  method: 'get',
  path: '/nominations/:id/certificate.pdf',
  audience: ['owner', 'colleague'],
  find: (call) => {
    const found = ownNomination(call);
    if (found === null || found.nomination.withdrawnAt !== null) return null;
    const { db } = call.service;
    const edition = wholeEdition(db, found.edition.id);
    const isOut = publishedAnnouncement(db, edition.id, call.at) !== null;
    return isOut ? oneOf(certifiedNow(db, edition, call.at), found.nomination.id) : null;
  },
  handle: sendCertificate,
});

export const certificateRoutes = [list, preview, file, all, own];
