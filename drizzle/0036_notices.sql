-- Mails that came back, typed in by hand or told by the mail provider.
CREATE TABLE bounces (
  id TEXT PRIMARY KEY,
  message_id TEXT NOT NULL REFERENCES outbox (id),
  account_id TEXT REFERENCES accounts (id),
  address TEXT NOT NULL,
  reason TEXT NOT NULL,
  permanent INTEGER NOT NULL CHECK (permanent IN (0, 1)),
  source TEXT NOT NULL CHECK (source IN ('hand', 'provider')),
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT;
CREATE INDEX bounces_by_message ON bounces (message_id, at);
CREATE INDEX bounces_by_account ON bounces (account_id, address, at);
CREATE INDEX bounces_by_address ON bounces (address, at);
CREATE TRIGGER bounces_stand BEFORE UPDATE ON bounces BEGIN SELECT RAISE(ABORT, 'a mail that came back stays as it was told'); END;
