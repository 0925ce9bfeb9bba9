-- The secretariat's decision on a nomination with the findings as they stood; the newest row stands.
CREATE TABLE screenings (
  id TEXT PRIMARY KEY,
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('eligible', 'ineligible')),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  findings TEXT NOT NULL CHECK (json_valid(findings)),
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
  removal_reason TEXT
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
  accepted_by TEXT
) STRICT;
CREATE INDEX clarifications_by_nomination ON clarifications (nomination_id);
