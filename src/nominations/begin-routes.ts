import { wholeEdition } from '../editions/pages.ts';
import type { Tx } from '../platform/act.ts';
import { seeOther } from '../platform/http/answer.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { carryOver } from './answers.ts';
import { type DossierAt, ownNomination, writtenBy } from './appointments.ts';
import { draftAnswers, draftOf } from './dossier-pages.ts';
import { earlierDossiers } from './earlier-pages.ts';
import { beginForm } from './forms.ts';
import { whyNotWrite } from './policy.ts';
import { saveSection } from './section-store.ts';

/** The earlier dossiers from which this one can begin: offered while nothing is written yet and time remains. */
export function beginnings(call: Call, { edition, nomination }: DossierAt) {
  const { db } = call.service;
  if (draftOf(db, nomination.id).size > 0) return [];
  if (whyNotWrite(edition.calendar, nomination, call.at) !== null) return [];
  return earlierDossiers(db, accountOf(call).id, nomination).map(({ id, year }) => ({
    id,
    label: call.t('nominations.begin.button', { year: String(year) }),
  }));
}

/** Takes over what still fits into sections in which nothing is written; returns how many, so that twice is the same as once. */
function beginFrom(tx: Tx, { edition, nomination }: DossierAt, from: string): number | Refusal {
  const earlier = earlierDossiers(tx.db, tx.actor, nomination).find(({ id }) => id === from);
  if (earlier === undefined) return refuse('nominations.missing');
  const { definition } = wholeEdition(tx.db, earlier.edition);
  const before = { definition, answers: draftAnswers(tx.db, from) };
  const written = draftOf(tx.db, nomination.id);
  const parts = carryOver(before, edition.definition).filter(({ section }) => !written.has(section));
  for (const part of parts)
    saveSection(tx, { nomination: nomination.id, edition: edition.id, version: 0, ...part });
  return parts.length;
}

const begin = route({
  method: 'post',
  path: '/nominations/:id/begin',
  audience: ['owner', 'colleague'],
  find: ownNomination,
  form: beginForm,
  handle: async (call, at, { from }) => {
    const account = accountOf(call).id;
    const outcome = await call.service.act(account, 'dossier.begun', (tx) => {
      const written = writtenBy(tx, at.nomination.id, account);
      if (isRefusal(written)) return written;
      return whyNotWrite(written.edition.calendar, written.nomination, tx.at) ?? beginFrom(tx, written, from);
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/nominations/${at.nomination.id}`, {
      key: 'nominations.notice.begun',
      facts: { count: outcome },
    });
  },
});

export const beginRoutes = [begin];
