import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adamRates } from '../../core/training/adam.ts'
import { type Batch, buildBatch, dropoutMask } from '../../core/training/batches.ts'
import { l2Strengths, layersOf, parameterCount } from '../../core/training/network.ts'
import { range } from '../../core/training/numbers.ts'
import { createRandom } from '../../core/training/random.ts'
import { buildStepGraph } from '../../core/training/stepGraph.ts'
import { type GraphSession, openGraph, outputOf } from './graphSession.ts'
import { batchFeeds } from './learner.ts'
import { encodeOnnx } from './onnxFile.ts'
import { plainGradient, plainLoss, plainStep, type PlainStepInput } from './oracle/plainStep.ts'

const LEARNING_RATE = 0.01

interface Problem {
  readonly input: PlainStepInput
  readonly parameters: Float32Array
  readonly dropout: number
}

interface AdamVectors {
  readonly parameters: Float32Array
  readonly moment1: Float32Array
  readonly moment2: Float32Array
}

/** Sets of the given sizes with random inputs, winners, weights and parameters. */
function makeProblem(sizes: number[], hidden: number[], dropout: number, seed: number): Problem {
  const random = createRandom(seed)
  const centred = (): number => 2 * random.uniform() - 1
  const widths = [7, ...hidden, 1]
  const rowStart = Int32Array.from([0, ...sizes])
  for (const [set, size] of sizes.entries()) rowStart[set + 1] = rowStart[set]! + size
  const rows = rowStart.at(-1)!
  const sets = {
    rowStart,
    winner: Int32Array.from(sizes, (size) => random.below(size)),
    weight: Float32Array.from(sizes, () => 0.5 + random.uniform()),
  }
  const batch = buildBatch(sets, range(sizes.length), 1)
  const parameters = Float32Array.from({ length: parameterCount(widths) }, centred)
  return {
    input: {
      widths,
      table: Float32Array.from({ length: rows * 7 }, () => 2 * centred()),
      mean: Float32Array.from({ length: 7 }, centred),
      inverseScale: Float32Array.from({ length: 7 }, () => 0.5 + random.uniform()),
      batch,
      masks:
        dropout === 0
          ? []
          : hidden.map((width) => dropoutMask(batch.rowCount * width, dropout, random)),
      l2: l2Strengths(widths, 0.05),
    },
    parameters,
    dropout,
  }
}

const vector = (data: Float32Array) => ({ data, shape: [data.length] })

function openStep({ input, dropout }: Problem): Promise<GraphSession> {
  return openGraph(
    encodeOnnx(buildStepGraph({ widths: input.widths, dropout, withGradient: true })),
  )
}

function runStep(
  session: GraphSession,
  { widths, table, mean, inverseScale, batch, masks, l2 }: PlainStepInput,
  state: AdamVectors,
  step: number,
): Promise<Record<string, Float32Array>> {
  const { rate, epsilon } = adamRates(LEARNING_RATE, step)
  const hidden = widths.slice(1, -1)
  return session.run({
    table: { data: table, shape: [table.length / widths[0]!, widths[0]!] },
    mean: vector(mean),
    inverseScale: vector(inverseScale),
    ...batchFeeds(batch),
    ...Object.fromEntries(
      masks.map((mask, index) => [
        `mask${index + 1}`,
        { data: mask, shape: [batch.rowCount, hidden[index]!] },
      ]),
    ),
    parameters: vector(state.parameters),
    moment1: vector(state.moment1),
    moment2: vector(state.moment2),
    l2: vector(l2),
    rate: vector(Float32Array.of(rate)),
    epsilon: vector(Float32Array.of(epsilon)),
  })
}

/** Length of the difference over the length of the expected vector. */
function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0
  let length = 0
  for (let index = 0; index < expected.length; index += 1) {
    difference += (actual[index]! - expected[index]!) ** 2
    length += expected[index]! ** 2
  }
  return Math.sqrt(difference / length)
}

function numericalGradient(input: PlainStepInput, parameters: Float64Array): Float64Array {
  const step = 1e-6
  return parameters.map((value, index) => {
    const moved = Float64Array.from(parameters)
    moved[index] = value + step
    const above = plainLoss(input, moved)
    moved[index] = value - step
    return (above - plainLoss(input, moved)) / (2 * step)
  })
}

const SHAPES: { name: string; hidden: number[]; dropout: number }[] = [
  { name: 'linear', hidden: [], dropout: 0 },
  { name: 'one hidden layer', hidden: [5], dropout: 0 },
  { name: 'one hidden layer with dropout', hidden: [6], dropout: 0.25 },
  { name: 'three hidden layers with dropout', hidden: [6, 5, 4], dropout: 0.25 },
]
/** Sets of 2 to 40 images side by side in one batch. */
const SIZES = [2, 3, 4, 2, 40, 7, 2, 3]

describe.each(SHAPES)('the step graph: $name', ({ hidden, dropout }) => {
  test('the oracle gradient agrees with numerical differences in float64', () => {
    const { input, parameters } = makeProblem(SIZES, hidden, dropout, 11)
    const exact = Float64Array.from(parameters)
    const numerical = numericalGradient(input, exact)
    expect(relativeDifference(plainGradient(input, exact), numerical)).toBeLessThan(1e-7)
  })

  test('loss and gradient agree with the oracle to float32', async () => {
    const problem = makeProblem(SIZES, hidden, dropout, 12)
    const { input, parameters } = problem
    const session = await openStep(problem)
    const zeros = new Float32Array(parameters.length)
    const outputs = await runStep(session, input, { parameters, moment1: zeros, moment2: zeros }, 1)
    const exact = Float64Array.from(parameters)
    expect(outputOf(outputs, 'loss')[0]! / plainLoss(input, exact)).toBeCloseTo(1, 6)
    const gradient = outputOf(outputs, 'gradient')
    expect(relativeDifference(gradient, plainGradient(input, exact))).toBeLessThan(2e-6)
    expect(relativeDifference(gradient, numericalGradient(input, exact))).toBeLessThan(1e-5)
    await session.release()
  })

  test('thirty steps follow the oracle step by step', async () => {
    const problem = makeProblem(SIZES, hidden, dropout, 13)
    const { input, parameters } = problem
    const session = await openStep(problem)
    let state: AdamVectors = {
      parameters,
      moment1: new Float32Array(parameters.length),
      moment2: new Float32Array(parameters.length),
    }
    const plain = {
      parameters: Float64Array.from(parameters),
      moment1: new Float64Array(parameters.length),
      moment2: new Float64Array(parameters.length),
      step: 0,
    }
    for (let step = 1; step <= 30; step += 1) {
      const outputs = await runStep(session, input, state, step)
      state = {
        parameters: outputOf(outputs, 'nextParameters'),
        moment1: outputOf(outputs, 'nextMoment1'),
        moment2: outputOf(outputs, 'nextMoment2'),
      }
      plainStep(input, plain, LEARNING_RATE)
      // The bias of the last layer moves no probability: its gradient is rounding error, which Adam scales up.
      const count = layersOf(input.widths).at(-1)!.biasOffset
      expect(
        relativeDifference(
          state.parameters.subarray(0, count),
          plain.parameters.subarray(0, count),
        ),
      ).toBeLessThan(1e-5)
    }
    await session.release()
  })
})

test('padding and batch order change nothing: any sizes give the oracle gradient', async () => {
  const shape = { hidden: [4], dropout: 0 }
  const session = await openStep(makeProblem([2], shape.hidden, shape.dropout, 1))
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 2, max: 12 }), { minLength: 1, maxLength: 6 }),
      fc.integer(),
      async (sizes, seed) => {
        const { input, parameters } = makeProblem(sizes, shape.hidden, shape.dropout, seed)
        const zeros = new Float32Array(parameters.length)
        const state = { parameters, moment1: zeros, moment2: zeros }
        const gradient = outputOf(await runStep(session, input, state, 1), 'gradient')
        const expected = plainGradient(input, Float64Array.from(parameters))
        expect(relativeDifference(gradient, expected)).toBeLessThan(2e-5)
      },
    ),
    { numRuns: 50 },
  )
  await session.release()
})

test('a heavier set pulls harder: doubling its weight doubles its part of the gradient', () => {
  const { input, parameters } = makeProblem([3, 3], [], 0, 5)
  const exact = Float64Array.from(parameters)
  const part = (weight: number): Float64Array => {
    const batch: Batch = { ...input.batch, setWeight: Float32Array.of(weight, 0) }
    return plainGradient({ ...input, batch, l2: new Float32Array(parameters.length) }, exact)
  }
  expect(
    relativeDifference(
      part(1),
      part(0.5).map((slope) => 2 * slope),
    ),
  ).toBeLessThan(1e-12)
})
