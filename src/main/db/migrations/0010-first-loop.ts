import type { Migration } from './migration.ts'

export const migration0010: Migration = {
  version: 10,
  sql: `
-- A folder that was opened. The position is where the person left off.
CREATE TABLE root (
  root_id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  opened_at_ms INTEGER NOT NULL,
  position_set_id INTEGER
) STRICT;

-- One row per file ever seen below a root; a file that is gone keeps its row with present = 0,
-- because decisions speak of it.
CREATE TABLE image (
  image_id INTEGER PRIMARY KEY,
  root_id INTEGER NOT NULL REFERENCES root (root_id),
  relative_path TEXT NOT NULL,
  stage REAL NOT NULL,
  size_bytes INTEGER NOT NULL,
  modified_ms REAL NOT NULL,
  present INTEGER NOT NULL DEFAULT 1,
  content_hash TEXT,
  width_px INTEGER,
  height_px INTEGER,
  inspected INTEGER NOT NULL DEFAULT 0,
  taken_at_ms INTEGER,
  signature BLOB,
  failure TEXT,
  UNIQUE (root_id, relative_path)
) STRICT;
CREATE INDEX image_by_content ON image (content_hash) WHERE content_hash IS NOT NULL;

-- Files the scan could not even list; replaced by every scan.
CREATE TABLE scan_failure (
  root_id INTEGER NOT NULL REFERENCES root (root_id),
  path TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE image_set (
  set_id INTEGER PRIMARY KEY,
  root_id INTEGER NOT NULL REFERENCES root (root_id),
  set_key TEXT NOT NULL,
  project TEXT NOT NULL,
  grouped_by TEXT NOT NULL CHECK (grouped_by IN ('stage', 'folder', 'time')),
  ordinal INTEGER NOT NULL,
  present INTEGER NOT NULL DEFAULT 1,
  UNIQUE (root_id, set_key)
) STRICT;
CREATE INDEX image_set_in_order ON image_set (root_id, present, ordinal);

CREATE TABLE set_member (
  set_id INTEGER NOT NULL REFERENCES image_set (set_id),
  position INTEGER NOT NULL,
  image_id INTEGER NOT NULL REFERENCES image (image_id),
  PRIMARY KEY (set_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX set_member_by_image ON set_member (image_id);

-- The journal: lines are added, never changed, never removed. The state of a set is derived from it.
CREATE TABLE decision (
  decision_id INTEGER PRIMARY KEY AUTOINCREMENT,
  set_id INTEGER NOT NULL REFERENCES image_set (set_id),
  action TEXT NOT NULL CHECK (action IN ('pick', 'reject', 'skip', 'undo')),
  picked_image_id INTEGER REFERENCES image (image_id),
  undoes INTEGER UNIQUE REFERENCES decision (decision_id),
  -- JSON of Shown: the images in the order shown, suggestion, confidence, model, blind, milliseconds.
  shown TEXT,
  source TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  CHECK ((action = 'pick') = (picked_image_id IS NOT NULL)),
  CHECK ((action = 'undo') = (undoes IS NOT NULL)),
  CHECK ((action = 'undo') = (shown IS NULL))
) STRICT;
CREATE INDEX decision_by_set ON decision (set_id, decision_id);
CREATE TRIGGER decision_is_never_changed BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER decision_is_never_removed BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- The decision that counts for a set: the latest one that was not taken back.
CREATE VIEW current_decision AS
SELECT decision.* FROM decision
WHERE decision_id = (
  SELECT max(latest.decision_id) FROM decision AS latest
  WHERE latest.set_id = decision.set_id AND latest.action <> 'undo'
    AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE undo.undoes = latest.decision_id)
);

-- What the models see, by content: moving or renaming a file computes nothing again.
CREATE TABLE feature (
  feature_id INTEGER PRIMARY KEY,
  content_hash TEXT NOT NULL,
  encoder_id TEXT NOT NULL,
  encoder_version INTEGER NOT NULL,
  feature_version INTEGER NOT NULL,
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL,
  embedding BLOB NOT NULL,
  technical BLOB NOT NULL,
  UNIQUE (content_hash, encoder_id, encoder_version, feature_version)
) STRICT;

-- Every ranker ever trained, with its receipt. The weights lie in models/<model_id>/model.onnx.
CREATE TABLE model (
  model_id TEXT PRIMARY KEY,
  created_at_ms INTEGER NOT NULL,
  card TEXT NOT NULL,
  onnx_sha256 TEXT,
  receipt TEXT NOT NULL,
  -- The latest journal line it was trained on: later ones are new to it.
  last_decision_id INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`,
}
