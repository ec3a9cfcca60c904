/** The 64-bit perceptual hash of a picture: pictures that look alike have hashes of small Hamming distance. */
import { at } from '../training/numbers.ts'
import { cosineTransform, TRANSFORM_LENGTH } from './cosines.ts'
import { shrinkToGrey } from './shrink.ts'

/** Edge of the square of low frequencies, one bit each. */
const HASH_EDGE = 8

/**
 * Bit for bit what Python's `imagehash.phash(image)` prints for the same pixels (ImageHash 4.3, Pillow 13, SciPy on
 * x64): grey, 32 x 32 by Lanczos, cosine transform down the columns and then along the rows, the 8 x 8 lowest
 * frequencies, one bit for each that is above their median.
 * @param rgb 8-bit sRGB pixels, three bytes each, rows from the top.
 * @returns 16 lower-case hex characters; the first bit is the lowest frequency, then along the rows.
 * @throws RangeError unless `rgb` has the length that the size asks for.
 */
export function phash(rgb: Uint8Array, widthPx: number, heightPx: number): string {
  const frequencies = lowFrequencies(shrinkToGrey(rgb, widthPx, heightPx, TRANSFORM_LENGTH))
  const median = medianOfEven(frequencies)
  const bits = Array.from(frequencies, (value) => (value > median ? '1' : '0')).join('')
  return bits.replaceAll(/.{4}/g, (four) => parseInt(four, 2).toString(16))
}

/** @param grey 32 x 32 bytes. @returns 8 x 8 numbers, rows from the top. */
export function lowFrequencies(grey: Uint8Array): Float64Array {
  const edge = TRANSFORM_LENGTH
  const rows = Array.from({ length: HASH_EDGE }, () => new Float64Array(edge))
  for (let column = 0; column < edge; column += 1) {
    const values = Float64Array.from({ length: edge }, (_, row) => at(grey, row * edge + column))
    const transformed = cosineTransform(values)
    for (const [index, row] of rows.entries()) row[column] = at(transformed, index)
  }
  const low = new Float64Array(HASH_EDGE * HASH_EDGE)
  for (const [index, row] of rows.entries()) {
    low.set(cosineTransform(row).subarray(0, HASH_EDGE), index * HASH_EDGE)
  }
  return low
}

/** The mean of the two values in the middle. */
function medianOfEven(values: Float64Array): number {
  const sorted = values.toSorted()
  const upper = sorted.length / 2
  return (at(sorted, upper - 1) + at(sorted, upper)) / 2
}
