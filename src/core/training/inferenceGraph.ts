/** The trained network as any ONNX Runtime can load it: Gemm and Relu only. */
import { createGraphBuilder, type Graph } from './graph.ts'
import { type LayerWidths, layersOf } from './network.ts'
import { at } from './numbers.ts'
import { addForward } from './stepGraph.ts'

/** Names of the inference graph's input [rows, inputs] and output [rows, 1]. */
export const INFERENCE_INPUT = 'inputs'
export const INFERENCE_OUTPUT = 'score'

/**
 * @param parameters flat, as `layersOf` lays them out; copied.
 * @throws RangeError when there are too few parameters.
 */
export function buildInferenceGraph(widths: LayerWidths, parameters: Float32Array): Graph {
  const graph = createGraphBuilder('setwise-ranker')
  graph.input(INFERENCE_INPUT, 'float32', ['rows', at(widths, 0)])
  const values = layersOf(widths).map((layer, index) => {
    const biasEnd = layer.biasOffset + layer.outputWidth
    if (biasEnd > parameters.length) throw new RangeError(`Layer ${index + 1} lacks parameters`)
    return {
      weights: graph.floats(
        parameters.slice(layer.weightOffset, layer.biasOffset),
        [layer.inputWidth, layer.outputWidth],
        `weights${index + 1}`,
      ),
      bias: graph.floats(
        parameters.slice(layer.biasOffset, biasEnd),
        [layer.outputWidth],
        `bias${index + 1}`,
      ),
    }
  })
  addForward(graph, INFERENCE_INPUT, values, [], INFERENCE_OUTPUT)
  graph.output(INFERENCE_OUTPUT, ['rows', 1])
  return graph.build()
}
