import type { Request } from 'express';
import type { Instant } from '../clock.ts';
import type { Db } from '../database.ts';
import type { Lang } from '../i18n/lang.ts';
import type { Facts, Refusal } from '../result.ts';
import type { Service } from '../service.ts';
import type { Answer, FieldError } from './answer.ts';
import type { UploadedFile } from './body.ts';
import type { Form, Typed } from './form.ts';
import type { Account, Appointment, Role, Viewer } from './viewer.ts';

/** People to whom an earlier room writes although a later one knows who they are. */
export type AddresseeGroup = 'startedDossiers';

/** When the result of an edition was signed off, and from when it is public; null where that has not come to be. */
export type Milestones = { signedOffAt: Instant | null; publicFrom: Instant | null };

/** What a later room asks of a city at a section of its dossier, with the page on which it is answered. */
export type SectionAsk = {
  section: string;
  state: 'open' | 'answered' | 'accepted';
  question: string;
  dueAt: Instant;
  /** Without the language. */
  path: string;
};

/** What earlier rooms learn from later ones: gathered by the app, never by an import. */
export type Gathered = {
  /** All appointments of an account, as the rooms keep them; inside an act it reads what the act reads. */
  appointmentsOf(db: Db, account: string): Appointment[];
  /** The accounts of a group in an edition, each once. */
  addressees(db: Db, edition: string, group: AddresseeGroup): string[];
  milestones(db: Db, edition: string): Milestones;
  asksOf(db: Db, nomination: string): SectionAsk[];
  /** The nominations of an edition of which an account of its office learns nothing, not from a count either. */
  hiddenFromOffice(db: Db, edition: string, account: string): ReadonlySet<string>;
  /** The edition that an address names, itself or by a thing of it; null where it names none that exists. */
  editionOf(db: Db, route: string, params: Call['params']): string | null;
};

/** One request, as a handler sees it. */
export type Call = {
  service: Service;
  rooms: Gathered;
  viewer: Viewer;
  lang: Lang;
  /** The instant of the request, one for everything that it reads. */
  at: Instant;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** The address without its language, as `/my`. */
  path: string;
  files: readonly UploadedFile[];
  req: Request;
  t(key: string, facts?: Facts): string;
  cookies: Cookies;
};

export type Cookies = {
  read(name: string): string | null;
  /** Sets it for this site alone, unread by scripts; without an age it ends with the browser. */
  set(name: string, value: string, maxAgeMs?: number): void;
  clear(name: string): void;
};

/** The signed-in account of a call whose route asks for one. */
export function accountOf(call: Call): Account {
  if (call.viewer.account === null) throw new Error(`${call.path} was reached without an account`);
  return call.viewer.account;
}

/** Who may come here at all. What they may do there is judged by the room's policy on the thing itself. */
export type Audience = 'anyone' | 'account' | readonly Role[];

/** What a viewer may see of the thing asked for; null is answered like an address that never existed. */
export type Found<Thing> = Thing | null;

export type Route<Thing = unknown, Values = unknown> = {
  method: 'get' | 'post';
  /** Without the language: `/office/:edition/screening`. */
  path: string;
  audience: Audience;
  /** Looks the thing up among what this viewer may see. */
  find: (call: Call) => Found<Thing>;
  /** The zod object of a POST; made from the thing where its fields depend on it. */
  form?: Form<Values> | ((call: Call, thing: Thing) => Form<Values>);
  /** Asks for a proof of who acts of the last five minutes: a signature, a role given, an export of scores. */
  fresh?: boolean;
  /** Serves a session that still owes its second factor: setting one up, giving it, signing out. */
  beforeFactor?: boolean;
  /** Takes files; every other form is urlencoded. */
  takesFiles?: boolean;
  /** Where the session has ended, the form comes back with what was typed (not its files), to be sent after signing in. */
  keepsTyped?: boolean;
  handle: (
    call: Call,
    thing: Thing,
    values: Values,
    typed: Typed,
  ) => Answer | Refusal | Promise<Answer | Refusal>;
  /** Draws the page again, with what was typed and the sentences of what is wrong. */
  redraw?: (
    call: Call,
    thing: Thing,
    typed: Typed,
    errors: readonly FieldError[],
  ) => Answer | Promise<Answer>;
};

export type AnyRoute = Omit<Route, 'find' | 'form' | 'handle' | 'redraw'> & {
  find: (call: Call) => unknown;
  form?: unknown;
  handle: (
    call: Call,
    thing: never,
    values: never,
    typed: Typed,
  ) => Answer | Refusal | Promise<Answer | Refusal>;
  redraw?: (
    call: Call,
    thing: never,
    typed: Typed,
    errors: readonly FieldError[],
  ) => Answer | Promise<Answer>;
};

/** Declares a route; the types of thing and form flow into its handler. */
export function route<Thing, Values = Record<string, never>>(declared: Route<Thing, Values>): AnyRoute {
  return declared as AnyRoute;
}

/** A route that needs nothing looked up. */
export const nothing = (): true => true;

/** What a room gives to the app. */
export type Room = {
  name: string;
  routes: readonly AnyRoute[];
  /** The appointments of an account that this room keeps. */
  appointments?: (db: Db, account: string) => Appointment[];
  /** The accounts of a group that this room knows, for a room further left that writes to them. */
  addressees?: (db: Db, edition: string, group: AddresseeGroup) => string[];
  /** The milestones of an edition that this room sets. */
  milestones?: (db: Db, edition: string) => Partial<Milestones>;
  /** What this room asks of a city at sections of its dossier, the oldest first. */
  sectionAsks?: (db: Db, nomination: string) => SectionAsk[];
  /** The nominations of an edition that this room keeps from an account of its office. */
  hiddenFromOffice?: (db: Db, edition: string, account: string) => ReadonlySet<string>;
  /** The edition of the thing that an address of this room names. */
  editionOf?: (db: Db, route: string, params: Call['params']) => string | null;
};
