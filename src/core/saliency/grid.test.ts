import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blurred, CELLS, SIDE } from './grid.ts'

test('a blur moves values about and loses none, at the edges neither', () => {
  fc.assert(
    fc.property(fc.nat(CELLS - 1), fc.double({ min: 0.3, max: 4, noNaN: true }), (cell, sigma) => {
      const spread = blurred(new Float64Array(CELLS).fill(1000, cell, cell + 1), sigma)
      expect(spread.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1000, 6)
    }),
  )
})

test('a blur has the width that is asked for', () => {
  const middle = (SIDE / 2) * SIDE + SIDE / 2
  const spread = blurred(new Float64Array(CELLS).fill(1, middle, middle + 1), 1.5)
  const next = (spread[middle + 1] ?? 0) / (spread[middle] ?? 0)
  expect(next).toBeCloseTo(Math.exp(-1 / (2 * 1.5 ** 2)), 9)
})
