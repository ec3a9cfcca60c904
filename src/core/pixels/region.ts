/** What the pixels of a part of a picture tell: the same numbers as of the whole picture. */
import type { Box, ByteMap, RegionNumbers } from '../../shared/people.ts'
import { addSpan, cellEdges, cellOf, noSums, type LumaPlane, type LumaSums } from './spans.ts'

const WHOLE: Box = { left: 0, top: 0, right: 1, bottom: 1 }

/**
 * Sharpness (log1p of the variance of the Laplacian), exposure (mean luma, 0-1) and contrast (standard
 * deviation of luma, 0-1) inside a region; over the whole picture the very numbers of `measurePixels`.
 * @param luma widthPx x heightPx values, 0-255, rows from the top, long edge 1,024 px for numbers that
 * compare with those of other pictures.
 * @param region a box counts the pixels that it touches, at least one; a map counts each pixel as much as
 * its value there. A map that is 0 everywhere counts the whole picture.
 */
export function regionNumbers(
  luma: Uint8Array,
  widthPx: number,
  heightPx: number,
  region: Box | ByteMap,
): RegionNumbers {
  const plane = { luma, widthPx, heightPx }
  if ('left' in region) return numbersOf(boxSums(plane, region))
  return numbersOf(mapSums(plane, region) ?? boxSums(plane, WHOLE))
}

/** The numbers of cells that count as much as their weights; all the same when every weight is 0. */
export function weightedNumbers(cells: readonly LumaSums[], weights: Uint8Array): RegionNumbers {
  const sums = noSums()
  cells.forEach((cell, index) => {
    addWeighted(sums, cell, weights[index] ?? 0)
  })
  if (sums.pixels === 0) for (const cell of cells) addWeighted(sums, cell, 1)
  return numbersOf(sums)
}

/** Of at least one pixel. */
export function numbersOf(sums: LumaSums): RegionNumbers {
  const { pixels, luma, lumaSquares, laplacian, laplacianSquares } = sums
  return {
    sharpness: Math.log1p(variance(laplacian, laplacianSquares, pixels)),
    exposure: luma / pixels / 255,
    contrast: Math.sqrt(variance(luma, lumaSquares, pixels)) / 255,
  }
}

/** Of `count` values with this sum and this sum of squares; rounding never makes it negative. */
export function variance(sum: number, sumOfSquares: number, count: number): number {
  return Math.max(0, sumOfSquares / count - (sum / count) ** 2)
}

function boxSums(plane: LumaPlane, { left, top, right, bottom }: Box): LumaSums {
  const [fromX, toX] = pixelRange(left, right, plane.widthPx)
  const [fromY, toY] = pixelRange(top, bottom, plane.heightPx)
  const sums = noSums()
  for (let y = fromY; y < toY; y += 1) addSpan(plane, y, fromX, toX, sums)
  return sums
}

/**
 * Neighbouring cells of the same weight are one span: most maps are nothing here and everything there.
 * @returns null when every pixel has the weight 0.
 */
function mapSums(plane: LumaPlane, { columns, rows, values }: ByteMap): LumaSums | null {
  const ofWeight = Array.from({ length: 256 }, noSums)
  const edges = cellEdges(plane.widthPx, columns)
  for (let y = 0; y < plane.heightPx; y += 1) {
    const firstCell = cellOf(y, plane.heightPx, rows) * columns
    for (let column = 0, next = 0; column < columns; column = next) {
      const weight = values[firstCell + column] ?? 0
      next = column + 1
      while (next < columns && values[firstCell + next] === weight) next += 1
      const [fromX, toX] = [edges[column] ?? 0, edges[next] ?? 0]
      const sums = ofWeight[weight]
      if (weight > 0 && fromX < toX && sums !== undefined) addSpan(plane, y, fromX, toX, sums)
    }
  }
  const total = noSums()
  ofWeight.forEach((sums, weight) => {
    addWeighted(total, sums, weight)
  })
  return total.pixels === 0 ? null : total
}

/** First pixel that a range of fractions touches, and one behind the last; inside the picture, one at least. */
function pixelRange(from: number, to: number, lengthPx: number): readonly [number, number] {
  const first = Math.min(lengthPx - 1, Math.max(0, Math.floor(from * lengthPx)))
  return [first, Math.min(lengthPx, Math.max(first + 1, Math.ceil(to * lengthPx)))]
}

function addWeighted(sums: LumaSums, cell: LumaSums, weight: number): void {
  sums.pixels += weight * cell.pixels
  sums.luma += weight * cell.luma
  sums.lumaSquares += weight * cell.lumaSquares
  sums.laplacian += weight * cell.laplacian
  sums.laplacianSquares += weight * cell.laplacianSquares
}
