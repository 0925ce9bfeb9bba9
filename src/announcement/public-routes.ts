import { stringify } from 'csv-stringify/sync';
import { countryName } from '../cities/countries.ts';
import { REGIONS } from '../editions/definition.ts';
import { publishedEdition } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { ownNomination } from '../nominations/appointments.ts';
import { isoOf } from '../platform/clock.ts';
import { data, page } from '../platform/http/answer.ts';
import { type Call, route } from '../platform/http/route.ts';
import { remarksForCities } from '../scoring/tally-pages.ts';
import { type Announcement, isPublic } from './announcement.ts';
import { standingAnnouncement } from './pages.ts';

type Announced = { edition: Edition; announcement: Announcement };

/** The result where its moment has come; before it the address is one that never existed. */
function announced(call: Call, edition: Edition | null): Announced | null {
  if (edition === null) return null;
  const announcement = standingAnnouncement(call.service.db, edition.id);
  return announcement !== null && isPublic(announcement, call.at) ? { edition, announcement } : null;
}

/** The awardees by region and name, numbered through as on the map. */
function numbered(call: Call, { announcement }: Announced) {
  const byName = [...announcement.result.awardees].sort((one, other) =>
    one.city.localeCompare(other.city, call.lang),
  );
  const ordered = REGIONS.flatMap((region) => byName.filter((one) => one.region === region));
  return ordered.map((one, index) => ({
    ...one,
    number: index + 1,
    countryName: countryName(call.lang, one.country),
    words: one.citation[call.lang],
  }));
}

const awardees = route({
  method: 'get',
  path: '/:edition/awardees',
  audience: 'anyone',
  find: (call) => announced(call, publishedEdition(call)),
  handle: (call, found) => {
    const cities = numbered(call, found);
    const isPlaced = (one: (typeof cities)[number]) => one.latitude !== null && one.longitude !== null;
    return page('announcement/awardees', {
      title: call.t('announcement.awardees.title', { count: cities.length }),
      editionSlug: found.edition.slug,
      name: found.edition.definition.name[call.lang],
      at: isoOf(found.announcement.momentAt),
      pins: cities.filter(isPlaced),
      regions: REGIONS.map((code) => ({ code, cities: cities.filter((one) => one.region === code) })),
      csv: `/${call.lang}/${found.edition.slug}/awardees.csv`,
    });
  },
});

const csv = route({
  method: 'get',
  path: '/:edition/awardees.csv',
  audience: 'anyone',
  find: (call) => announced(call, publishedEdition(call)),
  handle: (call, found) => {
    const rows = numbered(call, found).map((one) => [
      one.city,
      one.country,
      one.countryName,
      one.region,
      one.words,
    ]);
    const heads = ['city', 'country_iso2', 'country', 'region', 'citation'];
    return data(
      'text/csv; charset=utf-8',
      stringify([heads, ...rows], { bom: true, escape_formulas: true }),
      'awardees.csv',
    );
  },
});

const result = route({
  method: 'get',
  path: '/nominations/:id/result',
  audience: ['owner', 'colleague'],
  find: (call) => {
    const own = ownNomination(call);
    const found = own && announced(call, wholeEdition(call.service.db, own.edition.id));
    return own && found && own.nomination.submission !== null
      ? { ...found, nomination: own.nomination }
      : null;
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
    });
  },
});

export const publicRoutes = [awardees, csv, result];
