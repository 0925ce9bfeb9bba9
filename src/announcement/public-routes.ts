import { stringify } from 'csv-stringify/sync';
import { countryName } from '../cities/countries.ts';
import { REGIONS } from '../editions/definition.ts';
import { publishedEdition } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { ownNomination } from '../nominations/appointments.ts';
import { isoOf } from '../platform/clock.ts';
import { type Answer, data, kept, page } from '../platform/http/answer.ts';
import { type Call, route } from '../platform/http/route.ts';
import { spineRow } from '../platform/http/spines.ts';
import { INK, LIT, WHITE } from '../platform/pdf/document.ts';
import { pngOf } from '../platform/png.ts';
import { remarksForCities } from '../scoring/remark-pages.ts';
import { type Announcement, inListOrder } from './announcement.ts';
import { publishedAnnouncement, publishedVersions } from './pages.ts';
import { SHARE_HEIGHT, SHARE_WIDTH, sharePoints } from './share-image.ts';

/** A correction is seen within a minute by every reader. */
const KEPT_SECONDS = 60;

type Announced = { edition: Edition; announcement: Announcement };

/** The result where its moment has come; before it the address is one that never existed. */
function announced(call: Call, edition: Edition | null): Announced | null {
  const announcement = edition && publishedAnnouncement(call.service.db, edition.id, call.at);
  return edition && announcement && { edition, announcement };
}

/** An earlier or the newest version of the result, by the number in the address. */
function announcedVersion(call: Call): Announced | null {
  const edition = publishedEdition(call);
  if (edition === null) return null;
  const announcement = publishedVersions(call.service.db, edition.id, call.at).find(
    ({ version }) => String(version) === call.params.version,
  );
  return announcement ? { edition, announcement } : null;
}

/** The awardees by region and name, numbered through as on the map. */
function numbered(call: Call, { announcement }: Announced) {
  return inListOrder(announcement.result.awardees, call.lang).map((one, index) => ({
    ...one,
    number: index + 1,
    countryName: countryName(call.lang, one.country),
    words: one.citation[call.lang],
  }));
}

/** The versions of a corrected result with their dates and reasons; empty where nothing was corrected. */
function versionsShown(call: Call, { edition, announcement }: Announced) {
  const versions = publishedVersions(call.service.db, edition.id, call.at);
  if (versions.length < 2) return [];
  return versions.toReversed().map(({ version, momentAt, note }) => ({
    at: isoOf(momentAt),
    note: note || call.t('announcement.awardees.first'),
    href: version === announcement.version ? null : `/${call.lang}/${edition.slug}/awardees/${version}`,
  }));
}

function drawAwardees(call: Call, found: Announced): Answer {
  const cities = numbered(call, found);
  const isPlaced = (one: (typeof cities)[number]) => one.latitude !== null && one.longitude !== null;
  const newest = publishedAnnouncement(call.service.db, found.edition.id, call.at);
  const drawn = page('announcement/awardees', {
    title: call.t('announcement.awardees.title', { count: cities.length }),
    editionSlug: found.edition.slug,
    share: {
      text: cities.map(({ city }) => city).join(', '),
      image: `${call.service.config.origin}/${call.lang}/${found.edition.slug}/share.png`,
      imageText: call.t('announcement.awardees.picture', { count: cities.length }),
    },
    name: found.edition.definition.name[call.lang],
    at: isoOf(found.announcement.momentAt),
    zone: found.edition.definition.timeZone,
    isOlder: newest?.version !== found.announcement.version,
    versions: versionsShown(call, found),
    pins: cities.filter(isPlaced),
    regions: REGIONS.map((code) => ({ code, cities: cities.filter((one) => one.region === code) })),
    newest: `/${call.lang}/${found.edition.slug}/awardees`,
    csv: `/${call.lang}/${found.edition.slug}/awardees.csv`,
    package: `/${call.lang}/${found.edition.slug}/package.zip`,
  });
  return kept(drawn, KEPT_SECONDS);
}

const awardees = route({
  method: 'get',
  path: '/:edition/awardees',
  audience: 'anyone',
  find: (call) => announced(call, publishedEdition(call)),
  handle: drawAwardees,
});

const version = route({
  method: 'get',
  path: '/:edition/awardees/:version',
  audience: 'anyone',
  find: announcedVersion,
  handle: drawAwardees,
});

const csv = route({
  method: 'get',
  path: '/:edition/awardees.csv',
  audience: 'anyone',
  find: (call) => announced(call, publishedEdition(call)),
  handle: (call, found) => {
    const rows = numbered(call, found).map((one) => [
      one.city,
      one.localName ?? '',
      one.country,
      one.countryName,
      one.region,
      one.words,
    ]);
    const heads = ['city', 'local_name', 'country_iso2', 'country', 'region', 'citation'];
    const list = data(
      'text/csv; charset=utf-8',
      stringify([heads, ...rows], { bom: true, escape_formulas: true }),
      'awardees.csv',
    );
    return kept(list, KEPT_SECONDS);
  },
});

const pictures = new Map<number, Buffer>();

/** Drawn once for each number of awardees: every reader of a shared link asks for it. */
function pictureOf(count: number): Buffer {
  const known = pictures.get(count);
  if (known) return known;
  const made = pngOf(SHARE_WIDTH, SHARE_HEIGHT, sharePoints(count, spineRow), [WHITE, INK, LIT]);
  pictures.set(count, made);
  return made;
}

/** The picture of a shared link, where the result is public; before that no such address is. */
const share = route({
  method: 'get',
  path: '/:edition/share.png',
  audience: 'anyone',
  find: (call) => announced(call, publishedEdition(call)),
  handle: (_call, { announcement }) => {
    return kept(data('image/png', pictureOf(announcement.result.awardees.length)), KEPT_SECONDS);
  },
});

const result = route({
  method: 'get',
  path: '/nominations/:id/result',
  audience: ['owner', 'colleague'],
  find: (call) => {
    const own = ownNomination(call);
    const found = own && announced(call, wholeEdition(call.service.db, own.edition.id));
    const hears = own?.nomination.submission !== null && own?.nomination.withdrawnAt === null;
    return own && found && hears ? { ...found, nomination: own.nomination } : null;
  },
  handle: (call, { edition, announcement, nomination }) => {
    const isAwarded = announcement.result.awardees.some((one) => one.nomination === nomination.id);
    const remarks = remarksForCities(call.service.db, edition).filter(
      (one) => one.nomination === nomination.id,
    );
    return page('announcement/result', {
      title: nomination.cityName,
      editionSlug: edition.slug,
      name: edition.definition.name[call.lang],
      isAwarded,
      criteria: edition.definition.rubric.criteria
        .map(({ id, name }) => ({
          name: name[call.lang],
          remarks: remarks.filter(({ criterion }) => criterion === id).map(({ remark }) => remark),
        }))
        .filter((one) => one.remarks.length > 0),
      list: `/${call.lang}/${edition.slug}/awardees`,
      certificate: isAwarded ? `/${call.lang}/nominations/${nomination.id}/certificate.pdf` : null,
    });
  },
});

export const publicRoutes = [awardees, version, csv, share, result];
