/** Batches of whole sets: an image is only ever compared with the images of its own set. */
import { at } from './numbers.ts'
import type { Random } from './random.ts'

/** The part of a decided table that batches need. */
export interface SetsToLearn {
  /** Length sets + 1, as in SetTable. */
  readonly rowStart: Int32Array
  /** Index of the picked image within its set. */
  readonly winner: Int32Array
  readonly weight: Float32Array
}

/** Added to the score of a slot without an image: exp of it is exactly 0 in float32. */
const NO_IMAGE = -1e9

/** The inputs of a training step that depend on the sets chosen for it; see `buildStepGraph`. */
export interface Batch {
  readonly rowCount: number
  readonly setCount: number
  /** Images of the largest set. */
  readonly slotCount: number
  readonly row: Int32Array
  readonly slot: Int32Array
  readonly padding: Float32Array
  readonly target: Float32Array
  readonly setWeight: Float32Array
  readonly position: Int32Array
}

/**
 * Lays out some sets for one step.
 * @param sets indices of the sets, at least one.
 * @param meanWeight mean of `weight` over all sets in training: weights are divided by it and by the
 * number of sets in the batch, so that the loss is a mean over sets whatever their weights are.
 */
export function buildBatch(table: SetsToLearn, sets: Int32Array, meanWeight: number): Batch {
  let rowCount = 0
  let slotCount = 0
  for (const set of sets) {
    const size = at(table.rowStart, set + 1) - at(table.rowStart, set)
    rowCount += size
    slotCount = Math.max(slotCount, size)
  }
  const cells = sets.length * slotCount
  const row = new Int32Array(rowCount)
  const slot = new Int32Array(cells)
  const padding = new Float32Array(cells).fill(NO_IMAGE)
  const target = new Float32Array(cells)
  const setWeight = new Float32Array(sets.length)
  const position = new Int32Array(rowCount)
  let next = 0
  for (const [place, set] of sets.entries()) {
    const start = at(table.rowStart, set)
    const size = at(table.rowStart, set + 1) - start
    for (let image = 0; image < size; image += 1) {
      const cell = place * slotCount + image
      row[next] = start + image
      slot[cell] = next
      padding[cell] = 0
      position[next] = cell
      next += 1
    }
    target[place * slotCount + at(table.winner, set)] = 1
    setWeight[place] = at(table.weight, set) / (meanWeight * sets.length)
  }
  return {
    rowCount,
    setCount: sets.length,
    slotCount,
    row,
    slot,
    padding,
    target,
    setWeight,
    position,
  }
}

/**
 * A dropout mask: each number is 0 with probability `dropout` (to 1 in 256), else 1 / (1 - dropout).
 * One draw of 32 bits decides four numbers: a mask is needed at every step.
 * @param dropout a multiple of 1/256, see `dropoutShare`.
 */
export function dropoutMask(length: number, dropout: number, random: Random): Float32Array {
  const mask = new Float32Array(length)
  const kept = 1 / (1 - dropout)
  const threshold = dropout * 256
  let bits = 0
  for (let index = 0; index < length; index += 1) {
    bits = index % 4 === 0 ? random.bits() : bits >>> 8
    mask[index] = (bits & 255) < threshold ? 0 : kept
  }
  return mask
}

/** The nearest share that a mask can keep exactly: a multiple of 1/256. */
export function dropoutShare(wanted: number): number {
  return Math.round(wanted * 256) / 256
}
