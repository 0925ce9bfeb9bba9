-- What the meeting decides by hand on a computed selection: a city moved in or out, and the choice among sets that the
-- published rules leave level. Each counts only on the ground it was decided on (the digest of what the selection
-- rests on), and becomes part of the record that two people sign.
CREATE TABLE selection_overrides (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  ground TEXT NOT NULL,
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  side TEXT NOT NULL CHECK (side IN ('in', 'out')),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  ended_at INTEGER,
  ended_by TEXT,
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX selection_overrides_live ON selection_overrides (edition_id, ground, nomination_id) WHERE ended_at IS NULL;
CREATE TABLE selection_choices (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  ground TEXT NOT NULL,
  chosen TEXT NOT NULL CHECK (json_valid(chosen)),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  ended_at INTEGER,
  ended_by TEXT,
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX selection_choices_live ON selection_choices (edition_id, ground) WHERE ended_at IS NULL;
CREATE TRIGGER overrides_are_kept_as_decided BEFORE UPDATE OF id, edition_id, ground, nomination_id, side, reason, at, by ON selection_overrides
BEGIN SELECT RAISE(ABORT, 'what was decided by hand is taken back, never changed'); END;
CREATE TRIGGER overrides_are_never_deleted BEFORE DELETE ON selection_overrides BEGIN SELECT RAISE(ABORT, 'what was decided by hand is kept'); END;
CREATE TRIGGER choices_are_kept_as_decided BEFORE UPDATE OF id, edition_id, ground, chosen, reason, at, by ON selection_choices
BEGIN SELECT RAISE(ABORT, 'a choice among level sets is taken back, never changed'); END;
CREATE TRIGGER choices_are_never_deleted BEFORE DELETE ON selection_choices BEGIN SELECT RAISE(ABORT, 'a choice among level sets is kept'); END;
-- Where a tie was left open, the second person writes a reason too.
ALTER TABLE selections ADD COLUMN approve_reason TEXT CHECK (length(approve_reason) > 0);
