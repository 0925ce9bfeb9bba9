import { countryName } from '../cities/countries.ts';
import { allCities } from '../cities/pages.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { hiddenFromOffice } from '../jury/office-conflict-pages.ts';
import { jurorsOf } from '../jury/pages.ts';
import { draftAnswers, submittedDocument } from '../nominations/dossier-pages.ts';
import { allNominations, membersOf, type Nomination, nominationById } from '../nominations/pages.ts';
import { accountOf, type Call } from '../platform/http/route.ts';
import { isRead, type Reading, readingsOf } from '../scoring/pages.ts';
import type { Findable } from './search.ts';

type Placed = Pick<Nomination, 'cityName' | 'localName' | 'country'>;

function placeTexts(call: Call, { localName, country }: Placed): string[] {
  return [localName ?? '', countryName(call.lang, country)];
}

function nominationFound(call: Call, one: Nomination, path: string, texts: readonly string[]): Findable {
  const country = countryName(call.lang, one.country);
  return {
    group: 'nominations',
    title: one.cityName,
    detail: `${country} · ${call.t(`nominations.state.${one.state}`)}`,
    href: `/${call.lang}${path}`,
    texts: [...placeTexts(call, one), one.submission?.receipt ?? '', ...texts],
  };
}

/** What the office of an edition may find: its nominations without those in conflict with the reader, the registry, the jury. */
export function findableByOffice(call: Call, edition: Edition): { all: Findable[]; hidden: number } {
  const { db } = call.service;
  const base = `/office/${edition.slug}`;
  const hidden = hiddenFromOffice(db, edition.id, accountOf(call).id);
  const nominations = allNominations(db, edition.id)
    .filter(({ id }) => !hidden.has(id))
    .map((one) => {
      const writers = membersOf(db, one.id).flatMap(({ name, address }) => [name, address]);
      return nominationFound(call, one, `${base}/nominations/${one.id}`, writers);
    });
  const cities = allCities(db).map((city): Findable => {
    const country = countryName(call.lang, city.country);
    const href = `/${call.lang}${base}/cities/${city.id}`;
    return {
      group: 'cities',
      title: city.name,
      detail: country,
      href,
      texts: [city.localName ?? '', country],
    };
  });
  return { all: [...nominations, ...cities, ...jurorsFound(call, edition, base)], hidden: hidden.size };
}

function jurorsFound(call: Call, edition: Edition, base: string): Findable[] {
  return jurorsOf(call.service.db, edition.id).map((juror) => {
    const country = juror.country === null ? '' : countryName(call.lang, juror.country);
    return {
      group: 'jurors',
      title: juror.name,
      detail: [country, juror.address].filter((text) => text !== '').join(' · '),
      href: `/${call.lang}${base}/jury/${juror.id}`,
      texts: [country, juror.address, ...juror.affiliations],
    };
  });
}

/** What a city, a commission or a juror may find: the own dossiers, with what is written in them. */
export function findableByOwner(call: Call): Findable[] {
  const { db } = call.service;
  const found = call.viewer.appointments.flatMap((held): Findable[] => {
    switch (held.role) {
      case 'owner':
      case 'colleague':
        return ownDossier(call, held.nomination ?? '');
      case 'commission':
        return countryDossiers(call, wholeEdition(db, held.edition), held.country ?? '');
      case 'juror':
        return readingsFound(call, wholeEdition(db, held.edition));
      default:
        return [];
    }
  });
  return [...new Map(found.map((one) => [one.href, one])).values()];
}

function ownDossier(call: Call, id: string): Findable[] {
  const { db } = call.service;
  const nomination = nominationById(db, id);
  if (nomination === null) return [];
  return [nominationFound(call, nomination, `/nominations/${id}`, textsOf(draftAnswers(db, id)))];
}

function countryDossiers(call: Call, edition: Edition, country: string): Findable[] {
  return allNominations(call.service.db, edition.id)
    .filter((one) => one.country === country && one.submission !== null)
    .map((one) =>
      nominationFound(
        call,
        one,
        `/commission/${edition.slug}/nominations/${one.id}`,
        submittedTexts(call, one.id),
      ),
    );
}

function readingsFound(call: Call, edition: Edition): Findable[] {
  return readingsOf(call.service.db, edition, accountOf(call).id)
    .filter((one) => isRead(one) && one.withdrawnAt === null)
    .map((one: Reading) => {
      const at = one.scorecard === null ? `assignments/${one.assignment}` : `scorecards/${one.scorecard}`;
      const placed = { cityName: one.city, localName: one.localName, country: one.country };
      return {
        group: 'nominations',
        title: one.city,
        detail: countryName(call.lang, one.country),
        href: `/${call.lang}/jury/${edition.slug}/${at}`,
        texts: [
          ...placeTexts(call, placed),
          ...(one.openedAt === null ? [] : submittedTexts(call, one.nomination)),
        ],
      };
    });
}

function submittedTexts(call: Call, nomination: string): string[] {
  return textsOf(submittedDocument(call.service.db, nomination)?.answers ?? {});
}

function textsOf(answers: Readonly<Record<string, unknown>>): string[] {
  return Object.values(answers)
    .flat()
    .filter((text): text is string => typeof text === 'string');
}
