/** Which pixels are a person: fine where it is measured, small where it is kept. */
import { personOf } from '../../core/people/person.ts'
import { regionNumbers } from '../../core/pixels/region.ts'
import type { ByteMap, Person } from '../../shared/people.ts'
import type { Detectors } from './detectors.ts'
import { squareOf, type LumaPlane, type Picture } from './picture.ts'

/** The model sees a square of so many pixels, whatever the picture's proportions. */
const MODEL_PX = 256
/** Long edge of the map that is kept of each of 100,000 pictures: 3 KB in place of 64. */
const KEPT_CELLS = 64

export function findPerson(
  detectors: Detectors,
  picture: Picture,
  { luma, widthPx, heightPx }: LumaPlane,
): Person | null {
  const fine = maskOf(detectors, picture)
  const person = personOf(fine, regionNumbers(luma, widthPx, heightPx, fine))
  return person === null ? null : { ...person, mask: shrunk(fine, picture.aspect) }
}

function maskOf(detectors: Detectors, picture: Picture): ByteMap {
  const result = detectors.mask.segment(squareOf(picture, MODEL_PX))
  try {
    const [mask] = result.confidenceMasks ?? []
    if (mask === undefined) throw new Error('The segmenter gave no mask')
    const values = Uint8Array.from(mask.getAsFloat32Array(), (share) => Math.round(255 * share))
    return { columns: mask.width, rows: mask.height, values }
  } finally {
    result.close()
  }
}

/** The mask with the proportions of the picture, each cell the mean of what it covers. */
export function shrunk({ columns, rows, values }: ByteMap, aspect: number): ByteMap {
  const fewColumns = Math.max(1, Math.round(KEPT_CELLS * Math.min(1, aspect)))
  const fewRows = Math.max(1, Math.round(KEPT_CELLS * Math.min(1, 1 / aspect)))
  const sums = new Float64Array(fewColumns * fewRows)
  const counts = new Float64Array(sums.length)
  for (let row = 0; row < rows; row += 1) {
    const target = Math.floor((row * fewRows) / rows) * fewColumns
    for (let column = 0; column < columns; column += 1) {
      const cell = target + Math.floor((column * fewColumns) / columns)
      sums[cell] = (sums[cell] ?? 0) + (values[row * columns + column] ?? 0)
      counts[cell] = (counts[cell] ?? 0) + 1
    }
  }
  const means = Uint8Array.from(sums, (sum, cell) => Math.round(sum / (counts[cell] ?? 1)))
  return { columns: fewColumns, rows: fewRows, values: means }
}
