/** Sums over the luma of a picture and over its Laplacian, for rectangles and for grids of cells. */
import { valueAt } from './luma.ts'

/** Whole numbers, so that the sums of parts add up to those of the whole exactly. */
export interface LumaSums {
  pixels: number
  luma: number
  lumaSquares: number
  laplacian: number
  laplacianSquares: number
  /** Magnitudes of the answer to (1 -2 1, -2 4 -2, 1 -2 1). */
  noise: number
}

/** One place of luma with its size; `luma` holds widthPx x heightPx values, rows from the top. */
export interface LumaPlane {
  readonly luma: Uint8Array
  readonly widthPx: number
  readonly heightPx: number
}

export function noSums(): LumaSums {
  return { pixels: 0, luma: 0, lumaSquares: 0, laplacian: 0, laplacianSquares: 0, noise: 0 }
}

/**
 * Adds the pixels from `fromX` to before `toX` of the row `y`; at least one.
 * The Laplacian is (0 1 0, 1 -4 1, 0 1 0) with the border mirrored without its own pixel, as OpenCV's
 * `Laplacian(grey, CV_64F)` has it; it looks at the neighbours of a span even where they lie outside.
 * Both filters are made of the second differences along a column, which each step hands to the next.
 */
export function addSpan(
  { luma, widthPx, heightPx }: LumaPlane,
  y: number,
  fromX: number,
  toX: number,
  sums: LumaSums,
): void {
  const here = y * widthPx
  const above = mirrored(y - 1, heightPx) * widthPx
  const below = mirrored(y + 1, heightPx) * widthPx
  const start = mirrored(fromX - 1, widthPx)
  const afterLast = mirrored(widthPx, widthPx)
  let left = valueAt(luma, here + start)
  let centre = valueAt(luma, here + fromX)
  let columnLeft = valueAt(luma, above + start) + valueAt(luma, below + start) - 2 * left
  let column = valueAt(luma, above + fromX) + valueAt(luma, below + fromX) - 2 * centre
  let lumaSum = 0
  let lumaSquares = 0
  let laplacianSum = 0
  let laplacianSquares = 0
  let noise = 0
  for (let x = fromX; x < toX; x += 1) {
    const next = x + 1 < widthPx ? x + 1 : afterLast
    const right = valueAt(luma, here + next)
    const columnRight = valueAt(luma, above + next) + valueAt(luma, below + next) - 2 * right
    const laplacian = column + left + right - 2 * centre
    laplacianSum += laplacian
    laplacianSquares += laplacian * laplacian
    noise += Math.abs(columnLeft - 2 * column + columnRight)
    lumaSum += centre
    lumaSquares += centre * centre
    left = centre
    centre = right
    columnLeft = column
    column = columnRight
  }
  sums.pixels += toX - fromX
  sums.luma += lumaSum
  sums.lumaSquares += lumaSquares
  sums.laplacian += laplacianSum
  sums.laplacianSquares += laplacianSquares
  sums.noise += noise
}

/**
 * The sums of every cell of a grid stretched over the picture, rows from the top. A pixel belongs to the
 * cell that its centre lies in; where cells are smaller than pixels some stay empty.
 */
export function cellSums(plane: LumaPlane, columns: number, rows: number): readonly LumaSums[] {
  const cells = Array.from({ length: columns * rows }, noSums)
  const edges = cellEdges(plane.widthPx, columns)
  for (let y = 0; y < plane.heightPx; y += 1) {
    const firstCell = cellOf(y, plane.heightPx, rows) * columns
    for (let column = 0; column < columns; column += 1) {
      const [from, to] = [edges[column] ?? 0, edges[column + 1] ?? 0]
      const cell = cells[firstCell + column]
      if (from < to && cell !== undefined) addSpan(plane, y, from, to, cell)
    }
  }
  return cells
}

/**
 * First pixel of each of `cells` cells along `lengthPx` pixels, and one behind the last pixel. True
 * integers: counting from the -0 that `Math.ceil` answers is half as fast.
 */
export function cellEdges(lengthPx: number, cells: number): Int32Array {
  return Int32Array.from({ length: cells + 1 }, (_, cell) =>
    Math.ceil((cell * lengthPx) / cells - 0.5),
  )
}

/** The cell, of `cells` along `lengthPx` pixels, that the centre of a pixel lies in. */
export function cellOf(pixel: number, lengthPx: number, cells: number): number {
  return Math.floor(((pixel + 0.5) * cells) / lengthPx)
}

/** Index of the pixel that stands in for one beyond the border; the border pixel is not doubled. */
function mirrored(index: number, length: number): number {
  if (length === 1) return 0
  if (index < 0) return 1
  return index < length ? index : length - 2
}
