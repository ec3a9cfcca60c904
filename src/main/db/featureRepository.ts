/** Features by content hash + encoder + version, as Float32 BLOBs (little endian, as on every platform we run on). */
import type { ContentHash, ImageId, RootId } from '../../shared/domain.ts'
import type { EncoderKey, ImageFeatures } from '../../shared/features.ts'
import type { Database } from './openDatabase.ts'

interface FeatureRow {
  readonly embedding: Uint8Array
  readonly technical: Uint8Array
}

export interface StoredSize {
  readonly widthPx: number
  readonly heightPx: number
}

/** An image whose features are to be computed. */
export interface WaitingImage {
  readonly imageId: ImageId
  /** Below the root. */
  readonly relativePath: string
}

type Key = [ContentHash, string, number, number]

export function createFeatureRepository(database: Database) {
  const insert = database.prepare<[...Key, number, number, Uint8Array, Uint8Array]>(
    `INSERT INTO feature (content_hash, encoder_id, encoder_version, feature_version,
       width_px, height_px, embedding, technical)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  )
  const size = database.prepare<Key, StoredSize>(
    `SELECT width_px AS widthPx, height_px AS heightPx FROM feature
     WHERE content_hash = ? AND encoder_id = ? AND encoder_version = ? AND feature_version = ?`,
  )
  const byImage = database.prepare<[ImageId, string, number, number], FeatureRow>(
    `SELECT embedding, technical FROM image JOIN feature USING (content_hash)
     WHERE image_id = ? AND encoder_id = ? AND encoder_version = ? AND feature_version = ?`,
  )
  const waiting = database.prepare<[EncoderKey & { readonly rootId: RootId }], WaitingImage>(
    `SELECT image_id AS imageId, relative_path AS relativePath
     FROM image LEFT JOIN (
       SELECT image_id, ordinal, position FROM image_set JOIN set_member USING (set_id)
       WHERE root_id = @rootId AND present = 1) USING (image_id)
     WHERE root_id = @rootId AND present = 1 AND NOT EXISTS (
       SELECT 1 FROM feature WHERE feature.content_hash = image.content_hash
         AND encoder_id = @encoderId AND encoder_version = @encoderVersion
         AND feature_version = @featureVersion)
     ORDER BY ordinal IS NULL, ordinal < (
       SELECT ordinal FROM root JOIN image_set ON set_id = position_set_id
       WHERE root.root_id = @rootId), ordinal, position`,
  )
  return {
    /**
     * The images of a root without features, in order of use: those of the set where the person is and of the
     * sets after it, then the sets before it, then singles.
     */
    waiting: (rootId: RootId, encoder: EncoderKey): WaitingImage[] =>
      waiting.all({ ...encoder, rootId }),
    save: (
      hash: ContentHash,
      encoder: EncoderKey,
      { widthPx, heightPx }: StoredSize,
      features: ImageFeatures,
    ): void =>
      void insert.run(
        hash,
        ...keyOf(encoder),
        widthPx,
        heightPx,
        toBytes(features.embedding),
        toBytes(features.technical),
      ),
    /** The image's size when its features are stored; null when they are to be computed. */
    find: (hash: ContentHash, encoder: EncoderKey): StoredSize | null =>
      size.get(hash, ...keyOf(encoder)) ?? null,
    ofImage: (imageId: ImageId, encoder: EncoderKey): ImageFeatures | null => {
      const row = byImage.get(imageId, ...keyOf(encoder))
      if (row === undefined) return null
      return { embedding: toFloats(row.embedding), technical: toFloats(row.technical) }
    },
  }
}

export type FeatureRepository = ReturnType<typeof createFeatureRepository>

function keyOf(encoder: EncoderKey): [string, number, number] {
  return [encoder.encoderId, encoder.encoderVersion, encoder.featureVersion]
}

function toBytes(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

/** Copies, because a BLOB may lie at an address that no Float32Array can start at. */
function toFloats(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer)
}
