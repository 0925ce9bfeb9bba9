-- The tally closes once: from here on organisers see totals, and no score comes in.
CREATE TABLE tally_closings (
  edition_id TEXT PRIMARY KEY REFERENCES editions (id),
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  -- Why it closed while cards were open; empty where none was.
  reason TEXT NOT NULL,
  missing TEXT NOT NULL CHECK (json_valid(missing)),
  digest TEXT NOT NULL
) STRICT;
