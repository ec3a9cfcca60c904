/**
 * Writes a column of lists of 32-bit floats as one page. The package writes such columns too, from lists of boxed
 * numbers with two levels each: several times slower, and hundreds of megabytes of garbage for a collection.
 */
import type { ColumnChunk } from 'hyparquet'
import { ByteWriter } from 'hyparquet-writer'
import { writePageHeader } from 'hyparquet-writer/src/datapage.js'
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js'

/** Null: no list. */
export type FloatList = Float32Array | readonly number[] | null

// An optional list of optional numbers, as in the schema of writeParquet.ts.
const NO_LIST = 0
const EMPTY_LIST = 1
const NUMBER = 3
const DEFINITION_BITS = 2
const REPETITION_BITS = 1

/**
 * Appends the page to `sink`.
 * @param name of the column.
 * @returns what the footer says of it.
 */
export function writeFloatLists(
  sink: ByteWriter,
  name: string,
  lists: readonly FloatList[],
): ColumnChunk {
  const numbers = lists.reduce((sum, list) => sum + (list?.length ?? 0), 0)
  const entries = lists.reduce((sum, list) => sum + Math.max(1, list?.length ?? 0), 0)
  const values = new Float32Array(numbers)
  const repetitions = new Uint8Array(entries).fill(1)
  const definitions = new Uint8Array(entries).fill(NUMBER)
  let [value, entry] = [0, 0]
  for (const list of lists) {
    repetitions[entry] = 0
    if (list === null || list.length === 0) {
      definitions[entry] = list === null ? NO_LIST : EMPTY_LIST
      entry += 1
      continue
    }
    values.set(list, value)
    value += list.length
    entry += list.length
  }

  const levels = new ByteWriter()
  const repetitionBytes = writeRleBitPackedHybrid(levels, repetitions, REPETITION_BITS)
  const definitionBytes = writeRleBitPackedHybrid(levels, definitions, DEFINITION_BITS)
  const sizeBytes = levels.offset + values.byteLength
  const start = sink.offset
  writePageHeader(sink, {
    type: 'DATA_PAGE_V2',
    uncompressed_page_size: sizeBytes,
    compressed_page_size: sizeBytes,
    data_page_header_v2: {
      num_values: entries,
      num_nulls: entries - numbers,
      num_rows: lists.length,
      encoding: 'PLAIN',
      repetition_levels_byte_length: repetitionBytes,
      definition_levels_byte_length: definitionBytes,
      is_compressed: false,
    },
  })
  sink.appendBytes(levels.getBytes())
  sink.appendBytes(new Uint8Array(values.buffer))
  const bytes = BigInt(sink.offset - start)
  return {
    file_offset: BigInt(start),
    meta_data: {
      type: 'FLOAT',
      encodings: ['PLAIN', 'RLE'],
      path_in_schema: [name, 'list', 'element'],
      codec: 'UNCOMPRESSED',
      num_values: BigInt(entries),
      total_uncompressed_size: bytes,
      total_compressed_size: bytes,
      data_page_offset: BigInt(start),
    },
  }
}
