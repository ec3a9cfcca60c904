/** Use case: write embeddings and hashes of the open folder as Parquet files that pandas and pyarrow read. */
import { mkdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { decodeEmbedding, decodePhash } from '../../core/features/codec.ts'
import type { ImportableEncoder } from '../../core/features/importedValue.ts'
import { fileNameOf } from '../../core/sets/fileName.ts'
import { projectOf } from '../../core/sets/project.ts'
import type { ContentHash, RootId } from '../../shared/domain.ts'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import { PHASH, type ExtractorKey } from '../../shared/features.ts'
import type { FeatureRepository, StoredSize } from '../db/featureRepository.ts'
import type { ImageRepository } from '../db/imageRepository.ts'
import type { JobContext } from '../jobs/jobs.ts'
import { createParquetFile, type CellValue, type ColumnType } from '../parquet/writeParquet.ts'
import { explainWriteError } from '../writeError.ts'
import { EMBEDDING_COLUMNS, embeddingKey, HASH_COLUMNS, METADATA } from './featureFile.ts'
import type { Library } from './library.ts'

/** What `export-features` answers. */
export interface ExportReport {
  /** Pictures of the open folder. */
  readonly images: number
  readonly embeddings: ExportedFile & { readonly encoder: string }
  readonly hashes: ExportedFile
  /**
   * Pictures that share their file name with another: their rows are told apart by `project` and `path`, not by
   * `image`.
   */
  readonly sameNames: number
}

export interface ExportedFile {
  readonly file: string
  readonly rows: number
}

export interface ExportFeaturesDependencies {
  readonly images: Pick<ImageRepository, 'presentImages'>
  readonly featureRows: Pick<FeatureRepository, 'missing' | 'valueOf' | 'sizeOf'>
  readonly library: Pick<Library, 'currentRoot'>
  /** All that are known, whether downloaded or not. */
  readonly encoders: () => readonly ImportableEncoder[]
  /** Id of the encoder in use. */
  readonly encoderInUse: () => string
}

/** A picture with content, as the rows of both files begin. */
interface Picture {
  readonly relativePath: string
  readonly contentHash: ContentHash
}

/** Rows per row group: with 1,280 numbers each, 1.3 MB. More than one is never in memory. */
const ROW_GROUP = 256

export function createExportFeatures(dependencies: ExportFeaturesDependencies) {
  const { images, featureRows, library, encoders, encoderInUse } = dependencies

  /**
   * Writes embeddings.parquet and hashes.parquet, each under another name until it is whole; files of these
   * names are replaced. A picture without a value has no row.
   * @param folder made when it is not there.
   * @param encoderId whose embeddings; null: those of the encoder in use.
   * @throws SetwiseError when there is nothing to write, or the folder cannot be written; CancelledError.
   */
  const run = async (
    folder: string,
    encoderId: string | null,
    context: JobContext,
  ): Promise<ExportReport> => {
    const { rootId, path: rootPath } = library.currentRoot()
    const encoder = encoderOf(encoderId ?? encoderInUse())
    const { imageCount, sameNames, pictures } = picturesOf(rootId)
    const keys = [embeddingKey(encoder), PHASH]
    if (pictures.every(({ contentHash }) => featureRows.missing(contentHash, keys).length === 2)) {
      throw new SetwiseError(
        'not-found',
        `No picture of ${rootPath} has an embedding of ${encoder.encoderId} or a hash yet. Compute them first: setwise features.`,
      )
    }
    const into = resolve(folder)
    makeFolder(into)

    const common = ({ relativePath, contentHash }: Picture, size: StoredSize) => ({
      image: fileNameOf(relativePath),
      project: projectOf(relativePath, basename(rootPath)),
      path: relativePath,
      content_hash: contentHash,
      width_px: size.widthPx,
      height_px: size.heightPx,
    })
    const { l2Normalised, dimension, version } = encoder
    const embeddings = await writeFile({
      file: join(into, 'embeddings.parquet'),
      columns: EMBEDDING_COLUMNS,
      metadata: {
        [METADATA.encoder]: encoder.encoderId,
        [METADATA.encoderVersion]: String(version),
        [METADATA.dimension]: String(dimension),
        [METADATA.l2Normalised]: String(l2Normalised),
      },
      title: 'Writing embeddings',
      pictures,
      key: embeddingKey(encoder),
      rowOf: (picture, size, bytes) => {
        const embedding = decodeEmbedding(bytes)
        if (embedding === null) return null
        const { vector, map } = embedding
        return {
          ...common(picture, size),
          embedding: vector,
          map: map?.values ?? null,
          map_columns: map?.columns ?? null,
          map_rows: map?.rows ?? null,
        }
      },
      context,
    })
    const hashes = await writeFile({
      file: join(into, 'hashes.parquet'),
      columns: HASH_COLUMNS,
      metadata: { [METADATA.hashVersion]: String(PHASH.version) },
      title: 'Writing hashes',
      pictures,
      key: PHASH,
      rowOf: (picture, size, bytes) => {
        const phash = decodePhash(bytes)
        return phash === null ? null : { ...common(picture, size), phash }
      },
      context,
    })
    return {
      images: imageCount,
      embeddings: { ...embeddings, encoder: encoder.encoderId },
      hashes,
      sameNames,
    }
  }

  /** By path. A function of its own, so that the rows of the database do not stay in memory. */
  const picturesOf = (rootId: RootId) => {
    const present = images.presentImages(rootId)
    const names = new Map<string, number>()
    const pictures: Picture[] = []
    for (const { relativePath, contentHash } of present) {
      const name = fileNameOf(relativePath)
      names.set(name, (names.get(name) ?? 0) + 1)
      if (contentHash !== null) pictures.push({ relativePath, contentHash })
    }
    pictures.sort((one, two) => (one.relativePath < two.relativePath ? -1 : 1))
    const sameNames = [...names.values()].reduce((sum, count) => sum + (count > 1 ? count : 0), 0)
    return { imageCount: present.length, sameNames, pictures }
  }

  const encoderOf = (encoderId: string): ImportableEncoder => {
    const all = encoders()
    const found = all.find((one) => one.encoderId === encoderId)
    if (found !== undefined) return found
    const names = all.map((one) => one.encoderId).join(', ')
    throw new SetwiseError('not-found', `There is no encoder ${encoderId}. There are: ${names}.`)
  }

  const writeFile = async <Names extends string>(options: {
    readonly file: string
    readonly columns: Readonly<Record<Names, ColumnType>>
    readonly metadata: Readonly<Record<string, string>>
    readonly title: string
    readonly pictures: readonly Picture[]
    readonly key: ExtractorKey
    /** Null when the stored bytes are no value. */
    readonly rowOf: (
      picture: Picture,
      size: StoredSize,
      bytes: Uint8Array,
    ) => Readonly<Record<Names, CellValue>> | null
    readonly context: JobContext
  }): Promise<ExportedFile> => {
    const { file, columns, metadata, title, pictures, key, rowOf, context } = options
    const writer = createParquetFile(file, columns, metadata)
    try {
      let written = 0
      for (let start = 0; start < pictures.length; start += ROW_GROUP) {
        await context.whilePaused()
        // Keys and the wish to cancel have their turn.
        await setImmediate()
        if (context.signal.aborted) throw new CancelledError(`${title} was cancelled.`)
        const rows = pictures.slice(start, start + ROW_GROUP).flatMap((picture) => {
          const bytes = featureRows.valueOf(picture.contentHash, key)
          const size = featureRows.sizeOf(picture.contentHash)
          const row = bytes === null || size === null ? null : rowOf(picture, size, bytes)
          return row === null ? [] : [row]
        })
        writer.writeRows(rows)
        written += rows.length
        const done = Math.min(start + ROW_GROUP, pictures.length)
        const total = pictures.length
        context.onProgress({ fraction: done / total, title, done, total })
      }
      writer.finish()
      return { file, rows: written }
    } catch (error) {
      writer.discard()
      throw error
    }
  }

  return { run }
}

export type ExportFeatures = ReturnType<typeof createExportFeatures>

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw explainWriteError(folder, error)
  }
}
