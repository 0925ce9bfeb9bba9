CREATE TABLE nominations (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  city_id TEXT NOT NULL REFERENCES cities (id),
  -- As the registry had them when the dossier was started: a city's region in an edition does not move later.
  country TEXT NOT NULL,
  region TEXT NOT NULL,
  lang TEXT NOT NULL CHECK (lang IN ('en', 'fr', 'es')),
  started_at INTEGER NOT NULL,
  started_by TEXT NOT NULL REFERENCES accounts (id),
  withdrawn_at INTEGER,
  withdrawn_by TEXT,
  withdrawal_reason TEXT
) STRICT;
CREATE UNIQUE INDEX nominations_one_live_a_city ON nominations (edition_id, city_id) WHERE withdrawn_at IS NULL;
CREATE INDEX nominations_by_country ON nominations (edition_id, country);
CREATE TABLE nomination_members (
  id TEXT PRIMARY KEY,
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  role TEXT NOT NULL CHECK (role IN ('owner', 'colleague')),
  since INTEGER NOT NULL,
  appointed_by TEXT NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX nomination_members_live ON nomination_members (nomination_id, account_id) WHERE ended_at IS NULL;
CREATE INDEX nomination_members_by_account ON nomination_members (account_id);
CREATE TABLE nomination_extensions (
  id TEXT PRIMARY KEY,
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  closes_at INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT;
-- One row a section: its answers as typed, and the version that a form must name to replace it.
CREATE TABLE section_answers (
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  section_id TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  answers TEXT NOT NULL CHECK (json_valid(answers)),
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  PRIMARY KEY (nomination_id, section_id)
) STRICT;
CREATE TABLE section_revisions (
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  section_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  answers TEXT NOT NULL CHECK (json_valid(answers)),
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  PRIMARY KEY (nomination_id, section_id, version)
) STRICT;
CREATE TABLE nomination_files (
  id TEXT PRIMARY KEY,
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  question_id TEXT NOT NULL,
  file_id TEXT NOT NULL REFERENCES files (id),
  added_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;
CREATE INDEX nomination_files_by_nomination ON nomination_files (nomination_id);
-- Each submission keeps what was submitted, with its receipt.
CREATE TABLE submissions (
  id TEXT PRIMARY KEY,
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  number INTEGER NOT NULL CHECK (number > 0),
  receipt TEXT NOT NULL UNIQUE,
  dossier TEXT NOT NULL CHECK (json_valid(dossier)),
  digest TEXT NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  UNIQUE (nomination_id, number)
) STRICT;
CREATE TRIGGER submissions_are_never_changed BEFORE UPDATE ON submissions BEGIN SELECT RAISE(ABORT, 'a submission never changes'); END;
CREATE TABLE commissions (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  country TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  since INTEGER NOT NULL,
  appointed_by TEXT NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX commissions_live ON commissions (edition_id, country, account_id) WHERE ended_at IS NULL;
CREATE INDEX commissions_by_account ON commissions (account_id);
-- What a National Commission said of a dossier; the newest row stands.
CREATE TABLE endorsements (
  id TEXT PRIMARY KEY,
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('nominated', 'declined')),
  statement TEXT NOT NULL CHECK (length(statement) > 0),
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT;
CREATE INDEX endorsements_by_nomination ON endorsements (nomination_id, at);
