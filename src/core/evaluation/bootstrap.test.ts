import { describe, expect, test } from 'vitest'
import { createRandom } from '../training/random.ts'
import { meanWithInterval, shareWithInterval } from './bootstrap.ts'

const hits = (ones: number, zeros: number): Float64Array =>
  Float64Array.from({ length: ones + zeros }, (_, index) => (index < ones ? 1 : 0))

describe('the interval of a mean', () => {
  test('agrees with the normal interval where that holds', () => {
    const { share, low, high, n } = meanWithInterval(hits(700, 300), createRandom(1))
    const standardError = Math.sqrt((0.7 * 0.3) / 1000)
    expect(share).toBe(0.7)
    expect(n).toBe(1000)
    expect(Math.abs(low! - (0.7 - 1.96 * standardError))).toBeLessThan(0.25 * standardError)
    expect(Math.abs(high! - (0.7 + 1.96 * standardError))).toBeLessThan(0.25 * standardError)
  })

  test('holds the truth in about 95 of 100 samples', () => {
    const random = createRandom(2)
    let covered = 0
    for (let sample = 0; sample < 400; sample += 1) {
      const values = Float64Array.from({ length: 60 }, () => random.uniform())
      const { low, high } = meanWithInterval(values, createRandom(3, sample))
      if (low! <= 0.5 && high! >= 0.5) covered += 1
    }
    // 95 % of 400 with 4 standard deviations to each side, and a little less than 95 % as n is finite.
    expect(covered).toBeGreaterThan(400 * 0.94 - 4 * Math.sqrt(400 * 0.06 * 0.94))
    expect(covered).toBeLessThan(398)
  })

  test('is the same for the same seed and none without sets', () => {
    const values = hits(5, 8)
    expect(meanWithInterval(values, createRandom(4))).toEqual(
      meanWithInterval(values, createRandom(4)),
    )
    expect(meanWithInterval(new Float64Array(), createRandom(4))).toEqual({
      share: null,
      low: null,
      high: null,
      n: 0,
    })
  })
})

describe('the interval of a share', () => {
  test('never claims certainty: 3 of 3 could still be a coin', () => {
    const all = shareWithInterval(hits(3, 0), createRandom(1))
    expect(all).toMatchObject({ share: 1, high: 1, n: 3 })
    expect(all.low).toBeCloseTo(0.438, 3)
    expect(shareWithInterval(hits(0, 3), createRandom(1)).high).toBeCloseTo(0.562, 3)
  })

  test('is that of the mean otherwise', () => {
    const values = hits(7, 5)
    expect(shareWithInterval(values, createRandom(1))).toEqual(
      meanWithInterval(values, createRandom(1)),
    )
  })
})
