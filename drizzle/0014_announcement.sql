-- When the awards of an announcement were written into the list of past awards; null until its moment has come.
ALTER TABLE announcements ADD COLUMN awarded_at INTEGER CHECK (awarded_at IS NULL OR awarded_at >= moment_at);
-- What was fixed with the moment stays as it was: a correction is a row of its own, a moment is taken back once.
CREATE TRIGGER announcements_stand BEFORE UPDATE ON announcements
WHEN NEW.id IS NOT OLD.id OR NEW.edition_id IS NOT OLD.edition_id OR NEW.version IS NOT OLD.version
  OR NEW.selection_id IS NOT OLD.selection_id OR NEW.public IS NOT OLD.public OR NEW.digest IS NOT OLD.digest
  OR NEW.moment_at IS NOT OLD.moment_at OR NEW.note IS NOT OLD.note OR NEW.set_at IS NOT OLD.set_at
  OR NEW.set_by IS NOT OLD.set_by OR (OLD.cancelled_at IS NOT NULL AND NEW.cancelled_at IS NOT OLD.cancelled_at)
  OR (OLD.awarded_at IS NOT NULL AND NEW.awarded_at IS NOT OLD.awarded_at)
BEGIN SELECT RAISE(ABORT, 'an announcement stands as it was set'); END;
CREATE TRIGGER announcements_stay BEFORE DELETE ON announcements
BEGIN SELECT RAISE(ABORT, 'an announcement stays'); END;
