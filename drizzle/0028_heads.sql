-- Signed heads of the audit log, as they were sent to places that the operator does not control.
CREATE TABLE audit_heads (
  seq INTEGER PRIMARY KEY REFERENCES audit (seq),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  at INTEGER NOT NULL,
  because TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_heads_are_never_changed BEFORE UPDATE ON audit_heads BEGIN SELECT RAISE(ABORT, 'a signed head is never changed'); END;
CREATE TRIGGER audit_heads_are_never_deleted BEFORE DELETE ON audit_heads BEGIN SELECT RAISE(ABORT, 'a signed head is never deleted'); END;
