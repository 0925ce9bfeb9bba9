-- A conflict that somebody of the office declares: nothing of that nomination's judging is shown to them from then on.
CREATE TABLE office_conflicts (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  at INTEGER NOT NULL,
  UNIQUE (account_id, nomination_id)
) STRICT;
CREATE TRIGGER office_conflicts_are_never_changed BEFORE UPDATE ON office_conflicts BEGIN SELECT RAISE(ABORT, 'a declared conflict stands'); END;
CREATE TRIGGER office_conflicts_are_never_deleted BEFORE DELETE ON office_conflicts BEGIN SELECT RAISE(ABORT, 'a declared conflict stands'); END;
