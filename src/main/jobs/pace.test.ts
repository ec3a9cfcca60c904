import { expect, test } from 'vitest'
import { createPace } from './pace.ts'

function setUp() {
  let clockMs = 0
  const pace = createPace(() => clockMs)
  const at = (ms: number, done: number, title = 'A') => {
    clockMs = ms
    return pace.of({ title, done, total: 100, fraction: done / 100 })
  }
  return { pace, at }
}

const UNKNOWN = { itemsPerSecond: null, secondsLeft: null }

test('counts what was done since the first report, not what was there before', () => {
  const { at } = setUp()
  expect(at(0, 40)).toEqual(UNKNOWN)
  expect(at(400, 41)).toEqual(UNKNOWN)
  expect(at(2000, 60)).toEqual({ itemsPerSecond: 10, secondsLeft: 4 })
})

test('starts afresh with another title and after a pause', () => {
  const { pace, at } = setUp()
  at(0, 0)
  at(1000, 50)
  expect(at(1000, 10, 'B')).toEqual(UNKNOWN)
  expect(at(3000, 30, 'B')).toEqual({ itemsPerSecond: 10, secondsLeft: 7 })
  pace.restart()
  expect(at(60_000, 30, 'B')).toEqual(UNKNOWN)
  expect(at(61_000, 40, 'B')).toEqual({ itemsPerSecond: 10, secondsLeft: 6 })
})
