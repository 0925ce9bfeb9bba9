-- The audit chain: append-only, hash-chained. What can name a person stands in audit_details and may be erased.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY CHECK (seq > 0),
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  edition TEXT,
  object TEXT NOT NULL,
  commitment TEXT NOT NULL CHECK (length(commitment) = 64),
  prev TEXT NOT NULL CHECK (length(prev) = 64),
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
) STRICT;
CREATE INDEX audit_by_edition ON audit (edition, seq);
CREATE INDEX audit_by_object ON audit (object, seq);
CREATE TABLE audit_details (
  seq INTEGER PRIMARY KEY REFERENCES audit (seq),
  salt TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_has_no_gap BEFORE INSERT ON audit
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit)
BEGIN SELECT RAISE(ABORT, 'the audit log has no gaps'); END;
CREATE TRIGGER audit_details_are_never_changed BEFORE UPDATE ON audit_details BEGIN SELECT RAISE(ABORT, 'audit details are erased or kept, never changed'); END;

CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  template TEXT NOT NULL,
  account_id TEXT,
  to_name TEXT NOT NULL,
  to_address TEXT NOT NULL,
  lang TEXT NOT NULL CHECK (lang IN ('en', 'fr', 'es')),
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  link TEXT,
  edition TEXT,
  due_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  next_attempt_at INTEGER,
  published_at INTEGER,
  delivered_at INTEGER,
  refused_at INTEGER,
  refusal TEXT,
  stopped_at INTEGER,
  stopped_by TEXT,
  CHECK (delivered_at IS NULL OR delivered_at >= due_at)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (due_at) WHERE delivered_at IS NULL AND refused_at IS NULL AND stopped_at IS NULL;
CREATE INDEX outbox_by_edition ON outbox (edition, created_at);
CREATE INDEX outbox_by_account ON outbox (account_id, created_at);

-- The local mailbox: where mails go when no SMTP server is set, outside production.
CREATE TABLE mailbox (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  to_name TEXT NOT NULL,
  to_address TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL
) STRICT;
CREATE INDEX mailbox_by_time ON mailbox (at);

CREATE TABLE files (
  id TEXT PRIMARY KEY,
  stored_name TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes INTEGER NOT NULL CHECK (bytes > 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  uploaded_at INTEGER NOT NULL,
  uploaded_by TEXT NOT NULL
) STRICT;
CREATE TRIGGER files_are_never_changed BEFORE UPDATE ON files BEGIN SELECT RAISE(ABORT, 'a stored file never changes'); END;
