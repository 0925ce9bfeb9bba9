CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  lang TEXT NOT NULL CHECK (lang IN ('en', 'fr', 'es')),
  country TEXT,
  time_zone TEXT,
  created_at INTEGER NOT NULL
) STRICT;
-- An account has one address at a time; the old ones stay, since messages name them.
CREATE TABLE addresses (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  address TEXT NOT NULL CHECK (address = lower(trim(address)) AND address LIKE '%_@_%'),
  since INTEGER NOT NULL,
  until INTEGER
) STRICT;
CREATE UNIQUE INDEX addresses_live ON addresses (address) WHERE until IS NULL;
CREATE UNIQUE INDEX addresses_one_an_account ON addresses (account_id) WHERE until IS NULL;
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  ended_at INTEGER,
  device TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account_id);
-- A sign-in under way: a link bound to the asking browser and a code to type there, ten minutes, one use.
CREATE TABLE challenges (
  id TEXT PRIMARY KEY,
  address TEXT NOT NULL,
  lang TEXT NOT NULL CHECK (lang IN ('en', 'fr', 'es')),
  token_hash TEXT NOT NULL UNIQUE,
  code_hash TEXT,
  browser_hash TEXT,
  back TEXT,
  created_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  used_at INTEGER
) STRICT;
CREATE INDEX challenges_by_browser ON challenges (browser_hash);
-- An invitation's link: unbound and reusable until its end or its withdrawal; it only fills in the address.
CREATE TABLE invitations (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('organiser', 'approver', 'auditor', 'juror', 'commission', 'colleague')),
  path TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  withdrawn_at INTEGER
) STRICT;
