-- A remark that names a juror is held back from the city until an organiser has looked at it. The newest ruling stands.
CREATE TABLE remark_rulings (
  id TEXT PRIMARY KEY,
  scorecard_id TEXT NOT NULL REFERENCES scorecards (id),
  criterion_id TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('released', 'held')),
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT;
CREATE INDEX remark_rulings_by_remark ON remark_rulings (scorecard_id, criterion_id);
CREATE TRIGGER remark_rulings_are_never_changed BEFORE UPDATE ON remark_rulings BEGIN SELECT RAISE(ABORT, 'a ruling on a remark is kept'); END;
CREATE TRIGGER remark_rulings_are_never_deleted BEFORE DELETE ON remark_rulings BEGIN SELECT RAISE(ABORT, 'a ruling on a remark is kept'); END;
-- A remark is ruled on once it can change no more.
CREATE TRIGGER remark_rulings_follow_the_tally BEFORE INSERT ON remark_rulings
WHEN NOT EXISTS (SELECT 1 FROM scoring_closings JOIN scorecards USING (edition_id) WHERE scorecards.id = NEW.scorecard_id)
BEGIN SELECT RAISE(ABORT, 'remarks are ruled on after the tally'); END;
