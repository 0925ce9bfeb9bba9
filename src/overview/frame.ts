import { currentEdition, editionBySlug } from '../editions/pages.ts';
import { secondsTo } from '../platform/clock.ts';
import type { PageModel } from '../platform/http/answer.ts';
import type { NavItem } from '../platform/http/page-model.ts';
import type { Call } from '../platform/http/route.ts';
import { appointmentsAs } from '../platform/http/viewer.ts';
import { LANGS } from '../platform/i18n/lang.ts';

type FramedEdition = { id: string; slug: string; year: number; sample: number; publishedAt: number | null };

/** What stands around every page: name, navigation by role, languages, and the zone of its times. */
export function pageFrame(call: Call, model: PageModel): Record<string, unknown> {
  const named = call.params.edition ?? (model.editionSlug as string | undefined);
  const edition = (named && knownEdition(call, named)) || currentEdition(call.service.db);
  const account = call.viewer.account;
  return {
    lang: call.lang,
    path: call.path,
    awardName: call.t('platform.awardName'),
    nav: [...navigation(call, edition), ...signOut(call)],
    languages: LANGS.map((lang) => ({
      lang,
      href: `/${lang}${addressOf(call)}`,
      current: lang === call.lang,
    })),
    sample: edition?.sample === 1,
    timeZone: account?.timeZone ?? edition?.definition.timeZone ?? 'UTC',
    ...(account ? { account: { name: account.name || account.address } } : {}),
    ...(call.viewer.endsAt === null ? {} : { session: { endsIn: secondsTo(call.viewer.endsAt, call.at) } }),
  };
}

/** The edition of the address where this viewer may know of it: a draft is nobody's business but its office's. */
function knownEdition(call: Call, slug: string) {
  const edition = editionBySlug(call.service.db, slug);
  const known =
    edition?.publishedAt != null || call.viewer.appointments.some((held) => held.edition === edition?.id);
  return known ? edition : null;
}

function addressOf(call: Call): string {
  const query = call.query.toString();
  return query === '' ? call.path : `${call.path}?${query}`;
}

function navigation(call: Call, edition: FramedEdition | null): NavItem[] {
  const entries = [...roleEntries(call, edition), ...publicEntries(call, edition), ...accountEntry(call)];
  const current = entries
    .filter(({ path }) => call.path === path || call.path.startsWith(`${path}/`))
    .sort((one, other) => other.path.length - one.path.length)[0];
  return entries.map((entry) => ({
    href: `/${call.lang}${entry.path}`,
    label: entry.label,
    ...(entry === current ? { current: true } : {}),
  }));
}

function signOut(call: Call): NavItem[] {
  if (call.viewer.account === null) return [];
  return [{ href: `/${call.lang}/sign-out`, label: call.t('people.account.sign-out'), post: true }];
}

function accountEntry(call: Call): Entry[] {
  if (call.viewer.account === null) return [];
  return [{ path: '/my/account', label: call.t('overview.nav.account') }];
}

type Entry = { path: string; label: string };

const OFFICE_PAGES = [
  'nominations',
  'screening',
  'jury',
  'assignment',
  'scores',
  'tally',
  'decision',
  'announcement',
];

function roleEntries(call: Call, edition: FramedEdition | null): Entry[] {
  if (call.viewer.account === null) return [];
  const entry = (path: string, key: string): Entry => ({ path, label: call.t(`overview.nav.${key}`) });
  const office =
    edition && appointmentsAs(call.viewer, ['organiser', 'approver', 'auditor'], edition.id).length > 0;
  if (edition && office && call.path.startsWith('/office')) {
    const base = `/office/${edition.slug}`;
    return [
      entry(base, 'desk'),
      ...OFFICE_PAGES.map((name) => entry(`${base}/${name}`, name)),
      entry('/my', 'my'),
    ];
  }
  const entries = [entry('/my', 'my')];
  if (edition && office) entries.push(entry(`/office/${edition.slug}`, 'desk'));
  const own = edition && appointmentsAs(call.viewer, ['owner', 'colleague'], edition.id)[0]?.nomination;
  if (own) entries.push(entry(`/nominations/${own}`, 'nomination'));
  if (edition && appointmentsAs(call.viewer, ['juror'], edition.id).length > 0) {
    entries.push(entry(`/jury/${edition.slug}`, 'dossiers'));
  }
  if (edition && appointmentsAs(call.viewer, ['commission'], edition.id).length > 0) {
    entries.push(entry(`/commission/${edition.slug}`, 'commission'));
  }
  return entries;
}

function publicEntries(call: Call, edition: FramedEdition | null): Entry[] {
  if (call.path.startsWith('/office')) return [];
  const award =
    edition?.publishedAt == null
      ? []
      : [{ path: `/${edition.slug}`, label: call.t('overview.nav.award', { year: String(edition.year) }) }];
  const framework = { path: '/framework', label: call.t('overview.nav.framework') };
  const archive = { path: '/archive', label: call.t('overview.nav.archive') };
  const signIn = call.viewer.account ? [] : [{ path: '/sign-in', label: call.t('overview.nav.sign-in') }];
  return [...award, framework, archive, ...signIn];
}
