import { describe, expect, test } from 'vitest'
import type { SetId } from '../../shared/domain.ts'
import { reviewSet, setId } from '../testing/sampleSets.ts'
import { gate } from '../testing/testPage.ts'
import { createReviewCache } from './reviewCache.ts'

const sample = (id: number) =>
  reviewSet({
    id,
    sizes: [
      [2, 3],
      [2, 3],
    ],
  })

function start(exists: (id: SetId) => boolean = () => true) {
  const asked: SetId[][] = []
  let wait: Promise<void> = Promise.resolve()
  const cache = createReviewCache(async (setIds) => {
    asked.push([...setIds])
    await wait
    return setIds.filter(exists).map((id) => sample(Number(id)))
  })
  return {
    cache,
    asked,
    holdBack: (until: Promise<void>) => {
      wait = until
    },
  }
}

describe('review cache', () => {
  test('asks main once for each set, in one call, and keeps no other', async () => {
    const { cache, asked } = start()
    await cache.keepOnly([1, 2, 3].map(setId))
    await cache.keepOnly([2, 3, 4].map(setId))
    expect(asked).toEqual([[1, 2, 3].map(setId), [4].map(setId)])
    expect(cache.size()).toBe(3)
    expect((await cache.take(setId(3)))?.set.setId).toBe(3)
    expect(asked).toHaveLength(2)
  })

  test('a set already on its way is not asked for again', async () => {
    const { cache, asked, holdBack } = start()
    const arrival = gate()
    holdBack(arrival.wait)
    const prefetch = cache.keepOnly([setId(1), setId(2)])
    const taken = cache.take(setId(2))
    arrival.open()
    await prefetch
    expect((await taken)?.set.setId).toBe(2)
    expect(asked).toHaveLength(1)
  })

  test('stays bounded over a long walk, also when answers come late', async () => {
    const { cache } = start()
    await Promise.all(
      Array.from({ length: 200 }, (_, place) =>
        cache.keepOnly([place, place + 1, place + 2].map(setId)),
      ),
    )
    expect(cache.size()).toBeLessThanOrEqual(3)
  })

  test('after clear, late answers from before are not kept', async () => {
    const { cache, asked, holdBack } = start()
    const late = gate()
    holdBack(late.wait)
    const before = cache.keepOnly([setId(1)])
    cache.clear()
    late.open()
    await before
    expect(cache.size()).toBe(0)
    holdBack(Promise.resolve())
    expect((await cache.take(setId(1)))?.set.setId).toBe(1)
    expect(asked).toHaveLength(2)
  })

  test('what was put is newer than what arrives', async () => {
    const { cache, holdBack } = start()
    const arrival = gate()
    holdBack(arrival.wait)
    const taking = cache.take(setId(1))
    cache.put({ ...sample(1), state: 'reject' })
    arrival.open()
    expect((await taking)?.state).toBe('reject')
  })

  test('a set that is gone is null, and a failed question can be asked again', async () => {
    const { cache } = start((id) => id !== setId(9))
    expect(await cache.take(setId(9))).toBeNull()
    let fails = true
    const flaky = createReviewCache(async (setIds) => {
      if (fails) throw new Error('locked')
      return setIds.map((id) => sample(Number(id)))
    })
    await expect(flaky.take(setId(1))).rejects.toThrow('locked')
    fails = false
    expect((await flaky.take(setId(1)))?.set.setId).toBe(1)
  })
})
