/** The shape of a network and where its numbers lie in one flat vector. */
import { at } from './numbers.ts'
import type { Random } from './random.ts'

/**
 * Lengths of the layers from the inputs to the one score: [29, 1] is a linear model, [1309, 64, 1] has one
 * hidden layer. ReLU between layers, nothing after the last.
 */
export type LayerWidths = readonly number[]

/** One layer: score = inputs x weights + bias. `weights` is inputWidth x outputWidth, row-major. */
export interface Layer {
  readonly inputWidth: number
  readonly outputWidth: number
  /** Where the weights begin in the flat vector; the bias follows them. */
  readonly weightOffset: number
  readonly weightCount: number
  readonly biasOffset: number
}

/**
 * The layers of a network.
 * @throws RangeError for fewer than two widths, a width that is not a positive whole number, or more than one output.
 */
export function layersOf(widths: LayerWidths): readonly Layer[] {
  if (widths.length < 2 || widths.at(-1) !== 1) {
    throw new RangeError(`A ranker needs inputs and one score, not widths [${widths.join(', ')}]`)
  }
  if (widths.some((width) => !Number.isInteger(width) || width < 1)) {
    throw new RangeError(`Widths must be positive whole numbers: [${widths.join(', ')}]`)
  }
  const layers: Layer[] = []
  let offset = 0
  for (let index = 0; index + 1 < widths.length; index += 1) {
    const inputWidth = at(widths, index)
    const outputWidth = at(widths, index + 1)
    const weightCount = inputWidth * outputWidth
    layers.push({
      inputWidth,
      outputWidth,
      weightOffset: offset,
      weightCount,
      biasOffset: offset + weightCount,
    })
    offset += weightCount + outputWidth
  }
  return layers
}

/** How many numbers a network has. */
export function parameterCount(widths: LayerWidths): number {
  return layersOf(widths).reduce((total, layer) => total + layer.weightCount + layer.outputWidth, 0)
}

/**
 * Where training begins: biases 0; the last layer 0, so that an untrained network has no opinion (every
 * score equal); hidden weights uniform with He's variance (arXiv:1502.01852), with the inputs' true
 * variance in place of their count.
 * @param inputVariance sum of the variances of the standardised inputs.
 */
export function initialParameters(
  widths: LayerWidths,
  inputVariance: number,
  random: Random,
): Float32Array {
  const parameters = new Float32Array(parameterCount(widths))
  const layers = layersOf(widths)
  for (const [index, layer] of layers.entries()) {
    if (index === layers.length - 1) break
    const variance = 2 / (index === 0 ? Math.max(inputVariance, 1e-6) : layer.inputWidth)
    const limit = Math.sqrt(3 * variance)
    for (let weight = 0; weight < layer.weightCount; weight += 1) {
      parameters[layer.weightOffset + weight] = (2 * random.uniform() - 1) * limit
    }
  }
  return parameters
}

/** The L2 strength of each parameter: `strength` for weights, 0 for biases. */
export function l2Strengths(widths: LayerWidths, strength: number): Float32Array {
  const strengths = new Float32Array(parameterCount(widths))
  for (const layer of layersOf(widths)) {
    strengths.fill(strength, layer.weightOffset, layer.weightOffset + layer.weightCount)
  }
  return strengths
}
