-- What was asked for (loads, rules left out), which proposal it was changed from and how, what was computed beside it.
ALTER TABLE proposals ADD COLUMN asked TEXT CHECK (json_valid(asked));
ALTER TABLE proposals ADD COLUMN changed_from TEXT REFERENCES proposals (id);
ALTER TABLE proposals ADD COLUMN beside TEXT CHECK (json_valid(beside));
CREATE TRIGGER proposals_stand BEFORE UPDATE ON proposals
WHEN NEW.id IS NOT OLD.id OR NEW.edition_id IS NOT OLD.edition_id OR NEW.kind IS NOT OLD.kind OR NEW.problem IS NOT OLD.problem
  OR NEW.problem_digest IS NOT OLD.problem_digest OR NEW.solution IS NOT OLD.solution OR NEW.made_at IS NOT OLD.made_at
  OR NEW.made_by IS NOT OLD.made_by OR NEW.asked IS NOT OLD.asked OR NEW.changed_from IS NOT OLD.changed_from
  OR NEW.beside IS NOT OLD.beside OR (OLD.applied_at IS NOT NULL AND NEW.applied_at IS NOT OLD.applied_at)
BEGIN SELECT RAISE(ABORT, 'a proposal stands as it was made'); END;
CREATE TRIGGER assignments_stand BEFORE UPDATE OF id, edition_id, juror_id, nomination_id, proposal_id, position, applied_at, applied_by ON assignments
BEGIN SELECT RAISE(ABORT, 'a pair is ended, never changed'); END;
CREATE TRIGGER assignments_stay BEFORE DELETE ON assignments BEGIN SELECT RAISE(ABORT, 'a pair is ended, never deleted'); END;
-- A nomination that lacks readers, from the act that took one away until it is full again. The rows are written where
-- the pair or the juror's seat ends, whatever room ended it, so that no ending can leave a gap unnoted.
CREATE TABLE shortfalls (
  id INTEGER PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  opened_at INTEGER NOT NULL,
  closed_at INTEGER CHECK (closed_at >= opened_at)
) STRICT;
CREATE UNIQUE INDEX shortfalls_open ON shortfalls (nomination_id) WHERE closed_at IS NULL;
CREATE INDEX shortfalls_by_edition ON shortfalls (edition_id);
CREATE TRIGGER shortfall_opens_with_a_pair AFTER UPDATE OF recused_at, removed_at ON assignments
WHEN OLD.recused_at IS NULL AND OLD.removed_at IS NULL AND (NEW.recused_at IS NOT NULL OR NEW.removed_at IS NOT NULL)
BEGIN
  INSERT OR IGNORE INTO shortfalls (edition_id, nomination_id, opened_at)
  VALUES (NEW.edition_id, NEW.nomination_id, coalesce(NEW.recused_at, NEW.removed_at));
END;
CREATE TRIGGER shortfall_opens_with_a_seat AFTER UPDATE OF ended_at ON jurors
WHEN OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
BEGIN
  INSERT OR IGNORE INTO shortfalls (edition_id, nomination_id, opened_at)
  SELECT edition_id, nomination_id, NEW.ended_at FROM assignments
  WHERE juror_id = NEW.id AND recused_at IS NULL AND removed_at IS NULL;
END;
