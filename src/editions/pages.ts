import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Instant } from '../platform/clock.ts';
import { type Db, prepared } from '../platform/database.ts';
import type { Appointment } from '../platform/http/viewer.ts';
import type { Calendar, StageDates } from './calendar.ts';
import { type Definition, STAGES } from './definition.ts';
import { editionDefinitions, editions, officeAppointments, stageExtensions, stages } from './tables.ts';

export type EditionRow = typeof editions.$inferSelect;

/** An edition with the definition that stands and its calendar. */
export type Edition = EditionRow & {
  version: number;
  digest: string;
  definition: Definition;
  calendar: Calendar;
};

const rowById = prepared((db) =>
  db
    .select()
    .from(editions)
    .where(eq(editions.id, sql.placeholder('id')))
    .prepare(),
);
const rowBySlug = prepared((db) =>
  db
    .select()
    .from(editions)
    .where(eq(editions.slug, sql.placeholder('slug')))
    .prepare(),
);

/** The bare row of an edition. */
export function editionById(db: Db, id: string): EditionRow | null {
  return rowById(db).get({ id }) ?? null;
}

/** The edition of an address, whole. */
export function editionBySlug(db: Db, slug: string): Edition | null {
  const row = rowBySlug(db).get({ slug });
  return row ? whole(db, row) : null;
}

/** An edition by its id, whole; throws where there is none, since only ids of ours come here. */
export function wholeEdition(db: Db, id: string): Edition {
  const row = editionById(db, id);
  if (row === null) throw new Error(`no edition ${id}`);
  return whole(db, row);
}

const newest = prepared((db) =>
  db
    .select({ version: editionDefinitions.version, digest: editionDefinitions.digest })
    .from(editionDefinitions)
    .where(eq(editionDefinitions.editionId, sql.placeholder('edition')))
    .orderBy(desc(editionDefinitions.version))
    .limit(1)
    .prepare(),
);

const documentOf = prepared((db) =>
  db
    .select({ definition: editionDefinitions.definition })
    .from(editionDefinitions)
    .where(
      and(
        eq(editionDefinitions.editionId, sql.placeholder('edition')),
        eq(editionDefinitions.version, sql.placeholder('version')),
      ),
    )
    .prepare(),
);

/** The number of the definition that stands. */
export function newestVersion(db: Db, edition: string): number {
  return newest(db).get({ edition })?.version ?? 0;
}

/** The digest of the definition that stands, or null where the edition has none. */
export function definitionDigest(db: Db, edition: string): string | null {
  return newest(db).get({ edition })?.digest ?? null;
}

// A version never changes once written, so its parsed document is kept under its digest.
const parsed = new Map<string, Definition>();

function definitionOf(db: Db, edition: string): { version: number; digest: string; definition: Definition } {
  const stands = newest(db).get({ edition });
  if (!stands) throw new Error(`edition ${edition} has no definition`);
  const known = parsed.get(stands.digest);
  if (known) return { ...stands, definition: known };
  const row = documentOf(db).get({ edition, version: stands.version });
  if (!row) throw new Error(`edition ${edition} lacks version ${stands.version}`);
  const definition = row.definition as Definition;
  if (parsed.size > 50) parsed.clear();
  parsed.set(stands.digest, definition);
  return { ...stands, definition };
}

const stageRows = prepared((db) =>
  db
    .select()
    .from(stages)
    .where(eq(stages.editionId, sql.placeholder('edition')))
    .prepare(),
);
const extensionRows = prepared((db) =>
  db
    .select()
    .from(stageExtensions)
    .where(eq(stageExtensions.editionId, sql.placeholder('edition')))
    .orderBy(asc(stageExtensions.at), asc(stageExtensions.id))
    .prepare(),
);

/** The calendar of an edition with its extensions worked in: the newest one of a stage stands. */
export function calendarOf(db: Db, edition: string): Calendar {
  const rows = stageRows(db).all({ edition });
  const extensions = extensionRows(db).all({ edition });
  return STAGES.map((stage): StageDates => {
    const row = rows.find((one) => one.stage === stage);
    if (!row) throw new Error(`edition ${edition} lacks the stage ${stage}`);
    const extended = extensions.findLast((one) => one.stage === stage);
    const dates = { stage, opensAt: row.opensAt, closesAt: row.closesAt };
    return extended ? { ...dates, closesAt: extended.closesAt, extendedBecause: extended.reason } : dates;
  });
}

function whole(db: Db, row: EditionRow): Edition {
  return { ...row, ...definitionOf(db, row.id), calendar: calendarOf(db, row.id) };
}

/** All editions that ran here, the newest first. */
export function allEditions(db: Db): EditionRow[] {
  return db.select().from(editions).orderBy(desc(editions.year), desc(editions.draftedAt)).all();
}

/** The edition that the front page shows: the newest published one. */
export function currentEdition(db: Db): Edition | null {
  const row = allEditions(db).find((one) => one.publishedAt !== null);
  return row ? whole(db, row) : null;
}

const officesOf = prepared((db) =>
  db
    .select({ role: officeAppointments.role, edition: officeAppointments.editionId })
    .from(officeAppointments)
    .where(
      and(eq(officeAppointments.accountId, sql.placeholder('account')), isNull(officeAppointments.endedAt)),
    )
    .prepare(),
);

/** The offices that an account holds. */
export function officeAppointmentsOf(db: Db, account: string): Appointment[] {
  return officesOf(db).all({ account });
}

/** The live office of an edition: who holds which role. */
export function officersOf(db: Db, edition: string) {
  return db
    .select()
    .from(officeAppointments)
    .where(and(eq(officeAppointments.editionId, edition), isNull(officeAppointments.endedAt)))
    .orderBy(asc(officeAppointments.since))
    .all();
}

/** An office of an edition by its id, ended or not. */
export function officeById(db: Db, edition: string, id: string): { id: string; accountId: string } | null {
  const row = db
    .select({ id: officeAppointments.id, accountId: officeAppointments.accountId })
    .from(officeAppointments)
    .where(and(eq(officeAppointments.editionId, edition), eq(officeAppointments.id, id)))
    .get();
  return row ?? null;
}

/** The versions of a definition with their reasons, the oldest first. */
export function versionsOf(
  db: Db,
  edition: string,
): { version: number; reason: string; createdAt: Instant; digest: string }[] {
  return db
    .select({
      version: editionDefinitions.version,
      reason: editionDefinitions.reason,
      createdAt: editionDefinitions.createdAt,
      digest: editionDefinitions.digest,
    })
    .from(editionDefinitions)
    .where(eq(editionDefinitions.editionId, edition))
    .orderBy(asc(editionDefinitions.version))
    .all();
}
