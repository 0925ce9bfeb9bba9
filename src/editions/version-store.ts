import type { Tx } from '../platform/act.ts';
import { digestOf } from '../platform/digest.ts';
import { type Definition, STAGES } from './definition.ts';
import type { EditionFile } from './edition-file.ts';
import { newestVersion } from './pages.ts';
import { editionDefinitions, stages } from './tables.ts';

/** Writes the next version of a definition and returns its number; whoever calls this records why. */
export function writeDefinition(tx: Tx, edition: string, definition: Definition, reason: string): number {
  const version = newestVersion(tx.db, edition) + 1;
  const written = { createdAt: tx.at, createdBy: tx.actor };
  tx.db
    .insert(editionDefinitions)
    .values({ editionId: edition, version, definition, digest: digestOf(definition), reason, ...written })
    .run();
  return version;
}

/** Writes the dates of all stages over those that stand. */
export function writeCalendar(tx: Tx, edition: string, calendar: EditionFile['calendar']): void {
  for (const stage of STAGES) {
    const { opensAt, closesAt } = calendar[stage];
    const row = { editionId: edition, stage, opensAt: Date.parse(opensAt), closesAt: Date.parse(closesAt) };
    tx.db
      .insert(stages)
      .values(row)
      .onConflictDoUpdate({ target: [stages.editionId, stages.stage], set: row })
      .run();
  }
}
