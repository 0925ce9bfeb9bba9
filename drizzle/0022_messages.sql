-- The stage whose deadline a mail brings along as a calendar entry; the entry itself is written when the mail leaves.
ALTER TABLE outbox ADD COLUMN calendar TEXT CHECK (calendar IN ('call', 'nomination', 'screening', 'scoring', 'decision', 'announcement'));

-- Which reminders went out: one row for what was open, the number of days before its close, and the close itself, so
-- that a date that moves is a reminder of its own.
CREATE TABLE reminders (
  edition_id TEXT NOT NULL REFERENCES editions (id),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  kind TEXT NOT NULL CHECK (kind IN ('draft', 'endorse', 'cards')),
  threshold INTEGER NOT NULL CHECK (threshold IN (1, 2, 7)),
  closes_at INTEGER NOT NULL,
  at INTEGER NOT NULL,
  message_key TEXT NOT NULL,
  PRIMARY KEY (edition_id, account_id, kind, threshold, closes_at),
  CHECK (at < closes_at)
) STRICT;
CREATE INDEX reminders_by_account ON reminders (account_id, at);
CREATE INDEX reminders_by_message ON reminders (message_key);
CREATE TRIGGER reminders_stand BEFORE UPDATE ON reminders BEGIN SELECT RAISE(ABORT, 'a reminder that went out stays as it was'); END;

-- Who wants no reminders; nothing else can be turned off.
CREATE TABLE message_choices (
  account_id TEXT PRIMARY KEY REFERENCES accounts (id),
  reminders INTEGER NOT NULL CHECK (reminders IN (0, 1)),
  at INTEGER NOT NULL
) STRICT;

-- The secret address of an account's calendar; only the hash of the secret is kept.
CREATE TABLE calendar_feeds (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  secret_hash TEXT NOT NULL UNIQUE CHECK (length(secret_hash) = 64),
  since INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX calendar_feeds_live ON calendar_feeds (account_id) WHERE ended_at IS NULL;

-- A text that the office writes to a group, in three languages; once sent it stays as it was.
CREATE TABLE letters (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  addressees TEXT NOT NULL CHECK (addressees IN ('drafts', 'jurors', 'awardees')),
  texts TEXT NOT NULL CHECK (json_valid(texts)),
  written_at INTEGER NOT NULL,
  written_by TEXT NOT NULL,
  sent_at INTEGER,
  sent_by TEXT,
  count INTEGER CHECK (count > 0),
  stopped_at INTEGER,
  stopped_by TEXT,
  CHECK ((sent_at IS NULL) = (sent_by IS NULL)),
  CHECK ((sent_at IS NULL) = (count IS NULL)),
  CHECK ((stopped_at IS NULL) = (stopped_by IS NULL)),
  CHECK (stopped_at IS NULL OR sent_at IS NOT NULL)
) STRICT;
CREATE INDEX letters_by_edition ON letters (edition_id, written_at);
CREATE TRIGGER letters_stand BEFORE UPDATE OF edition_id, addressees, texts, sent_at, sent_by, count ON letters
WHEN OLD.sent_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a letter that was sent stays as it was'); END;
