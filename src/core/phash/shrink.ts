/**
 * Grey and shrinking as Pillow does them for `image.convert('L').resize((n, n), LANCZOS)`, byte for byte: sums of
 * whole numbers with Pillow's 22-bit weights, rounded to 8 bits after the horizontal pass and again after the
 * vertical one. The kernel reaches three times
 * the scale to both sides; its weights are normalised in floating point, then rounded, halves away from zero.
 */

const LANCZOS_LOBES = 3
/** 32 bits less 8 of the pixel less 2 for weights whose sum overshoots. */
const WEIGHT_BITS = 22
const HALF = 1 << (WEIGHT_BITS - 1)

/** Weights of 0.299, 0.587 and 0.114 in 16 bits (ITU-R 601). */
const [RED, GREEN, BLUE] = [19_595, 38_470, 7_471]

/**
 * Four rows go through the horizontal pass together, so that each weight is fetched once for four pixels: that
 * takes about two thirds of the time.
 */
type FourRows = readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array]

/** Which source pixels make one target pixel, and with what weight. */
interface Taps {
  readonly start: number
  readonly weights: Int32Array
}

/**
 * @param rgb 8-bit pixels, three bytes each, rows from the top.
 * @param sizePx edge of the square that comes out, whatever the shape of the picture.
 * @returns sizePx * sizePx grey bytes, rows from the top.
 * @throws RangeError unless `rgb` has the length that the size asks for.
 */
export function shrinkToGrey(
  rgb: Uint8Array,
  widthPx: number,
  heightPx: number,
  sizePx: number,
): Uint8Array {
  if (widthPx < 1 || heightPx < 1 || rgb.length !== 3 * widthPx * heightPx) {
    throw new RangeError(`${rgb.length} bytes are no picture of ${widthPx} x ${heightPx} pixels`)
  }
  if (isHeightFirst(widthPx, heightPx, sizePx)) {
    const turned = shrinkWidthFirst(
      transposed(rgb, widthPx, heightPx, 3),
      heightPx,
      widthPx,
      sizePx,
    )
    return transposed(turned, sizePx, sizePx, 1)
  }
  return shrinkWidthFirst(rgb, widthPx, heightPx, sizePx)
}

/** Pillow shrinks the height first where it shrinks more than twice as much (Pillow 13; older ones never do). */
function isHeightFirst(widthPx: number, heightPx: number, sizePx: number): boolean {
  return heightPx > sizePx && heightPx - sizePx > 2 * (widthPx - sizePx)
}

/** Rows become columns. */
function transposed(
  bytes: Uint8Array,
  widthPx: number,
  heightPx: number,
  channels: number,
): Uint8Array {
  const turned = new Uint8Array(bytes.length)
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      const from = channels * (y * widthPx + x)
      turned.set(bytes.subarray(from, from + channels), channels * (x * heightPx + y))
    }
  }
  return turned
}

function shrinkWidthFirst(
  rgb: Uint8Array,
  widthPx: number,
  heightPx: number,
  sizePx: number,
): Uint8Array {
  return shrinkColumns(shrinkRows(rgb, widthPx, heightPx, sizePx), heightPx, sizePx)
}

function shrinkRows(
  rgb: Uint8Array,
  widthPx: number,
  heightPx: number,
  sizePx: number,
): Uint8Array {
  const taps = lanczosTaps(widthPx, sizePx)
  const narrow = new Uint8Array(sizePx * heightPx)
  const newRow = (): Uint8Array => new Uint8Array(widthPx)
  const grey: FourRows = [newRow(), newRow(), newRow(), newRow()]
  const sums = new Int32Array(4)
  for (let row = 0; row < heightPx; row += 4) {
    const rows = Math.min(4, heightPx - row)
    // The last time some rows may be left over from the time before; what comes of them is not written.
    for (let index = 0; index < rows; index += 1) {
      toGrey(rgb, widthPx * (row + index), grey[index] ?? grey[0])
    }
    for (const [column, { start, weights }] of taps.entries()) {
      weighFourRows(grey, start, weights, sums)
      for (let index = 0; index < rows; index += 1) {
        narrow[(row + index) * sizePx + column] = clipped(sums[index] ?? 0)
      }
    }
  }
  return narrow
}

/** @param start the first pixel of the row. */
function toGrey(rgb: Uint8Array, start: number, grey: Uint8Array): void {
  for (let pixel = 0, byte = 3 * start; pixel < grey.length; pixel += 1, byte += 3) {
    const red = rgb[byte] ?? 0
    const green = rgb[byte + 1] ?? 0
    const blue = rgb[byte + 2] ?? 0
    grey[pixel] = (red * RED + green * GREEN + blue * BLUE + 0x8000) >> 16
  }
}

function weighFourRows(
  [first, second, third, fourth]: FourRows,
  start: number,
  weights: Int32Array,
  sums: Int32Array,
): void {
  let firstSum = HALF
  let secondSum = HALF
  let thirdSum = HALF
  let fourthSum = HALF
  for (let index = 0, pixel = start; index < weights.length; index += 1, pixel += 1) {
    const weight = weights[index] ?? 0
    firstSum = (firstSum + Math.imul(first[pixel] ?? 0, weight)) | 0
    secondSum = (secondSum + Math.imul(second[pixel] ?? 0, weight)) | 0
    thirdSum = (thirdSum + Math.imul(third[pixel] ?? 0, weight)) | 0
    fourthSum = (fourthSum + Math.imul(fourth[pixel] ?? 0, weight)) | 0
  }
  sums[0] = firstSum
  sums[1] = secondSum
  sums[2] = thirdSum
  sums[3] = fourthSum
}

function shrinkColumns(narrow: Uint8Array, heightPx: number, sizePx: number): Uint8Array {
  const small = new Uint8Array(sizePx * sizePx)
  for (const [row, { start, weights }] of lanczosTaps(heightPx, sizePx).entries()) {
    for (let column = 0; column < sizePx; column += 1) {
      let sum = HALF
      for (let index = 0; index < weights.length; index += 1) {
        sum += (narrow[(start + index) * sizePx + column] ?? 0) * (weights[index] ?? 0)
      }
      small[row * sizePx + column] = clipped(sum)
    }
  }
  return small
}

function clipped(sum: number): number {
  return Math.min(255, Math.max(0, sum >> WEIGHT_BITS))
}

function lanczosTaps(sourcePx: number, targetPx: number): Taps[] {
  const scale = sourcePx / targetPx
  // Enlarging keeps the kernel at its own width.
  const kernelScale = Math.max(1, scale)
  const support = LANCZOS_LOBES * kernelScale
  return Array.from({ length: targetPx }, (_, target) => {
    const centre = (target + 0.5) * scale
    const start = Math.max(0, Math.trunc(centre - support + 0.5))
    const end = Math.min(sourcePx, Math.trunc(centre + support + 0.5))
    const inverse = 1 / kernelScale
    const raw = Array.from({ length: end - start }, (__, index) =>
      lanczos((index + start - centre + 0.5) * inverse),
    )
    const total = raw.reduce((sum, weight) => sum + weight, 0)
    return { start, weights: Int32Array.from(raw, (weight) => toWhole(weight / total)) }
  })
}

/** Rounds half away from zero, unlike Math.round. */
function toWhole(weight: number): number {
  const scaled = weight * (1 << WEIGHT_BITS)
  return Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
}

function lanczos(x: number): number {
  return x >= -LANCZOS_LOBES && x < LANCZOS_LOBES ? sinc(x) * sinc(x / LANCZOS_LOBES) : 0
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI)
}
