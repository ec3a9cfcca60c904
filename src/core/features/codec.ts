/**
 * The bytes of every extractor's value, as they lie in the database and travel between processes. Numbers are
 * little-endian, as on every platform that Setwise runs on. A value of wrong length is no value: `decode...`
 * answers null and the caller has it computed again.
 */
import {
  PIXEL_FEATURES,
  type Embedding,
  type PixelFeature,
  type PixelNumbers,
  type Saliency,
} from '../../shared/features.ts'
import type { ByteMap, People } from '../../shared/people.ts'

/** 32-bit floats in the order of PIXEL_FEATURES. */
export function encodePixels(numbers: PixelNumbers): Uint8Array {
  return bytesOf(Float32Array.from(PIXEL_FEATURES, (name) => numbers[name]))
}

export function decodePixels(bytes: Uint8Array): PixelNumbers | null {
  if (bytes.byteLength !== 4 * PIXEL_FEATURES.length) return null
  const values = floatsOf(bytes)
  const entries = PIXEL_FEATURES.map((name, index) => [name, values[index] ?? Number.NaN] as const)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets that every name is there
  return Object.fromEntries(entries) as Record<PixelFeature, number>
}

/** 64 bits, most significant byte first: the 16 hex characters that imagehash prints, as bytes. */
export function encodePhash(hex: string): Uint8Array {
  if (!/^[0-9a-f]{16}$/.test(hex)) throw new Error(`${hex} is not a perceptual hash`)
  return Uint8Array.from({ length: 8 }, (_, index) =>
    parseInt(hex.slice(2 * index, 2 * index + 2), 16),
  )
}

export function decodePhash(bytes: Uint8Array): string | null {
  if (bytes.byteLength !== 8) return null
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Dimension (32 bits), columns and rows of the map (16 bits each, 0 without one), the vector, the map. */
export function encodeEmbedding({ vector, map }: Embedding): Uint8Array {
  const mapStart = EMBEDDING_HEADER_BYTES + vector.byteLength
  const bytes = new Uint8Array(mapStart + (map?.values.length ?? 0))
  const header = new DataView(bytes.buffer)
  header.setUint32(0, vector.length, true)
  header.setUint16(4, map?.columns ?? 0, true)
  header.setUint16(6, map?.rows ?? 0, true)
  bytes.set(bytesOf(vector), EMBEDDING_HEADER_BYTES)
  if (map !== null) bytes.set(map.values, mapStart)
  return bytes
}

export function decodeEmbedding(bytes: Uint8Array): Embedding | null {
  if (bytes.byteLength < EMBEDDING_HEADER_BYTES) return null
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [columns, rows] = [header.getUint16(4, true), header.getUint16(6, true)]
  const mapStart = EMBEDDING_HEADER_BYTES + 4 * header.getUint32(0, true)
  if (bytes.byteLength !== mapStart + columns * rows) return null
  const values = new Uint8Array(bytes.subarray(mapStart))
  return {
    vector: floatsOf(bytes.subarray(EMBEDDING_HEADER_BYTES, mapStart)),
    map: values.length === 0 ? null : { columns, rows, values },
  }
}

export function encodeSaliency({ map, ...rest }: Saliency): Uint8Array {
  return encodeWithMap({ ...rest, columns: map.columns, rows: map.rows }, map.values)
}

export function decodeSaliency(bytes: Uint8Array): Saliency | null {
  const decoded = decodeWithMap(bytes)
  if (decoded === null) return null
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written only by encodeSaliency, under a version
  const { columns, rows, ...rest } = decoded.text as Omit<Saliency, 'map'> & Omit<ByteMap, 'values'>
  if (decoded.values.length !== columns * rows) return null
  return { ...rest, map: { columns, rows, values: decoded.values } }
}

export function encodePeople({ person, ...rest }: People): Uint8Array {
  if (person === null) return encodeWithMap({ ...rest, person }, new Uint8Array())
  const { mask, ...others } = person
  const { columns, rows, values } = mask
  return encodeWithMap({ ...rest, person: { ...others, mask: { columns, rows } } }, values)
}

export function decodePeople(bytes: Uint8Array): People | null {
  const decoded = decodeWithMap(bytes)
  if (decoded === null) return null
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written only by encodePeople, under a version
  const people = decoded.text as People
  if (people.person === null) return people
  const { columns, rows } = people.person.mask
  if (decoded.values.length !== columns * rows) return null
  return {
    ...people,
    person: { ...people.person, mask: { columns, rows, values: decoded.values } },
  }
}

const EMBEDDING_HEADER_BYTES = 8
/** Length of the text and checksum, 32 bits each. */
const TEXT_HEADER_BYTES = 8

/**
 * Length of the text, checksum of all that follows (32 bits each), JSON with four decimals, the bytes of a map.
 * The checksum is there because text with one letter changed may still be JSON, of another shape.
 */
function encodeWithMap(value: object, map: Uint8Array): Uint8Array {
  // Nothing but ASCII is in there: numbers and the words of the program.
  const text = Uint8Array.from(JSON.stringify(value, rounded), (letter) => letter.charCodeAt(0))
  const bytes = new Uint8Array(TEXT_HEADER_BYTES + text.length + map.length)
  bytes.set(text, TEXT_HEADER_BYTES)
  bytes.set(map, TEXT_HEADER_BYTES + text.length)
  const header = new DataView(bytes.buffer)
  header.setUint32(0, text.length, true)
  header.setUint32(4, checksum(bytes.subarray(TEXT_HEADER_BYTES)), true)
  return bytes
}

/** Places to a ten-thousandth of the picture: finer than a pixel of what the detectors see. */
function rounded(_name: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 10_000) / 10_000 : value
}

function decodeWithMap(
  bytes: Uint8Array,
): { readonly text: unknown; readonly values: Uint8Array } | null {
  if (bytes.byteLength < TEXT_HEADER_BYTES) return null
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = TEXT_HEADER_BYTES + header.getUint32(0, true)
  if (end > bytes.byteLength) return null
  if (header.getUint32(4, true) !== checksum(bytes.subarray(TEXT_HEADER_BYTES))) return null
  try {
    const letters = Array.from(bytes.subarray(TEXT_HEADER_BYTES, end), (byte) =>
      String.fromCharCode(byte),
    )
    const text: unknown = JSON.parse(letters.join(''))
    return { text, values: new Uint8Array(bytes.subarray(end)) }
  } catch {
    // Damaged bytes are like none: see above.
    return null
  }
}

/** FNV-1a, 32 bits: the constants are those of Fowler, Noll and Vo. Every single changed byte changes it. */
function checksum(bytes: Uint8Array): number {
  let hash = 0x81_1c_9d_c5
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01_00_01_93)
  return hash >>> 0
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

/**
 * Copies, because bytes may lie at an address that no Float32Array can start at. Not by `slice`: the database
 * hands out Node's Buffers, whose `slice` shares memory.
 */
function floatsOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer)
}
