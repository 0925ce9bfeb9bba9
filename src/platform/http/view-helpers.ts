import type { HelperDelegate, HelperOptions } from 'handlebars';
import type { Facts, Translate } from '../i18n/catalogue.ts';
import { formatBytes, formatInstant, formatList, formatNumber, type InstantStyle } from '../i18n/formats.ts';
import type { Lang } from '../i18n/lang.ts';
import type { FormError } from './page-model.ts';
import type { AssetUrl } from './view-engine.ts';
import { figureHelpers } from './view-figures.ts';

type Root = { lang: Lang; timeZone?: string; errors?: readonly FormError[] };

/** All helpers that templates may call; each is pure and returns text to be escaped, a truth or a plain value. */
export function viewHelpers(translate: Translate, asset: AssetUrl): Record<string, HelperDelegate> {
  return { ...wordHelpers(translate), ...logicHelpers, ...addressHelpers(asset), ...figureHelpers };
}

// t key a=1 · instant iso 'dateTime' zone='UTC' · number 12.5 digits=1 · bytes n · list items
function wordHelpers(translate: Translate): Record<string, HelperDelegate> {
  return {
    t: (key: string, options: HelperOptions) => translate(langOf(options), key, options.hash as Facts),
    instant: (iso: string, style: InstantStyle, options: HelperOptions) =>
      formatInstant(langOf(options), iso, zoneOf(options), style),
    number: (value: number | string, options: HelperOptions) =>
      formatNumber(langOf(options), value, options.hash.digits as number | undefined),
    bytes: (count: number, options: HelperOptions) => formatBytes(langOf(options), count),
    list: (items: readonly string[], options: HelperOptions) => formatList(langOf(options), items),
    paragraphs: (text: string) => paragraphs(text),
  };
}

const logicHelpers: Record<string, HelperDelegate> = {
  eq: (a: unknown, b: unknown) => a === b,
  not: (a: unknown) => isEmpty(a),
  and: (...args: unknown[]) => args.slice(0, -1).every((value) => !isEmpty(value)),
  or: (...args: unknown[]) => args.slice(0, -1).find((value) => !isEmpty(value)),
  inc: (index: number) => index + 1,
  concat: (...args: unknown[]) => args.slice(0, -1).map(textOf).join(''),
  array: (...args: unknown[]) => args.slice(0, -1),
  has: (items: readonly unknown[] | undefined, item: unknown) => items?.includes(item) ?? false,
  errorOf: (field: string, options: HelperOptions) => errorOf(field, options),
  describedBy: (field: string, options: HelperOptions) => describedBy(field, options),
  classes: (...args: unknown[]) => classNames(args),
};

// asset 'app.css' · to '/my' (an address in the page's language) · url (an address from a view model or a reader)
function addressHelpers(asset: AssetUrl): Record<string, HelperDelegate> {
  return {
    asset: (name: string) => asset(name),
    to: (...args: unknown[]) => {
      const options = args.at(-1) as HelperOptions;
      const path = args.slice(0, -1).map(textOf).join('');
      return `/${langOf(options)}${path}`;
    },
    url: (address: string) => safeUrl(address),
  };
}

/** Splits a typed text at its empty lines. */
export function paragraphs(text: string): string[] {
  return text
    .split(/\r?\n\s*\r?\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Gives an address back if it leads to a page, a place in it, a web site or a mailbox; else `#`. */
export function safeUrl(address: string): string {
  // Typed links may hide a scheme behind spaces, or a host behind two slashes of either kind.
  if (/^(https?:\/\/|mailto:)[^\s\\]+$/i.test(address)) return address;
  return /^([#?]|\/(?![/\\]))[^\s\\]*$/.test(address) ? address : '#';
}

function langOf(options: HelperOptions): Lang {
  return (options.data.root as Root).lang;
}

function zoneOf(options: HelperOptions): string {
  const zone = options.hash.zone as string | undefined;
  return zone ?? (options.data.root as Root).timeZone ?? 'UTC';
}

// The sentence at a field of a form that is drawn again.
function errorOf(field: string, options: HelperOptions): string | undefined {
  return (options.data.root as Root).errors?.find((error) => error.field === field)?.text;
}

// Ids of the hint, message and count that stand at a field; only those that are drawn.
function describedBy(field: string, options: HelperOptions): string {
  const drawn: Record<string, unknown> = { ...options.hash, msg: errorOf(field, options) };
  const parts = ['hint', 'msg', 'count'].filter((part) => !isEmpty(drawn[part]));
  return parts.map((part) => `${field}-${part}`).join(' ');
}

function isEmpty(value: unknown): boolean {
  return !value || (Array.isArray(value) && value.length === 0);
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

// classes 'row' lit=isLit: the words given, then the name of each named condition that holds.
function classNames(args: unknown[]): string {
  const options = args.at(-1) as HelperOptions;
  const words = args.slice(0, -1).map(textOf);
  const named = Object.entries(options.hash).flatMap(([name, holds]) => (isEmpty(holds) ? [] : [name]));
  return [...words, ...named].filter((word) => word !== '').join(' ');
}
