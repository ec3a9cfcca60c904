/** Use case: bring in embeddings or hashes that were computed elsewhere, from a Parquet file. */
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import type { ImportableEncoder } from '../../core/features/importedValue.ts'
import type { ContentHash } from '../../shared/domain.ts'
import { CancelledError } from '../../shared/errors.ts'
import type { ExtractorKey } from '../../shared/features.ts'
import type { FeatureRepository } from '../db/featureRepository.ts'
import type { ImageRepository } from '../db/imageRepository.ts'
import type { JobContext } from '../jobs/jobs.ts'
import type { WorkerHost } from '../jobs/workerHost.ts'
import { openParquet } from '../parquet/openParquet.ts'
import { createNameCounter, createRowMatcher, type KnownPicture } from './importMatch.ts'
import { createPictureReader, type ReadPicture } from './importPictures.ts'
import { describeSource, type ImportRow, type ImportSource } from './importRows.ts'
import { createImportTally, type ImportReport, type Outcome } from './importTally.ts'
import type { Library } from './library.ts'

export interface ImportFeaturesDependencies {
  readonly transaction: (work: () => void) => void
  readonly images: Pick<ImageRepository, 'presentImages' | 'recordHash'>
  readonly featureRows: Pick<FeatureRepository, 'missing' | 'save' | 'sizeOf'>
  readonly library: Pick<Library, 'currentRoot'>
  readonly vision: Pick<WorkerHost, 'request'>
  /** All that are known, whether downloaded or not. */
  readonly encoders: () => readonly ImportableEncoder[]
}

export interface RowWatch {
  /** Everything but the storing. */
  readonly isDry: boolean
  /** @param row counted from 1. @param name of the picture, as the file has it. */
  readonly onRow: (row: number, name: string, outcome: Outcome) => void
}

const NOBODY_WATCHES: RowWatch = { isDry: false, onRow: () => undefined }

/** Rows per transaction: what is in memory at a time, and what a crash loses. */
const BATCH = 256

export function createImportFeatures(dependencies: ImportFeaturesDependencies) {
  const { transaction, images, featureRows, library, vision, encoders } = dependencies

  /**
   * Every row ends as imported, already there, unmatched or refused. Rows are stored in transactions of 256;
   * the same file again changes nothing, and goes on where an interrupted import stopped.
   * @param file Parquet, with a column `embedding` or `phash` and one that names the picture.
   * @param encoderId which encoder made the embeddings; null: the file says it.
   * @throws SetwiseError for a file that cannot be used as a whole; CancelledError.
   */
  const run = async (
    file: string,
    encoderId: string | null,
    context: JobContext,
    watch = NOBODY_WATCHES,
  ): Promise<ImportReport> => {
    const { rootId, path: rootPath } = library.currentRoot()
    const path = resolve(file)
    const table = await openParquet(path)
    try {
      const source = await describeSource(path, table, encoderId, encoders())
      const pictures = images
        .presentImages(rootId)
        .map(({ imageId, relativePath, contentHash, widthPx, heightPx }): KnownPicture => ({
          imageId,
          relativePath,
          contentHash,
          widthPx,
          heightPx,
        }))
      const reader = createPictureReader({
        rootPath,
        transaction,
        images,
        featureRows,
        vision,
        context,
      })
      const { repeated, wantsContent } = await readNames(source, pictures, context)
      const known = wantsContent ? await reader.hashAll(pictures) : pictures
      const match = createRowMatcher(rootPath, known, repeated)
      return await importRows(source, match, reader.read, context, watch)
    } finally {
      await table.close()
    }
  }

  /** A first walk over the names alone: what repeats, and whether files must be read to find contents. */
  const readNames = async (
    source: ImportSource,
    pictures: readonly KnownPicture[],
    context: JobContext,
  ) => {
    const contents = new Set<string | null>(pictures.map(({ contentHash }) => contentHash))
    const counter = createNameCounter()
    let wantsContent = false
    for await (const rows of source.names(BATCH)) {
      stopWhenCancelled(context)
      for (const row of rows) {
        counter.add(row)
        wantsContent ||= row.contentHash !== null && !contents.has(row.contentHash)
      }
    }
    return {
      repeated: await contradicting(source, counter.repeated, context),
      wantsContent: wantsContent && contents.has(null),
    }
  }

  /** Of the names that repeat, those whose rows say different things: the same said twice is no riddle. */
  const contradicting = async (
    source: ImportSource,
    repeated: ReadonlySet<string>,
    context: JobContext,
  ): Promise<ReadonlySet<string>> => {
    const found = new Set<string>()
    if (repeated.size === 0) return found
    const digests = new Map<string, string>()
    for await (const rows of source.values(BATCH)) {
      stopWhenCancelled(context)
      for (const { name, contentHash, value } of rows) {
        if (contentHash !== null || name === null || !value.ok || !repeated.has(name)) continue
        const digest = digestOf(value.bytes)
        if ((digests.get(name) ?? digest) !== digest) found.add(name)
        digests.set(name, digest)
      }
    }
    return found
  }

  const importRows = async (
    source: ImportSource,
    match: ReturnType<typeof createRowMatcher>,
    read: ReadPicture,
    context: JobContext,
    { isDry, onRow }: RowWatch,
  ): Promise<ImportReport> => {
    const tally = createImportTally()
    const store = createStore(source.key, isDry)
    const total = source.rows
    let done = 0
    for await (const rows of source.values(BATCH)) {
      await context.whilePaused()
      stopWhenCancelled(context)
      const matched = rows.map((row) => ({ row, found: match(row) }))
      const pictures = await read(
        matched.flatMap(({ row, found }) =>
          found.kind === 'found' && row.value.ok
            ? [{ picture: found.picture, size: found.byContent ? row.size : null }]
            : [],
        ),
      )
      transaction(() => {
        for (const { row, found } of matched) {
          done += 1
          const outcome =
            found.kind === 'found' ? store(row, pictures.get(found.picture.imageId)) : found
          const name = row.name ?? row.contentHash ?? 'without a name'
          tally.add(done, name, outcome)
          onRow(done, name, outcome)
        }
      })
      const fraction = total === 0 ? 1 : done / total
      context.onProgress({ fraction, title: `Bringing in ${source.kind}`, done, total })
    }
    return tally.report()
  }

  /** Keeps what is there already, and the first of two rows that contradict each other. */
  const createStore = (key: ExtractorKey, isDry: boolean) => {
    const digests = new Map<ContentHash, string>()
    return (
      { value }: ImportRow,
      picture: ReturnType<Awaited<ReturnType<ReadPicture>>['get']>,
    ): Outcome => {
      if (!value.ok) return { kind: 'refused', reason: value.reason, detail: value.detail }
      if (picture === undefined) throw new Error('a picture that was asked for was not read')
      if (!picture.ok) {
        return { kind: 'refused', reason: 'the picture cannot be read', detail: picture.reason }
      }
      const { contentHash, size } = picture
      const digest = digestOf(value.bytes)
      const earlier = digests.get(contentHash)
      if (earlier !== undefined && earlier !== digest) {
        return {
          kind: 'refused',
          reason: 'an earlier row of this file speaks of the same picture and says something else',
          detail: '',
        }
      }
      digests.set(contentHash, digest)
      if (featureRows.missing(contentHash, [key]).length === 0) return { kind: 'alreadyThere' }
      if (!isDry) featureRows.save(contentHash, size, [{ key, bytes: value.bytes }])
      return { kind: 'imported', normalised: value.normalised }
    }
  }

  return { run }
}

export type ImportFeatures = ReturnType<typeof createImportFeatures>

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64')
}

function stopWhenCancelled({ signal }: JobContext): void {
  if (signal.aborted) throw new CancelledError('Importing was cancelled. What was stored is kept.')
}
