/** What extractors found, by content hash + extractor + version. */
import type { ContentHash, ImageId, RootId } from '../../shared/domain.ts'
import type { ExtractedValue, ExtractorId, ExtractorKey } from '../../shared/features.ts'
import type { Database } from './openDatabase.ts'

export interface StoredSize {
  readonly widthPx: number
  readonly heightPx: number
}

/** An image of which something is still to be computed. */
export interface WaitingImage {
  readonly imageId: ImageId
  /** Below the root. */
  readonly relativePath: string
  /** Null while the file was never read. */
  readonly contentHash: ContentHash | null
}

/** One stored value of a file of the open folder. */
export interface StoredValue {
  readonly relativePath: string
  readonly contentHash: ContentHash
  readonly bytes: Uint8Array
}

type Key = [ContentHash, ExtractorId, number]

const WITH_VALUE = `image JOIN extraction USING (content_hash)
  WHERE root_id = ? AND present = 1 AND extractor = ? AND version = ?`

export function createFeatureRepository(database: Database) {
  const insertContent = database.prepare<[ContentHash, number, number]>(
    'INSERT INTO content (content_hash, width_px, height_px) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const insertValue = database.prepare<[...Key, Uint8Array]>(
    `INSERT INTO extraction (content_hash, extractor, version, value) VALUES (?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  )
  const size = database.prepare<[ContentHash], StoredSize>(
    'SELECT width_px AS widthPx, height_px AS heightPx FROM content WHERE content_hash = ?',
  )
  const value = database
    .prepare<Key, Uint8Array>(
      'SELECT value FROM extraction WHERE content_hash = ? AND extractor = ? AND version = ?',
    )
    .pluck()
  const has = database
    .prepare<Key, 1>(
      'SELECT 1 FROM extraction WHERE content_hash = ? AND extractor = ? AND version = ?',
    )
    .pluck()
  const sameSize = database
    .prepare<[ImageId], 1>(
      'SELECT 1 FROM image JOIN known_file_size USING (size_bytes) WHERE image_id = ?',
    )
    .pluck()
  const contentOf = database
    .prepare<[ImageId], ContentHash | null>('SELECT content_hash FROM image WHERE image_id = ?')
    .pluck()
  const values = database.prepare<[RootId, ExtractorId, number], StoredValue>(
    `SELECT relative_path AS relativePath, content_hash AS contentHash, value AS bytes FROM ${WITH_VALUE}
     ORDER BY relative_path`,
  )
  const countValues = database
    .prepare<[RootId, ExtractorId, number], number>(`SELECT count(*) FROM ${WITH_VALUE}`)
    .pluck()
  // `keys` is JSON: [["pixels", 1], ...].
  const waiting = database.prepare<
    [{ readonly rootId: RootId; readonly keys: string }],
    WaitingImage
  >(
    `SELECT image_id AS imageId, relative_path AS relativePath, content_hash AS contentHash
     FROM image LEFT JOIN (
       SELECT image_id, ordinal, position FROM image_set JOIN set_member USING (set_id)
       WHERE root_id = @rootId AND present = 1) USING (image_id)
     WHERE root_id = @rootId AND present = 1 AND (content_hash IS NULL OR EXISTS (
       SELECT 1 FROM json_each(@keys) AS wanted WHERE NOT EXISTS (
         SELECT 1 FROM extraction WHERE extraction.content_hash = image.content_hash
           AND extractor = wanted.value ->> 0 AND version = wanted.value ->> 1)))
     ORDER BY ordinal IS NULL, ordinal < (
       SELECT ordinal FROM root JOIN image_set ON set_id = position_set_id
       WHERE root.root_id = @rootId), ordinal, position`,
  )
  return {
    /**
     * The images of a root that lack a value of one of `keys`, in order of use: those of the set where the
     * person is and of the sets after it, then the sets before it, then singles.
     */
    waiting: (rootId: RootId, keys: readonly ExtractorKey[]): WaitingImage[] =>
      waiting.all({
        rootId,
        keys: JSON.stringify(keys.map(({ extractor, version }) => [extractor, version])),
      }),
    /** Whether a file of exactly as many bytes was read before: else this one holds something new. */
    mayBeKnown: (imageId: ImageId): boolean => sameSize.get(imageId) !== undefined,
    /** Those of `keys` that this content has no value of. */
    missing: (hash: ContentHash, keys: readonly ExtractorKey[]): ExtractorKey[] =>
      keys.filter(({ extractor, version }) => has.get(hash, extractor, version) === undefined),
    /**
     * Keeps what is there already.
     * @param decoded size of the picture; null for values that were made elsewhere.
     */
    save: (
      hash: ContentHash,
      decoded: StoredSize | null,
      found: readonly ExtractedValue[],
    ): void => {
      if (decoded !== null) insertContent.run(hash, decoded.widthPx, decoded.heightPx)
      for (const { key, bytes } of found) insertValue.run(hash, key.extractor, key.version, bytes)
    },
    /** Null for a picture that was never decoded. */
    sizeOf: (hash: ContentHash): StoredSize | null => size.get(hash) ?? null,
    valueOf: (hash: ContentHash, { extractor, version }: ExtractorKey): Uint8Array | null =>
      value.get(hash, extractor, version) ?? null,
    /** What an image holds as far as it was read; null for a file that never was. */
    contentOf: (imageId: ImageId): ContentHash | null => contentOf.get(imageId) ?? null,
    /** The stored values of the files of a root, by path. Nothing may be written while it is walked. */
    eachValue: (
      rootId: RootId,
      { extractor, version }: ExtractorKey,
    ): IterableIterator<StoredValue> => values.iterate(rootId, extractor, version),
    countValues: (rootId: RootId, { extractor, version }: ExtractorKey): number =>
      countValues.get(rootId, extractor, version) ?? 0,
  }
}

export type FeatureRepository = ReturnType<typeof createFeatureRepository>
