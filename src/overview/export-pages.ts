import { countryName } from '../cities/countries.ts';
import type { Edition } from '../editions/pages.ts';
import { inLang } from '../editions/words.ts';
import { hiddenFromOffice } from '../jury/office-conflict-pages.ts';
import { isFiltered, officeFilter } from '../nominations/office-filter.ts';
import { allNominations } from '../nominations/pages.ts';
import { type Instant, isoOf } from '../platform/clock.ts';
import { accountOf, type Call } from '../platform/http/route.ts';
import { jurorProgress, scoresForTally } from '../scoring/tally-pages.ts';
import { namedJurors, namedNominations } from '../tally/counted-pages.ts';
import { auditExport, auditFilter } from './audit-pages.ts';
import type { Sheet } from './sheet.ts';

const iso = (at: Instant | null) => (at === null ? null : (isoOf(at) ?? null));

/** The dossiers that the office's list shows this reader under the filter of this address. */
export function nominationsSheet(call: Call, edition: Edition): Sheet {
  const filter = officeFilter(call.query);
  const hidden = hiddenFromOffice(call.service.db, edition.id, accountOf(call).id);
  const rows = allNominations(call.service.db, edition.id).filter(
    (one) => !hidden.has(one.id) && isFiltered(one, filter),
  );
  return {
    name: 'nominations',
    heads: [
      'city',
      'local_name',
      'country_iso2',
      'country',
      'region',
      'language',
      'state',
      'started',
      'submitted',
      'receipt',
      'extended_to',
      'commission',
      'commission_at',
      'withdrawn',
    ],
    rows: rows.map((one) => [
      one.cityName,
      one.localName,
      one.country,
      countryName(call.lang, one.country),
      one.region,
      one.lang,
      one.state,
      iso(one.startedAt),
      iso(one.submission?.at ?? null),
      one.submission?.receipt ?? null,
      iso(one.extendedTo),
      one.endorsement?.outcome ?? null,
      iso(one.endorsement?.at ?? null),
      iso(one.withdrawnAt),
    ]),
  };
}

/** How far each juror is, without what stands in conflict with the reader; never a score. */
export function progressSheet(call: Call, edition: Edition): Sheet {
  const { db } = call.service;
  const hidden = hiddenFromOffice(db, edition.id, accountOf(call).id);
  return {
    name: 'jury-progress',
    heads: ['juror', 'dossiers', 'begun', 'locked', 'last_saved'],
    rows: jurorProgress(db, edition, hidden).map((one) => [
      one.name,
      one.total,
      one.begun,
      one.locked,
      iso(one.savedAt),
    ]),
  };
}

/** Every score that the closed tally counts, a row each, without the nominations in conflict with the reader. */
export function scoresSheet(call: Call, edition: Edition): Sheet {
  const { db } = call.service;
  const hidden = hiddenFromOffice(db, edition.id, accountOf(call).id);
  const { due, scores } = scoresForTally(db, edition);
  const shown = scores.filter(({ nomination }) => !hidden.has(nomination));
  const named = namedNominations(
    db,
    shown.map(({ nomination }) => nomination),
  );
  const jurors = namedJurors(db, due);
  const { criteria } = edition.definition.rubric;
  const names = new Map(criteria.map(({ id, name }) => [id, inLang(call, name)]));
  return {
    name: 'scores',
    heads: ['city', 'country_iso2', 'region', 'juror', 'criterion', 'criterion_name', 'points'],
    rows: shown.map(({ nomination, juror, criterion, points }) => {
      const { city, country, region } = named(nomination);
      return [city, country, region, jurors.get(juror) ?? '', criterion, names.get(criterion) ?? '', points];
    }),
  };
}

/** The entries of the audit log that its filter lets through, the newest first. */
export function auditSheet(call: Call, edition: Edition): Sheet {
  const rows = auditExport(
    call.service.db,
    edition,
    accountOf(call).id,
    auditFilter(call.query, edition.definition.timeZone),
  );
  return {
    name: 'audit',
    heads: ['number', 'at', 'who', 'action', 'object', 'detail', 'hash'],
    rows: rows.map((one) => [one.seq, one.at, one.actor, one.action, one.object, one.detail, one.hash]),
  };
}
