/**
 * One training step as an ONNX graph: forward, loss, hand-derived backward, Adam. onnxruntime-node cannot
 * train, but it can run this as fast as any other graph (docs/decisions/004-training-as-an-onnx-graph.md).
 */
import { ADAM_DECAY_1, ADAM_DECAY_2 } from './adam.ts'
import { createGraphBuilder, type Graph, type GraphBuilder } from './graph.ts'
import { at, itemAt } from './numbers.ts'
import { type Layer, type LayerWidths, layersOf, parameterCount } from './network.ts'

/** A layer's numbers as values of the graph. */
export interface LayerValues {
  readonly weights: string
  readonly bias: string
}

/** What `buildStepGraph` makes. */
export interface StepOptions {
  readonly widths: LayerWidths
  /** Share of each hidden layer's outputs set to 0 at a step; 0: no dropout and no mask inputs. */
  readonly dropout: number
  /** Also give the gradient, for tests. */
  readonly withGradient?: boolean
}

/**
 * The training step. Inputs, with R rows in the batch, S sets and K slots a set:
 * - `table` [all rows, inputs], `row` int32 [R]: the batch's rows in the table;
 * - `mean`, `inverseScale` [inputs]: standardisation;
 * - `slot` int32 [S, K]: a row of the batch for each slot (any row for padding), `padding` [S, K]: 0, or
 *   a huge negative number where there is no image, `target` [S, K]: 1 at the picked image, else 0,
 *   `setWeight` [S, 1]: share of the set in the loss, `position` int32 [R]: the row's place in S x K;
 * - `mask1`, `mask2`, ... [R, width]: dropout, 0 or 1 / (1 - dropout), one for each hidden layer;
 * - `parameters`, `moment1`, `moment2`, `l2` [P]; `rate`, `epsilon` [1]: Adam's, see `adamRates`.
 *
 * Outputs: `nextParameters`, `nextMoment1`, `nextMoment2` [P], `loss` [] (before the step), and with
 * `withGradient` also `gradient` [P].
 *
 * Loss: sum over sets of setWeight x -log softmax(scores of the set)[picked] (Plackett-Luce, top 1), plus
 * half the sum of l2 x parameter squared.
 */
export function buildStepGraph({ widths, dropout, withGradient = false }: StepOptions): Graph {
  const graph = createGraphBuilder('setwise-training-step')
  const layers = layersOf(widths)
  const count = parameterCount(widths)
  const standardised = standardisedRows(graph, at(widths, 0))
  const values = parameterInputs(graph, widths)
  const masks =
    dropout === 0
      ? []
      : layers
          .slice(0, -1)
          .map((layer, index) =>
            graph.input(`mask${index + 1}`, 'float32', ['rows', layer.outputWidth]),
          )
  const activations = addForward(graph, standardised, values, masks)
  const { dataLoss, scoreGradient } = addLoss(graph, itemAt(activations, layers.length))

  const maskScale = dropout === 0 ? 1 : 1 / (1 - dropout)
  const dataGradient = addBackward(graph, layers, values, activations, scoreGradient, maskScale)
  const l2 = graph.input('l2', 'float32', [count])
  const pull = graph.add('Mul', ['parameters', l2])
  const gradient = graph.add('Add', [dataGradient, pull], {}, 'gradient')
  const penalty = graph.add('ReduceSum', [graph.add('Mul', ['parameters', pull])], { keepdims: 0 })
  graph.add('Add', [dataLoss, graph.add('Mul', [penalty, graph.floats(0.5)])], {}, 'loss')
  graph.output('loss', [])
  if (withGradient) graph.output('gradient', [count])
  addAdam(graph, gradient, count)
  return graph.build()
}

/**
 * Scores of chosen rows under given parameters, for held-out rows during training. Inputs `table`, `row`,
 * `mean`, `inverseScale`, `parameters` as in `buildStepGraph`; output `score` [R, 1].
 */
export function buildScoreGraph(widths: LayerWidths): Graph {
  const graph = createGraphBuilder('setwise-held-out-scores')
  const standardised = standardisedRows(graph, at(widths, 0))
  addForward(graph, standardised, parameterInputs(graph, widths), [], 'score')
  graph.output('score', ['rows', 1])
  return graph.build()
}

/** (row of the table - mean) x inverse scale, for the rows of the batch. */
function standardisedRows(graph: GraphBuilder, inputWidth: number): string {
  const table = graph.input('table', 'float32', ['tableRows', inputWidth])
  const row = graph.input('row', 'int32', ['rows'])
  const mean = graph.input('mean', 'float32', [inputWidth])
  const inverseScale = graph.input('inverseScale', 'float32', [inputWidth])
  const gathered = graph.add('Gather', [table, row], { axis: 0 })
  return graph.add('Mul', [graph.add('Sub', [gathered, mean]), inverseScale])
}

/** Cuts the flat vector `parameters` into each layer's weights and bias. */
function parameterInputs(graph: GraphBuilder, widths: LayerWidths): readonly LayerValues[] {
  const layers = layersOf(widths)
  graph.input('parameters', 'float32', [parameterCount(widths)])
  const pieces = graph.split(
    'parameters',
    layers.flatMap((layer) => [layer.weightCount, layer.outputWidth]),
  )
  return layers.map((layer, index) => ({
    weights: graph.add('Reshape', [
      itemAt(pieces, 2 * index),
      graph.integers([layer.inputWidth, layer.outputWidth]),
    ]),
    bias: itemAt(pieces, 2 * index + 1),
  }))
}

/**
 * Gemm, then ReLU (and the dropout mask, if any) between layers.
 * @param output name of the scores, if they are to have one.
 * @returns what goes into each layer, and last the scores.
 */
export function addForward(
  graph: GraphBuilder,
  inputs: string,
  values: readonly LayerValues[],
  masks: readonly string[],
  output?: string,
): readonly string[] {
  const activations = [inputs]
  let current = inputs
  for (const [index, { weights, bias }] of values.entries()) {
    const isLast = index === values.length - 1
    current = graph.add('Gemm', [current, weights, bias], {}, isLast ? output : undefined)
    if (!isLast) {
      current = graph.add('Relu', [current])
      const mask = masks[index]
      if (mask !== undefined) current = graph.add('Mul', [current, mask])
    }
    activations.push(current)
  }
  return activations
}

/** The data term of the loss and its derivative by each row's score [R, 1]. */
function addLoss(
  graph: GraphBuilder,
  scores: string,
): { readonly dataLoss: string; readonly scoreGradient: string } {
  const slot = graph.input('slot', 'int32', ['sets', 'slots'])
  const padding = graph.input('padding', 'float32', ['sets', 'slots'])
  const target = graph.input('target', 'float32', ['sets', 'slots'])
  const setWeight = graph.input('setWeight', 'float32', ['sets', 1])
  const position = graph.input('position', 'int32', ['rows'])

  const flatScores = graph.add('Reshape', [scores, graph.integers([-1])])
  const perSet = graph.add('Add', [graph.add('Gather', [flatScores, slot], { axis: 0 }), padding])
  const logProbability = graph.add('LogSoftmax', [perSet], { axis: 1 })
  const weightedTarget = graph.add('Mul', [target, setWeight])
  const picked = graph.add('Mul', [weightedTarget, logProbability])
  const dataLoss = graph.add('Neg', [graph.add('ReduceSum', [picked], { keepdims: 0 })])

  // d loss / d score = weight x (probability - target); in a padded slot both are 0.
  const probability = graph.add('Softmax', [perSet], { axis: 1 })
  const perSlot = graph.add('Mul', [graph.add('Sub', [probability, target]), setWeight])
  const flatSlots = graph.add('Reshape', [perSlot, graph.integers([-1])])
  const perRow = graph.add('Gather', [flatSlots, position], { axis: 0 })
  return { dataLoss, scoreGradient: graph.add('Reshape', [perRow, graph.integers([-1, 1])]) }
}

/** The chain rule from the scores back to every parameter; the answer is one flat vector [P]. */
function addBackward(
  graph: GraphBuilder,
  layers: readonly Layer[],
  values: readonly LayerValues[],
  activations: readonly string[],
  scoreGradient: string,
  maskScale: number,
): string {
  const pieces: string[] = []
  const flat = graph.integers([-1])
  const overRows = graph.integers([0])
  let outputGradient = scoreGradient
  for (let index = layers.length - 1; index >= 0; index -= 1) {
    const layerInput = itemAt(activations, index)
    const weights = graph.add('Gemm', [layerInput, outputGradient], { transA: 1 })
    const bias = graph.add('ReduceSum', [outputGradient, overRows], { keepdims: 0 })
    pieces.unshift(graph.add('Reshape', [weights, flat]), bias)
    if (index === 0) break
    // A hidden output is max(z, 0) x mask: its slope is the mask's value where it is above 0, else 0.
    const inputGradient = graph.add('Gemm', [outputGradient, itemAt(values, index).weights], {
      transB: 1,
    })
    const slope = graph.add('Mul', [graph.add('Sign', [layerInput]), graph.floats(maskScale)])
    outputGradient = graph.add('Mul', [inputGradient, slope])
  }
  return graph.add('Concat', pieces, { axis: 0 })
}

/** Adam on the flat vectors; `rate` and `epsilon` carry the bias correction of this step. */
function addAdam(graph: GraphBuilder, gradient: string, count: number): void {
  const moment1 = graph.input('moment1', 'float32', [count])
  const moment2 = graph.input('moment2', 'float32', [count])
  const rate = graph.input('rate', 'float32', [1])
  const epsilon = graph.input('epsilon', 'float32', [1])
  const mixed = (old: string, fresh: string, decay: number, output: string): string =>
    graph.add(
      'Add',
      [
        graph.add('Mul', [old, graph.floats(decay)]),
        graph.add('Mul', [fresh, graph.floats(1 - decay)]),
      ],
      {},
      output,
    )
  const next1 = mixed(moment1, gradient, ADAM_DECAY_1, 'nextMoment1')
  const squared = graph.add('Mul', [gradient, gradient])
  const next2 = mixed(moment2, squared, ADAM_DECAY_2, 'nextMoment2')
  const divisor = graph.add('Add', [graph.add('Sqrt', [next2]), epsilon])
  const change = graph.add('Div', [graph.add('Mul', [next1, rate]), divisor])
  graph.add('Sub', ['parameters', change], {}, 'nextParameters')
  for (const name of ['nextParameters', 'nextMoment1', 'nextMoment2']) graph.output(name, [count])
}
