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
  PRIMARY KEY (scorecard_id, version, criterion_id)
) STRICT;
-- A lock keeps the whole card as it was locked, under its receipt; a reopening by two ends it and keeps it.
CREATE TABLE scorecard_locks (
  id TEXT PRIMARY KEY,
  scorecard_id TEXT NOT NULL REFERENCES scorecards (id),
  receipt TEXT NOT NULL UNIQUE,
  card TEXT NOT NULL CHECK (json_valid(card)),
  salt TEXT NOT NULL,
  commitment TEXT NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  reopened_at INTEGER,
  reopened_by TEXT,
  reopening_approved_by TEXT,
  reopening_reason TEXT,
  CHECK ((reopened_at IS NULL) = (reopened_by IS NULL)),
  CHECK (reopened_at IS NULL OR reopening_approved_by <> reopened_by)
) STRICT;
CREATE UNIQUE INDEX scorecard_locks_live ON scorecard_locks (scorecard_id) WHERE reopened_at IS NULL;
CREATE TRIGGER locked_scores_stand BEFORE UPDATE ON scores
WHEN EXISTS (SELECT 1 FROM scorecard_locks WHERE scorecard_id = OLD.scorecard_id AND reopened_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'a locked scorecard does not change'); END;
CREATE TRIGGER locked_scores_take_none BEFORE INSERT ON scores
WHEN EXISTS (SELECT 1 FROM scorecard_locks WHERE scorecard_id = NEW.scorecard_id AND reopened_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'a locked scorecard does not change'); END;
CREATE TRIGGER locked_scores_stay BEFORE DELETE ON scores
WHEN EXISTS (SELECT 1 FROM scorecard_locks WHERE scorecard_id = OLD.scorecard_id AND reopened_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'a locked scorecard does not change'); END;
