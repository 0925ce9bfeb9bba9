CREATE TABLE cities (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  local_name TEXT,
  language_tag TEXT,
  country TEXT NOT NULL CHECK (length(country) = 2),
  region TEXT NOT NULL CHECK (region IN ('AFR', 'ARB', 'APA', 'ENA', 'LAC')),
  -- A year, a month or a day, as far as it is known; null where nothing is.
  joined TEXT CHECK (joined IS NULL OR joined GLOB '[12][0-9][0-9][0-9]*'),
  latitude REAL,
  longitude REAL,
  source TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  UNIQUE (country, name)
) STRICT;
-- Awards of editions that did not run here keep the name that was printed; a member's row is linked where it is one.
CREATE TABLE past_awards (
  id TEXT PRIMARY KEY,
  year INTEGER NOT NULL,
  city_id TEXT REFERENCES cities (id),
  city_name TEXT NOT NULL,
  country TEXT NOT NULL,
  region TEXT NOT NULL,
  latitude REAL,
  longitude REAL,
  UNIQUE (year, country, city_name)
) STRICT;
CREATE INDEX past_awards_by_city ON past_awards (city_id);
