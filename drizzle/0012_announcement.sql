-- The moment is a row; whether it has come is judged by the clock at read time. A correction is a later version.
CREATE TABLE announcements (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  version INTEGER NOT NULL CHECK (version > 0),
  selection_id TEXT NOT NULL REFERENCES selections (id),
  public TEXT NOT NULL CHECK (json_valid(public)),
  digest TEXT NOT NULL,
  moment_at INTEGER NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  set_at INTEGER NOT NULL,
  set_by TEXT NOT NULL,
  cancelled_at INTEGER,
  cancelled_by TEXT,
  UNIQUE (edition_id, version)
) STRICT;
-- Sentences on an awardee, in the three languages, written before the moment.
CREATE TABLE citations (
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  lang TEXT NOT NULL CHECK (lang IN ('en', 'fr', 'es')),
  text TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  PRIMARY KEY (nomination_id, lang)
) STRICT;
