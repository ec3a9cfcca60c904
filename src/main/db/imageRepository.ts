/** Rows of opened folders and of the image files below them. */
import type { ContentHash, FailedFile, ImageId, RootId, SetId } from '../../shared/domain.ts'
import { withoutWaiting } from './commit.ts'
import type { Database } from './openDatabase.ts'
import { writeInSlices } from './slices.ts'

export interface RootRow {
  readonly rootId: RootId
  readonly path: string
  readonly positionSetId: SetId | null
}

export interface ImageRow {
  readonly imageId: ImageId
  readonly relativePath: string
  readonly stage: number
  readonly sizeBytes: number
  readonly modifiedMs: number
  readonly contentHash: ContentHash | null
  readonly widthPx: number | null
  readonly heightPx: number | null
  readonly inspected: 0 | 1
  readonly takenAtMs: number | null
  readonly signature: Uint8Array | null
  readonly failure: string | null
}

export interface ScannedFile {
  readonly relativePath: string
  readonly stage: number
  readonly sizeBytes: number
  readonly modifiedMs: number
}

/** What inspection learned about one image: size, time, signature, or why it failed. */
export interface InspectedImage {
  readonly imageId: ImageId
  readonly widthPx: number | null
  readonly heightPx: number | null
  readonly takenAtMs: number | null
  readonly signature: Uint8Array | null
  readonly failure: string | null
}

const IMAGE_COLUMNS = `image_id AS imageId, relative_path AS relativePath, stage,
  size_bytes AS sizeBytes, modified_ms AS modifiedMs, content_hash AS contentHash,
  width_px AS widthPx, height_px AS heightPx, inspected, taken_at_ms AS takenAtMs, signature, failure`

const ROOT_COLUMNS = 'root_id AS rootId, path, position_set_id AS positionSetId'

export function createImageRepository(database: Database) {
  // Not RETURNING, see decisionRepository.ts.
  const upsertRoot = database.prepare<[string, number]>(
    `INSERT INTO root (path, opened_at_ms) VALUES (?, ?)
     ON CONFLICT (path) DO UPDATE SET opened_at_ms = excluded.opened_at_ms`,
  )
  const rootByPath = database.prepare<[string], RootRow>(
    `SELECT ${ROOT_COLUMNS} FROM root WHERE path = ?`,
  )
  const latestRoot = database.prepare<[], RootRow>(
    `SELECT ${ROOT_COLUMNS} FROM root ORDER BY opened_at_ms DESC, root_id DESC LIMIT 1`,
  )
  const setPosition = database.prepare<[SetId, RootId]>(
    'UPDATE root SET position_set_id = ? WHERE root_id = ?',
  )
  const position = database
    .prepare<[RootId], SetId | null>('SELECT position_set_id FROM root WHERE root_id = ?')
    .pluck()
  const presentImages = database.prepare<[RootId], ImageRow>(
    `SELECT ${IMAGE_COLUMNS} FROM image WHERE root_id = ? AND present = 1`,
  )
  // A file of another size or time is another picture: everything learned about the old bytes is forgotten.
  const upsertFile = database.prepare<[RootId, string, number, number, number]>(
    `INSERT INTO image (root_id, relative_path, stage, size_bytes, modified_ms) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (root_id, relative_path) DO UPDATE SET
       present = 1, stage = excluded.stage,
       content_hash = iif(size_bytes = excluded.size_bytes AND modified_ms = excluded.modified_ms, content_hash, NULL),
       failure = iif(size_bytes = excluded.size_bytes AND modified_ms = excluded.modified_ms, failure, NULL),
       inspected = iif(size_bytes = excluded.size_bytes AND modified_ms = excluded.modified_ms, inspected, 0),
       size_bytes = excluded.size_bytes, modified_ms = excluded.modified_ms`,
  )
  const markAbsent = database.prepare<[ImageId]>('UPDATE image SET present = 0 WHERE image_id = ?')
  const clearScanFailures = database.prepare<[RootId]>('DELETE FROM scan_failure WHERE root_id = ?')
  const addScanFailure = database.prepare<[RootId, string, string]>(
    'INSERT INTO scan_failure (root_id, path, reason) VALUES (?, ?, ?)',
  )
  const failures = database.prepare<[RootId, RootId], FailedFile>(
    `SELECT path, reason FROM scan_failure WHERE root_id = ?
     UNION ALL
     SELECT relative_path, failure FROM image WHERE root_id = ? AND present = 1 AND failure IS NOT NULL
     ORDER BY 1`,
  )
  // What failed is looked at again by the next scan: permissions change, and disks come back.
  const recordInspection = database.prepare<
    [0 | 1, number | null, number | null, number | null, Uint8Array | null, string | null, ImageId]
  >(
    `UPDATE image SET inspected = ?, width_px = ?, height_px = ?, taken_at_ms = ?, signature = ?, failure = ?
     WHERE image_id = ?`,
  )
  const recordContent = database.prepare<[ContentHash, number, number, ImageId]>(
    'UPDATE image SET content_hash = ?, width_px = ?, height_px = ?, failure = NULL WHERE image_id = ?',
  )
  const recordHash = database.prepare<[ContentHash, ImageId]>(
    'UPDATE image SET content_hash = ? WHERE image_id = ?',
  )
  const recordFailure = database.prepare<[string, ImageId]>(
    'UPDATE image SET failure = ? WHERE image_id = ?',
  )
  const located = database.prepare<
    [ImageId],
    {
      readonly root: string
      readonly relativePath: string
      readonly contentHash: ContentHash | null
    }
  >(
    `SELECT root.path AS root, relative_path AS relativePath, content_hash AS contentHash
     FROM image JOIN root USING (root_id) WHERE image_id = ?`,
  )
  const candidate = database.prepare<[ImageId], { readonly stage: number; readonly failed: 0 | 1 }>(
    'SELECT stage, failure IS NOT NULL AS failed FROM image WHERE image_id = ?',
  )
  const count = database
    .prepare<[RootId], number>('SELECT count(*) FROM image WHERE root_id = ? AND present = 1')
    .pluck()

  return {
    /** The folder's row, made when it is new, and now the one opened last. */
    openRoot: (path: string, openedAtMs: number): RootRow => {
      upsertRoot.run(path, openedAtMs)
      const row = rootByPath.get(path)
      if (row === undefined) throw new Error(`The folder ${path} was written and is not there`)
      return row
    },
    latestRoot: (): RootRow | null => latestRoot.get() ?? null,
    position: (rootId: RootId): SetId | null => position.get(rootId) ?? null,
    savePosition: (rootId: RootId, setId: SetId): void =>
      void withoutWaiting(database, () => setPosition.run(setId, rootId)),
    presentImages: (rootId: RootId): ImageRow[] => presentImages.all(rootId),
    /** The stage of an image, and whether it could not be read; null for one that was never seen. */
    candidate: (imageId: ImageId) => candidate.get(imageId) ?? null,
    countPresent: (rootId: RootId): number => count.get(rootId) ?? 0,
    /** Adds new files and brings changed or returned ones up to date. */
    saveFiles: (rootId: RootId, files: readonly ScannedFile[]): Promise<void> =>
      writeInSlices(database, files, (file) => {
        upsertFile.run(rootId, file.relativePath, file.stage, file.sizeBytes, file.modifiedMs)
      }),
    markAbsent: (images: readonly ImageId[]): Promise<void> =>
      writeInSlices(database, images, (imageId) => void markAbsent.run(imageId)),
    replaceScanFailures: (rootId: RootId, failed: readonly FailedFile[]): void =>
      database.transaction(() => {
        clearScanFailures.run(rootId)
        for (const { path, reason } of failed) addScanFailure.run(rootId, path, reason)
      })(),
    failures: (rootId: RootId): FailedFile[] => failures.all(rootId, rootId),
    recordInspections: (inspected: readonly InspectedImage[]): Promise<void> =>
      writeInSlices(database, inspected, (image) => {
        const { widthPx, heightPx, takenAtMs, signature, failure, imageId } = image
        const inspected = failure === null ? 1 : 0
        recordInspection.run(inspected, widthPx, heightPx, takenAtMs, signature, failure, imageId)
      }),
    recordContent: (imageId: ImageId, hash: ContentHash, widthPx: number, heightPx: number): void =>
      void recordContent.run(hash, widthPx, heightPx, imageId),
    recordHash: (imageId: ImageId, hash: ContentHash): void => void recordHash.run(hash, imageId),
    recordFailure: (imageId: ImageId, reason: string): void =>
      void recordFailure.run(reason, imageId),
    /** Where an image lies: its root's path, its own below it, and its content when known. */
    locate: (imageId: ImageId) => located.get(imageId) ?? null,
  }
}

export type ImageRepository = ReturnType<typeof createImageRepository>
