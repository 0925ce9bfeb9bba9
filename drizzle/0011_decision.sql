-- A computed selection with the record that it rests on; proposed by one, approved by another. The newest stands.
CREATE TABLE selections (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  draft INTEGER NOT NULL CHECK (draft > 0),
  record TEXT NOT NULL CHECK (json_valid(record)),
  digest TEXT NOT NULL,
  computed_at INTEGER NOT NULL,
  computed_by TEXT NOT NULL,
  proposed_at INTEGER,
  proposed_by TEXT,
  approved_at INTEGER,
  approved_by TEXT,
  approved_digest TEXT,
  returned_at INTEGER,
  returned_by TEXT,
  return_reason TEXT,
  voided_at INTEGER,
  UNIQUE (edition_id, draft),
  CHECK (approved_by IS NULL OR approved_by <> proposed_by),
  CHECK (approved_at IS NULL OR approved_digest = digest)
) STRICT;
CREATE TRIGGER selections_keep_their_record BEFORE UPDATE OF record, digest, edition_id, draft ON selections
BEGIN SELECT RAISE(ABORT, 'a selection keeps the record that it was computed from'); END;
