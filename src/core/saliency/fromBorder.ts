/** How far every part of a picture is from its border, counted in changes of colour on the way. */
import { blurred, CELLS, SIDE } from './grid.ts'

/** In cells. */
const BLUR_CELLS = 1

/** Share of the median step between neighbours that is free: texture must not add up to a distance. */
const FREE_STEP_SHARE = 0.5

/** A step below one grey level is noise, or rounding. */
const LEAST_FREE_STEP = 1

/**
 * Wei, Wen, Zhu and Sun, "Geodesic Saliency Using Background Priors" (2012), on cells in place of patches:
 * the border is background, and so is what is reached from it without crossing an edge. Blurred; all
 * zero when nothing stands out.
 * @param channels planes of SIDE x SIDE values in grey levels.
 */
export function distanceFromBorder(channels: readonly Float64Array[]): Float64Array {
  const right = stepsTo(channels, 1)
  const down = stepsTo(channels, SIDE)
  const free = Math.max(
    LEAST_FREE_STEP,
    FREE_STEP_SHARE * median(Float64Array.of(...right, ...down)),
  )
  const paid = (steps: Float64Array): Float64Array => steps.map((step) => Math.max(0, step - free))
  return blurred(shortest(paid(right), paid(down)), BLUR_CELLS)
}

/** Euclidean difference of each cell to the one `offset` later; 0 where that one is none or in another row. */
function stepsTo(channels: readonly Float64Array[], offset: number): Float64Array {
  const squares = new Float64Array(CELLS)
  for (const channel of channels) {
    for (let cell = 0; cell < CELLS; cell += 1) {
      if (!hasNext(cell, offset)) continue
      const step = (channel[cell + offset] ?? 0) - (channel[cell] ?? 0)
      squares[cell] = (squares[cell] ?? 0) + step * step
    }
  }
  return squares.map(Math.sqrt)
}

function hasNext(cell: number, offset: number): boolean {
  return offset === 1 ? cell % SIDE < SIDE - 1 : cell + offset < CELLS
}

/** Distances are relaxed in rows, forth and back, until none changes: a few times are enough. */
function shortest(right: Float64Array, down: Float64Array): Float64Array {
  const distances = Float64Array.from({ length: CELLS }, (_, cell) =>
    isBorder(cell) ? 0 : Number.POSITIVE_INFINITY,
  )
  let hasChanged = true
  const relax = (cell: number): void => {
    if (isBorder(cell)) return
    const best = Math.min(
      (distances[cell - 1] ?? 0) + (right[cell - 1] ?? 0),
      (distances[cell + 1] ?? 0) + (right[cell] ?? 0),
      (distances[cell - SIDE] ?? 0) + (down[cell - SIDE] ?? 0),
      (distances[cell + SIDE] ?? 0) + (down[cell] ?? 0),
    )
    if (best < (distances[cell] ?? 0)) {
      distances[cell] = best
      hasChanged = true
    }
  }
  while (hasChanged) {
    hasChanged = false
    for (let cell = 0; cell < CELLS; cell += 1) relax(cell)
    for (let cell = CELLS - 1; cell >= 0; cell -= 1) relax(cell)
  }
  return distances
}

function isBorder(cell: number): boolean {
  const [column, row] = [cell % SIDE, Math.floor(cell / SIDE)]
  return column === 0 || row === 0 || column === SIDE - 1 || row === SIDE - 1
}

function median(values: Float64Array): number {
  return values.toSorted()[values.length >> 1] ?? 0
}
