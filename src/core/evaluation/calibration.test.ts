import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { range } from '../training/numbers.ts'
import { createRandom } from '../training/random.ts'
import { fitTemperature, writeSetProbabilities } from './calibration.ts'

function pairs(right: number, wrong: number) {
  const count = right + wrong
  return {
    rowStart: Int32Array.from({ length: count + 1 }, (_, set) => 2 * set),
    winner: Int32Array.from({ length: count }, (_, set) => (set < right ? 0 : 1)),
    // A rule that always points at the first image.
    scores: Float32Array.from({ length: 2 * count }, (_, row) => (row % 2 === 0 ? 1 : 0)),
  }
}

/** Confidence of the pointing rule after calibration on its own hits and misses. */
function ruleConfidence(right: number, wrong: number): number {
  const data = pairs(right, wrong)
  const probability = new Float32Array(2 * (right + wrong))
  const temperature = fitTemperature(data, range(right + wrong))
  writeSetProbabilities(data.rowStart, 0, data.scores, temperature, probability)
  return probability[0]!
}

describe('temperature', () => {
  test('of a rule on pairs is the rule of succession', () => {
    expect(ruleConfidence(3, 0)).toBeCloseTo(4 / 5, 4)
    expect(ruleConfidence(9, 1)).toBeCloseTo(10 / 12, 4)
    expect(ruleConfidence(900, 100)).toBeCloseTo(901 / 1002, 4)
  })

  test('never lets a rule that is worse than chance point away from its pick', () => {
    expect(ruleConfidence(1, 30)).toBeCloseTo(0.5, 2)
  })

  test('finds the one that made the picks', () => {
    const random = createRandom(5)
    const count = 4000
    const scores = Float32Array.from({ length: 3 * count }, () => 4 * random.uniform())
    const rowStart = Int32Array.from({ length: count + 1 }, (_, set) => 3 * set)
    const probability = new Float32Array(3 * count)
    const winner = Int32Array.from({ length: count }, (_, set) => {
      writeSetProbabilities(rowStart, set, scores, 2.5, probability)
      let left = random.uniform()
      for (let image = 0; image < 2; image += 1) {
        left -= probability[3 * set + image]!
        if (left < 0) return image
      }
      return 2
    })
    const temperature = fitTemperature({ rowStart, winner, scores }, range(count))!
    // The standard error of 1 / T here is about 0.4 / sqrt(4000) x 2.5, so 4 of them are 10 %.
    expect(temperature).toBeGreaterThan(2.2)
    expect(temperature).toBeLessThan(2.85)
  })

  test('is unknown without sets', () => {
    expect(fitTemperature(pairs(1, 0), new Int32Array())).toBeNull()
  })
})

describe('probabilities of a set', () => {
  test('sum to 1 and keep the order of the scores, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -1000, max: 1000, noNaN: true }), { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (scores, temperature) => {
          const values = Float32Array.from(scores)
          const probability = new Float32Array(values.length)
          const rowStart = Int32Array.of(0, values.length)
          writeSetProbabilities(rowStart, 0, values, temperature, probability)
          const total = probability.reduce((sum, value) => sum + value, 0)
          expect(total).toBeCloseTo(1, 5)
          const most = probability.indexOf(Math.max(...probability))
          expect(probability[values.indexOf(Math.max(...values))]).toBe(probability[most])
        },
      ),
    )
  })

  test('are equal without a temperature', () => {
    const probability = new Float32Array(5)
    writeSetProbabilities(
      Int32Array.of(0, 1, 5),
      1,
      Float32Array.of(0, 9, 1, 2, 3),
      null,
      probability,
    )
    expect([...probability]).toEqual([0, 0.25, 0.25, 0.25, 0.25])
  })
})
