/** What stands in the files of features that Setwise writes, and is looked for in those of others. */
import type { ExtractorKey } from '../../shared/features.ts'

/**
 * First the columns of the scripts that such files usually come from, `image` being the bare file name there.
 * Then what makes the way back exact: `project` and `path` (below the opened folder) tell equal names apart, the
 * content hash finds the picture wherever it lies.
 */
export const EMBEDDING_COLUMNS = {
  image: 'text',
  embedding: 'floats',
  project: 'text',
  path: 'text',
  content_hash: 'text',
  width_px: 'integer',
  height_px: 'integer',
  map: 'bytes',
  map_columns: 'integer',
  map_rows: 'integer',
} as const

export const HASH_COLUMNS = {
  image: 'text',
  phash: 'text',
  project: 'text',
  path: 'text',
  content_hash: 'text',
  width_px: 'integer',
  height_px: 'integer',
} as const

/** Names in the key-value metadata. */
export const METADATA = {
  encoder: 'setwise.encoder',
  encoderVersion: 'setwise.encoder_version',
  dimension: 'setwise.dimension',
  /** `true` or `false`. */
  l2Normalised: 'setwise.l2_normalised',
  hashVersion: 'setwise.phash_version',
} as const

/** Under which an encoder's embeddings are stored. */
export function embeddingKey(encoder: {
  readonly encoderId: string
  readonly version: number
}): ExtractorKey {
  return { extractor: `encoder:${encoder.encoderId}`, version: encoder.version }
}
