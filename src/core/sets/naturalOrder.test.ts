import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareNatural } from './naturalOrder.ts'

const name = fc.string({ unit: fc.constantFrom('a', 'b', '/', '_', '0', '1', '2', '10', 'é') })

describe('compareNatural', () => {
  test.each([
    [
      ['shot_10', 'shot_9', 'shot_1'],
      ['shot_1', 'shot_9', 'shot_10'],
    ],
    [
      ['b', 'a10b2', 'a10b10', 'a2'],
      ['a2', 'a10b2', 'a10b10', 'b'],
    ],
    [
      ['a1', 'a01', 'a001'],
      ['a001', 'a01', 'a1'],
    ],
    [
      ['file', 'file1', ''],
      ['', 'file', 'file1'],
    ],
    [
      ['n99999999999999999999', 'n99999999999999999998'],
      ['n99999999999999999998', 'n99999999999999999999'],
    ],
  ])('sorts %j', (unsorted, sorted) => {
    expect(unsorted.toSorted(compareNatural)).toEqual(sorted)
  })

  test('is a total order', () => {
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(Math.sign(compareNatural(a, b))).toBe(0 - Math.sign(compareNatural(b, a)))
        expect(compareNatural(a, b) === 0).toBe(a === b)
        const [first = '', second = '', third = ''] = [a, b, c].toSorted(compareNatural)
        expect(compareNatural(first, second)).toBeLessThanOrEqual(0)
        expect(compareNatural(second, third)).toBeLessThanOrEqual(0)
        expect(compareNatural(first, third)).toBeLessThanOrEqual(0)
      }),
      { numRuns: 2000 },
    )
  })
})
