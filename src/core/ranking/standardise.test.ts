import { expect, test } from 'vitest'
import { relativeInputs, SMALL_INPUTS } from './inputs.ts'
import {
  EMBEDDING_BLOCK_VARIANCE,
  inputScaling,
  standardise,
  totalInputVariance,
} from './standardise.ts'
import { createRandom } from '../training/random.ts'
import { range } from '../training/numbers.ts'
import { TECHNICAL_FEATURES } from '../../shared/features.ts'
import { fixtureTable } from './tables.fixture.ts'

const random = createRandom(8)
const DIMENSION = 50
const table = fixtureTable(
  Array.from({ length: 200 }, () => ({
    images: Array.from({ length: 2 + random.below(3) }, (_, position) => ({
      stage: position,
      technical: Object.fromEntries(
        TECHNICAL_FEATURES.filter((name) => name !== 'logPixels').map((name, index) => [
          name,
          random.uniform() * 10 ** (index - 5),
        ]),
      ),
      embedding: Array.from({ length: DIMENSION }, (_, index) => random.uniform() / (1 + index)),
    })),
  })),
  DIMENSION,
)
const inputs = relativeInputs(table, true)

function variances(sets: Int32Array): Float64Array {
  const scaling = inputScaling(standardise(inputs, table.rowStart, sets), DIMENSION)
  const squares = new Float64Array(inputs.width)
  const totals = new Float64Array(inputs.width)
  let rows = 0
  for (const set of sets) {
    for (let row = table.rowStart[set]!; row < table.rowStart[set + 1]!; row += 1) {
      rows += 1
      for (let input = 0; input < inputs.width; input += 1) {
        const raw = inputs.values[row * inputs.width + input]!
        const value = (raw - scaling.mean[input]!) * scaling.inverseScale[input]!
        totals[input] = totals[input]! + value
        squares[input] = squares[input]! + value * value
      }
    }
  }
  return squares.map((square, input) => square / rows - (totals[input]! / rows) ** 2)
}

test('small inputs get variance 1 whatever their unit; one that never changes stays 0', () => {
  const small = variances(range(200)).subarray(0, SMALL_INPUTS.length)
  for (const [input, variance] of small.entries()) {
    expect(variance).toBeCloseTo(SMALL_INPUTS[input]!.startsWith('logPixels') ? 0 : 1, 4)
  }
})

test('the whole embedding block gets the variance of one small block, with its geometry kept', () => {
  const block = variances(range(200)).subarray(SMALL_INPUTS.length)
  const total = block.reduce((sum, variance) => sum + variance, 0)
  expect(total / EMBEDDING_BLOCK_VARIANCE).toBeCloseTo(1, 3)
  expect(totalInputVariance(DIMENSION)).toBe(SMALL_INPUTS.length + EMBEDDING_BLOCK_VARIANCE)
  expect(totalInputVariance(0)).toBe(SMALL_INPUTS.length)
  expect(block[0]! / block[9]!).toBeGreaterThan(50)
})

test('only the rows of the given sets count', () => {
  const half = standardise(inputs, table.rowStart, range(100))
  const changed = { ...inputs, values: inputs.values.map((value, index) => value + index) }
  const first = table.rowStart[100]! * inputs.width
  changed.values.set(inputs.values.subarray(0, first))
  expect(standardise(changed, table.rowStart, range(100))).toEqual(half)
  expect(standardise(inputs, table.rowStart, range(200))).not.toEqual(half)
})

test('identical images everywhere give finite numbers', () => {
  const same = fixtureTable([{ images: [{ embedding: [1, 2] }, { embedding: [1, 2] }] }], 2)
  const { mean, scale } = standardise(relativeInputs(same, true), same.rowStart, range(1))
  expect(scale).toEqual(Array<number>(SMALL_INPUTS.length + 1).fill(1))
  expect(mean.every(Number.isFinite)).toBe(true)
})
