import { editionById } from './editions/pages.ts';
import { BLANKED, DELETED, NAMED, spellingsOf, withoutSpellings } from './personal-data.ts';
import type { Act, Tx } from './platform/act.ts';
import type { Instant } from './platform/clock.ts';
import type { Db, Sqlite } from './platform/database.ts';
import type { Gathered } from './platform/http/route.ts';
import { newId } from './platform/ids.ts';

/**
 * Erases a person: name, addresses, mails, sessions, factors and what they wrote of themselves go; what they did stays
 * under a random id that nothing links to them any more. The chain keeps verifying, since it holds commitments alone.
 */
export type Person = { account: string; name: string; addresses: string[] };

/** One kind of row that an erasure touches, and how many there are. */
export type Touched = { what: string; rows: number };

/** The person who has or had this address, or null; erased people have none. */
export function personOf(db: Db, address: string): Person | null {
  const sqlite = db.$client;
  const account = sqlite
    .prepare('SELECT account_id FROM addresses WHERE address = ? ORDER BY until IS NOT NULL, until DESC')
    .pluck()
    .get(address) as string | undefined;
  if (account === undefined) return null;
  const name = sqlite.prepare('SELECT name FROM accounts WHERE id = ?').pluck().get(account) as string;
  const addresses = sqlite
    .prepare('SELECT DISTINCT address FROM addresses WHERE account_id = ?')
    .pluck()
    .all(account) as string[];
  return { account, name, addresses };
}

/** The editions in course in which the account holds something: until their results are public nobody is erased. */
export function editionsInCourse(
  db: Db,
  account: string,
  at: Instant,
  rooms: Pick<Gathered, 'appointmentsOf' | 'milestones'>,
): string[] {
  const held = [...new Set(rooms.appointmentsOf(db, account).map(({ edition }) => edition))];
  const open = held.filter((edition) => {
    const { publicFrom } = rooms.milestones(db, edition);
    return publicFrom === null || publicFrom > at;
  });
  return open.map((edition) => editionById(db, edition)?.slug ?? edition);
}

const given = ({ account, addresses }: Person) => ({ account, addresses: JSON.stringify(addresses) });

/** Runs a statement of the table of personal data, which names the account, the addresses, or both. */
function run<Row>(sqlite: Sqlite, sql: string, person: Person): Row[] {
  return sqlite.prepare(sql).all(given(person)) as Row[];
}

/** What an erasure would touch, kind by kind; nothing is written. */
export function planErasure(db: Db, person: Person): Touched[] {
  const sqlite = db.$client;
  const count = (table: string, whose: string) =>
    (
      run<{ n: number }>(sqlite, `SELECT count(*) AS n FROM ${table} WHERE ${whose}`, person)[0] ?? {
        n: 0,
      }
    ).n;
  const named = NAMED.map(([table, column]) => ({
    what: `${table}.${column}: the name taken out`,
    rows: namedIn(sqlite, table, column, person).length,
  }));
  return [
    { what: 'name, country and time zone of the account', rows: 1 },
    { what: 'the present address', rows: 1 },
    ...DELETED.map(([table, whose, what]) => ({ what, rows: count(table, whose) })),
    ...BLANKED.map(([table, whose, , , what]) => ({ what, rows: count(table, whose) })),
    ...named,
    { what: 'salts and details of audit entries', rows: detailsAbout(sqlite, person).length },
  ].filter(({ rows }) => rows > 0);
}

type Found = { row: number; text: string };

/** The rows whose text names the person, with the text as it is without the name. */
function namedIn(sqlite: Sqlite, table: string, column: string, person: Person): Found[] {
  const spellings = spellingsOf(person.name, person.addresses);
  const rows = sqlite
    .prepare(`SELECT rowid AS row, ${column} AS text FROM ${table} WHERE ${column} IS NOT NULL`)
    .iterate() as IterableIterator<Found>;
  const found: Found[] = [];
  for (const { row, text } of rows) {
    const left = withoutSpellings(text, spellings);
    if (left !== text) found.push({ row, text: left });
  }
  return found;
}

/** Entries of the log whose details tell of the person; those that a published package opens stay. */
function detailsAbout(sqlite: Sqlite, person: Person): number[] {
  const own = BLANKED.flatMap(([table, whose]) =>
    run<{ id: string }>(sqlite, `SELECT id FROM ${table} WHERE ${whose}`, person).map(({ id }) => id),
  );
  const about = sqlite
    .prepare(
      `SELECT seq FROM audit JOIN audit_details USING (seq)
       WHERE object IN (SELECT value FROM json_each(?)) AND object NOT IN (SELECT id FROM announcements)`,
    )
    .pluck()
    .all(JSON.stringify([person.account, ...own])) as number[];
  const packed = new Set(
    sqlite
      .prepare('SELECT seq FROM audit WHERE object IN (SELECT id FROM announcements)')
      .pluck()
      .all() as number[],
  );
  const naming = namedIn(sqlite, 'audit_details', 'detail', person).map(({ row }) => row);
  return [...new Set([...about, ...naming])].filter((seq) => !packed.has(seq));
}

/** Erases the person in one act and returns what was touched; afterwards nothing of it lies in the files of the database. */
export async function erasePerson(db: Db, act: Act, person: Person): Promise<Touched[]> {
  const touched = await act('system', 'person.erased', (tx) => {
    const plan = planErasure(tx.db, person);
    erase(tx, person);
    return plan;
  });
  // The old pages still lie in the log of writes until it is folded into the file and cut.
  db.$client.pragma('wal_checkpoint(TRUNCATE)');
  return touched;
}

function erase(tx: Tx, person: Person): void {
  const sqlite = tx.db.$client;
  const write = (sql: string) => sqlite.prepare(sql).run(given(person));
  write('INSERT INTO erasures_under_way (account_id) VALUES (@account)');
  const details = detailsAbout(sqlite, person);
  for (const seq of details) sqlite.prepare('DELETE FROM audit_details WHERE seq = ?').run(seq);
  for (const [table, whose] of DELETED) write(`DELETE FROM ${table} WHERE ${whose}`);
  for (const [table, whose, column, blank] of BLANKED)
    write(`UPDATE ${table} SET ${column} = '${blank}' WHERE ${whose}`);
  for (const [table, column] of NAMED) {
    const change = sqlite.prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`);
    for (const { row, text } of namedIn(sqlite, table, column, person)) change.run(text, row);
  }
  sqlite
    .prepare("UPDATE accounts SET name = '', country = NULL, time_zone = NULL, erased_at = ? WHERE id = ?")
    .run(tx.at, person.account);
  sqlite
    .prepare('UPDATE addresses SET address = ?, since = ? WHERE account_id = ?')
    .run(`erased-${newId().slice(0, 8)}@erased.invalid`, tx.at, person.account);
  write('DELETE FROM erasures_under_way WHERE account_id = @account');
  tx.record({ edition: null, object: person.account, detail: { details: details.length } });
}
