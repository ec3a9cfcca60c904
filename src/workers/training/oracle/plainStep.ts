/**
 * The training step once more, in plain TypeScript and float64, written from the formulas and not from the
 * graph. For tests (is the graph right?) and the benchmark (is the graph worth it?); the app never uses it.
 */
import type { Batch } from '../../../core/training/batches.ts'
import { type LayerWidths, layersOf } from '../../../core/training/network.ts'
import { at, itemAt } from '../../../core/training/numbers.ts'

/** Everything a step reads; the names are those of `buildStepGraph`. */
export interface PlainStepInput {
  readonly widths: LayerWidths
  readonly table: Float32Array
  readonly mean: Float32Array
  readonly inverseScale: Float32Array
  readonly batch: Batch
  /** One per hidden layer, or none. */
  readonly masks: readonly Float32Array[]
  readonly l2: Float32Array
}

export interface AdamState {
  parameters: Float64Array
  moment1: Float64Array
  moment2: Float64Array
  step: number
}

/** Scores of the batch's rows, and what went into each layer. */
function forward(
  { widths, table, mean, inverseScale, batch, masks }: PlainStepInput,
  parameters: Float64Array,
): { readonly activations: Float64Array[]; readonly scores: Float64Array } {
  const inputWidth = at(widths, 0)
  let current = new Float64Array(batch.rowCount * inputWidth)
  for (let row = 0; row < batch.rowCount; row += 1) {
    for (let input = 0; input < inputWidth; input += 1) {
      const raw = at(table, at(batch.row, row) * inputWidth + input)
      current[row * inputWidth + input] = (raw - at(mean, input)) * at(inverseScale, input)
    }
  }
  const activations: Float64Array[] = []
  const layers = layersOf(widths)
  for (const [index, layer] of layers.entries()) {
    activations.push(current)
    const output = new Float64Array(batch.rowCount * layer.outputWidth)
    for (let row = 0; row < batch.rowCount; row += 1) {
      for (let to = 0; to < layer.outputWidth; to += 1) {
        let total = at(parameters, layer.biasOffset + to)
        for (let from = 0; from < layer.inputWidth; from += 1) {
          total +=
            at(current, row * layer.inputWidth + from) *
            at(parameters, layer.weightOffset + from * layer.outputWidth + to)
        }
        const cell = row * layer.outputWidth + to
        if (index === layers.length - 1) output[cell] = total
        else output[cell] = Math.max(total, 0) * (masks[index] ? at(masks[index], cell) : 1)
      }
    }
    current = output
  }
  return { activations, scores: current }
}

/** Probability of each row within its set. */
function probabilities(batch: Batch, scores: Float64Array): Float64Array {
  const result = new Float64Array(batch.rowCount)
  for (let row = 0; row < batch.rowCount; row += 1) {
    let total = 0
    for (let other = 0; other < batch.rowCount; other += 1) {
      if (setOf(batch, other) !== setOf(batch, row)) continue
      total += Math.exp(at(scores, other) - at(scores, row))
    }
    result[row] = 1 / total
  }
  return result
}

const setOf = (batch: Batch, row: number): number =>
  Math.floor(at(batch.position, row) / batch.slotCount)
const isPicked = (batch: Batch, row: number): boolean =>
  at(batch.target, at(batch.position, row)) === 1

/** The loss of `buildStepGraph` under these parameters. */
export function plainLoss(input: PlainStepInput, parameters: Float64Array): number {
  const { batch, l2 } = input
  const probability = probabilities(batch, forward(input, parameters).scores)
  let loss = 0
  for (let row = 0; row < batch.rowCount; row += 1) {
    if (!isPicked(batch, row)) continue
    loss -= at(batch.setWeight, setOf(batch, row)) * Math.log(at(probability, row))
  }
  for (const [index, value] of parameters.entries()) loss += (at(l2, index) * value * value) / 2
  return loss
}

/** The derivative of `plainLoss` by each parameter, by the chain rule. */
export function plainGradient(input: PlainStepInput, parameters: Float64Array): Float64Array {
  const { widths, batch, masks, l2 } = input
  const layers = layersOf(widths)
  const { activations, scores } = forward(input, parameters)
  const gradient = parameters.map((value, index) => value * at(l2, index))
  let above = probabilities(batch, scores).map(
    (probability, row) =>
      (probability - (isPicked(batch, row) ? 1 : 0)) * at(batch.setWeight, setOf(batch, row)),
  )
  for (let index = layers.length - 1; index >= 0; index -= 1) {
    const layer = itemAt(layers, index)
    const layerInput = itemAt(activations, index)
    const below = new Float64Array(layerInput.length)
    for (let row = 0; row < batch.rowCount; row += 1) {
      for (let to = 0; to < layer.outputWidth; to += 1) {
        const slope = at(above, row * layer.outputWidth + to)
        const bias = layer.biasOffset + to
        gradient[bias] = at(gradient, bias) + slope
        for (let from = 0; from < layer.inputWidth; from += 1) {
          const weight = layer.weightOffset + from * layer.outputWidth + to
          const cell = row * layer.inputWidth + from
          gradient[weight] = at(gradient, weight) + slope * at(layerInput, cell)
          below[cell] = at(below, cell) + slope * at(parameters, weight)
        }
      }
    }
    const mask = index === 0 ? undefined : masks[index - 1]
    above = below.map((slope, cell) =>
      at(layerInput, cell) > 0 ? slope * (mask ? at(mask, cell) : 1) : 0,
    )
  }
  return gradient
}

/** One step of Adam as its paper writes it (arXiv:1412.6980, algorithm 1), in place. */
export function plainStep(input: PlainStepInput, state: AdamState, learningRate: number): void {
  const gradient = plainGradient(input, state.parameters)
  state.step += 1
  for (const [index, slope] of gradient.entries()) {
    const moment1 = 0.9 * at(state.moment1, index) + 0.1 * slope
    const moment2 = 0.999 * at(state.moment2, index) + 0.001 * slope * slope
    state.moment1[index] = moment1
    state.moment2[index] = moment2
    const corrected1 = moment1 / (1 - 0.9 ** state.step)
    const corrected2 = moment2 / (1 - 0.999 ** state.step)
    state.parameters[index] =
      at(state.parameters, index) - (learningRate * corrected1) / (Math.sqrt(corrected2) + 1e-8)
  }
}
