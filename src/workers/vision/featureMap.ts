/** Where a network's features are strong, as a small grey map of the picture. */
import type { ByteMap } from '../../shared/people.ts'

/**
 * Norm over channels of a (channels, rows, columns) feature map, scaled so that the greatest value is 255;
 * all zero where the features are.
 */
export function normMap(
  features: Float32Array,
  channels: number,
  rows: number,
  columns: number,
): ByteMap {
  const cells = rows * columns
  const sumOfSquares = new Float64Array(cells)
  for (let channel = 0; channel < channels; channel += 1) {
    for (let cell = 0; cell < cells; cell += 1) {
      const value = features[channel * cells + cell] ?? 0
      sumOfSquares[cell] = (sumOfSquares[cell] ?? 0) + value * value
    }
  }
  const greatest = Math.sqrt(sumOfSquares.reduce((most, sum) => Math.max(most, sum), 0))
  const scale = greatest === 0 ? 0 : 255 / greatest
  const values = Uint8Array.from(sumOfSquares, (sum) => Math.round(Math.sqrt(sum) * scale))
  return { columns, rows, values }
}

/**
 * The map of a centre crop as a map of the whole picture: as many cells as fit are added on both ends of
 * the longer side, with 0, because the network saw nothing there. Cells keep their size to within half a cell.
 * @param aspect width / height of the picture.
 */
export function onWholePicture(map: ByteMap, aspect: number): ByteMap {
  const addedColumns = Math.max(0, Math.round((map.columns * (aspect - 1)) / 2))
  const addedRows = Math.max(0, Math.round((map.rows * (1 / aspect - 1)) / 2))
  const columns = map.columns + 2 * addedColumns
  const rows = map.rows + 2 * addedRows
  const values = new Uint8Array(columns * rows)
  for (let row = 0; row < map.rows; row += 1) {
    const from = row * map.columns
    const line = map.values.subarray(from, from + map.columns)
    values.set(line, (row + addedRows) * columns + addedColumns)
  }
  return { columns, rows, values }
}
