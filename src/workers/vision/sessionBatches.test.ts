import type { InferenceSession } from 'onnxruntime-node'
import { describe, expect, test } from 'vitest'
import { createGraphBuilder, type Graph } from '../../core/training/graph.ts'
import { encodeOnnx } from '../training/onnxFile.ts'
import { loadEncoder } from './encoder.ts'
import { THIS_COMPUTER, type Runtime } from './session.ts'
import { folderWith, PIXELS, SIZE_PX, tinyGraph } from './testModels.ts'

/** A layer of 3 x 48 weights that is quantised while it runs, as the tools for int8 models write it. */
function int8Graph(): Graph {
  const graph = createGraphBuilder('int8')
  const weights = Float32Array.from({ length: 48 * 3 }, (_, index) => Math.sin(index + 1))
  graph.floats(weights, [48, 3], 'weights')
  const flat = graph.add('Reshape', [
    graph.input('pixels', 'float32', ['batch', 3, SIZE_PX, SIZE_PX]),
    graph.integers([0, 48]),
  ])
  const { nodes, ...rest } = graph.build()
  const node = (operator: string, inputs: string[], outputs: string[], attributes = {}) => ({
    operator,
    inputs,
    outputs,
    attributes,
  })
  return {
    ...rest,
    outputs: [{ name: 'means', type: 'float32', shape: ['batch', 3] }],
    nodes: [
      ...nodes,
      node('DynamicQuantizeLinear', [flat], ['x', 'xScale', 'xZero']),
      node('DynamicQuantizeLinear', ['weights'], ['w', 'wScale', 'wZero']),
      node('MatMulInteger', ['x', 'w', 'xZero', 'wZero'], ['whole']),
      node('Cast', ['whole'], ['product'], { to: 1 }),
      node('Mul', ['xScale', 'wScale'], ['scale']),
      node('Mul', ['product', 'scale'], ['means']),
    ],
  }
}

describe('batches of large models', () => {
  const everyModelIsLarge = { ...THIS_COMPUTER, largeModelBytes: 0 }
  const pictures = [0, 51, 102, 153, 204, 255].map((level) => ({
    ...PIXELS,
    rgb: Buffer.from(PIXELS.rgb.map((_, at) => (at % 5 === 0 ? level : 7))),
  }))

  test.each([
    ['a plain model', tinyGraph(), true],
    ['an int8 model, whose answers would depend on the neighbours', int8Graph(), false],
    ['a model for one picture at a time', tinyGraph({ shape: [1, 3, SIZE_PX, SIZE_PX] }), false],
  ])('change nothing with %s', async (_, graph, isBatched) => {
    const sizes: unknown[] = []
    const runtime: Runtime = {
      ...everyModelIsLarge,
      createSession: async (model, options) => {
        const session = await THIS_COMPUTER.createSession(model, options)
        const run = session.run.bind(session)
        session.run = async (feeds: InferenceSession.FeedsType, fetches: never) => {
          sizes.push(feeds['pixels']?.dims[0])
          return run(feeds, fetches)
        }
        return session
      },
    }
    const folder = folderWith(encodeOnnx(graph))
    const alone = await loadEncoder(folder)
    const together = await loadEncoder(folder, runtime)
    const expected = []
    for (const picture of pictures) expected.push(await alone.embed(picture))
    const found = await Promise.all(pictures.map((picture) => together.embed(picture)))
    expect(found).toEqual(expected)
    // The last six are those of the pictures, unless they came together.
    expect(sizes.slice(-6).every((size) => size === 1)).toBe(!isBatched)
    await Promise.all([alone.release(), together.release()])
  })

  test('an int8 model answers nearly what its weights say', async () => {
    const encoder = await loadEncoder(folderWith(encodeOnnx(int8Graph())))
    const { vector } = await encoder.embed(PIXELS)
    const expected = [0, 1, 2].map((column) =>
      Array.from({ length: 48 }, (_, row) => 0.2 * Math.sin(row * 3 + column + 1)).reduce(
        (sum, value) => sum + value,
      ),
    )
    expected.forEach((value, at) => expect(vector[at]).toBeCloseTo(value, 1))
    await encoder.release()
  })
})
