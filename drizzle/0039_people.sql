-- A person who was erased keeps a row without a name, so that what they did stays somebody's.
ALTER TABLE accounts ADD COLUMN erased_at INTEGER;
-- Holds a row only inside the transaction of an erasure. While it does, texts that otherwise never change may lose a
-- name; nothing else of their rows may.
CREATE TABLE erasures_under_way (account_id TEXT PRIMARY KEY REFERENCES accounts (id)) STRICT;

DROP TRIGGER files_are_never_changed;
CREATE TRIGGER files_are_never_changed BEFORE UPDATE ON files
WHEN NOT EXISTS (SELECT 1 FROM erasures_under_way) OR NEW.id IS NOT OLD.id OR NEW.stored_name IS NOT OLD.stored_name
  OR NEW.media_type IS NOT OLD.media_type OR NEW.bytes IS NOT OLD.bytes OR NEW.sha256 IS NOT OLD.sha256
  OR NEW.uploaded_at IS NOT OLD.uploaded_at OR NEW.uploaded_by IS NOT OLD.uploaded_by
BEGIN SELECT RAISE(ABORT, 'a stored file never changes'); END;

DROP TRIGGER submissions_are_never_changed;
CREATE TRIGGER submissions_are_never_changed BEFORE UPDATE ON submissions
WHEN NOT EXISTS (SELECT 1 FROM erasures_under_way) OR NEW.id IS NOT OLD.id OR NEW.nomination_id IS NOT OLD.nomination_id
  OR NEW.number IS NOT OLD.number OR NEW.receipt IS NOT OLD.receipt OR NEW.digest IS NOT OLD.digest
  OR NEW.at IS NOT OLD.at OR NEW.by IS NOT OLD.by
BEGIN SELECT RAISE(ABORT, 'a submission never changes'); END;

DROP TRIGGER screenings_are_never_changed;
CREATE TRIGGER screenings_are_never_changed BEFORE UPDATE ON screenings
WHEN NOT EXISTS (SELECT 1 FROM erasures_under_way) OR NEW.id IS NOT OLD.id OR NEW.nomination_id IS NOT OLD.nomination_id
  OR NEW.outcome IS NOT OLD.outcome OR NEW.findings IS NOT OLD.findings OR NEW.at IS NOT OLD.at OR NEW.by IS NOT OLD.by
BEGIN SELECT RAISE(ABORT, 'a decision of the screening is followed by another, never changed'); END;

DROP TRIGGER office_conflicts_are_never_changed;
CREATE TRIGGER office_conflicts_are_never_changed BEFORE UPDATE ON office_conflicts
WHEN NOT EXISTS (SELECT 1 FROM erasures_under_way) OR NEW.id IS NOT OLD.id OR NEW.account_id IS NOT OLD.account_id
  OR NEW.nomination_id IS NOT OLD.nomination_id OR NEW.at IS NOT OLD.at
BEGIN SELECT RAISE(ABORT, 'a declared conflict stands'); END;

DROP TRIGGER letters_stand;
CREATE TRIGGER letters_stand BEFORE UPDATE OF edition_id, addressees, texts, sent_at, sent_by, count ON letters
WHEN OLD.sent_at IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM erasures_under_way) OR NEW.edition_id IS NOT OLD.edition_id
  OR NEW.addressees IS NOT OLD.addressees OR NEW.sent_at IS NOT OLD.sent_at OR NEW.sent_by IS NOT OLD.sent_by
  OR NEW.count IS NOT OLD.count)
BEGIN SELECT RAISE(ABORT, 'a letter that was sent stays as it was'); END;
