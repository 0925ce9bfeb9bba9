-- The secretariat's decision on a nomination with the findings as they stood; the newest row stands.
CREATE TABLE screenings (
  id TEXT PRIMARY KEY,
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('eligible', 'ineligible')),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  findings TEXT NOT NULL CHECK (json_valid(findings)),
  -- Why it goes against the findings, or past one that could not be told; null where it follows them.
  against TEXT CHECK (length(against) > 0),
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT;
CREATE INDEX screenings_by_nomination ON screenings (nomination_id, at);
CREATE TABLE shortlistings (
  id TEXT PRIMARY KEY,
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  removed_at INTEGER,
  removed_by TEXT,
  removal_reason TEXT,
  CHECK ((removed_at IS NULL) = (removed_by IS NULL)),
  CHECK ((removed_at IS NULL) = (removal_reason IS NULL))
) STRICT;
CREATE UNIQUE INDEX shortlistings_live ON shortlistings (nomination_id) WHERE removed_at IS NULL;
CREATE TABLE clarifications (
  id TEXT PRIMARY KEY,
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  section_id TEXT NOT NULL,
  question TEXT NOT NULL CHECK (length(question) > 0),
  due_at INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  asked_by TEXT NOT NULL,
  answer TEXT,
  answered_at INTEGER,
  answered_by TEXT,
  accepted_at INTEGER,
  accepted_by TEXT,
  CHECK (due_at > asked_at),
  CHECK ((answer IS NULL) = (answered_at IS NULL)),
  CHECK (accepted_at IS NULL OR answered_at IS NOT NULL)
) STRICT;
CREATE INDEX clarifications_by_nomination ON clarifications (nomination_id);
CREATE TRIGGER screenings_are_never_changed BEFORE UPDATE ON screenings BEGIN SELECT RAISE(ABORT, 'a decision of the screening is followed by another, never changed'); END;
