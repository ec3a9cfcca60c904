/** Opens a Parquet file made anywhere and reads columns of it, a few rows at a time. */
import { open, type FileHandle } from 'node:fs/promises'
import { parquetMetadataAsync, parquetSchema, type FileMetaData, type SchemaTree } from 'hyparquet'
import { getMaxRepetitionLevel } from 'hyparquet/src/schema.js'
import { SetwiseError } from '../../shared/errors.ts'
import { canDecompress } from './decompress.ts'
import {
  readPages,
  scalarRows,
  vectorRows,
  type ColumnChunk,
  type ReadBytes,
} from './readColumn.ts'

/** Walks down one column. */
export interface ColumnCursor<Value> {
  /** The next `count` rows, fewer only at the end. @throws SetwiseError naming the file when it is damaged. */
  readonly take: (count: number) => Promise<readonly (Value | null)[]>
}

export interface ParquetTable {
  readonly rows: number
  /** Names of the columns in their order. */
  readonly columns: readonly string[]
  /** Key-value metadata of the file. */
  readonly metadata: ReadonlyMap<string, string>
  /** Each starts at the first row. @throws SetwiseError naming the column that holds something else. */
  readonly texts: (column: string) => ColumnCursor<string>
  readonly integers: (column: string) => ColumnCursor<number>
  readonly bytes: (column: string) => ColumnCursor<Uint8Array>
  /** Lists of numbers: float, double or half, in whatever way a list is spelled. */
  readonly vectors: (column: string) => ColumnCursor<Float32Array>
  readonly close: () => Promise<void>
}

const MAGIC = 'PAR1'
const LEAST_BYTES = 12

/**
 * Reads the footer.
 * @throws SetwiseError `file-unreadable` for what is no whole Parquet file, naming it and saying what it is.
 */
export async function openParquet(path: string): Promise<ParquetTable> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(path, 'cannot be opened. Check its name and that you may read it', error)
  })
  try {
    const { readBytes, sizeBytes } = await checkFile(file, path)
    return createTable(file, readBytes, await readFooter(readBytes, sizeBytes), path)
  } catch (error) {
    await file.close()
    throw error instanceof SetwiseError ? error : damaged(path, error)
  }
}

function unreadable(path: string, what: string, cause?: unknown): SetwiseError {
  return new SetwiseError('file-unreadable', `${path} ${what}.`, { cause })
}

function damaged(path: string, cause: unknown): SetwiseError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return unreadable(
    path,
    `is a damaged Parquet file (${why}). Copy it again from where it was made, or write it again`,
    cause,
  )
}

async function checkFile(file: FileHandle, path: string) {
  const stat = await file.stat()
  if (stat.isDirectory()) {
    throw unreadable(
      path,
      'is a folder. Spark writes a folder of part files: import each of them by its name',
    )
  }
  const sizeBytes = stat.size
  if (sizeBytes === 0) throw unreadable(path, 'is empty. Write or copy it again')
  const readBytes: ReadBytes = async (offset, length) => {
    const buffer = new Uint8Array(length)
    let filled = 0
    while (filled < length) {
      const { bytesRead } = await file.read(buffer, filled, length - filled, offset + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return buffer.subarray(0, filled)
  }
  const [start, end] = [await readBytes(0, 4), await readBytes(Math.max(0, sizeBytes - 4), 4)]
  if (textOf(start) !== MAGIC) {
    throw unreadable(
      path,
      'is not a Parquet file. Embeddings and hashes are read from files as pandas.DataFrame.to_parquet writes them',
    )
  }
  if (sizeBytes < LEAST_BYTES || textOf(end) !== MAGIC) {
    throw unreadable(
      path,
      'is only the beginning of a Parquet file: its end is missing. Copy it again',
    )
  }
  return { readBytes, sizeBytes }
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}

async function readFooter(readBytes: ReadBytes, sizeBytes: number): Promise<FileMetaData> {
  const source = {
    byteLength: sizeBytes,
    slice: async (start: number, end = sizeBytes) => {
      const bytes = await readBytes(start, end - start)
      return bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer
    },
  }
  return parquetMetadataAsync(source, { geoparquet: false })
}

function createTable(
  file: FileHandle,
  readBytes: ReadBytes,
  metadata: FileMetaData,
  path: string,
): ParquetTable {
  const tree = parquetSchema(metadata)
  const rows = metadata.row_groups.reduce((total, group) => total + Number(group.num_rows), 0)

  const cursor = <Value>(
    name: string,
    expected: string,
    isExpected: (schemaPath: readonly SchemaTree[]) => boolean,
    read: (chunk: ColumnChunk, schemaPath: SchemaTree[]) => AsyncIterable<readonly unknown[]>,
  ): ColumnCursor<Value> => {
    const schemaPath = leafPath(tree, name)
    if (schemaPath === null || !isExpected(schemaPath)) {
      throw new SetwiseError(
        'invalid-request',
        `The column ${name} of ${path} does not hold ${expected}. Write it so and import again.`,
      )
    }
    const pathInSchema = schemaPath.slice(1).map(({ element }) => element.name)
    const chunks = metadata.row_groups.map(({ columns, num_rows }): ColumnChunk | null => {
      // A damaged footer may lack what its type promises.
      const found = columns.find(
        ({ meta_data }) => meta_data?.path_in_schema?.join('\n') === pathInSchema.join('\n'),
      )?.meta_data
      return found === undefined ? null : { metadata: found, rows: Number(num_rows) }
    })
    return createCursor<Value>(path, chunks, (chunk) => read(chunk, schemaPath))
  }

  const scalar = <Value>(name: string, expected: string, types: readonly string[], utf8 = true) =>
    cursor<Value>(
      name,
      expected,
      (schemaPath) =>
        getMaxRepetitionLevel([...schemaPath]) === 0 &&
        types.includes(schemaPath.at(-1)?.element.type ?? ''),
      (chunk, schemaPath) => scalarRows(readPages(readBytes, chunk, schemaPath, utf8), schemaPath),
    )

  return {
    rows,
    columns: tree.children.map(({ element }) => element.name),
    metadata: new Map(
      (metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? '']),
    ),
    texts: (name) => scalar<string>(name, 'texts', ['BYTE_ARRAY']),
    integers: (name) => scalar<number>(name, 'whole numbers of 32 bits', ['INT32']),
    bytes: (name) => scalar<Uint8Array>(name, 'bytes', ['BYTE_ARRAY'], false),
    vectors: (name) =>
      cursor<Float32Array>(
        name,
        'one list of numbers per row (in Spark, vector_to_array makes one of a vector)',
        (schemaPath) => getMaxRepetitionLevel([...schemaPath]) === 1 && isNumber(schemaPath.at(-1)),
        (chunk, schemaPath) =>
          vectorRows(readPages(readBytes, chunk, schemaPath, true), schemaPath),
      ),
    close: () => file.close(),
  }
}

/** From the root to the only leaf of a column; null when there is no such column or it has several leaves. */
function leafPath(tree: SchemaTree, name: string): SchemaTree[] | null {
  const path = [tree]
  let node = tree.children.find(({ element }) => element.name === name)
  while (node !== undefined) {
    path.push(node)
    if (node.children.length > 1) return null
    node = node.children[0]
  }
  return path.length === 1 ? null : path
}

function isNumber(leaf: SchemaTree | undefined): boolean {
  const { type, logical_type } = leaf?.element ?? {}
  return type === 'FLOAT' || type === 'DOUBLE' || logical_type?.type === 'FLOAT16'
}

function createCursor<Value>(
  path: string,
  chunks: readonly (ColumnChunk | null)[],
  read: (chunk: ColumnChunk) => AsyncIterable<readonly unknown[]>,
): ColumnCursor<Value> {
  const pages = allRows(path, chunks, read)
  let waiting: unknown[] = []
  return {
    take: async (count) => {
      while (waiting.length < count) {
        const next = await pages.next()
        if (next.done === true) break
        waiting = waiting.concat(next.value)
      }
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the column's type was checked when the cursor was made
      return waiting.splice(0, count) as (Value | null)[]
    },
  }
}

/** The rows of all chunks; the only place where what the format's reader throws becomes a sentence. */
async function* allRows(
  path: string,
  chunks: readonly (ColumnChunk | null)[],
  read: (chunk: ColumnChunk) => AsyncIterable<readonly unknown[]>,
): AsyncGenerator<readonly unknown[]> {
  for (const chunk of chunks) {
    if (chunk === null) throw damaged(path, 'a row group lacks a column')
    const { codec } = chunk.metadata
    if (!canDecompress(codec)) {
      throw unreadable(
        path,
        `is compressed with ${codec}, which Setwise cannot read. Write it again with compression="snappy", "gzip" or "zstd"`,
      )
    }
    let seen = 0
    try {
      for await (const rows of read(chunk)) {
        seen += rows.length
        if (seen > chunk.rows) throw new Error(`more rows than the ${chunk.rows} that should be`)
        yield rows
      }
      if (seen !== chunk.rows) throw new Error(`${seen} rows where ${chunk.rows} should be`)
    } catch (error) {
      throw error instanceof SetwiseError ? error : damaged(path, error)
    }
  }
}
