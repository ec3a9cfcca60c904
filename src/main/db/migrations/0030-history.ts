import type { Migration } from './migration.ts'

/** Decisions made before Setwise, and what became of every row of the files that tell of them. */
export const migration0030: Migration = {
  version: 30,
  sql: `
-- How the picked image was cropped. JSON: {left, top, right, bottom} in fractions of the picture, "somewhere"
-- (cropped, where is not known) or "none" (kept whole); NULL where nothing is said.
ALTER TABLE decision ADD COLUMN crop TEXT;

CREATE TABLE history_import (
  import_id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  undone_at_ms INTEGER
) STRICT;

CREATE TABLE history_file (
  file_id INTEGER PRIMARY KEY,
  import_id INTEGER NOT NULL REFERENCES history_import (import_id),
  path TEXT NOT NULL,
  -- NULL for a file that is no history; the reason then says why.
  kind TEXT,
  reason TEXT
) STRICT;
CREATE INDEX history_file_by_import ON history_file (import_id);

-- The ledger: every row of every file, and how it ended.
CREATE TABLE history_row (
  row_id INTEGER PRIMARY KEY,
  file_id INTEGER NOT NULL REFERENCES history_file (file_id),
  line INTEGER NOT NULL,
  text TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('imported', 'duplicate', 'waiting', 'quarantined')),
  reason TEXT,
  detail TEXT,
  -- JSON of what the row tells, kept while it may still be needed: of imported, waiting and quarantined rows.
  told TEXT,
  decision_id INTEGER REFERENCES decision (decision_id)
) STRICT;
CREATE INDEX history_row_by_file ON history_row (file_id, outcome);
CREATE INDEX history_row_by_outcome ON history_row (outcome);

-- The decision that counts for a set. What was decided in Setwise wins, the latest of it; of imported decisions
-- one among several images before one that only tells of a single image, then the latest by its own time.
DROP VIEW current_decision;
CREATE VIEW current_decision AS
SELECT decision.* FROM decision
WHERE decision_id = (
  SELECT latest.decision_id FROM decision AS latest
  WHERE latest.set_id = decision.set_id AND latest.action <> 'undo'
    AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE undo.undoes = latest.decision_id)
  ORDER BY
    latest.source = 'import',
    CASE latest.source WHEN 'import' THEN json_array_length(latest.shown, '$.order') = 1 END,
    CASE latest.source WHEN 'import' THEN latest.at_ms END DESC,
    latest.decision_id DESC
  LIMIT 1
);
`,
}
