import { describe, expect, test } from 'vitest'
import { bestRound, shouldStop } from './earlyStopping.ts'

const fold = (setCount: number, ...losses: number[]) => ({ setCount, losses })

describe('the best round', () => {
  test('is that of the least mean loss, folds weighed by their sets', () => {
    expect(bestRound([fold(10, 1, 0.5, 0.9), fold(10, 1, 0.9, 0.4)])).toBe(3)
    expect(bestRound([fold(90, 1, 0.5, 0.9), fold(10, 1, 0.9, 0.4)])).toBe(2)
  })

  test('for one fold is chosen by the others alone', () => {
    const folds = [fold(10, 0.1, 1, 1), fold(10, 1, 1, 0.5), fold(10, 1, 1, 0.5)]
    expect(bestRound(folds, 0)).toBe(3)
    expect(bestRound([fold(10, 0.1, 1)], 0)).toBe(1)
  })

  test('is the earliest of equal ones', () => {
    expect(bestRound([fold(5, 0.7, 0.7, 0.7)])).toBe(1)
  })

  test('needs a round', () => {
    expect(() => bestRound([])).toThrow(RangeError)
  })
})

test('training stops when patience rounds brought nothing better', () => {
  expect(shouldStop([fold(5)], 2)).toBe(false)
  expect(shouldStop([fold(5, 3, 2)], 2)).toBe(false)
  expect(shouldStop([fold(5, 3, 2, 2.1)], 2)).toBe(false)
  expect(shouldStop([fold(5, 3, 2, 2.1, 2)], 2)).toBe(true)
  expect(shouldStop([fold(5, 3, 2, 2.1, 1.9)], 2)).toBe(false)
})
