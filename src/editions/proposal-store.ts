import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { newId } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import type { Definition } from './definition.ts';
import { mailRules, type Writers } from './messages.ts';
import type { Edition } from './pages.ts';
import { whyNotConfirm } from './policy.ts';
import { openProposal, proposalById } from './proposal-pages.ts';
import { definitionProposals } from './tables.ts';
import { writeDefinition } from './version-store.ts';

/** Proposes a definition on the version that stands; proposing it again is the same as once. */
export function proposeDefinition(
  tx: Tx,
  edition: Edition,
  definition: Definition,
  reason: string,
): { proposal: string } {
  const open = openProposal(tx.db, edition.id);
  if (open !== null) return { proposal: open.id };
  const id = newId<'proposal'>();
  const proposed = { proposedAt: tx.at, proposedBy: tx.actor };
  tx.db
    .insert(definitionProposals)
    .values({ id, editionId: edition.id, base: edition.version, definition, reason, ...proposed })
    .run();
  tx.record({ edition: edition.id, object: id, detail: { proposed: true, base: edition.version, reason } });
  return { proposal: id };
}

/**
 * Confirms a proposal as the second person: it becomes the version that stands, and whoever writes a dossier is told.
 * Twice is the same as once.
 */
export function confirmProposal(tx: Tx, edition: Edition, id: string, writers: Writers): Refusal | null {
  const proposal = proposalById(tx.db, edition.id, id);
  if (proposal === null) return refuse('editions.proposalGone');
  if (proposal.confirmedBy === tx.actor) return null;
  const refusal = whyNotConfirm(edition, proposal, tx.actor);
  if (refusal) return refusal;
  const version = writeDefinition(tx, edition.id, proposal.definition, proposal.reason);
  tx.db
    .update(definitionProposals)
    .set({ confirmedAt: tx.at, confirmedBy: tx.actor })
    .where(eq(definitionProposals.id, id))
    .run();
  const { proposedBy, reason } = proposal;
  tx.record({ edition: edition.id, object: id, detail: { confirmed: true, version, proposedBy, reason } });
  mailRules(tx, edition.definition, { edition: edition.id, version, reason }, writers);
  return null;
}

/** Withdraws a proposal that nobody has confirmed; twice is the same as once. */
export function withdrawProposal(tx: Tx, edition: Edition, id: string): Refusal | null {
  if (proposalById(tx.db, edition.id, id)?.confirmedAt != null) return refuse('editions.proposalGone');
  const done = tx.db
    .update(definitionProposals)
    .set({ withdrawnAt: tx.at, withdrawnBy: tx.actor })
    .where(and(eq(definitionProposals.id, id), isNull(definitionProposals.withdrawnAt)))
    .run();
  if (done.changes > 0) tx.record({ edition: edition.id, object: id, detail: { withdrawn: true } });
  return null;
}
