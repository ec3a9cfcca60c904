/**
 * Lays out new flatbuffer parts in front of an old file. Offsets only lead forward, so new parts may refer to
 * old ones, and the old file stays as it is: it only moves, by a multiple of 64 bytes, which keeps its weights
 * aligned.
 */
import { assertNever } from '../../src/shared/errors.ts'
import { TFLITE_IDENTIFIER } from './tflite.ts'

export type Part =
  | { readonly kind: 'table'; readonly fields: Readonly<Record<number, Part | Scalar>> }
  | { readonly kind: 'vector'; readonly items: readonly Part[] }
  | { readonly kind: 'integers'; readonly values: readonly number[] }
  | { readonly kind: 'text'; readonly text: string }
  /** A vector of bytes, aligned to 16. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Something of the old file, at this position in it. */
  | { readonly kind: 'old'; readonly position: number }

/** Stands in its table instead of behind an offset. */
export type Scalar =
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'byte'; readonly value: number }

export const table = (fields: Readonly<Record<number, Part | Scalar>>): Part => ({
  kind: 'table',
  fields,
})
export const vector = (items: readonly Part[]): Part => ({ kind: 'vector', items })
export const integers = (values: readonly number[]): Part => ({ kind: 'integers', values })
export const text = (words: string): Part => ({ kind: 'text', text: words })
export const data = (bytes: Uint8Array): Part => ({ kind: 'bytes', bytes })
export const old = (position: number): Part => ({ kind: 'old', position })
export const integer = (value: number): Scalar => ({ kind: 'integer', value })
export const byte = (value: number): Scalar => ({ kind: 'byte', value })

const HEADER_BYTES = 8
const FILE_ALIGNMENT = 64
const DATA_ALIGNMENT = 16

/**
 * @param root the table that the new file starts with.
 * @param model the old file; the parts of kind `old` are positions in it.
 */
export function prepend(root: Part, model: Buffer): Buffer {
  const places = placesOf(root)
  const last = [...places].at(-1)
  const end = last === undefined ? HEADER_BYTES : last[1] + sizeOf(last[0])
  const base = align(end, FILE_ALIGNMENT)
  const file = Buffer.concat([Buffer.alloc(base), model])
  const placeOf = (part: Part): number =>
    part.kind === 'old' ? base + part.position : (places.get(part) ?? 0)
  const link = (at: number, part: Part): void => {
    file.writeUInt32LE(placeOf(part) - at, at)
  }
  link(0, root)
  file.write(TFLITE_IDENTIFIER, 4, 'latin1')
  for (const [part, at] of places) write(file, part, at, link)
  return file
}

/** Parents before children: where each new part comes to lie. */
function placesOf(root: Part): Map<Part, number> {
  const places = new Map<Part, number>()
  const queue = [root]
  let end = HEADER_BYTES
  for (let part = queue.shift(); part !== undefined; part = queue.shift()) {
    if (part.kind === 'old' || places.has(part)) continue
    const at = startOf(part, end)
    places.set(part, at)
    end = at + sizeOf(part)
    queue.push(...childrenOf(part))
  }
  return places
}

/** A table is preceded by its list of fields; the bytes of data are aligned, not their length before them. */
function startOf(part: Part, end: number): number {
  if (part.kind === 'table') return align(align(end, 4) + fieldTableBytes(part.fields), 4)
  return part.kind === 'bytes' ? align(end + 4, DATA_ALIGNMENT) - 4 : align(end, 4)
}

function sizeOf(part: Part): number {
  switch (part.kind) {
    case 'table':
      return 4 + 4 * Object.keys(part.fields).length
    case 'vector':
      return 4 + 4 * part.items.length
    case 'integers':
      return 4 + 4 * part.values.length
    case 'text':
      return 4 + Buffer.byteLength(part.text) + 1
    case 'bytes':
      return 4 + part.bytes.length
    case 'old':
      return 0
    default:
      return assertNever(part)
  }
}

function childrenOf(part: Part): Part[] {
  if (part.kind === 'vector') return [...part.items]
  if (part.kind !== 'table') return []
  return Object.values(part.fields).filter((field): field is Part => !isScalar(field))
}

function write(file: Buffer, part: Part, at: number, link: (at: number, to: Part) => void): void {
  switch (part.kind) {
    case 'table':
      writeTable(file, part.fields, at, link)
      break
    case 'vector':
      file.writeUInt32LE(part.items.length, at)
      part.items.forEach((item, index) => link(at + 4 + 4 * index, item))
      break
    case 'integers':
      file.writeUInt32LE(part.values.length, at)
      part.values.forEach((value, index) => file.writeInt32LE(value, at + 4 + 4 * index))
      break
    case 'text':
      file.writeUInt32LE(Buffer.byteLength(part.text), at)
      file.write(part.text, at + 4)
      break
    case 'bytes':
      file.writeUInt32LE(part.bytes.length, at)
      file.set(part.bytes, at + 4)
      break
    case 'old':
      break
  }
}

/** Every field takes four bytes, also a byte: room for simplicity. */
function writeTable(
  file: Buffer,
  fields: Readonly<Record<number, Part | Scalar>>,
  at: number,
  link: (at: number, to: Part) => void,
): void {
  const fieldTable = align(at - fieldTableBytes(fields) - 3, 4)
  const entries = Object.entries(fields)
  file.writeUInt16LE(fieldTableBytes(fields), fieldTable)
  file.writeUInt16LE(4 + 4 * entries.length, fieldTable + 2)
  file.writeInt32LE(at - fieldTable, at)
  entries.forEach(([slot, field], index) => {
    const offset = 4 + 4 * index
    file.writeUInt16LE(offset, fieldTable + 4 + 2 * Number(slot))
    if (field.kind === 'integer') file.writeInt32LE(field.value, at + offset)
    else if (field.kind === 'byte') file.writeUInt8(field.value, at + offset)
    else link(at + offset, field)
  })
}

function fieldTableBytes(fields: Readonly<Record<number, unknown>>): number {
  return 4 + 2 * (Math.max(-1, ...Object.keys(fields).map(Number)) + 1)
}

function isScalar(field: Part | Scalar): field is Scalar {
  return field.kind === 'integer' || field.kind === 'byte'
}

function align(position: number, to: number): number {
  return Math.ceil(position / to) * to
}
