import { describe, expect, test } from 'vitest'
import { initialParameters, l2Strengths, layersOf, parameterCount } from './network.ts'
import { createRandom } from './random.ts'

describe('layers', () => {
  test('lie one after the other in the flat vector, weights before bias', () => {
    expect(layersOf([3, 2, 1])).toEqual([
      { inputWidth: 3, outputWidth: 2, weightOffset: 0, weightCount: 6, biasOffset: 6 },
      { inputWidth: 2, outputWidth: 1, weightOffset: 8, weightCount: 2, biasOffset: 10 },
    ])
    expect(parameterCount([3, 2, 1])).toBe(11)
    expect(parameterCount([29, 1])).toBe(30)
  })

  test.each([[[]], [[3]], [[3, 2]], [[0, 1]], [[2.5, 1]]])('widths %j are refused', (widths) => {
    expect(() => layersOf(widths)).toThrow(RangeError)
  })
})

describe('initial parameters', () => {
  test('a linear model begins without an opinion', () => {
    expect(initialParameters([4, 1], 4, createRandom(1))).toEqual(new Float32Array(5))
  })

  test("hidden weights have He's variance for the given input variance, the rest is 0", () => {
    const parameters = initialParameters([200, 50, 1], 8, createRandom(1))
    const weights = parameters.subarray(0, 10_000)
    const variance = weights.reduce((total, weight) => total + weight * weight, 0) / weights.length
    expect(variance).toBeGreaterThan(0.24)
    expect(variance).toBeLessThan(0.26)
    expect(parameters.subarray(10_000).every((value) => value === 0)).toBe(true)
  })
})

test('L2 pulls weights and leaves biases alone', () => {
  expect(l2Strengths([2, 2, 1], 0.5)).toEqual(
    Float32Array.of(0.5, 0.5, 0.5, 0.5, 0, 0, 0.5, 0.5, 0),
  )
})
