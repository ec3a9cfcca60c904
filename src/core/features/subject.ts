/** Where the subject of a picture is: the person where there is one, else the part that stands out. */
import type { Saliency } from '../../shared/features.ts'
import type { Box, ByteMap, People, Point, RegionNumbers } from '../../shared/people.ts'

export interface Subject {
  readonly from: 'person' | 'saliency'
  readonly map: ByteMap
  readonly box: Box
  readonly centre: Point
  readonly inside: RegionNumbers
}

/** Null when neither is known. */
export function subjectOf(saliency: Saliency | null, people: People | null): Subject | null {
  const person = people?.person ?? null
  if (person !== null) {
    const { mask, box, inside } = person
    return { from: 'person', map: mask, box, centre: centreOf(mask), inside }
  }
  if (saliency === null) return null
  return { from: 'saliency', ...saliency }
}

/** Centroid of a map, cells counted at their centres; the middle of the picture when all of it is 0. */
export function centreOf({ columns, rows, values }: ByteMap): Point {
  let total = 0
  let x = 0
  let y = 0
  values.forEach((value, cell) => {
    total += value
    x += value * ((cell % columns) + 0.5)
    y += value * (Math.floor(cell / columns) + 0.5)
  })
  return total === 0 ? { x: 0.5, y: 0.5 } : { x: x / total / columns, y: y / total / rows }
}
