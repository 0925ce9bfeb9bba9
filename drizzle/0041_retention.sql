-- A hold on an edition: while it lasts nothing of it is deleted by age, and nobody of it is erased. Two people put it
-- on and two take it off.
CREATE TABLE legal_holds (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  since INTEGER NOT NULL,
  first_by TEXT NOT NULL REFERENCES accounts (id),
  second_by TEXT NOT NULL REFERENCES accounts (id),
  ended_at INTEGER CHECK (ended_at >= since),
  ended_reason TEXT CHECK (length(ended_reason) > 0),
  ended_first_by TEXT REFERENCES accounts (id),
  ended_second_by TEXT REFERENCES accounts (id),
  CHECK (first_by <> second_by),
  CHECK ((ended_at IS NULL) = (ended_reason IS NULL)),
  CHECK ((ended_at IS NULL) = (ended_first_by IS NULL) AND (ended_at IS NULL) = (ended_second_by IS NULL)),
  CHECK (ended_first_by IS NULL OR ended_first_by <> ended_second_by)
) STRICT;
CREATE UNIQUE INDEX legal_holds_live ON legal_holds (edition_id) WHERE ended_at IS NULL;
CREATE TRIGGER legal_holds_are_kept BEFORE DELETE ON legal_holds BEGIN SELECT RAISE(ABORT, 'a hold is ended, never deleted'); END;
CREATE TRIGGER legal_holds_stand BEFORE UPDATE ON legal_holds
WHEN OLD.ended_at IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.edition_id IS NOT OLD.edition_id OR NEW.reason IS NOT OLD.reason
  OR NEW.since IS NOT OLD.since OR NEW.first_by IS NOT OLD.first_by OR NEW.second_by IS NOT OLD.second_by
BEGIN SELECT RAISE(ABORT, 'a hold is ended, never changed'); END;
