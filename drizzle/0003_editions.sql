CREATE TABLE editions (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE CHECK (slug GLOB '[a-z0-9]*' AND slug NOT GLOB '*[^a-z0-9-]*'),
  year INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2999),
  sample INTEGER NOT NULL DEFAULT 0 CHECK (sample IN (0, 1)),
  drafted_at INTEGER NOT NULL,
  drafted_by TEXT NOT NULL,
  published_at INTEGER,
  published_by TEXT,
  frozen_at INTEGER,
  -- The edition whose definition this one began as, and null where it began as a file.
  copied_from TEXT REFERENCES editions (id),
  CHECK ((published_at IS NULL) = (published_by IS NULL)),
  CHECK (frozen_at IS NULL OR published_at IS NOT NULL)
) STRICT;
-- Rules, question set and rubric are one document a version; the newest one stands.
CREATE TABLE edition_definitions (
  edition_id TEXT NOT NULL REFERENCES editions (id),
  version INTEGER NOT NULL CHECK (version > 0),
  definition TEXT NOT NULL CHECK (json_valid(definition)),
  digest TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (edition_id, version)
) STRICT;
CREATE TRIGGER definitions_are_never_changed BEFORE UPDATE ON edition_definitions BEGIN SELECT RAISE(ABORT, 'a definition is replaced by a new version, never changed'); END;
CREATE TRIGGER definitions_are_frozen BEFORE INSERT ON edition_definitions
WHEN (SELECT frozen_at FROM editions WHERE id = NEW.edition_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the definition is frozen by the first scorecard'); END;
CREATE TABLE stages (
  edition_id TEXT NOT NULL REFERENCES editions (id),
  stage TEXT NOT NULL CHECK (stage IN ('call', 'nomination', 'screening', 'scoring', 'decision', 'announcement')),
  opens_at INTEGER NOT NULL,
  closes_at INTEGER NOT NULL,
  PRIMARY KEY (edition_id, stage),
  CHECK (closes_at >= opens_at)
) STRICT;
-- Each change of a stage's dates is a dated row with its reason; the newest one stands.
CREATE TABLE stage_extensions (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL,
  stage TEXT NOT NULL,
  closes_at INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  FOREIGN KEY (edition_id, stage) REFERENCES stages (edition_id, stage)
) STRICT;
CREATE TABLE office_appointments (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  role TEXT NOT NULL CHECK (role IN ('organiser', 'approver', 'auditor')),
  since INTEGER NOT NULL,
  appointed_by TEXT NOT NULL,
  ended_at INTEGER,
  ended_by TEXT
) STRICT;
CREATE UNIQUE INDEX office_appointments_live ON office_appointments (edition_id, account_id) WHERE ended_at IS NULL;
CREATE INDEX office_appointments_by_account ON office_appointments (account_id);
-- A change of eligibility or criteria after publication: proposed by one, confirmed by another, or withdrawn.
CREATE TABLE definition_proposals (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  -- The version that stood when it was proposed; it is confirmed on no other.
  base INTEGER NOT NULL CHECK (base > 0),
  definition TEXT NOT NULL CHECK (json_valid(definition)),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  proposed_at INTEGER NOT NULL,
  proposed_by TEXT NOT NULL REFERENCES accounts (id),
  confirmed_at INTEGER,
  confirmed_by TEXT REFERENCES accounts (id),
  withdrawn_at INTEGER,
  withdrawn_by TEXT,
  CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
  CHECK (confirmed_by IS NULL OR confirmed_by <> proposed_by),
  CHECK (confirmed_at IS NULL OR withdrawn_at IS NULL)
) STRICT;
CREATE UNIQUE INDEX definition_proposals_open ON definition_proposals (edition_id)
  WHERE confirmed_at IS NULL AND withdrawn_at IS NULL;
