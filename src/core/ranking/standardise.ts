/** Puts inputs of different units on one scale, with numbers taken from the training split alone. */
import { TECHNICAL_FEATURES } from '../../shared/features.ts'
import { at } from '../training/numbers.ts'
import { type InputTable, SMALL_INPUTS } from './inputs.ts'

/**
 * Total variance given to the embedding block: as much as the block of technical differences has, whose
 * inputs have variance 1 each. L2 pulls every weight towards 0 with one strength, which is a normal prior
 * with one variance on each; what a block can contribute to a score under that prior is then proportional
 * to the total variance of its inputs. Standardised one by one, 1,280 embedding numbers would outweigh 29
 * small ones 44 to 1, and with 40 decided sets a ranker would fit them to noise.
 */
export const EMBEDDING_BLOCK_VARIANCE = TECHNICAL_FEATURES.length

/** One mean and one scale for each small input, and one of each for the embedding block, if there is one. */
export interface Standardisation {
  readonly mean: readonly number[]
  readonly scale: readonly number[]
}

/** The same for each number of the input vector, as the graphs take it. */
export interface InputScaling {
  readonly mean: Float32Array
  readonly inverseScale: Float32Array
}

/**
 * Mean and standard deviation over the rows of some sets. An input that never changes gets scale 1, so it
 * becomes 0. The embedding block keeps its own geometry: one scale for all of it, and mean 0, which it has
 * in every set.
 * @param rowStart as in SetTable.
 * @param sets indices of the training split's sets.
 */
export function standardise(
  inputs: InputTable,
  rowStart: Int32Array,
  sets: Int32Array,
): Standardisation {
  const { values, width, embeddingWidth } = inputs
  const total = new Float64Array(SMALL_INPUTS.length)
  const squares = new Float64Array(SMALL_INPUTS.length)
  let embeddingSquares = 0
  let rows = 0
  for (const set of sets) {
    for (let row = at(rowStart, set); row < at(rowStart, set + 1); row += 1) {
      rows += 1
      const offset = row * width
      for (let input = 0; input < SMALL_INPUTS.length; input += 1) {
        const value = at(values, offset + input)
        total[input] = at(total, input) + value
        squares[input] = at(squares, input) + value * value
      }
      for (let input = SMALL_INPUTS.length; input < width; input += 1) {
        embeddingSquares += at(values, offset + input) ** 2
      }
    }
  }
  const mean = Array.from(total, (value) => value / Math.max(rows, 1))
  const scale = mean.map((value, input) =>
    scaleOf(at(squares, input) / Math.max(rows, 1) - value * value),
  )
  if (embeddingWidth > 0) {
    mean.push(0)
    scale.push(scaleOf(embeddingSquares / Math.max(rows, 1) / EMBEDDING_BLOCK_VARIANCE))
  }
  return { mean, scale }
}

/** Spreads the block's one mean and scale over its numbers. */
export function inputScaling(
  { mean, scale }: Standardisation,
  embeddingWidth: number,
): InputScaling {
  const width = SMALL_INPUTS.length + embeddingWidth
  return {
    mean: Float32Array.from({ length: width }, (_, input) => at(mean, placeOf(input))),
    inverseScale: Float32Array.from({ length: width }, (_, input) => 1 / at(scale, placeOf(input))),
  }
}

/** Where an input's mean and scale stand: the whole embedding block shares the last place. */
function placeOf(input: number): number {
  return Math.min(input, SMALL_INPUTS.length)
}

/** Sum of the variances of the standardised inputs, for the first layer's initial weights. */
export function totalInputVariance(embeddingWidth: number): number {
  return SMALL_INPUTS.length + (embeddingWidth > 0 ? EMBEDDING_BLOCK_VARIANCE : 0)
}

/** Below this a variance is rounding error of numbers that are all the same. */
const NO_VARIANCE = 1e-12

function scaleOf(variance: number): number {
  return variance > NO_VARIANCE ? Math.sqrt(variance) : 1
}
