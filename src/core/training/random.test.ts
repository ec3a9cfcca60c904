import { describe, expect, test } from 'vitest'
import { range } from './numbers.ts'
import { createRandom, randomFromState, shuffle } from './random.ts'

describe('xoshiro128**', () => {
  test('gives the reference outputs for the state 1, 2, 3, 4', () => {
    const random = randomFromState([1, 2, 3, 4])
    const outputs = Array.from({ length: 10 }, () => random.bits())
    expect(outputs).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597,
      4258142804,
    ])
  })

  test('is uniform enough: ten equal bins of 100,000 draws hold 10,000 each within 4 sigma', () => {
    const random = createRandom(7)
    const bins = new Int32Array(10)
    for (let draw = 0; draw < 100_000; draw += 1) {
      const bin = Math.floor(random.uniform() * 10)
      bins[bin] = bins[bin]! + 1
    }
    for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(4 * Math.sqrt(9_000))
  })
})

const first = (seed: number, ...stream: number[]): number => createRandom(seed, ...stream).bits()

describe('streams', () => {
  test('the same seed and stream repeat, others differ', () => {
    expect(first(1, 2, 3)).toBe(first(1, 2, 3))
    const outputs = [
      first(1),
      first(2),
      first(1, 0),
      first(1, 1),
      first(1, 0, 1),
      first(1, 1, 0),
      first(0),
    ]
    expect(new Set(outputs).size).toBe(outputs.length)
  })

  test('seed 0 is not a dead state', () => {
    const random = createRandom(0, 0, 0)
    expect(new Set(Array.from({ length: 100 }, () => random.bits())).size).toBe(100)
  })
})

test('shuffling keeps every number and moves each to every place about equally often', () => {
  const random = createRandom(3)
  const places = Array.from({ length: 4 }, () => new Int32Array(4))
  for (let round = 0; round < 4_000; round += 1) {
    const numbers = range(4)
    shuffle(numbers, random)
    expect(numbers.toSorted()).toEqual(range(4))
    for (const [place, number] of numbers.entries()) {
      places[number]![place] = places[number]![place]! + 1
    }
  }
  for (const counts of places) {
    for (const count of counts) {
      expect(Math.abs(count - 1_000)).toBeLessThan(4 * Math.sqrt(1_000 * 0.75))
    }
  }
})
