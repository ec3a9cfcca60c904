/** Reads the few parts of a flatbuffer that the model files are rebuilt from. Positions are absolute, in bytes. */

/** Where a 32-bit offset at this position leads. */
export function follow(bytes: Buffer, position: number): number {
  return position + bytes.readUInt32LE(position)
}

/** The position of a table's field, null when the table leaves it out. */
export function fieldOf(bytes: Buffer, table: number, slot: number): number | null {
  const fieldTable = table - bytes.readInt32LE(table)
  const entry = 4 + 2 * slot
  if (entry >= bytes.readUInt16LE(fieldTable)) return null
  const offset = bytes.readUInt16LE(fieldTable + entry)
  return offset === 0 ? null : table + offset
}

/** The positions of a vector's 32-bit items; none when the table leaves the vector out. */
export function itemsOf(bytes: Buffer, table: number, slot: number): number[] {
  const field = fieldOf(bytes, table, slot)
  if (field === null) return []
  const vector = follow(bytes, field)
  const count = bytes.readUInt32LE(vector)
  return Array.from({ length: count }, (_, index) => vector + 4 + 4 * index)
}

/** The positions of the tables that a vector of offsets leads to. */
export function tablesOf(bytes: Buffer, table: number, slot: number): number[] {
  return itemsOf(bytes, table, slot).map((item) => follow(bytes, item))
}

/** A vector of 32-bit integers. */
export function integersOf(bytes: Buffer, table: number, slot: number): number[] {
  return itemsOf(bytes, table, slot).map((item) => bytes.readInt32LE(item))
}

/** A text field, empty when the table leaves it out. */
export function textOf(bytes: Buffer, table: number, slot: number): string {
  const field = fieldOf(bytes, table, slot)
  if (field === null) return ''
  const text = follow(bytes, field)
  return bytes.toString('utf8', text + 4, text + 4 + bytes.readUInt32LE(text))
}
