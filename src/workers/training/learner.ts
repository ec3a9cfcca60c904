/** Trains networks of one shape, each on its own split of the sets, through the ONNX step graph. */
import type { InputTable } from '../../core/ranking/inputs.ts'
import { inputScaling, standardise, totalInputVariance } from '../../core/ranking/standardise.ts'
import type { Standardisation } from '../../core/ranking/standardise.ts'
import { adamRates } from '../../core/training/adam.ts'
import { type Batch, buildBatch, dropoutMask } from '../../core/training/batches.ts'
import { dropoutShare, type SetsToLearn } from '../../core/training/batches.ts'
import { initialParameters, l2Strengths, type LayerWidths } from '../../core/training/network.ts'
import { at } from '../../core/training/numbers.ts'
import { createRandom, type Random, shuffle } from '../../core/training/random.ts'
import type { TrainingRecipe } from '../../core/training/recipe.ts'
import { buildScoreGraph, buildStepGraph } from '../../core/training/stepGraph.ts'
import { type Feed, openGraph, outputOf } from './graphSession.ts'
import { encodeOnnx } from './onnxFile.ts'

/** Rows scored at once: bounds the gathered inputs to about 20 MB at 1,309 inputs. */
const ROWS_PER_SCORING = 4096

/** One network in training on one split. */
export interface Learner {
  /** Trains for one round (see TrainingRecipe). `beforeStep` may throw to stop, for example on cancel. */
  readonly trainRound: (beforeStep: () => void) => Promise<void>
  /** Scores of the rows of these sets, in order. */
  readonly score: (sets: Int32Array) => Promise<Float32Array>
  /** The flat parameters as they are now. */
  readonly parameters: () => Float32Array
  /** Of the split's inputs. */
  readonly standardisation: Standardisation
}

export interface Trainer {
  readonly widths: LayerWidths
  /**
   * @param sets the split: indices of at least one set.
   * @param seed with `stream` decides initial weights, order and dropout.
   */
  readonly startLearner: (sets: Int32Array, seed: number, stream: readonly number[]) => Learner
  /** Frees native memory; no learner may be used any more. */
  readonly release: () => Promise<void>
}

/** Compiles the step for a recipe; any number of learners then share it. */
export async function openTrainer(
  recipe: TrainingRecipe,
  table: SetsToLearn,
  inputs: InputTable,
): Promise<Trainer> {
  const widths = [inputs.width, ...recipe.hiddenWidths, 1]
  const dropout = recipe.hiddenWidths.length === 0 ? 0 : dropoutShare(recipe.dropout)
  const stepSession = await openGraph(encodeOnnx(buildStepGraph({ widths, dropout })))
  const scoreSession = await openGraph(encodeOnnx(buildScoreGraph(widths)))
  const tableFeed = {
    data: inputs.values,
    shape: [inputs.values.length / inputs.width, inputs.width],
  }

  const startLearner = (sets: Int32Array, seed: number, stream: readonly number[]): Learner => {
    const standardisation = standardise(inputs, table.rowStart, sets)
    const scaling = inputScaling(standardisation, inputs.embeddingWidth)
    const shared = {
      table: tableFeed,
      mean: vector(scaling.mean),
      inverseScale: vector(scaling.inverseScale),
    }
    const random = createRandom(seed, ...stream)
    const variance = totalInputVariance(inputs.embeddingWidth)
    let parameters = initialParameters(widths, variance, random)
    let moment1: Float32Array = new Float32Array(parameters.length)
    let moment2: Float32Array = new Float32Array(parameters.length)
    let steps = 0
    const l2 = vector(l2Strengths(widths, recipe.priorSets / sets.length))
    const meanWeight = sets.reduce((sum, set) => sum + at(table.weight, set), 0) / sets.length
    const nextSets = endlessBatches(sets, recipe.batchSets, random)
    const stepsPerRound = Math.max(
      Math.ceil(sets.length / recipe.batchSets),
      recipe.minimumStepsPerRound,
    )

    const step = async (): Promise<void> => {
      const batch = buildBatch(table, nextSets(), meanWeight)
      steps += 1
      const { rate, epsilon } = adamRates(recipe.learningRate, steps)
      const outputs = await stepSession.run({
        ...shared,
        ...batchFeeds(batch),
        ...maskFeeds(recipe.hiddenWidths, dropout, batch.rowCount, random),
        parameters: vector(parameters),
        moment1: vector(moment1),
        moment2: vector(moment2),
        l2,
        rate: vector(Float32Array.of(rate)),
        epsilon: vector(Float32Array.of(epsilon)),
      })
      parameters = outputOf(outputs, 'nextParameters')
      moment1 = outputOf(outputs, 'nextMoment1')
      moment2 = outputOf(outputs, 'nextMoment2')
    }

    return {
      standardisation,
      parameters: () => parameters,
      trainRound: async (beforeStep) => {
        for (let index = 0; index < stepsPerRound; index += 1) {
          beforeStep()
          await step()
        }
      },
      score: async (setsToScore) => {
        const rows = rowsOf(table.rowStart, setsToScore)
        const scores = new Float32Array(rows.length)
        for (let start = 0; start < rows.length; start += ROWS_PER_SCORING) {
          const row = rows.subarray(start, start + ROWS_PER_SCORING)
          const outputs = await scoreSession.run({
            ...shared,
            row: { data: row, shape: [row.length] },
            parameters: vector(parameters),
          })
          scores.set(outputOf(outputs, 'score'), start)
        }
        return scores
      },
    }
  }

  return {
    widths,
    startLearner,
    release: async () => {
      await stepSession.release()
      await scoreSession.release()
    },
  }
}

/** The rows of some sets, in order. */
export function rowsOf(rowStart: Int32Array, sets: Int32Array): Int32Array {
  const rows: number[] = []
  for (const set of sets) {
    for (let row = at(rowStart, set); row < at(rowStart, set + 1); row += 1) rows.push(row)
  }
  return Int32Array.from(rows)
}

/** A batch's part of the step's inputs. */
export function batchFeeds(batch: Batch): Record<string, Feed> {
  const cells = [batch.setCount, batch.slotCount]
  return {
    row: { data: batch.row, shape: [batch.rowCount] },
    slot: { data: batch.slot, shape: cells },
    padding: { data: batch.padding, shape: cells },
    target: { data: batch.target, shape: cells },
    setWeight: { data: batch.setWeight, shape: [batch.setCount, 1] },
    position: { data: batch.position, shape: [batch.rowCount] },
  }
}

function maskFeeds(
  hiddenWidths: readonly number[],
  dropout: number,
  rowCount: number,
  random: Random,
): Record<string, Feed> {
  const feeds: Record<string, Feed> = {}
  if (dropout === 0) return feeds
  for (const [index, width] of hiddenWidths.entries()) {
    const data = dropoutMask(rowCount * width, dropout, random)
    feeds[`mask${index + 1}`] = { data, shape: [rowCount, width] }
  }
  return feeds
}

/** Takes the sets in random order, batch by batch, in a new order after each pass. */
function endlessBatches(sets: Int32Array, batchSets: number, random: Random): () => Int32Array {
  const order = Int32Array.from(sets)
  let next = order.length
  return () => {
    if (next >= order.length) {
      shuffle(order, random)
      next = 0
    }
    const batch = order.subarray(next, next + batchSets)
    next += batchSets
    return batch
  }
}

function vector(data: Float32Array): Feed {
  return { data, shape: [data.length] }
}
