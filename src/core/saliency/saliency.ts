/** Which part of a picture stands out. Chosen by measurement: docs/decisions/007-saliency.md. */
import type { Saliency } from '../../shared/features.ts'
import type { Box, ByteMap } from '../../shared/people.ts'
import { centreOf } from '../features/subject.ts'
import { distanceFromBorder } from './fromBorder.ts'
import { CELLS, scaledToOne, SIDE } from './grid.ts'
import { signature } from './signature.ts'

export { SIDE as SALIENCY_SIDE } from './grid.ts'

/** Standard deviation of the weight on the middle, in pictures: subjects seldom stand in a corner. */
const MIDDLE_SIGMA = 0.45

/** Share of Otsu's threshold above which a cell is part of the subject. */
const BOX_THRESHOLD_SHARE = 0.8

/**
 * Map, box and centre of what stands out: the geometric mean of the signature and of the distance from
 * the border, weighted towards the middle. Where nothing does, all of the picture.
 * @param colours mean red, green and blue, 0-255, of SALIENCY_SIDE x SALIENCY_SIDE cells over the whole
 * picture, rows from the top.
 */
export function findSalient(colours: Float64Array): Omit<Saliency, 'inside'> {
  const channels = opponentChannels(colours)
  const rarity = scaledToOne(signature(channels))
  const distance = scaledToOne(distanceFromBorder(channels))
  const weighted = distance.map(
    (value, cell) => Math.sqrt(value * (rarity[cell] ?? 0)) * middle(cell),
  )
  const values = Uint8Array.from(scaledToOne(weighted), (value) => Math.round(255 * value))
  const isFlat = values.every((value) => value === 0)
  const map = { columns: SIDE, rows: SIDE, values: isFlat ? values.fill(255) : values }
  return { map, box: boxOf(map), centre: centreOf(map) }
}

/** The smallest box around the cells above a share of Otsu's threshold; at least one cell. */
export function boxOf({ columns, rows, values }: ByteMap): Box {
  const threshold = BOX_THRESHOLD_SHARE * otsu(values)
  let [left, top, right, bottom] = [columns, rows, 0, 0]
  values.forEach((value, cell) => {
    if (value <= threshold) return
    const [column, row] = [cell % columns, Math.floor(cell / columns)]
    left = Math.min(left, column)
    top = Math.min(top, row)
    right = Math.max(right, column + 1)
    bottom = Math.max(bottom, row + 1)
  })
  if (right === 0) return { left: 0, top: 0, right: 1, bottom: 1 }
  return { left: left / columns, top: top / rows, right: right / columns, bottom: bottom / rows }
}

/** Luma, red against green, yellow against blue: the axes in which eyes compare colours, in grey levels. */
function opponentChannels(colours: Float64Array): readonly Float64Array[] {
  const channel = (red: number, green: number, blue: number): Float64Array =>
    Float64Array.from({ length: CELLS }, (_, cell) => {
      const at = cell * 3
      return (
        red * (colours[at] ?? 0) + green * (colours[at + 1] ?? 0) + blue * (colours[at + 2] ?? 0)
      )
    })
  return [channel(0.299, 0.587, 0.114), channel(1, -1, 0), channel(0.5, 0.5, -1)]
}

function middle(cell: number): number {
  const x = ((cell % SIDE) + 0.5) / SIDE - 0.5
  const y = (Math.floor(cell / SIDE) + 0.5) / SIDE - 0.5
  return Math.exp(-(x ** 2 + y ** 2) / (2 * MIDDLE_SIGMA ** 2))
}

/**
 * Otsu, "A Threshold Selection Method from Gray-Level Histograms" (1979): the value, of those below the
 * greatest, that parts dark from bright with the greatest variance between them. -1 when all are the same.
 */
function otsu(values: Uint8Array): number {
  const histogram = new Float64Array(256)
  for (const value of values) histogram[value] = (histogram[value] ?? 0) + 1
  const sum = values.reduce((total, value) => total + value, 0)
  let [count, below, greatest, threshold] = [0, 0, 0, -1]
  histogram.forEach((pixels, level) => {
    count += pixels
    below += pixels * level
    const above = values.length - count
    if (count === 0 || above === 0) return
    const between = count * above * (below / count - (sum - below) / above) ** 2
    if (between > greatest) [greatest, threshold] = [between, level]
  })
  return threshold
}
