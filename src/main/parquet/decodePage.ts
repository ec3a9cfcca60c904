/** Turns the bytes of one page into levels and values. */
import type { PageHeader, SchemaTree } from 'hyparquet'
import { convert } from 'hyparquet/src/convert.js'
import { decompressPage } from 'hyparquet/src/datapage.js'
import { deltaByteArray, deltaLengthByteArray } from 'hyparquet/src/delta.js'
import { byteStreamSplit } from 'hyparquet/src/encoding.js'
import { readPlain } from 'hyparquet/src/plain.js'
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js'
import type { ColumnDecoder, DecodedArray } from 'hyparquet/src/types.js'
import { bitsFor, readHybrid } from './hybrid.ts'

/** What a page says, flat: one entry per value, null or empty list. */
export interface PageEntries {
  readonly entries: number
  /** Only of the entries that have one. */
  readonly values: ArrayLike<unknown>
  /** Null where the column allows no nulls and no lists. */
  readonly definitionLevels: Uint32Array | null
  /** Null in a column without lists. */
  readonly repetitionLevels: Uint32Array | null
}

interface Levels {
  readonly repetitionLevels: Uint32Array | null
  readonly definitionLevels: Uint32Array | null
  readonly body: Uint8Array
}

/** A page claims its own size: one that claims more is taken for damaged before memory is asked for. */
const MAX_PAGE_BYTES = 2 ** 29
/** Entries per page, for the same reason. */
const MAX_PAGE_ENTRIES = 2 ** 26

/**
 * @param leftBytes of the column chunk.
 * @param leftEntries that the column chunk still lacks.
 * @throws Error when the page cannot be what its header says.
 */
export function checkSize(header: PageHeader, leftBytes: number, leftEntries: number): void {
  const { compressed_page_size: packedBytes, uncompressed_page_size: sizeBytes } = header
  const entries = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? 0
  if (!(packedBytes >= 0 && packedBytes <= leftBytes)) {
    throw new Error('a page reaches over the end of its column')
  }
  if (!(sizeBytes >= 0 && sizeBytes <= MAX_PAGE_BYTES)) {
    throw new Error(`a page claims ${sizeBytes} bytes`)
  }
  if (!(entries >= 0 && entries <= Math.min(leftEntries, MAX_PAGE_ENTRIES))) {
    throw new Error(`a page claims ${entries} entries`)
  }
}

/** @throws Error of any kind when the page is damaged. */
export function decodeDictionary(
  page: Uint8Array,
  header: PageHeader,
  decoder: ColumnDecoder,
): DecodedArray {
  const unpacked = unpack(page, header.uncompressed_page_size, decoder)
  const count = header.dictionary_page_header?.num_values ?? 0
  if (!(count >= 0 && count <= unpacked.length)) {
    throw new Error(`a dictionary claims ${count} values`)
  }
  const { type, element } = decoder
  return convert(readPlain(readerOf(unpacked), type, count, element.type_length), decoder)
}

/** @throws Error of any kind when the page is damaged. */
export function decodePage(
  page: Uint8Array,
  header: PageHeader,
  decoder: ColumnDecoder,
  dictionary: DecodedArray | null,
): PageEntries {
  const { data_page_header: one, data_page_header_v2: two } = header
  const { num_values: entries, encoding } = one ?? two ?? { num_values: 0, encoding: 'PLAIN' }
  const { body, ...levels } =
    one === undefined ? levelsOfTwo(page, header, decoder) : levelsOfOne(page, header, decoder)
  const present = getMaxDefinitionLevel(decoder.schemaPath)
  const { definitionLevels } = levels
  const count =
    definitionLevels?.reduce((sum, level) => sum + (level === present ? 1 : 0), 0) ?? entries
  const values = readValues(body, count, encoding, decoder, dictionary)
  if (values.length < count) throw new Error('a page holds fewer values than it says')
  return { entries, values, ...levels }
}

/** First page format: levels with their lengths before them, all compressed together with the values. */
function levelsOfOne(page: Uint8Array, header: PageHeader, decoder: ColumnDecoder): Levels {
  const entries = header.data_page_header?.num_values ?? 0
  let body = unpack(page, header.uncompressed_page_size, decoder)
  const read = (greatest: number): Uint32Array | null => {
    if (greatest === 0) return null
    const end = 4 + readerOf(body).view.getUint32(0, true)
    const levels = readHybrid(body.subarray(4, end), bitsFor(greatest), entries)
    body = body.subarray(end)
    return levels
  }
  const { repetition, definition } = greatestLevels(decoder.schemaPath)
  return { repetitionLevels: read(repetition), definitionLevels: read(definition), body }
}

/** Second page format: levels uncompressed, their lengths in the header. */
function levelsOfTwo(page: Uint8Array, header: PageHeader, decoder: ColumnDecoder): Levels {
  const two = header.data_page_header_v2
  if (two === undefined) throw new Error('a page without a header of its kind')
  const { repetition_levels_byte_length: first, definition_levels_byte_length: second } = two
  const read = (start: number, length: number, greatest: number): Uint32Array | null =>
    greatest === 0
      ? null
      : readHybrid(page.subarray(start, start + length), bitsFor(greatest), two.num_values)
  const { repetition, definition } = greatestLevels(decoder.schemaPath)
  const packed = page.subarray(first + second)
  const sizeBytes = header.uncompressed_page_size - first - second
  return {
    repetitionLevels: read(0, first, repetition),
    definitionLevels: read(first, second, definition),
    body: two.is_compressed === false ? packed : unpack(packed, sizeBytes, decoder),
  }
}

function greatestLevels(schemaPath: SchemaTree[]) {
  return {
    repetition: getMaxRepetitionLevel(schemaPath),
    definition: getMaxDefinitionLevel(schemaPath),
  }
}

function readValues(
  body: Uint8Array,
  count: number,
  encoding: string,
  decoder: ColumnDecoder,
  dictionary: DecodedArray | null,
): ArrayLike<unknown> {
  const { type, element } = decoder
  // A page of nothing but nulls may have no bytes at all.
  if (count === 0) return []
  switch (encoding) {
    case 'PLAIN':
      return convert(readPlain(readerOf(body), type, count, element.type_length), decoder)
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY': {
      const [widthBits] = body
      if (dictionary === null || widthBits === undefined) throw new Error('a dictionary is missing')
      const indexes = readHybrid(body.subarray(1), widthBits, count)
      return Array.from(indexes, (index): unknown => {
        if (index >= dictionary.length) throw new Error('a dictionary lacks a value')
        return dictionary[index]
      })
    }
    case 'BYTE_STREAM_SPLIT':
      return convert(byteStreamSplit(readerOf(body), count, type, element.type_length), decoder)
    case 'DELTA_LENGTH_BYTE_ARRAY':
    case 'DELTA_BYTE_ARRAY': {
      const texts: Uint8Array[] = []
      const read = encoding === 'DELTA_BYTE_ARRAY' ? deltaByteArray : deltaLengthByteArray
      read(readerOf(body), count, texts)
      return convert(texts, decoder)
    }
    default:
      throw new Error(`its encoding ${encoding} is unknown for this column`)
  }
}

function unpack(packed: Uint8Array, sizeBytes: number, decoder: ColumnDecoder): Uint8Array {
  return decompressPage(packed, sizeBytes, decoder.codec, decoder.compressors)
}

function readerOf(bytes: Uint8Array) {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 }
}
