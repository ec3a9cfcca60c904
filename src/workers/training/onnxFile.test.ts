import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildInferenceGraph } from '../../core/training/inferenceGraph.ts'
import { parameterCount } from '../../core/training/network.ts'
import { createRandom } from '../../core/training/random.ts'
import { SetwiseError } from '../../shared/errors.ts'
import { openGraph, outputOf } from './graphSession.ts'
import { checkOnnx, encodeOnnx } from './onnxFile.ts'

const WIDTHS = [3, 4, 1]
const random = createRandom(1)
const parameters = Float32Array.from(
  { length: parameterCount(WIDTHS) },
  () => 2 * random.uniform() - 1,
)
const graph = buildInferenceGraph(WIDTHS, parameters)
const file = encodeOnnx(graph)

describe('an encoded inference graph', () => {
  test('computes the network in ONNX Runtime', async () => {
    const inputs = Float32Array.of(1, -2, 0.5, 0, 0.25, 3)
    const session = await openGraph(file)
    const outputs = await session.run({ inputs: { data: inputs, shape: [2, 3] } })
    await session.release()
    const expected = [0, 1].map((row) => {
      let score = parameters[20]!
      for (let hidden = 0; hidden < 4; hidden += 1) {
        let value = parameters[12 + hidden]!
        for (let input = 0; input < 3; input += 1) {
          value += inputs[row * 3 + input]! * parameters[input * 4 + hidden]!
        }
        score += Math.max(value, 0) * parameters[16 + hidden]!
      }
      return score
    })
    const scores = outputOf(outputs, 'score')
    expect(scores).toHaveLength(2)
    for (const [row, score] of expected.entries()) expect(scores[row]).toBeCloseTo(score, 5)
  })

  test('holds only operators of plain inference', () => {
    expect(new Set(graph.nodes.map((node) => node.operator))).toEqual(new Set(['Gemm', 'Relu']))
  })

  test('has the same bytes every time', () => {
    expect(encodeOnnx(buildInferenceGraph(WIDTHS, parameters))).toEqual(file)
  })

  test('needs all parameters', () => {
    expect(() => buildInferenceGraph(WIDTHS, parameters.subarray(0, 19))).toThrow(RangeError)
  })
})

function isAltered(bytes: Uint8Array): boolean {
  try {
    checkOnnx(bytes, 'a ranker')
    return false
  } catch (thrown) {
    if (thrown instanceof SetwiseError && thrown.code === 'model-altered') return true
    throw thrown
  }
}

describe('checking a file', () => {
  test('a whole file passes', () => {
    expect(isAltered(file)).toBe(false)
  })

  test('one changed byte of the weights is found', () => {
    const weights = Buffer.from(parameters.buffer, 0, 12 * 4)
    const offset = Buffer.from(file).indexOf(weights)
    expect(offset).toBeGreaterThan(0)
    for (let index = 0; index < weights.length; index += 1) {
      const altered = Uint8Array.from(file)
      altered[offset + index] = altered[offset + index]! ^ 1
      expect(isAltered(altered)).toBe(true)
    }
  })

  test('whatever a changed byte does, it is found or does not change the graph', () => {
    fc.assert(
      fc.property(
        fc.nat(file.length - 1),
        fc.integer({ min: 1, max: 255 }),
        (index, difference) => {
          const altered = Uint8Array.from(file)
          altered[index] = altered[index]! ^ difference
          if (isAltered(altered)) return
          // What lies outside of the graph and its checksum: producer name, versions, keys of the envelope.
          const graphEnd = Buffer.from(file).indexOf('setwise.graph-sha256')
          const graphStart = Buffer.from(file).indexOf('Gemm')
          expect(index < graphStart || index >= graphEnd - 20).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  test.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('not a model at all')],
    ['half a file', file.subarray(0, file.length / 2)],
    ['zeros', new Uint8Array(1000)],
  ])('%s is refused', (_, bytes) => {
    expect(isAltered(bytes)).toBe(true)
  })

  test('the message names the ranker and says what to do', () => {
    expect(() => checkOnnx(new Uint8Array(), '20261122-linear-all')).toThrow(
      /20261122-linear-all.*Retrain Now/,
    )
  })
})
