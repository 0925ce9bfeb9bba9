CREATE TABLE proposals (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  kind TEXT NOT NULL CHECK (kind IN ('whole', 'top-up')),
  problem TEXT NOT NULL CHECK (json_valid(problem)),
  problem_digest TEXT NOT NULL,
  solution TEXT NOT NULL CHECK (json_valid(solution)),
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  applied_at INTEGER,
  applied_by TEXT
) STRICT;
CREATE INDEX proposals_by_edition ON proposals (edition_id, made_at);
CREATE TABLE assignments (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  juror_id TEXT NOT NULL REFERENCES jurors (id),
  nomination_id TEXT NOT NULL REFERENCES nominations (id),
  proposal_id TEXT NOT NULL REFERENCES proposals (id),
  -- Place in the juror's own list, kept between visits.
  position INTEGER NOT NULL,
  applied_at INTEGER NOT NULL,
  applied_by TEXT NOT NULL,
  announced_at INTEGER,
  recused_at INTEGER,
  recusal_reason TEXT,
  -- Taken back by an organiser or since the nomination or the juror left.
  removed_at INTEGER,
  removed_by TEXT
) STRICT;
CREATE UNIQUE INDEX assignments_live ON assignments (juror_id, nomination_id) WHERE recused_at IS NULL AND removed_at IS NULL;
CREATE INDEX assignments_by_nomination ON assignments (nomination_id);
CREATE INDEX assignments_by_edition ON assignments (edition_id);
