/**
 * Grey and shrinking as Pillow does them for `image.convert('L').resize((n, n), LANCZOS)`, byte for byte: sums of
 * whole numbers with Pillow's 22-bit weights, rounded to 8 bits after the horizontal pass and again after the
 * vertical one. The kernel reaches three times
 * the scale to both sides; its weights are normalised in floating point, then rounded, halves away from zero.
 */
import { lanczosFor, WEIGHT_BITS, type Lanczos } from './lanczos.ts'
import { createRowKernel, LANES } from './rowKernel.ts'

/** Scratch memory only: every call writes what it reads. */
const KERNEL = createRowKernel()
const PAGE_BYTES = 65_536
/** More than the kernel reads beyond the end of a line. */
const PADDING_BYTES = 64

const HALF = 1 << (WEIGHT_BITS - 1)

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
  // Columns become rows here, so that the second pass reads them as lines too; it turns them back.
  const narrow = shrinkRows(rgb, widthPx, heightPx, sizePx)
  return shrinkLines(narrow, heightPx, sizePx)
}

/** @returns `sizePx` lines of `heightPx` greys: the columns of the narrow picture. */
function shrinkRows(
  rgb: Uint8Array,
  widthPx: number,
  heightPx: number,
  sizePx: number,
): Uint8Array {
  const lanczos = lanczosFor(widthPx, sizePx)
  const greyStart = padded(3 * widthPx)
  const memory = reserve(greyStart, widthPx, lanczos)
  const columns = new Uint8Array(sizePx * heightPx)
  for (let row = 0; row < heightPx; row += 1) {
    memory.set(rgb.subarray(3 * widthPx * row, 3 * widthPx * (row + 1)))
    KERNEL.grey(0, greyStart, greyStart + 2 * widthPx)
    weighLine(greyStart, widthPx, lanczos, columns, row, heightPx)
  }
  return columns
}

/** @param lines greys, as many lines as come out for each. @returns the square, lines as its columns. */
function shrinkLines(lines: Uint8Array, lengthPx: number, sizePx: number): Uint8Array {
  const lanczos = lanczosFor(lengthPx, sizePx)
  const memory = reserve(0, lengthPx, lanczos)
  const greys = new Int16Array(memory.buffer, 0, lengthPx)
  const square = new Uint8Array(sizePx * sizePx)
  for (let line = 0; line < sizePx; line += 1) {
    greys.set(lines.subarray(line * lengthPx, (line + 1) * lengthPx))
    weighLine(0, lengthPx, lanczos, square, line, sizePx)
  }
  return square
}

/** Weighs the line of greys at `start` into every `step`th byte of `target` from `first` on. */
function weighLine(
  start: number,
  lengthPx: number,
  { taps }: Lanczos,
  target: Uint8Array,
  first: number,
  step: number,
): void {
  const weightStart = start + padded(2 * lengthPx)
  let place = first
  for (const tap of taps) {
    const greys = start + 2 * tap.start
    const sum = KERNEL.weigh(greys, weightStart + 2 * tap.offset, greys + 2 * LANES * tap.blocks)
    target[place] = Math.min(255, Math.max(0, ((sum + HALF) | 0) >> WEIGHT_BITS))
    place += step
  }
}

/** The kernel's memory with the weights in it, behind a line of greys that begins at `lineStart`. */
function reserve(lineStart: number, lengthPx: number, { packed }: Lanczos): Uint8Array {
  const weightStart = lineStart + padded(2 * lengthPx)
  const missing = weightStart + packed.byteLength - KERNEL.memory.buffer.byteLength
  if (missing > 0) KERNEL.memory.grow(Math.ceil(missing / PAGE_BYTES))
  new Int16Array(KERNEL.memory.buffer, weightStart, packed.length).set(packed)
  return new Uint8Array(KERNEL.memory.buffer)
}

function padded(bytes: number): number {
  return PADDING_BYTES * (Math.ceil(bytes / PADDING_BYTES) + 1)
}
