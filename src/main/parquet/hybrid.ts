/**
 * Parquet's run-length and bit-packed encoding of small numbers (levels, indexes into a dictionary), see "RLE" in
 * the format's Encodings.md. Our own because a damaged run must end in an error: the reader of hyparquet goes on
 * for ever at some of them.
 */

/**
 * @param widthBits bits per number, 0-32.
 * @param count how many numbers there must be.
 * @throws Error when `bytes` hold fewer.
 */
export function readHybrid(bytes: Uint8Array, widthBits: number, count: number): Uint32Array {
  if (widthBits > 32) throw new Error(`numbers of ${widthBits} bits`)
  const numbers = new Uint32Array(count)
  if (widthBits === 0) return numbers
  const byteAt = (at: number): number => {
    const byte = bytes[at]
    if (byte === undefined) throw new Error('a page ends inside a run')
    return byte
  }
  let offset = 0
  for (let filled = 0; filled < count;) {
    let head = 0
    for (let shift = 1; ; shift *= 128) {
      const byte = byteAt(offset++)
      head += (byte & 127) * shift
      if (byte < 128) break
    }
    const left = count - filled
    if (head % 2 === 0) {
      let value = 0
      for (let byte = 0; byte < Math.ceil(widthBits / 8); byte++) {
        value += byteAt(offset++) * 256 ** byte
      }
      const length = Math.min(head / 2, left)
      numbers.fill(value, filled, filled + length)
      filled += length
    } else {
      // Groups of eight; the last one may be longer than what is left.
      const packed = ((head - 1) / 2) * 8
      const length = Math.min(packed, left)
      for (let index = 0, bit = 0; index < length; index++) {
        let value = 0
        for (let done = 0; done < widthBits;) {
          const at = bit % 8
          const taken = Math.min(8 - at, widthBits - done)
          const part = (byteAt(offset + (bit - at) / 8) >>> at) & ((1 << taken) - 1)
          value += part * 2 ** done
          done += taken
          bit += taken
        }
        numbers[filled + index] = value
      }
      offset += (packed / 8) * widthBits
      filled += length
    }
  }
  return numbers
}

/** Bits that hold numbers from 0 to `greatest`. */
export function bitsFor(greatest: number): number {
  return 32 - Math.clz32(greatest)
}
