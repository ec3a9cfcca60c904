/** Where the persons of a picture are, from the mask of all of them. */
import type { ByteMap, Person, RegionNumbers, Side } from '../../shared/people.ts'

/** Above one half. */
const INSIDE = 128
/**
 * Share of the picture below which there is no person to speak of: in a picture of 2,048 px a figure of 80 by
 * 260 px. So small a figure does not decide between pictures, and specks of a mask are as large.
 */
const LEAST_AREA = 0.005
/**
 * An edge cuts the person where the mask runs along it, without a gap, over this share of the edge: half of the
 * width of an arm in a picture of a whole person. A sole or a fingertip that touches the edge is narrower.
 */
const LEAST_CUT = 0.04
/** And over more than one cell, which may be noise. */
const LEAST_CUT_CELLS = 2

/**
 * Null when the mask covers too little to be a person, or its size is not columns by rows.
 * @param mask of all persons together.
 * @param inside what the pixels tell inside the mask; carried along.
 */
export function personOf(mask: ByteMap, inside: RegionNumbers): Person | null {
  const { columns, rows, values } = mask
  if (values.length === 0 || values.length !== columns * rows) return null
  const isInside = (column: number, row: number): boolean =>
    (values[row * columns + column] ?? 0) >= INSIDE
  let [cells, left, top, right, bottom] = [0, columns, rows, 0, 0]
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (!isInside(column, row)) continue
      cells += 1
      left = Math.min(left, column)
      top = Math.min(top, row)
      right = Math.max(right, column + 1)
      bottom = Math.max(bottom, row + 1)
    }
  }
  const area = cells / values.length
  if (area < LEAST_AREA) return null
  const edges: readonly (readonly [Side, number, (cell: number) => boolean])[] = [
    ['left', rows, (row) => isInside(0, row)],
    ['top', columns, (column) => isInside(column, 0)],
    ['right', rows, (row) => isInside(columns - 1, row)],
    ['bottom', columns, (column) => isInside(column, rows - 1)],
  ]
  return {
    mask,
    box: { left: left / columns, top: top / rows, right: right / columns, bottom: bottom / rows },
    area,
    cutBy: edges.flatMap(([side, length, isCut]) =>
      longestRun(length, isCut) >= Math.max(LEAST_CUT_CELLS, LEAST_CUT * length) ? [side] : [],
    ),
    inside,
  }
}

function longestRun(length: number, holds: (cell: number) => boolean): number {
  let [run, longest] = [0, 0]
  for (let cell = 0; cell < length; cell += 1) {
    run = holds(cell) ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}
