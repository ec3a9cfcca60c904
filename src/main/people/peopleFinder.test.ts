import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import { NOBODY } from '../../shared/people.ts'
import { createLog } from '../log.ts'
import type { PeopleFinder } from '../services/peopleFinder.ts'
import { createPeopleFinder, type PeopleWindowListener } from './peopleFinder.ts'

const TIMEOUT_MS = 10_000

/** A window whose worker the test plays. */
interface PlayedWindow extends PeopleWindowListener {
  readonly asked: { readonly id: number; readonly file: string }[]
  isClosed: boolean
}

let windows: PlayedWindow[] = []
let answer: (window: PlayedWindow, id: number, file: string) => void
let finder: PeopleFinder

const finds = (window: PlayedWindow, id: number): void =>
  window.onMessage({ type: 'found', id, people: NOBODY })
const crashes = (window: PlayedWindow): void => window.onGone('crashed')

function start(missingModels: readonly string[] = []): PeopleFinder {
  return createPeopleFinder({
    openWindow: (listener) => {
      const window: PlayedWindow = { ...listener, asked: [], isClosed: false }
      windows.push(window)
      queueMicrotask(() => window.onMessage({ type: 'ready' }))
      return {
        look: (id, file) => {
          window.asked.push({ id, file })
          queueMicrotask(() => answer(window, id, file))
        },
        close: () => (window.isClosed = true),
      }
    },
    missingModels,
    timeoutMs: TIMEOUT_MS,
    log: createLog(() => {}),
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  windows = []
  answer = finds
  finder = start()
})
afterEach(() => vi.useRealTimers())

test('one window looks at one picture after the other', async () => {
  expect(windows).toHaveLength(0)
  const asked = ['/a.jpg', '/b.jpg', '/c.jpg']
  await expect(Promise.all(asked.map((file) => finder.find(file)))).resolves.toEqual([
    NOBODY,
    NOBODY,
    NOBODY,
  ])
  expect(windows).toHaveLength(1)
  expect(windows[0]?.asked.map(({ file }) => file)).toEqual(asked)
  expect(new Set(windows[0]?.asked.map(({ id }) => id)).size).toBe(3)
  expect(finder.unavailable()).toBeNull()
})

test('a picture whose window crashes is tried again in a fresh one', async () => {
  answer = (window, id) => (windows.length === 1 ? crashes(window) : finds(window, id))
  await expect(finder.find('/a.jpg')).resolves.toEqual(NOBODY)
  expect(windows.map(({ isClosed }) => isClosed)).toEqual([true, false])
})

test('a picture that brings down two windows fails with a sentence, and the next one is looked at', async () => {
  answer = (window, id, file) => (file === '/bad.jpg' ? crashes(window) : finds(window, id))
  const bad = finder.find('/bad.jpg')
  const good = finder.find('/good.jpg')
  await expect(bad).rejects.toThrow(SetwiseError)
  await expect(bad).rejects.toThrow('“bad.jpg” could not be searched for people (crashed, 2 times)')
  await expect(good).resolves.toEqual(NOBODY)
  expect(windows).toHaveLength(3)
  expect(finder.unavailable()).toBeNull()
})

test('a window that hangs is given up after its time', async () => {
  answer = (window, id) => (windows.length === 1 ? undefined : finds(window, id))
  const found = finder.find('/a.jpg')
  await vi.advanceTimersByTimeAsync(TIMEOUT_MS - 1)
  expect(windows).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  await expect(found).resolves.toEqual(NOBODY)
  expect(windows[0]?.isClosed).toBe(true)
})

test('after three failed pictures in a row nobody is looked for any more', async () => {
  answer = crashes
  const outcomes = await Promise.allSettled(
    ['/1', '/2', '/3', '/4'].map((file) => finder.find(file)),
  )
  expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)).toEqual([
    'file-unreadable',
    'file-unreadable',
    'model-missing',
    'model-missing',
  ])
  expect(finder.unavailable()).toContain('failed on 3 pictures in a row (crashed)')
  expect(windows).toHaveLength(6)
  expect(windows.every(({ isClosed }) => isClosed)).toBe(true)
})

test('a success in between starts the count anew', async () => {
  answer = (window, id, file) => (file.startsWith('/bad') ? crashes(window) : finds(window, id))
  for (const file of ['/bad1', '/bad2', '/good', '/bad3', '/bad4']) {
    await finder.find(file).catch(() => undefined)
  }
  expect(finder.unavailable()).toBeNull()
})

test('without WebGL nobody is looked for, and no second window is tried', async () => {
  answer = (window) => window.onMessage({ type: 'no-webgl' })
  await expect(finder.find('/a.jpg')).rejects.toMatchObject({ code: 'model-missing' })
  expect(finder.unavailable()).toContain('no WebGL')
  expect(windows.map(({ isClosed }) => isClosed)).toEqual([true])
})

test('missing models are named at once, and no window is opened', async () => {
  finder = start(['hand_landmarker_full.task'])
  expect(finder.unavailable()).toContain('“hand_landmarker_full.task”')
  await expect(finder.find('/a.jpg')).rejects.toMatchObject({ code: 'model-missing' })
  expect(windows).toHaveLength(0)
})

test('a picture that cannot be decoded fails alone', async () => {
  answer = (window, id) => window.onMessage({ type: 'failed', id, reason: 'no JPEG' })
  for (const file of ['/a\u0007.jpg', '/b.jpg', '/c.jpg', '/d.jpg']) {
    await expect(finder.find(file)).rejects.toThrow(/preview “[a-d]\uFFFD?\.jpg” .* \(no JPEG\)/)
  }
  expect(windows).toHaveLength(1)
  expect(finder.unavailable()).toBeNull()
})

test('a window that ended between two pictures costs the next one nothing', async () => {
  await finder.find('/a.jpg')
  windows[0]?.onGone('killed')
  await expect(finder.find('/b.jpg')).resolves.toEqual(NOBODY)
  expect(windows).toHaveLength(2)
  expect(windows[0]?.asked).toHaveLength(1)
})

test('resting closes the window after what was asked; the next picture opens another', async () => {
  const found = finder.find('/a.jpg')
  finder.rest()
  await expect(found).resolves.toEqual(NOBODY)
  await finder.find('/b.jpg')
  expect(windows.map(({ isClosed }) => isClosed)).toEqual([true, false])
})

test('stopping cancels what was asked, without waiting for it', async () => {
  answer = () => undefined
  const outcomes = Promise.allSettled([finder.find('/a.jpg'), finder.find('/b.jpg')])
  await vi.advanceTimersByTimeAsync(1)
  await finder.stop()
  for (const outcome of await outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(CancelledError) })
  }
  await expect(finder.find('/c.jpg')).rejects.toThrow(CancelledError)
  expect(windows.map(({ isClosed }) => isClosed)).toEqual([true])
})
