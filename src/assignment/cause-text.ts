import type { Lang } from '../platform/i18n/lang.ts';
import type { Cause } from './cause.ts';

const MOST_NAMED = 12;

/** What the sentences of one language are made of. */
type Words = {
  readonly nominations: (count: number) => string;
  readonly jurors: (count: number) => string;
  readonly more: (count: number) => string;
  readonly none: string;
  readonly inAll: (missing: number) => string;
  readonly sentence: (told: Told) => Record<Cause['kind'] | 'rulesAlone', string>;
};

type Told = {
  readonly who: string;
  readonly what: string;
  readonly needed: number;
  readonly available: number;
  readonly all: string;
};

const counted = (one: string, other: string) => (count: number) => `${count} ${count === 1 ? one : other}`;

const WORDS: Record<Lang, Words> = {
  en: {
    nominations: counted('nomination', 'nominations'),
    jurors: counted('juror', 'jurors'),
    more: (count) => `and ${count} more`,
    none: 'none',
    inAll: (missing) => ` Over the whole problem ${missing} readings are missing.`,
    sentence: ({ who, what, needed, available, all }) => ({
      perNominationExceedsJury: `Each nomination needs ${needed} different jurors, and the jury has ${available}. Lower perNomination or add jurors.`,
      tooFewReaders: `${what} need ${needed} readings; only ${who} may read them, and they have time for ${available}.${all} Add jurors, raise a load, or lift a conflict.`,
      minLoadsTooHigh: `${who} must read at least ${needed} in all, and only ${available} readings of ${what} are there for them.${all} Lower a least load, or lift a conflict.`,
      composition: `The composition rules of ${what} need ${needed} readings by particular jurors; only ${who} fit, and they have time for ${available} at most. Relax a rule, or add jurors who fit.`,
      rulesAlone: `The composition rules of ${what} cannot be kept together with the loads and conflicts of ${who}. Relax a rule, raise a load, or add jurors who fit.`,
    }),
  },
  fr: {
    nominations: counted('candidature', 'candidatures'),
    jurors: counted('juré', 'jurés'),
    more: (count) => `et ${count} de plus`,
    none: 'aucun',
    inAll: (missing) => ` Sur l’ensemble du problème, il manque ${missing} lectures.`,
    sentence: ({ who, what, needed, available, all }) => ({
      perNominationExceedsJury: `Chaque candidature demande ${needed} jurés différents, et le jury en a ${available}. Abaissez perNomination ou ajoutez des jurés.`,
      tooFewReaders: `${what} demandent ${needed} lectures ; seuls ${who} peuvent les lire, et ils ont du temps pour ${available}.${all} Ajoutez des jurés, relevez une charge ou levez un conflit.`,
      minLoadsTooHigh: `${who} doivent lire au moins ${needed} fois en tout, et il n’y a pour eux que ${available} lectures de ${what}.${all} Abaissez une charge minimale ou levez un conflit.`,
      composition: `Les règles de composition de ${what} demandent ${needed} lectures par certains jurés ; seuls ${who} conviennent, et ils ont du temps pour ${available} au plus. Assouplissez une règle ou ajoutez des jurés qui conviennent.`,
      rulesAlone: `Les règles de composition de ${what} ne peuvent être tenues avec les charges et les conflits de ${who}. Assouplissez une règle, relevez une charge ou ajoutez des jurés qui conviennent.`,
    }),
  },
  es: {
    nominations: counted('candidatura', 'candidaturas'),
    jurors: counted('jurado', 'jurados'),
    more: (count) => `y ${count} más`,
    none: 'ninguno',
    inAll: (missing) => ` En todo el problema faltan ${missing} lecturas.`,
    sentence: ({ who, what, needed, available, all }) => ({
      perNominationExceedsJury: `Cada candidatura necesita ${needed} jurados distintos, y el jurado tiene ${available}. Baje perNomination o añada jurados.`,
      tooFewReaders: `${what} necesitan ${needed} lecturas; solo ${who} pueden leerlas, y tienen tiempo para ${available}.${all} Añada jurados, suba una carga o levante un conflicto.`,
      minLoadsTooHigh: `${who} deben leer al menos ${needed} en total, y solo hay para ellos ${available} lecturas de ${what}.${all} Baje una carga mínima o levante un conflicto.`,
      composition: `Las reglas de composición de ${what} piden ${needed} lecturas de ciertos jurados; solo ${who} encajan, y tienen tiempo para ${available} como máximo. Afloje una regla o añada jurados que encajen.`,
      rulesAlone: `Las reglas de composición de ${what} no pueden cumplirse con las cargas y los conflictos de ${who}. Afloje una regla, suba una carga o añada jurados que encajen.`,
    }),
  },
};

/** The cause in a sentence or two, with what would help; ids stand for names. */
export function causeText(cause: Cause, lang: Lang): string {
  const { kind, nominations, jurors, needed, available, missingInAll } = cause;
  const words = WORDS[lang];
  const sentences = words.sentence({
    who: `${words.jurors(jurors.length)} (${named(jurors, words)})`,
    what: `${words.nominations(nominations.length)} (${named(nominations, words)})`,
    needed,
    available,
    all: missingInAll > needed - available ? words.inAll(missingInAll) : '',
  });
  return sentences[kind === 'composition' && needed <= available ? 'rulesAlone' : kind];
}

function named(ids: readonly string[], { more, none }: Words): string {
  if (ids.length === 0) return none;
  const shown = ids.slice(0, MOST_NAMED).join(', ');
  return ids.length > MOST_NAMED ? `${shown} ${more(ids.length - MOST_NAMED)}` : shown;
}
