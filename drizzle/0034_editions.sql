-- Questions about a call and their answers, published for everybody at once. A correction is a row of its own.
CREATE TABLE asked_questions (
  id TEXT PRIMARY KEY,
  edition_id TEXT NOT NULL REFERENCES editions (id),
  question TEXT NOT NULL CHECK (json_valid(question)),
  answer TEXT NOT NULL CHECK (json_valid(answer)),
  published_at INTEGER NOT NULL,
  published_by TEXT NOT NULL REFERENCES accounts (id),
  -- The row that this one corrects.
  replaces TEXT UNIQUE REFERENCES asked_questions (id) CHECK (replaces <> id),
  withdrawn_at INTEGER CHECK (withdrawn_at >= published_at),
  withdrawn_by TEXT REFERENCES accounts (id),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
) STRICT;
CREATE INDEX asked_questions_of_edition ON asked_questions (edition_id, published_at);
CREATE TRIGGER asked_questions_keep_their_words BEFORE UPDATE OF id, edition_id, question, answer, published_at, published_by, replaces ON asked_questions BEGIN SELECT RAISE(ABORT, 'what was answered to everybody is never rewritten'); END;
CREATE TRIGGER asked_questions_withdrawn_once BEFORE UPDATE ON asked_questions WHEN OLD.withdrawn_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'an answer is withdrawn once'); END;
CREATE TRIGGER asked_questions_never_deleted BEFORE DELETE ON asked_questions BEGIN SELECT RAISE(ABORT, 'what was answered to everybody is never deleted'); END;
