/**
 * What a ranker sees of an image: everything relative to the set it is in. Whether a picture is sharp says
 * little; that it is the sharpest of its three variants says what a person sees who chooses between them.
 */
import { TECHNICAL_FEATURES } from '../../shared/features.ts'
import type { SetTable } from '../../shared/ranking.ts'
import { at } from '../training/numbers.ts'

const TECHNICAL_COUNT = TECHNICAL_FEATURES.length

/** Names of the small inputs, in the order of the input vector. */
export const SMALL_INPUTS: readonly string[] = [
  'stage-difference',
  'stage-rank',
  'stage-is-highest',
  ...TECHNICAL_FEATURES.map((name) => `${name}-difference`),
  ...TECHNICAL_FEATURES.map((name) => `${name}-rank`),
]

/** Input vectors of all rows of a table: the small inputs, then the embedding block if it is wanted. */
export interface InputTable {
  /** Rows x width, row-major, not yet standardised. */
  readonly values: Float32Array
  readonly width: number
  /** Length of the embedding block; 0 without one. */
  readonly embeddingWidth: number
}

/**
 * The input vectors of every row.
 *
 * Differences are to the mean of the set; ranks go from 0 (least of the set) to 1 (greatest), equal values
 * sharing their mean rank. A number that is not known (NaN, infinite) counts as the mean of the known ones
 * of its set, so that it speaks neither for nor against its image; an embedding with one such number is
 * not known as a whole.
 */
export function relativeInputs(table: SetTable, withEmbedding: boolean): InputTable {
  const embeddingWidth = withEmbedding ? table.embeddingDimension : 0
  const width = SMALL_INPUTS.length + embeddingWidth
  const values = new Float32Array(at(table.rowStart, table.setCount) * width)
  const inputs = { values, width, embeddingWidth }
  for (let set = 0; set < table.setCount; set += 1) {
    const start = at(table.rowStart, set)
    const end = at(table.rowStart, set + 1)
    writeStage(table, inputs, start, end)
    for (let feature = 0; feature < TECHNICAL_COUNT; feature += 1) {
      const column = knownOrMean(readColumn(table.technical, TECHNICAL_COUNT, feature, start, end))
      writeColumn(inputs, 3 + feature, start, differencesToMean(column))
      writeColumn(inputs, 3 + TECHNICAL_COUNT + feature, start, ranks(column))
    }
    if (embeddingWidth > 0) writeEmbedding(table, inputs, start, end)
  }
  return inputs
}

/** Unknown numbers replaced by the mean of the known ones; all 0 when none is known. */
export function knownOrMean(column: Float64Array): Float64Array {
  let total = 0
  let known = 0
  for (const value of column) {
    if (!Number.isFinite(value)) continue
    total += value
    known += 1
  }
  if (known === column.length) return column
  const mean = known === 0 ? 0 : total / known
  return column.map((value) => (Number.isFinite(value) ? value : mean))
}

/** One feature of the rows start .. end-1 of a row-major table. */
export function readColumn(
  values: Float32Array,
  width: number,
  feature: number,
  start: number,
  end: number,
): Float64Array {
  const column = new Float64Array(end - start)
  for (let image = 0; image < column.length; image += 1) {
    column[image] = at(values, (start + image) * width + feature)
  }
  return column
}

function writeStage(table: SetTable, inputs: InputTable, start: number, end: number): void {
  const stages = knownOrMean(readColumn(table.stage, 1, 0, start, end))
  const highest = Math.max(...stages)
  writeColumn(inputs, 0, start, differencesToMean(stages))
  writeColumn(inputs, 1, start, ranks(stages))
  writeColumn(
    inputs,
    2,
    start,
    stages.map((stage) => (stage === highest ? 1 : 0)),
  )
}

function writeEmbedding(table: SetTable, inputs: InputTable, start: number, end: number): void {
  const { values, width, embeddingWidth } = inputs
  const source = table.embedding
  const offset = SMALL_INPUTS.length
  const mean = new Float64Array(embeddingWidth)
  const known: number[] = []
  for (let row = start; row < end; row += 1) {
    const vector = source.subarray(row * embeddingWidth, (row + 1) * embeddingWidth)
    if (!vector.every(Number.isFinite)) continue
    known.push(row)
    for (let index = 0; index < embeddingWidth; index += 1) {
      mean[index] = at(mean, index) + at(vector, index)
    }
  }
  for (const row of known) {
    for (let index = 0; index < embeddingWidth; index += 1) {
      values[row * width + offset + index] =
        at(source, row * embeddingWidth + index) - at(mean, index) / known.length
    }
  }
}

function writeColumn(inputs: InputTable, input: number, start: number, column: Float64Array): void {
  for (const [image, value] of column.entries()) {
    inputs.values[(start + image) * inputs.width + input] = value
  }
}

function differencesToMean(column: Float64Array): Float64Array {
  let total = 0
  for (const value of column) total += value
  const mean = total / column.length
  return column.map((value) => value - mean)
}

/** Share of the other images that lie below, equal ones counting half: 0 to 1, and 0.5 when alone. */
function ranks(column: Float64Array): Float64Array {
  if (column.length === 1) return Float64Array.of(0.5)
  return column.map((value) => {
    let below = 0
    let equal = -1
    for (const other of column) {
      if (other < value) below += 1
      else if (other === value) equal += 1
    }
    return (below + equal / 2) / (column.length - 1)
  })
}
