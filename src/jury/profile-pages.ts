import { countryChoices } from '../cities/countries.ts';
import { REGIONS } from '../editions/definition.ts';
import type { Edition } from '../editions/pages.ts';
import { sha256 } from '../platform/digest.ts';
import type { Typed } from '../platform/http/form.ts';
import type { Call } from '../platform/http/route.ts';
import { LANGS, type Lang } from '../platform/i18n/lang.ts';
import { orderLanguages, type Profile, profileText, readAffiliations } from './juror.ts';

/** A short mark of a profile: a form carries it, so that nobody writes over what they have not seen. */
export function markOf(profile: Profile): string {
  return sha256(profileText(profile)).slice(0, 16);
}

/** A profile as its form types it. */
export function typedOf(profile: Profile): Typed {
  const [first = '', ...languages] = profile.languages;
  return {
    first,
    languages,
    expertise: profile.expertise,
    maxLoad: String(profile.maxLoad),
    country: profile.country,
    region: profile.region,
    affiliations: profile.affiliations.join('\n'),
    seen: markOf(profile),
  };
}

type Own = { first: Lang; languages: Lang[]; expertise: string[]; maxLoad: number };
type Whole = Own & { country: string; region: Profile['region']; affiliations: string };

/** The part of a profile that jurors write themselves, from the values of its form. */
export function ownPart({
  first,
  languages,
  expertise,
  maxLoad,
}: Own): Omit<Profile, 'country' | 'region' | 'affiliations'> {
  return { languages: orderLanguages(first, languages), expertise, maxLoad };
}

/** A whole profile from the values of the office's form. */
export function wholeProfile(values: Whole): Profile {
  const { country, region, affiliations } = values;
  return { ...ownPart(values), country, region, affiliations: readAffiliations(affiliations) };
}

/** The choices of a profile's form, with what was typed chosen. */
export function profileFields(call: Call, edition: Edition, typed: Typed) {
  const chosen = (name: string) => [typed[name] ?? []].flat();
  const choice = (name: string) => (item: { value: string; label: string }) => ({
    ...item,
    chosen: chosen(name).includes(item.value),
  });
  const langs = LANGS.map((lang) => ({ value: lang, label: call.t(`platform.language.${lang}`) }));
  const criteria = edition.definition.rubric.criteria.map(({ id, name }) => ({
    value: id,
    label: name[call.lang],
  }));
  const regions = REGIONS.map((region) => ({ value: region, label: call.t(`platform.region.${region}`) }));
  return {
    firsts: langs.map(choice('first')),
    others: langs.map(choice('languages')),
    expertise: criteria.map(choice('expertise')),
    countries: countryChoices(call.lang).map(choice('country')),
    regions: regions.map(choice('region')),
  };
}
