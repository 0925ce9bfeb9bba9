-- A commission's act on paper: who signed it there, and its scan; whoever recorded it stands in "by".
ALTER TABLE endorsements ADD COLUMN signed_by TEXT CHECK (length(signed_by) > 0);
ALTER TABLE endorsements ADD COLUMN scan_id TEXT REFERENCES files (id) CHECK ((scan_id IS NULL) = (signed_by IS NULL));
-- The commission says that an act recorded for it is not its own: it counts no more.
CREATE TABLE endorsement_objections (
  id TEXT PRIMARY KEY,
  endorsement_id TEXT NOT NULL UNIQUE REFERENCES endorsements (id),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT;
-- The order in which a commission prefers what it nominates, first first; the newest row of a country stands.
CREATE TABLE preference_orders (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  country TEXT NOT NULL,
  nominations TEXT NOT NULL CHECK (json_valid(nominations)),
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT;
CREATE INDEX preference_orders_by_country ON preference_orders (edition_id, country, at);
