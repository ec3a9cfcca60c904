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

  test('refresh brings new suggestions for what is held, and keeps what was decided here', async () => {
    const { cache, holdBack } = start()
    await cache.keepOnly([setId(1), setId(2)])
    const arrival = gate()
    holdBack(arrival.wait)
    const refreshed = cache.refresh()
    cache.put({ ...sample(1), state: 'skip', suggestion: null })
    arrival.open()
    expect(await refreshed).toEqual([sample(1), sample(2)])
    expect(await cache.take(setId(1))).toEqual({ ...sample(1), state: 'skip' })
    expect(cache.size()).toBe(2)
  })

  test('an answer from before a refresh does not undo it', async () => {
    const late = gate()
    let call = 0
    const cache = createReviewCache(async (setIds) => {
      call += 1
      if (call > 1) return setIds.map((id) => sample(Number(id)))
      await late.wait
      return setIds.map((id) => ({ ...sample(Number(id)), suggestion: null }))
    })
    const prefetch = cache.keepOnly([setId(1)])
    await cache.refresh()
    late.open()
    await prefetch
    expect((await cache.take(setId(1)))?.suggestion).not.toBeNull()
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
