/** Reads the rows of a file of features, whoever wrote it, a few at a time. */
import {
  judgeEmbedding,
  judgePhash,
  type ImportableEncoder,
  type JudgedValue,
} from '../../core/features/importedValue.ts'
import { SetwiseError } from '../../shared/errors.ts'
import { PHASH, type ExtractorKey } from '../../shared/features.ts'
import type { StoredSize } from '../db/featureRepository.ts'
import type { ColumnCursor, ParquetTable } from '../parquet/openParquet.ts'
import { embeddingKey, METADATA } from './featureFile.ts'
import { encoderOfFile } from './importEncoder.ts'

/** How a row names its picture. */
export interface RowName {
  /** Path, project/file or bare file name; null when only the content hash tells. */
  readonly name: string | null
  /** Null when the file has none; whatever stands there, in lower case. */
  readonly contentHash: string | null
}

export interface ImportRow extends RowName {
  readonly value: JudgedValue
  /** Of the picture whose content hash stands beside it. */
  readonly size: StoredSize | null
}

export interface ImportSource {
  readonly kind: 'embeddings' | 'hashes'
  /** Under which the values are stored. */
  readonly key: ExtractorKey
  readonly rows: number
  /** From the first row on, at each call; `count` rows at a time. */
  readonly names: (count: number) => AsyncGenerator<readonly RowName[]>
  readonly values: (count: number) => AsyncGenerator<readonly ImportRow[]>
}

const VALUE_COLUMNS = { embedding: 'embeddings', phash: 'hashes' } as const
/** Rows looked at for a first embedding. */
const PEEKED_ROWS = 64

/**
 * Recognises by its columns what a file holds.
 * @throws SetwiseError naming `file` when it is neither, both, or of no encoder that is known.
 */
export async function describeSource(
  file: string,
  table: ParquetTable,
  named: string | null,
  encoders: readonly ImportableEncoder[],
): Promise<ImportSource> {
  const has = (column: string): boolean => table.columns.includes(column)
  const refuse = (sentence: string): never => {
    throw new SetwiseError('invalid-request', sentence)
  }
  const seen = `Columns seen: ${table.columns.join(', ')}.`
  if (has('embedding') === has('phash')) {
    refuse(
      has('phash')
        ? `${file} has a column embedding and a column phash. Write two files and import each.`
        : `${file} has neither a column embedding (a list of numbers) nor a column phash (16 hex characters). ${seen}`,
    )
  }
  if (!has('image') && !has('path') && !has('content_hash')) {
    refuse(
      `${file} does not tell which row is of which picture: it needs a column image, path or content_hash. ${seen}`,
    )
  }
  const names = namesOf(table)
  const { rows } = table
  if (has('phash')) {
    if (named !== null) refuse(`${file} holds hashes, which no encoder makes. Leave --encoder out.`)
    const version = table.metadata.get(METADATA.hashVersion)
    if (version !== undefined && version !== String(PHASH.version)) {
      refuse(
        `${file} holds hashes of version ${version}, and this Setwise makes version ${PHASH.version}. Compute them again.`,
      )
    }
    const judge = () => {
      const hashes = table.texts('phash')
      return async (count: number) => (await hashes.take(count)).map(judgePhash)
    }
    return { kind: VALUE_COLUMNS.phash, key: PHASH, rows, names, values: valuesOf(table, judge) }
  }
  const peeked = await table.vectors('embedding').take(PEEKED_ROWS)
  const dimension = peeked.find((vector) => vector !== null)?.length ?? null
  const { metadata } = table
  const encoder = encoderOfFile({ file, metadata, named, dimension, encoders })
  const judge = () => {
    const vectors = table.vectors('embedding')
    const maps = mapsOf(table)
    return async (count: number) => {
      const [some, theirMaps] = [await vectors.take(count), await maps(count)]
      return some.map((vector, index) => judgeEmbedding(vector, encoder, theirMaps[index] ?? null))
    }
  }
  const key = embeddingKey(encoder)
  return { kind: VALUE_COLUMNS.embedding, key, rows, names, values: valuesOf(table, judge) }
}

/** A cursor over a column that need not be there. */
function optional<Value>(
  table: ParquetTable,
  column: string,
  open: (column: string) => ColumnCursor<Value>,
): ColumnCursor<Value> {
  return table.columns.includes(column) ? open(column) : { take: () => Promise.resolve([]) }
}

function readNames(table: ParquetTable): (count: number) => Promise<readonly RowName[]> {
  const [images, projects, paths, hashes] = ['image', 'project', 'path', 'content_hash'].map(
    (column) => optional(table, column, table.texts),
  )
  return async (count) => {
    const image = (await images?.take(count)) ?? []
    const project = (await projects?.take(count)) ?? []
    const path = (await paths?.take(count)) ?? []
    const hash = (await hashes?.take(count)) ?? []
    const length = Math.max(image.length, path.length, hash.length)
    return Array.from({ length }, (_, row) => ({
      name: path[row] ?? nameOf(image[row] ?? null, project[row] ?? null),
      contentHash: hash[row]?.trim().toLowerCase() ?? null,
    }))
  }
}

function nameOf(image: string | null, project: string | null): string | null {
  if (image === null || image === '') return null
  return project === null || project === '' ? image : `${project}/${image}`
}

function namesOf(table: ParquetTable): ImportSource['names'] {
  return async function* names(count) {
    const read = readNames(table)
    for (let rows = await read(count); rows.length > 0; rows = await read(count)) yield rows
  }
}

function valuesOf(
  table: ParquetTable,
  judge: () => (count: number) => Promise<readonly JudgedValue[]>,
): ImportSource['values'] {
  return async function* values(count) {
    const [readName, readValue] = [readNames(table), judge()]
    const widths = optional(table, 'width_px', table.integers)
    const heights = optional(table, 'height_px', table.integers)
    for (;;) {
      const rows = await readName(count)
      if (rows.length === 0) return
      const judged = await readValue(count)
      const [width, height] = [await widths.take(count), await heights.take(count)]
      yield rows.flatMap((row, index): ImportRow[] => {
        const value = judged[index]
        return value === undefined
          ? []
          : [{ ...row, value, size: sizeOf(width[index], height[index]) }]
      })
    }
  }
}

function sizeOf(
  widthPx: number | null | undefined,
  heightPx: number | null | undefined,
): StoredSize | null {
  if (widthPx == null || heightPx == null) return null
  return widthPx > 0 && heightPx > 0 ? { widthPx, heightPx } : null
}

function mapsOf(table: ParquetTable) {
  const bytes = optional(table, 'map', table.bytes)
  const columns = optional(table, 'map_columns', table.integers)
  const rows = optional(table, 'map_rows', table.integers)
  return async (count: number) => {
    const values = await bytes.take(count)
    const [widths, heights] = [await columns.take(count), await rows.take(count)]
    return values.map((value, index) => {
      const [width, height] = [widths[index] ?? 0, heights[index] ?? 0]
      // A map that is not whole is like none: nothing depends on it.
      if (value === null || value.length === 0 || value.length !== width * height) return null
      if (width < 1 || width > MAX_MAP_SIDE || height < 1 || height > MAX_MAP_SIDE) return null
      return { columns: width, rows: height, values: value }
    })
  }
}

/** What the stored form of a map can count to. */
const MAX_MAP_SIDE = 65_535
