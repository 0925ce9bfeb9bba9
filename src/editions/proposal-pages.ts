import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../platform/database.ts';
import type { Definition } from './definition.ts';
import { definitionProposals } from './tables.ts';

export type Proposal = Omit<typeof definitionProposals.$inferSelect, 'definition'> & {
  definition: Definition;
};

const asProposal = (row: typeof definitionProposals.$inferSelect | undefined): Proposal | null =>
  row === undefined ? null : { ...row, definition: row.definition as Definition };

/** The change of an edition's definition that waits for a second person, if any. */
export function openProposal(db: Db, edition: string): Proposal | null {
  return asProposal(
    db
      .select()
      .from(definitionProposals)
      .where(
        and(
          eq(definitionProposals.editionId, edition),
          isNull(definitionProposals.confirmedAt),
          isNull(definitionProposals.withdrawnAt),
        ),
      )
      .get(),
  );
}

/** A proposed change of an edition, settled or not. */
export function proposalById(db: Db, edition: string, id: string): Proposal | null {
  return asProposal(
    db
      .select()
      .from(definitionProposals)
      .where(and(eq(definitionProposals.editionId, edition), eq(definitionProposals.id, id)))
      .get(),
  );
}
