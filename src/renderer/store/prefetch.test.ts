import { describe, expect, test } from 'vitest'
import type { ImageId } from '../../shared/domain.ts'
import type { ReviewSet } from '../../shared/ipc.ts'
import { imageOf, modelId, reviewSet, setId } from '../testing/sampleSets.ts'
import { gate, settle, startTestPage, type TestPage } from '../testing/testPage.ts'

const SIZE = [832, 1216] as const

const someSets = (
  count: number,
  probabilities: readonly number[] | null = [0.2, 0.8],
): ReviewSet[] =>
  Array.from({ length: count }, (_, index) =>
    reviewSet({ id: index + 1, sizes: [SIZE, SIZE], probabilities }),
  )

const loads = ({ main }: TestPage): unknown[] =>
  main.calls.filter((call) => call.channel === 'review:load-sets').map((call) => call.input[0])

describe('prefetch', () => {
  test('the next set is in memory before its key comes', async () => {
    const page = await startTestPage({ sets: someSets(6) })
    await settle(page)
    expect(loads(page)).toEqual([[1], [2, 3]])
    expect(page.heldPictures()).toEqual(
      new Set([1, 2, 3].flatMap((id) => [imageOf(id, 1), imageOf(id, 2)])),
    )
    page.store.getState().pick(1, 0)
    await settle(page)
    // Only the one set that came into reach was asked for.
    expect(loads(page)).toEqual([[1], [2, 3], [4]])
  })

  test('holds at most five sets and their pictures over a long walk', async () => {
    const page = await startTestPage({ sets: someSets(60) })
    for (let walked = 0; walked < 50; walked += 1) {
      if (walked % 3 === 0) page.store.getState().pick(1, 0)
      else page.store.getState().step(walked % 7 === 0 ? -1 : 1, 0, false)
      await settle(page)
      expect(page.heldPictures().size).toBeLessThanOrEqual(10)
    }
    for (const asked of loads(page)) expect(asked).toSatisfy((ids: unknown[]) => ids.length <= 5)
  })

  test('waits for the pictures of the next set, but not for long', async () => {
    const slow = gate()
    const page = await startTestPage({
      sets: someSets(3),
      decode: (image: ImageId) => (image === imageOf(2, 2) ? slow.wait : Promise.resolve()),
    })
    await settle(page)
    page.store.getState().pick(1, 0)
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(page.store.getState().shown?.reviewSet.set.setId).toBe(1)
    page.elapse()
    await settle(page)
    const { shown } = page.store.getState()
    expect(shown?.reviewSet.set.setId).toBe(2)
    // The one that is late gets a stand-in.
    expect(shown?.ready).toEqual(new Set([imageOf(2, 1)]))
    slow.open()
  })

  test('a held arrow never runs ahead of the screen', async () => {
    const page = await startTestPage({ sets: someSets(9) })
    for (let repeat = 0; repeat < 5; repeat += 1) page.store.getState().step(1, 0, true)
    await settle(page)
    expect(page.paintedSets()).toEqual([setId(1), setId(2)])
  })

  test('remembers the place of each set that was painted', async () => {
    const page = await startTestPage({ sets: someSets(3) })
    page.store.getState().step(1, 0, false)
    await settle(page)
    const saved = page.main.calls.filter((call) => call.channel === 'review:save-position')
    expect(saved.map((call) => call.input)).toEqual([[setId(1)], [setId(2)]])
  })
})

describe('what main pushes', () => {
  test('new suggestions change the sets ahead, never the one on screen', async () => {
    const page = await startTestPage({ sets: someSets(3) })
    await settle(page)
    page.main.replaceSets(someSets(3, [0.9, 0.1]))
    page.main.emit('suggestions:changed', null)
    await settle(page)
    expect(page.store.getState().shown?.reviewSet.suggestion?.winner).toBe(imageOf(1, 2))
    page.store.getState().approve(0)
    await settle(page)
    expect(page.main.decisions()[0]?.verdict).toEqual({ kind: 'pick', imageId: imageOf(1, 2) })
    expect(page.store.getState().shown?.reviewSet.suggestion?.winner).toBe(imageOf(2, 1))
  })

  test('keys do not wait for new suggestions', async () => {
    const scored = gate()
    let isScoring = false
    const page = await startTestPage({
      sets: someSets(4),
      before: (channel) => (isScoring && channel === 'review:load-sets' ? scored.wait : undefined),
    })
    await settle(page)
    isScoring = true
    page.main.emit('suggestions:changed', null)
    page.store.getState().pick(1, 0)
    page.store.getState().pick(2, 0)
    await settle(page)
    expect(page.main.decisions()).toHaveLength(2)
    expect(page.store.getState().shown?.reviewSet.set.setId).toBe(3)
    scored.open()
    await settle(page)
    // The late answer does not bring back what was decided meanwhile.
    page.store.getState().step(-1, 0, false)
    await settle(page)
    expect(page.store.getState().shown?.reviewSet).toMatchObject({
      state: 'pick',
      picked: imageOf(2, 2),
    })
  })

  test('the first suggestion for the set on screen is shown as soon as it is there', async () => {
    const page = await startTestPage({ sets: someSets(2, null) })
    expect(page.store.getState().shown?.reviewSet.suggestion).toBeNull()
    page.main.replaceSets(someSets(2))
    page.main.emit('suggestions:changed', null)
    await settle(page)
    expect(page.store.getState().shown?.reviewSet.suggestion?.winner).toBe(imageOf(1, 2))
  })

  test('a rescan keeps the set on screen and finds its new place', async () => {
    const page = await startTestPage({ sets: someSets(4), position: 2 })
    page.main.replaceSets(someSets(9).slice(2))
    page.main.emit('library:changed', null)
    await settle(page)
    const { place, queue, shown } = page.store.getState()
    expect([place, queue.setIds.length, shown?.reviewSet.set.setId]).toEqual([0, 7, 3])
    expect(page.paintedSets()).toEqual([setId(3)])
  })

  test('when the set on screen is gone, waiting keys are not turned on another', async () => {
    const listed = gate()
    let isHeldBack = false
    const page = await startTestPage({
      sets: someSets(3),
      before: (channel) => (isHeldBack && channel === 'review:get-queue' ? listed.wait : undefined),
    })
    isHeldBack = true
    page.main.replaceSets(someSets(3).slice(1))
    page.main.emit('library:changed', null)
    page.store.getState().reject(0)
    listed.open()
    await settle(page)
    expect(page.main.decisions()).toEqual([])
    expect(page.store.getState().shown?.reviewSet.set.setId).toBe(2)
  })

  test('a key pressed before the first set is on screen decides nothing', async () => {
    const page = await startTestPage({ sets: [] })
    page.main.replaceSets(someSets(2))
    page.main.emit('library:changed', null)
    page.store.getState().reject(0)
    await settle(page)
    expect(page.store.getState().shown?.reviewSet.set.setId).toBe(1)
    expect(page.main.decisions()).toEqual([])
  })

  test('a set whose images changed is shown again', async () => {
    const page = await startTestPage({ sets: someSets(2) })
    page.main.replaceSets([
      reviewSet({ id: 1, sizes: [SIZE, SIZE, SIZE] }),
      ...someSets(2).slice(1),
    ])
    page.main.emit('library:changed', null)
    await settle(page)
    expect(page.store.getState().shown?.reviewSet.set.candidates).toHaveLength(3)
    expect(page.paintedSets()).toEqual([setId(1), setId(1)])
  })

  test('a folder without sets, then with sets once it is read', async () => {
    const page = await startTestPage({ sets: [] })
    expect(page.store.getState().page).toBe('empty')
    page.main.replaceSets(someSets(2))
    page.main.emit('library:changed', null)
    await settle(page)
    expect(page.store.getState()).toMatchObject({ page: 'set', place: 0 })
  })

  test('a model that suggests differently does not rename the rule on screen', async () => {
    const page = await startTestPage({ sets: [reviewSet({ id: 1, sizes: [SIZE, SIZE] })] })
    const before = page.store.getState().shown?.reviewSet.suggestion
    page.main.replaceSets([
      reviewSet({ id: 1, sizes: [SIZE, SIZE], probabilities: [0.5, 0.5], modelId: modelId('x') }),
    ])
    page.main.emit('suggestions:changed', null)
    await settle(page)
    expect(page.store.getState().shown?.reviewSet.suggestion).toEqual(before)
  })
})
