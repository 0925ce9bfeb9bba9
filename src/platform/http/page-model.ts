import type { Lang } from '../i18n/lang.ts';

/** What the layout of every page prints around it; a page's own fields stand beside these. */
export interface PageFrame {
  readonly lang: Lang;
  /** The address without its language, for example /office/2027. */
  readonly path: string;
  readonly title: string;
  readonly awardName: string;
  readonly nav: readonly NavItem[];
  readonly languages: readonly LanguageLink[];
  /** The sample award says on each page that it is invented. */
  readonly sample: boolean;
  /** IANA zone in which instants are written where a call names none; UTC if absent. */
  readonly timeZone?: string;
  readonly account?: { readonly name: string };
  /** After how many seconds the session ends by itself: a small script warns five minutes before, by no clock of its own. */
  readonly session?: { readonly endsIn: number };
  /** The line across the top while a page is previewed as a role, with the way back. */
  readonly banner?: { readonly text: string; readonly href?: string; readonly label?: string };
  /** A sentence shown once, after an act. */
  readonly notice?: { readonly text: string };
  readonly errors?: readonly FormError[];
}

/** One entry of the navigation; one of them is current at most. */
export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly current?: boolean;
  /** Signing out changes something, so it is a form with one button. */
  readonly post?: boolean;
}

/** The same page in a language. */
export interface LanguageLink {
  readonly lang: Lang;
  readonly href: string;
  readonly current?: boolean;
}

/** What is wrong with a form; `field` is the name of the field to correct, absent for the whole form. */
export interface FormError {
  readonly field?: string | null;
  readonly text: string;
}
