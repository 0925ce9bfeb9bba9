import { countryName } from '../cities/countries.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { liveNominations, type Nomination } from '../nominations/pages.ts';
import type { Db } from '../platform/database.ts';
import { type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import type { StandingConflict } from './conflicts.ts';
import { recordForm, settleForm } from './forms.ts';
import { juryPath } from './list-routes.ts';
import { hiddenFromOffice } from './office-conflict-pages.ts';
import {
  conflictBetween,
  type Juror,
  jurorById,
  jurorsOf,
  refusedSuggestions,
  standingConflicts,
  storedBetween,
} from './pages.ts';
import { whyNotRecord } from './policy.ts';
import { declareConflict, settleSuggestion } from './store.ts';

const conflictsPath = (edition: { slug: string }) => `${juryPath(edition)}/conflicts`;

/** The reason of a conflict as a sentence in the reader's language. */
export function conflictWords(
  call: Call,
  { kind, reason }: Pick<StandingConflict, 'kind' | 'reason'>,
): string {
  const facts = kind === 'derived' ? { country: countryName(call.lang, reason) } : { reason };
  return call.t(`jury.conflict.${kind}`, facts);
}

type Pair = { juror: string; nomination: string };
type Cast = { jurors: Map<string, Juror>; nominations: Map<string, Nomination> };

function castOf(call: Call, edition: Edition): Cast {
  const { db } = call.service;
  const seated = jurorsOf(db, edition.id).filter(({ state }) => state === 'invited' || state === 'accepted');
  return {
    jurors: new Map(seated.map((one) => [one.id, one])),
    nominations: new Map(seenNominations(db, edition.id, accountOf(call).id).map((one) => [one.id, one])),
  };
}

/** The nominations that stand, without those of which this account of the office learns nothing. */
function seenNominations(db: Db, edition: string, account: string): Nomination[] {
  const hidden = hiddenFromOffice(db, edition, account);
  return liveNominations(db, edition).filter(({ id }) => !hidden.has(id));
}

// A pair is shown while both still take part; its row stays in any case.
function drawPair(call: Call, { jurors, nominations }: Cast, { juror, nomination }: Pair, words: string) {
  const one = jurors.get(juror);
  const other = nominations.get(nomination);
  if (!one || !other) return [];
  const country = countryName(call.lang, other.country);
  return [{ juror, nomination, name: one.name, city: other.cityName, country, words }];
}

function draw(call: Call, edition: Edition, typed: Typed, errors: readonly FieldError[]) {
  const cast = castOf(call, edition);
  const standing = standingConflicts(call.service.db, edition.id);
  const shown = (kinds: StandingConflict['kind'][]) =>
    standing
      .filter((one) => kinds.includes(one.kind))
      .flatMap((one) => drawPair(call, cast, one, conflictWords(call, one)));
  const options = <Thing extends { id: string }>(
    things: Iterable<Thing>,
    label: (thing: Thing) => string,
    name: string,
  ) => [...things].map((one) => ({ value: one.id, label: label(one), chosen: typed[name] === one.id }));
  return page('jury/conflicts', {
    title: call.t('jury.conflicts.title'),
    editionSlug: edition.slug,
    back: `/${call.lang}${juryPath(edition)}`,
    base: `/${call.lang}${conflictsPath(edition)}`,
    suggested: shown(['suggested']),
    told: shown(['declared', 'confirmed']),
    derived: call.t('jury.conflicts.derivedCount', { count: shown(['derived']).length }),
    refused: refusedSuggestions(call.service.db, edition.id).flatMap((row) =>
      drawPair(
        call,
        cast,
        { juror: row.jurorId, nomination: row.nominationId },
        call.t('jury.conflict.refused', { reason: row.reason }),
      ),
    ),
    writes: isOrganiser(call, edition),
    jurors: options(
      [...cast.jurors.values()].filter((one) => whyNotRecord(one) === null),
      (one) => one.name,
      'juror',
    ),
    nominations: options(
      cast.nominations.values(),
      (one) => `${one.cityName}, ${countryName(call.lang, one.country)}`,
      'nomination',
    ),
    typed,
    errors: errorTexts(call, errors),
  });
}

const read = route({
  method: 'get',
  path: '/office/:edition/jury/conflicts',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => draw(call, edition, {}, []),
});

const writing = {
  method: 'post',
  audience: ['organiser'],
  find: (call: Call) => editionAs(call, ['organiser']),
  redraw: draw,
} as const;

const settle = route({
  ...writing,
  path: '/office/:edition/jury/conflicts/settle',
  form: settleForm,
  handle: async (call, edition, { juror, nomination, outcome }) => {
    const done = await call.service.act(accountOf(call).id, 'conflict.settled', (tx) => {
      if (hiddenFromOffice(tx.db, edition.id, tx.actor).has(nomination)) return refuse('jury.missing');
      const settled = storedBetween(tx.db, edition.id, juror, nomination).find(
        (one) => one.kind === 'suggested',
      );
      if (settled) {
        const isSame = (settled.refusedAt === null) === (outcome === 'confirmed');
        return isSame ? false : refuse('jury.settled');
      }
      const found = conflictBetween(tx.db, edition.id, juror, nomination);
      if (found?.kind !== 'suggested') return refuse('jury.missing');
      return settleSuggestion(tx, { edition: edition.id, juror, nomination, reason: found.reason, outcome });
    });
    if (isRefusal(done)) return done;
    return seeOther(conflictsPath(edition), { key: `jury.notice.${outcome}` });
  },
});

const record = route({
  ...writing,
  path: '/office/:edition/jury/conflicts',
  form: recordForm,
  handle: async (call, edition, { juror, nomination, reason }) => {
    const done = await call.service.act(accountOf(call).id, 'conflict.declared', (tx) => {
      const seat = jurorById(tx.db, edition.id, juror);
      const isHere = seenNominations(tx.db, edition.id, tx.actor).some((one) => one.id === nomination);
      if (seat === null || !isHere) return refuse('jury.missing');
      const refusal = whyNotRecord(seat);
      return refusal ?? declareConflict(tx, { edition: edition.id, juror, nomination, reason });
    });
    if (isRefusal(done)) return done;
    return seeOther(conflictsPath(edition), { key: 'jury.notice.recorded' });
  },
});

export const conflictRoutes = [read, settle, record];
