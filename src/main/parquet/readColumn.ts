/**
 * Reads one column of a Parquet file page by page: a row group of pandas may hold the whole collection, a page
 * holds about a megabyte.
 */
import type { ColumnMetaData, PageHeader, SchemaTree } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js'
import { getMaxDefinitionLevel } from 'hyparquet/src/schema.js'
import type { ColumnDecoder, DecodedArray } from 'hyparquet/src/types.js'
import { checkSize, decodeDictionary, decodePage, type PageEntries } from './decodePage.ts'
import { DECOMPRESSORS } from './decompress.ts'

/** Bytes of the file; fewer than asked for only at its end. */
export type ReadBytes = (offset: number, length: number) => Promise<Uint8Array<ArrayBuffer>>

/** One column's part of a row group. */
export interface ColumnChunk {
  readonly metadata: ColumnMetaData
  /** Rows of the row group. */
  readonly rows: number
}

/** Page headers are some tens of bytes; statistics of long texts may make them longer. */
const HEADER_BYTES = 1024

/**
 * The pages of one column chunk in their order.
 * @param schemaPath from the root of the schema to the column's leaf.
 * @throws Error of any kind when the chunk is damaged.
 */
export async function* readPages(
  readBytes: ReadBytes,
  { metadata }: ColumnChunk,
  schemaPath: SchemaTree[],
  utf8: boolean,
): AsyncGenerator<PageEntries> {
  const leaf = schemaPath.at(-1)
  if (leaf === undefined) throw new Error('a column without a schema')
  const decoder: ColumnDecoder = {
    pathInSchema: metadata.path_in_schema,
    type: metadata.type,
    element: leaf.element,
    schemaPath,
    codec: metadata.codec,
    parsers: DEFAULT_PARSERS,
    compressors: DECOMPRESSORS,
    utf8,
  }
  let dictionary: DecodedArray | null = null
  const { data_page_offset, dictionary_page_offset, total_compressed_size } = metadata
  // Some writers leave 0 where there is no dictionary.
  let offset = Number(dictionary_page_offset || data_page_offset)
  const end = offset + Number(total_compressed_size)
  const expected = Number(metadata.num_values)
  for (let seen = 0; seen < expected;) {
    const { header, bytes } = await readHeader(readBytes, offset, end)
    offset += bytes
    const length = header.compressed_page_size
    checkSize(header, end - offset, expected - seen)
    const body = await readBytes(offset, length)
    if (body.length < length) throw new Error('the file ends inside a page')
    offset += length
    if (header.dictionary_page_header !== undefined) {
      dictionary = decodeDictionary(body, header, decoder)
    } else if (header.data_page_header ?? header.data_page_header_v2) {
      const page = decodePage(body, header, decoder, dictionary)
      seen += page.entries
      yield page
    }
  }
}

async function readHeader(
  readBytes: ReadBytes,
  offset: number,
  end: number,
): Promise<{ readonly header: PageHeader; readonly bytes: number }> {
  for (let length = HEADER_BYTES; ; length *= 16) {
    const bytes = await readBytes(offset, Math.min(length, end - offset))
    try {
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 }
      const header = parquetHeader(reader)
      return { header, bytes: reader.offset }
    } catch (error) {
      // A header that is longer than what was read: more of it may help.
      if (length >= end - offset || !(error instanceof RangeError)) throw error
    }
  }
}

/**
 * The rows of a column without lists; null where a row has none.
 * @throws Error of any kind when the column is damaged.
 */
export async function* scalarRows(
  pages: AsyncIterable<PageEntries>,
  schemaPath: SchemaTree[],
): AsyncGenerator<readonly unknown[]> {
  const present = getMaxDefinitionLevel(schemaPath)
  for await (const { values, definitionLevels, entries } of pages) {
    const rows: unknown[] = []
    let next = 0
    for (let entry = 0; entry < entries; entry++) {
      const isPresent = (definitionLevels?.[entry] ?? present) === present
      rows.push(isPresent ? values[next++] : null)
    }
    yield rows
  }
}

/**
 * The rows of a column with one list of numbers per row, rounded to 32 bits; null where a row has no list,
 * NaN where a list has no number. A list may go on in the next page.
 * @throws Error of any kind when the column is damaged.
 */
export async function* vectorRows(
  pages: AsyncIterable<PageEntries>,
  schemaPath: SchemaTree[],
): AsyncGenerator<readonly (Float32Array | null)[]> {
  const present = getMaxDefinitionLevel(schemaPath)
  const repeated = schemaPath.findIndex(({ element }) => element.repetition_type === 'REPEATED')
  const inList = getMaxDefinitionLevel(schemaPath.slice(0, repeated + 1))
  const numbers = createGrowing()
  let state: 'before' | 'list' | 'no-list' = 'before'
  const close = (): Float32Array | null => (state === 'list' ? numbers.take() : null)
  for await (const { values, definitionLevels, repetitionLevels, entries } of pages) {
    const rows: (Float32Array | null)[] = []
    let next = 0
    for (let entry = 0; entry < entries; entry++) {
      const definition = definitionLevels?.[entry] ?? present
      if (repetitionLevels?.[entry] === 0) {
        if (state !== 'before') rows.push(close())
        state = definition < inList - 1 ? 'no-list' : 'list'
      }
      if (definition < inList) continue
      if (state !== 'list') throw new Error('a list goes on that never began')
      numbers.add(definition === present ? Number(values[next++]) : Number.NaN)
    }
    yield rows
  }
  if (state !== 'before') yield [close()]
}

/** Numbers of one row after another, without a box around each. */
function createGrowing() {
  let room = new Float32Array(1024)
  let length = 0
  return {
    add: (value: number): void => {
      if (length === room.length) {
        const larger = new Float32Array(2 * length)
        larger.set(room)
        room = larger
      }
      room[length++] = value
    },
    /** What was added since the last call. */
    take: (): Float32Array => {
      const taken = room.slice(0, length)
      length = 0
      return taken
    },
  }
}
