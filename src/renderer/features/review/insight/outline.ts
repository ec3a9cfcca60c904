/** What the pixels of a map become on screen: an outline, a tint, a dimming. */
import type { ByteMap, Point } from '../../../../shared/people.ts'

/** Halfway between none and full. */
const INSIDE_FROM = 127.5
/** Alpha of the tint where the map is full, and of the dimming where it is empty; of 255. */
const TINT_ALPHA = 30
const DIMMING_ALPHA = 196

/** A piece of an outline, in fractions of the picture. */
export type Segment = readonly [Point, Point]

/**
 * The border between inside and outside of a map, by marching squares on the centres of its cells. Beyond
 * the edge of the picture the map goes on as at the edge: what is cut by the edge has no border there.
 */
export function outlineOf(map: ByteMap): readonly Segment[] {
  const { columns, rows } = map
  const segments: Segment[] = []
  for (let row = -1; row < rows; row += 1) {
    for (let column = -1; column < columns; column += 1) {
      if (isUniform(map, column, row)) continue
      const crossings = crossingsOf(map, column, row)
      // Two crossings are one piece; four are a saddle, cut into the pieces top-right and bottom-left.
      for (let index = 0; index + 1 < crossings.length; index += 2) {
        const [from, to] = [crossings[index], crossings[index + 1]]
        if (from !== undefined && to !== undefined) segments.push([from, to])
      }
    }
  }
  return segments
}

/** Nearly every square is: they must cost next to nothing. */
function isUniform(map: ByteMap, column: number, row: number): boolean {
  const isInside = valueAt(map, column, row) >= INSIDE_FROM
  return (
    valueAt(map, column + 1, row) >= INSIDE_FROM === isInside &&
    valueAt(map, column, row + 1) >= INSIDE_FROM === isInside &&
    valueAt(map, column + 1, row + 1) >= INSIDE_FROM === isInside
  )
}

/** Where the border crosses the square between four neighbouring cell centres: top, right, bottom, left. */
function crossingsOf(map: ByteMap, column: number, row: number): readonly Point[] {
  const corner = (right: 0 | 1, down: 0 | 1) => ({
    x: (column + right + 0.5) / map.columns,
    y: (row + down + 0.5) / map.rows,
    value: valueAt(map, column + right, row + down),
  })
  const corners = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)]
  return corners.flatMap((from, index) => {
    const to = corners[(index + 1) % 4]
    if (to === undefined || from.value >= INSIDE_FROM === to.value >= INSIDE_FROM) return []
    const share = (INSIDE_FROM - from.value) / (to.value - from.value)
    return [{ x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) }]
  })
}

function valueAt({ columns, rows, values }: ByteMap, column: number, row: number): number {
  const inColumn = Math.min(columns - 1, Math.max(0, column))
  const inRow = Math.min(rows - 1, Math.max(0, row))
  return values[inRow * columns + inColumn] ?? 0
}

/** White over what the map holds. RGBA, rows from the top. */
export function tintPixels({ values }: ByteMap): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4)
  values.forEach((value, cell) => {
    pixels.set([255, 255, 255, (value / 255) * TINT_ALPHA], cell * 4)
  })
  return pixels
}

/** Black over what the map leaves out: what stands out stays bright. RGBA, rows from the top. */
export function dimmingPixels({ values }: ByteMap): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4)
  values.forEach((value, cell) => {
    pixels.set([0, 0, 0, (1 - value / 255) * DIMMING_ALPHA], cell * 4)
  })
  return pixels
}
