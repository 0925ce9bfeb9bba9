-- The minutes of the jury's meeting, entry by entry: who was there, who left for which dossier, and the votes on a city
-- moved by hand. What was entered is taken back, never changed.
CREATE TABLE meeting_entries (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  kind TEXT NOT NULL CHECK (kind IN ('present', 'absent', 'left', 'vote')),
  juror_id TEXT REFERENCES jurors (id),
  nomination_id TEXT REFERENCES nominations (id),
  votes_for INTEGER CHECK (votes_for >= 0),
  votes_against INTEGER CHECK (votes_against >= 0),
  abstained INTEGER CHECK (abstained >= 0),
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  ended_at INTEGER,
  ended_by TEXT,
  CHECK ((kind = 'vote') = (juror_id IS NULL)),
  CHECK ((kind IN ('left', 'vote')) = (nomination_id IS NOT NULL)),
  CHECK ((kind = 'vote') = (votes_for IS NOT NULL)),
  CHECK ((votes_for IS NULL) = (votes_against IS NULL) AND (votes_for IS NULL) = (abstained IS NULL)),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX meeting_attendance ON meeting_entries (edition_id, juror_id) WHERE ended_at IS NULL AND kind IN ('present', 'absent');
CREATE UNIQUE INDEX meeting_left ON meeting_entries (edition_id, juror_id, nomination_id) WHERE ended_at IS NULL AND kind = 'left';
CREATE UNIQUE INDEX meeting_votes ON meeting_entries (edition_id, nomination_id) WHERE ended_at IS NULL AND kind = 'vote';
CREATE TRIGGER minutes_stand BEFORE UPDATE ON meeting_entries
WHEN NEW.id IS NOT OLD.id OR NEW.edition_id IS NOT OLD.edition_id OR NEW.kind IS NOT OLD.kind OR NEW.juror_id IS NOT OLD.juror_id
  OR NEW.nomination_id IS NOT OLD.nomination_id OR NEW.votes_for IS NOT OLD.votes_for OR NEW.votes_against IS NOT OLD.votes_against
  OR NEW.abstained IS NOT OLD.abstained OR NEW.at IS NOT OLD.at OR NEW.by IS NOT OLD.by OR OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what stands in the minutes is taken back, never changed'); END;
CREATE TRIGGER minutes_stay BEFORE DELETE ON meeting_entries BEGIN SELECT RAISE(ABORT, 'minutes are kept'); END;
-- A reserve brought in after a signed city left: the draft that it made, with the reason of the first of two people.
-- The second writes an own reason with the signature.
CREATE TABLE selection_reserves (
  selection_id TEXT PRIMARY KEY REFERENCES selections (id),
  declined TEXT NOT NULL CHECK (json_valid(declined)),
  entered TEXT NOT NULL CHECK (json_valid(entered)),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  at INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT;
CREATE TRIGGER reserves_stand BEFORE UPDATE ON selection_reserves BEGIN SELECT RAISE(ABORT, 'a reserve stands as it was brought in'); END;
CREATE TRIGGER reserves_stay BEFORE DELETE ON selection_reserves BEGIN SELECT RAISE(ABORT, 'a reserve stands as it was brought in'); END;
