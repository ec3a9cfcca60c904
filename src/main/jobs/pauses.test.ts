import { setTimeout } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { createPauses } from './pauses.ts'

test('an open gate lets through at once, a closed one when it opens', async () => {
  const pauses = createPauses()
  await pauses.wait()
  pauses.begin()
  const through = vi.fn<() => void>()
  const waiting = Promise.all([pauses.wait().then(through), pauses.wait().then(through)])
  await setTimeout(5)
  expect(through).not.toHaveBeenCalled()
  pauses.end()
  await waiting
  expect(through).toHaveBeenCalledTimes(2)
})

test('closed again before those who wait have gone on, they wait on', async () => {
  const pauses = createPauses()
  pauses.begin()
  const through = vi.fn<() => void>()
  const waiting = pauses.wait().then(through)
  pauses.end()
  pauses.begin()
  await setTimeout(5)
  expect(through).not.toHaveBeenCalled()
  pauses.end()
  await waiting
})

test('tells each change once', () => {
  const pauses = createPauses()
  const seen: boolean[] = []
  pauses.onChange = (isPaused) => seen.push(isPaused)
  pauses.end()
  pauses.begin()
  pauses.begin()
  pauses.end()
  expect(seen).toEqual([true, false])
})
