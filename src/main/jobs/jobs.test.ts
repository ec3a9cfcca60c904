import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { CancelledError } from '../../shared/errors.ts'
import type { JobState } from '../../shared/jobs.ts'
import { createJobs } from './jobs.ts'

function setUp() {
  const seen: JobState[] = []
  let clockMs = 0
  const jobs = createJobs({
    nowMs: () => (clockMs += 1000),
    onChange: (state) => seen.push(state),
    explain: (error) => `explained: ${String(error)}`,
  })
  return { jobs, seen }
}

const progress = (done: number) => ({ fraction: done / 4, title: 'Counting', done, total: 4 })

test('a job that works ends done, with pace and time left on the way', async () => {
  const { jobs, seen } = setUp()
  const ended = await jobs.run('scan', 'Scan', async ({ onProgress }) => {
    onProgress(progress(0))
    onProgress(progress(2))
  })
  expect(ended).toMatchObject({ phase: 'done', fraction: 1, message: null })
  const midway = seen.find(({ done }) => done === 2)!
  expect(midway.itemsPerSecond).toBeGreaterThan(0)
  expect(midway.secondsLeft).toBeGreaterThan(0)
  expect(jobs.states()).toEqual([ended])
})

test('a job that fails says the sentence, and its failed files', async () => {
  const { jobs } = setUp()
  const ended = await jobs.run('scan', 'Scan', async ({ onFailure }) => {
    onFailure({ path: 'a.png', reason: 'is empty' })
    throw new Error('no disk')
  })
  expect(ended).toMatchObject({
    phase: 'failed',
    message: 'explained: Error: no disk',
    failed: [{ path: 'a.png', reason: 'is empty' }],
  })
})

test('cancel reaches the work, and a cancelled job is no failure', async () => {
  const { jobs, seen } = setUp()
  const running = jobs.run('train', 'Train', async ({ signal }) => {
    while (!signal.aborted) await setTimeout(1)
    throw new CancelledError('Training was cancelled.')
  })
  jobs.cancel('train')
  expect((await running).phase).toBe('cancelled')
  expect(seen.map(({ phase }) => phase)).toContain('cancelling')
})

test('a second job of a kind waits until the first has ended, and cancels it', async () => {
  const { jobs } = setUp()
  const order: string[] = []
  const untilCancelled =
    (name: string) =>
    async ({ signal }: { signal: AbortSignal }) => {
      order.push(`${name} begins`)
      if (name === 'first') while (!signal.aborted) await setTimeout(1)
      order.push(`${name} ends`)
    }
  await Promise.all([
    jobs.run('scan', 'Scan', untilCancelled('first')),
    jobs.run('scan', 'Scan', untilCancelled('last')),
  ])
  expect(order).toEqual(['first begins', 'first ends', 'last begins', 'last ends'])
})

test('stop cancels everything and waits', async () => {
  const { jobs } = setUp()
  const running = jobs.run('features', 'Features', async ({ signal }) => {
    while (!signal.aborted) await setTimeout(1)
  })
  await jobs.stop()
  expect((await running).phase).toBe('cancelled')
})

test('a paused job says so, works no further until it is resumed, and can be cancelled', async () => {
  const { jobs, seen } = setUp()
  let steps = 0
  const work = () =>
    jobs.run('features', 'Features', async ({ signal, whilePaused }) => {
      while (!signal.aborted && steps < 1000) {
        await whilePaused()
        if (signal.aborted) break
        steps += 1
        await setTimeout(1)
      }
    })
  const running = work()
  await setTimeout(5)
  jobs.pause('features')
  await setTimeout(5)
  const stepsWhenPaused = steps
  expect(seen.at(-1)?.phase).toBe('paused')
  await setTimeout(20)
  expect(steps).toBe(stepsWhenPaused)
  jobs.resume('features')
  expect(seen.at(-1)?.phase).toBe('running')
  await setTimeout(20)
  expect(steps).toBeGreaterThan(stepsWhenPaused)
  jobs.pause('features')
  jobs.cancel('features')
  expect((await running).phase).toBe('cancelled')
})

test('a job that follows a paused one of its kind begins paused', async () => {
  const { jobs } = setUp()
  const wait = async ({ whilePaused }: { whilePaused: () => Promise<void> }): Promise<void> => {
    await setTimeout(1)
    await whilePaused()
  }
  const first = jobs.run('features', 'Features', wait)
  jobs.pause('features')
  const second = jobs.run('features', 'Features', wait)
  await first
  await setTimeout(20)
  expect(jobs.states()).toMatchObject([{ phase: 'paused' }])
  jobs.resume('features')
  expect((await second).phase).toBe('done')
})
