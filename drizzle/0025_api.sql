-- Programs that read an edition: what each may read, and the hash of the token that it shows. The token itself is shown
-- once, when it is made, and stands nowhere.
CREATE TABLE api_tokens (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  name TEXT NOT NULL CHECK (length(name) > 0),
  scopes TEXT NOT NULL CHECK (json_valid(scopes) AND json_array_length(scopes) > 0),
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL REFERENCES accounts (id),
  ends_at INTEGER NOT NULL CHECK (ends_at > made_at),
  ended_at INTEGER,
  ended_by TEXT REFERENCES accounts (id),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;
CREATE INDEX api_tokens_by_edition ON api_tokens (edition_id);
CREATE TRIGGER api_tokens_are_never_deleted BEFORE DELETE ON api_tokens BEGIN SELECT RAISE(ABORT, 'a token is kept'); END;
CREATE TRIGGER api_tokens_only_end BEFORE UPDATE ON api_tokens
WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.id IS NOT OLD.id OR NEW.edition_id IS NOT OLD.edition_id
  OR NEW.name IS NOT OLD.name OR NEW.scopes IS NOT OLD.scopes OR NEW.hash IS NOT OLD.hash
  OR NEW.made_at IS NOT OLD.made_at OR NEW.made_by IS NOT OLD.made_by OR NEW.ends_at IS NOT OLD.ends_at
BEGIN SELECT RAISE(ABORT, 'a token only ends'); END;
