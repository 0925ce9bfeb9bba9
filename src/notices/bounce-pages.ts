import { isoOf } from '../platform/clock.ts';
import { type Db, statement } from '../platform/database.ts';

export type BounceRow = {
  message: string;
  name: string;
  address: string;
  reason: string;
  isPermanent: boolean;
  at: string;
};

type Row = Omit<BounceRow, 'at' | 'isPermanent'> & { at: number; permanent: number };

const toBounce = ({ permanent, at, ...row }: Row): BounceRow => ({
  ...row,
  isPermanent: permanent === 1,
  at: isoOf(at),
});

const COLUMNS = `b.message_id AS message, o.to_name AS name, b.address, b.reason, b.permanent, b.at
  FROM bounces b JOIN outbox o ON o.id = b.message_id`;

/** How a message came back, each time that it did, the newest first. */
export function bouncesOfMessage(db: Db, message: string): BounceRow[] {
  const rows = statement(db.$client, `SELECT ${COLUMNS} WHERE b.message_id = ? ORDER BY b.at DESC, b.id`);
  return (rows.all(message) as Row[]).map(toBounce);
}

/** The people of an edition's messages whose present address does not take mail: of each the newest mail that came back. */
export function peopleNotReached(db: Db, edition: string): BounceRow[] {
  const rows = statement(
    db.$client,
    `SELECT ${COLUMNS} WHERE o.edition = ? AND o.refused_at IS NOT NULL AND b.id = (
       SELECT x.id FROM bounces x WHERE x.address = b.address ORDER BY x.at DESC, x.id DESC LIMIT 1)
       AND (b.account_id IS NULL OR EXISTS (SELECT 1 FROM addresses a
         WHERE a.account_id = b.account_id AND a.address = b.address AND a.until IS NULL))
     ORDER BY b.at DESC, b.id`,
  ).all(edition) as Row[];
  return rows.map(toBounce);
}
