CREATE TABLE jurors (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  invited_at INTEGER NOT NULL,
  invited_by TEXT NOT NULL,
  accepted_at INTEGER,
  terms_version TEXT,
  declined_at INTEGER,
  ended_at INTEGER,
  ended_by TEXT,
  ending_reason TEXT,
  -- From here on the profile stands as the assignment read it.
  fixed_at INTEGER,
  country TEXT NOT NULL,
  region TEXT NOT NULL,
  -- JSON lists: languages read (en, fr, es), criteria of expertise, affiliations in words.
  languages TEXT NOT NULL CHECK (json_valid(languages)),
  expertise TEXT NOT NULL CHECK (json_valid(expertise)),
  affiliations TEXT NOT NULL CHECK (json_valid(affiliations)),
  max_load INTEGER NOT NULL CHECK (max_load >= 0),
  CHECK ((accepted_at IS NULL) = (terms_version IS NULL)),
  CHECK (accepted_at IS NULL OR declined_at IS NULL),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  CHECK ((ended_at IS NULL) = (ending_reason IS NULL))
) STRICT;
CREATE UNIQUE INDEX jurors_one_an_account ON jurors (edition_id, account_id);
CREATE INDEX jurors_by_account ON jurors (account_id);
-- Own country follows from the two rows and is never stored; a suggestion is stored once somebody has decided on it.
CREATE TABLE conflicts (
  id TEXT PRIMARY KEY,
  juror_id TEXT NOT NULL REFERENCES jurors (id),
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  kind TEXT NOT NULL CHECK (kind IN ('suggested', 'declared')),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  confirmed_at INTEGER,
  confirmed_by TEXT,
  -- Refused for good: the same suggestion is not made again.
  refused_at INTEGER,
  refused_by TEXT,
  CHECK (confirmed_at IS NULL OR refused_at IS NULL),
  CHECK ((kind = 'suggested') = (confirmed_at IS NOT NULL OR refused_at IS NOT NULL)),
  UNIQUE (juror_id, nomination_id, kind)
) STRICT;
CREATE INDEX conflicts_by_nomination ON conflicts (nomination_id);
