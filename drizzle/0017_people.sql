-- How a session was last proved: by the mailed link, by a second factor, or by a link printed for the sample. What is
-- weighty asks for a proof of the last minutes.
ALTER TABLE sessions ADD COLUMN proof TEXT NOT NULL DEFAULT 'link' CHECK (proof IN ('link', 'totp', 'passkey', 'sample'));
ALTER TABLE sessions ADD COLUMN proved_at INTEGER NOT NULL DEFAULT 0;
-- The browser in which it began, by the hash of a cookie of its own: a sign-in from another one is told by mail.
ALTER TABLE sessions ADD COLUMN browser_hash TEXT;

-- A second factor: an authenticator app (a secret shared with it) or a passkey (its public key).
CREATE TABLE factors (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  kind TEXT NOT NULL CHECK (kind IN ('totp', 'passkey')),
  secret TEXT,
  -- The last half minute whose code was used: none is used twice.
  last_step INTEGER,
  tries INTEGER NOT NULL DEFAULT 0,
  tried_at INTEGER,
  credential TEXT,
  public_key TEXT,
  counter INTEGER,
  since INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  ended_at INTEGER,
  ended_by TEXT,
  CHECK ((kind = 'totp') = (secret IS NOT NULL)),
  CHECK ((kind = 'passkey') = (credential IS NOT NULL AND public_key IS NOT NULL AND counter IS NOT NULL)),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX factors_credential ON factors (credential);
CREATE UNIQUE INDEX factors_one_app ON factors (account_id) WHERE kind = 'totp' AND ended_at IS NULL;
CREATE INDEX factors_by_account ON factors (account_id) WHERE ended_at IS NULL;

-- What a passkey is asked to sign: once, for one session, for one purpose.
CREATE TABLE passkey_challenges (
  id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('enrol', 'prove')),
  challenge TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX passkey_challenges_by_session ON passkey_challenges (session_id);

-- A lost factor: asked by its owner, confirmed or refused by somebody else who can sign.
CREATE TABLE recoveries (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  asked_at INTEGER NOT NULL,
  confirmed_at INTEGER,
  confirmed_by TEXT,
  refused_at INTEGER,
  refused_by TEXT,
  CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
  CHECK ((refused_at IS NULL) = (refused_by IS NULL)),
  CHECK (confirmed_at IS NULL OR refused_at IS NULL),
  CHECK (confirmed_by IS NULL OR confirmed_by <> account_id)
) STRICT;
CREATE UNIQUE INDEX recoveries_open ON recoveries (account_id) WHERE confirmed_at IS NULL AND refused_at IS NULL;

-- A new address stands once both mailboxes have said so.
CREATE TABLE address_changes (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  address TEXT NOT NULL CHECK (address = lower(trim(address)) AND address LIKE '%_@_%'),
  asked_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  old_hash TEXT NOT NULL UNIQUE,
  new_hash TEXT NOT NULL UNIQUE,
  old_confirmed_at INTEGER,
  new_confirmed_at INTEGER,
  done_at INTEGER,
  stopped_at INTEGER,
  CHECK (done_at IS NULL OR (old_confirmed_at IS NOT NULL AND new_confirmed_at IS NOT NULL)),
  CHECK (done_at IS NULL OR stopped_at IS NULL)
) STRICT;
CREATE INDEX address_changes_by_account ON address_changes (account_id);
CREATE TRIGGER factors_keep_their_key BEFORE UPDATE OF account_id, kind, secret, credential, public_key ON factors
BEGIN SELECT RAISE(ABORT, 'a factor is ended and another begun, never changed'); END;
