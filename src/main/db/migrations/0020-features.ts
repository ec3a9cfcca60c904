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
