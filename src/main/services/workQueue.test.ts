import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ImageId } from '../../shared/domain.ts'
import { createWorkQueue } from './workQueue.ts'

const item = (imageId: number) => ({ imageId: imageId as ImageId })

test('takes what is in view first, then in the order of use', () => {
  let inView: number[] = []
  const queue = createWorkQueue(() => inView as ImageId[])
  queue.add([1, 2, 3, 4, 5].map(item))
  expect(queue.take(1)).toEqual([item(1)])
  inView = [4, 1, 9, 3]
  expect(queue.take(3)).toEqual([4, 3, 2].map(item))
  expect(queue.size()).toBe(1)
})

test('gives every item exactly once, whatever is in view', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(30)),
      fc.array(fc.array(fc.nat(30))),
      fc.integer({ min: 1, max: 7 }),
      (ids, views, count) => {
        let turn = 0
        const queue = createWorkQueue(() => (views[turn++] ?? []) as ImageId[])
        queue.add(ids.map(item))
        const taken: number[] = []
        while (queue.size() > 0) {
          const some = queue.take(count)
          expect(some.length).toBeGreaterThan(0)
          expect(some.length).toBeLessThanOrEqual(count)
          taken.push(...some.map(({ imageId }) => imageId))
        }
        expect(new Set(taken)).toEqual(new Set(ids))
        expect(taken).toHaveLength(ids.length)
      },
    ),
  )
})

test('tells those who wait that something came, and that nothing more will', async () => {
  const queue = createWorkQueue(() => [])
  const waiting = queue.moreComes()
  queue.add([item(1)])
  expect(await waiting).toBe(true)
  const last = queue.moreComes()
  queue.end()
  // It may have been added just before the end: one more look.
  expect(await last).toBe(true)
  expect(await queue.moreComes()).toBe(false)
})
