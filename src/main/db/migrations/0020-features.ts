import type { Migration } from './migration.ts'

/**
 * One value per content, extractor and version, instead of all numbers in one row. The old rows go: their
 * numbers are made anew in minutes, and half of them would be of another version.
 */
export const migration0020: Migration = {
  version: 20,
  sql: `
DROP TABLE feature;

-- A picture that was decoded once, whatever its files are called.
CREATE TABLE content (
  content_hash TEXT PRIMARY KEY,
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL
) STRICT;

-- The sizes of all files whose content was ever read: a file of another size holds something new.
CREATE TABLE known_file_size (size_bytes INTEGER PRIMARY KEY) STRICT;
INSERT INTO known_file_size SELECT DISTINCT size_bytes FROM image WHERE content_hash IS NOT NULL;
CREATE TRIGGER file_was_read AFTER UPDATE OF content_hash ON image WHEN new.content_hash IS NOT NULL
BEGIN
  -- Not OR IGNORE: the statement that fires a trigger brings its own way with conflicts.
  INSERT INTO known_file_size SELECT new.size_bytes
    WHERE NOT EXISTS (SELECT 1 FROM known_file_size WHERE size_bytes = new.size_bytes);
END;

-- What one extractor found in a picture, here or elsewhere (imported values have no size with them): src/core/features/codec.ts knows the bytes.
CREATE TABLE extraction (
  extraction_id INTEGER PRIMARY KEY,
  content_hash TEXT NOT NULL,
  extractor TEXT NOT NULL,
  version INTEGER NOT NULL,
  value BLOB NOT NULL,
  UNIQUE (content_hash, extractor, version)
) STRICT;
`,
}
