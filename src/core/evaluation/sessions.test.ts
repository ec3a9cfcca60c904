import { expect, test } from 'vitest'
import { sessionsOf } from './sessions.ts'

const MINUTE_MS = 60_000

test('a pause of more than half an hour begins a new session', () => {
  const times = [0, 1, 30, 60, 91, 92].map((minutes) => minutes * MINUTE_MS)
  expect(sessionsOf(times)).toEqual([0, 0, 0, 0, 1, 1])
})

test('no decisions, no sessions', () => {
  expect(sessionsOf([])).toEqual([])
})
