CREATE TABLE scorecards (
  id TEXT PRIMARY KEY,
  assignment_id TEXT NOT NULL UNIQUE REFERENCES assignments (id),
  edition_id TEXT NOT NULL REFERENCES editions (id),
  juror_id TEXT NOT NULL REFERENCES jurors (id),
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  opened_at INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 0),
  saved_at INTEGER
) STRICT;
CREATE INDEX scorecards_by_juror ON scorecards (juror_id);
CREATE INDEX scorecards_by_nomination ON scorecards (nomination_id);
CREATE INDEX scorecards_by_edition ON scorecards (edition_id);
-- What stands now, one row a criterion; points null where only a remark is written. Totals are never stored.
CREATE TABLE scores (
  scorecard_id TEXT NOT NULL REFERENCES scorecards (id),
  criterion_id TEXT NOT NULL,
  points INTEGER,
  remark TEXT NOT NULL DEFAULT '',
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (scorecard_id, criterion_id)
) STRICT;
CREATE TABLE score_revisions (
  scorecard_id TEXT NOT NULL REFERENCES scorecards (id),
  version INTEGER NOT NULL,
  criterion_id TEXT NOT NULL,
  points INTEGER,
  remark TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  -- The audit log holds only the commitment to what was saved, under this salt: its readers learn no score.
  salt TEXT NOT NULL,
  PRIMARY KEY (scorecard_id, version, criterion_id)
) STRICT;
CREATE TRIGGER score_revisions_are_never_changed BEFORE UPDATE ON score_revisions BEGIN SELECT RAISE(ABORT, 'a saved score is kept'); END;
CREATE TRIGGER score_revisions_are_never_deleted BEFORE DELETE ON score_revisions BEGIN SELECT RAISE(ABORT, 'a saved score is kept'); END;
-- A lock keeps the whole card as it was locked, under its receipt; a reopening by two ends it and keeps it.
CREATE TABLE scorecard_locks (
  id TEXT PRIMARY KEY,
  scorecard_id TEXT NOT NULL REFERENCES scorecards (id),
  receipt TEXT NOT NULL UNIQUE,
  card TEXT NOT NULL CHECK (json_valid(card)),
  salt TEXT NOT NULL,
  commitment TEXT NOT NULL,
  -- The head of the audit log right after this lock, as the receipt names it.
  audit_seq INTEGER NOT NULL,
  audit_hash TEXT NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  reopened_at INTEGER,
  reopened_by TEXT,
  reopening_approved_by TEXT,
  reopening_reason TEXT,
  CHECK ((reopened_at IS NULL) = (reopened_by IS NULL)),
  CHECK ((reopened_at IS NULL) = (reopening_approved_by IS NULL)),
  CHECK ((reopened_at IS NULL) = (reopening_reason IS NULL)),
  CHECK (reopened_at IS NULL OR reopening_approved_by <> reopened_by)
) STRICT;
CREATE UNIQUE INDEX scorecard_locks_live ON scorecard_locks (scorecard_id) WHERE reopened_at IS NULL;
CREATE TRIGGER locks_are_kept_as_locked BEFORE UPDATE ON scorecard_locks
WHEN OLD.reopened_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.scorecard_id <> OLD.scorecard_id OR NEW.receipt <> OLD.receipt OR NEW.card <> OLD.card OR NEW.salt <> OLD.salt
  OR NEW.commitment <> OLD.commitment OR NEW.audit_seq <> OLD.audit_seq OR NEW.audit_hash <> OLD.audit_hash OR NEW.at <> OLD.at OR NEW.by <> OLD.by
BEGIN SELECT RAISE(ABORT, 'a lock is kept as it was locked'); END;
CREATE TRIGGER locks_are_never_deleted BEFORE DELETE ON scorecard_locks BEGIN SELECT RAISE(ABORT, 'a lock is kept as it was locked'); END;
-- One person asks for a locked card to be opened again, another one answers; approved, the juror may write until then.
CREATE TABLE scorecard_reopenings (
  id TEXT PRIMARY KEY,
  lock_id TEXT NOT NULL REFERENCES scorecard_locks (id),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  open_until INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  asked_by TEXT NOT NULL,
  answered_at INTEGER,
  answered_by TEXT,
  outcome TEXT CHECK (outcome IN ('approved', 'declined')),
  CHECK ((answered_at IS NULL) = (answered_by IS NULL)),
  CHECK ((answered_at IS NULL) = (outcome IS NULL)),
  CHECK (outcome IS NOT 'approved' OR answered_by <> asked_by)
) STRICT;
CREATE UNIQUE INDEX scorecard_reopenings_waiting ON scorecard_reopenings (lock_id) WHERE answered_at IS NULL;
-- With the tally scoring ends for good: no score, no lock and no reopening comes after it.
CREATE TABLE scoring_closings (
  edition_id TEXT PRIMARY KEY REFERENCES editions (id),
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT;
CREATE TRIGGER closed_scoring_takes_no_score BEFORE INSERT ON score_revisions
WHEN EXISTS (SELECT 1 FROM scoring_closings JOIN scorecards USING (edition_id) WHERE scorecards.id = NEW.scorecard_id)
BEGIN SELECT RAISE(ABORT, 'scoring has ended with the tally'); END;
CREATE TRIGGER closed_scoring_takes_no_lock BEFORE INSERT ON scorecard_locks
WHEN EXISTS (SELECT 1 FROM scoring_closings JOIN scorecards USING (edition_id) WHERE scorecards.id = NEW.scorecard_id)
BEGIN SELECT RAISE(ABORT, 'scoring has ended with the tally'); END;
CREATE TRIGGER closed_scoring_reopens_none BEFORE UPDATE ON scorecard_locks
WHEN EXISTS (SELECT 1 FROM scoring_closings JOIN scorecards USING (edition_id) WHERE scorecards.id = NEW.scorecard_id)
BEGIN SELECT RAISE(ABORT, 'scoring has ended with the tally'); END;
CREATE TRIGGER locked_scores_stand BEFORE UPDATE ON scores
WHEN EXISTS (SELECT 1 FROM scorecard_locks WHERE scorecard_id = OLD.scorecard_id AND reopened_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'a locked scorecard does not change'); END;
CREATE TRIGGER locked_scores_take_none BEFORE INSERT ON scores
WHEN EXISTS (SELECT 1 FROM scorecard_locks WHERE scorecard_id = NEW.scorecard_id AND reopened_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'a locked scorecard does not change'); END;
CREATE TRIGGER locked_scores_stay BEFORE DELETE ON scores
WHEN EXISTS (SELECT 1 FROM scorecard_locks WHERE scorecard_id = OLD.scorecard_id AND reopened_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'a locked scorecard does not change'); END;
