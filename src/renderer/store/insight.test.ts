import { describe, expect, test } from 'vitest'
import { SetwiseError } from '../../shared/errors.ts'
import type { ImageInsight } from '../../shared/features.ts'
import { sampleJob } from '../testing/fakeMain.ts'
import { unknownInsight } from '../testing/sampleInsights.ts'
import { imageOf, reviewSet, setId } from '../testing/sampleSets.ts'
import { gate, settle, startTestPage, type TestPage } from '../testing/testPage.ts'

const SETS = Array.from({ length: 9 }, (_, index) =>
  reviewSet({
    id: index + 1,
    sizes: [
      [2, 3],
      [2, 3],
    ],
  }),
)

const insightsOf = (set: number): readonly ImageInsight[] =>
  [1, 2].map((position) => unknownInsight(imageOf(set, position)))

const asked = ({ main }: TestPage): unknown[] =>
  main.calls.filter((call) => call.channel === 'features:of-set').map((call) => call.input[0])

const known = ({ store }: TestPage): number | undefined => store.getState().insight?.setId

describe('the features panel', () => {
  test('while it is closed nothing is asked', async () => {
    const page = await startTestPage({ sets: SETS, api: { 'features:of-set': insightsOf } })
    page.store.getState().step(1, 0, false)
    page.main.emit('suggestions:changed', null)
    await settle(page)
    expect(asked(page)).toEqual([])
  })

  test('opened it asks for the set on screen, and stays open from set to set', async () => {
    const page = await startTestPage({ sets: SETS, api: { 'features:of-set': insightsOf } })
    page.store.getState().togglePanel()
    await settle(page)
    expect(page.store.getState().insight?.images[0]?.imageId).toBe(imageOf(1, 1))
    page.store.getState().pick(1, 0)
    await settle(page)
    expect(page.store.getState().panelShown).toBe(true)
    expect(known(page)).toBe(2)
    expect(asked(page)).toEqual([1, 2])
    page.store.getState().togglePanel()
    expect(page.store.getState()).toMatchObject({ panelShown: false, insight: null })
  })

  test('asks only after the set is painted, and no key waits for the answer', async () => {
    const answered = gate()
    const paintsAtAsking: number[] = []
    const page = await startTestPage({
      sets: SETS,
      before: (channel) => {
        if (channel !== 'features:of-set') return undefined
        paintsAtAsking.push(page.paints.length)
        return answered.wait
      },
    })
    page.store.getState().togglePanel()
    page.store.getState().pick(1, 0)
    page.store.getState().pick(1, 0)
    await settle(page)
    expect(page.paintedSets()).toEqual([1, 2, 3].map(setId))
    expect(page.main.decisions()).toHaveLength(2)
    answered.open()
    await settle(page)
    // Opened on the first set, then once for the last: nobody looked at the one between any more.
    expect(asked(page)).toEqual([1, 3])
    expect(paintsAtAsking).toEqual([1, 3])
  })

  test('no key waits for what is asked about the set that it brought', async () => {
    const answered = gate()
    let isSlow = false
    const page = await startTestPage({
      sets: SETS,
      before: (channel) => (isSlow && channel === 'features:of-set' ? answered.wait : undefined),
    })
    page.store.getState().togglePanel()
    await settle(page)
    isSlow = true
    page.store.getState().pick(1, 0)
    page.store.getState().pick(1, 0)
    // Not settle: with a key that waits it would never end.
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(page.main.decisions()).toHaveLength(2)
    answered.open()
    await settle(page)
    expect(asked(page)).toEqual([1, 2, 3])
  })

  test('an answer about a set that was left is dropped', async () => {
    const first = gate()
    const page = await startTestPage({
      sets: SETS,
      before: (channel) =>
        channel === 'features:of-set' && asked(page).length === 1 ? first.wait : undefined,
      api: { 'features:of-set': insightsOf },
    })
    const seen: (number | undefined)[] = []
    page.store.subscribe((state) => seen.push(state.insight?.setId))
    page.store.getState().togglePanel()
    page.store.getState().step(1, 0, false)
    await settle(page)
    first.open()
    await settle(page)
    expect(known(page)).toBe(2)
    expect(seen).not.toContain(1)
  })

  test('an answer that comes after the panel was closed is dropped', async () => {
    const first = gate()
    const page = await startTestPage({
      sets: SETS,
      before: (channel) => (channel === 'features:of-set' ? first.wait : undefined),
      api: { 'features:of-set': insightsOf },
    })
    page.store.getState().togglePanel()
    page.store.getState().togglePanel()
    first.open()
    await settle(page)
    expect(page.store.getState().insight).toBeNull()
  })

  test('asks again when features have come', async () => {
    const page = await startTestPage({ sets: SETS, api: { 'features:of-set': insightsOf } })
    page.store.getState().togglePanel()
    await settle(page)
    page.main.emit('suggestions:changed', null)
    await settle(page)
    page.main.emit('job:changed', { ...sampleJob('features', 'Learning', 9, 9), phase: 'done' })
    await settle(page)
    expect(asked(page)).toEqual([1, 1, 1])
  })

  test('a failure is told once, and the next set is asked for all the same', async () => {
    const page = await startTestPage({
      sets: SETS,
      api: {
        'features:of-set': (set) => {
          if (set === 1) throw new SetwiseError('not-found', 'Set 1 is gone.')
          return insightsOf(set)
        },
      },
    })
    page.store.getState().togglePanel()
    await settle(page)
    expect(page.store.getState().notice).toEqual({ kind: 'error', text: 'Set 1 is gone.' })
    page.store.getState().step(1, 0, false)
    await settle(page)
    expect(known(page)).toBe(2)
  })

  test('layers are switched one by one', async () => {
    const page = await startTestPage({ sets: SETS })
    const { toggleLayer } = page.store.getState()
    expect(page.store.getState().layers.has('joints')).toBe(false)
    toggleLayer('joints')
    toggleLayer('faces')
    const { layers } = page.store.getState()
    expect([layers.has('joints'), layers.has('faces'), layers.has('hands')]).toEqual([
      true,
      false,
      true,
    ])
  })

  test('Escape closes it, and leaves the room of review only after that', async () => {
    const page = await startTestPage({ sets: SETS })
    page.store.getState().togglePanel()
    page.store.getState().goTo('library')
    page.store.getState().close()
    expect(page.store.getState()).toMatchObject({ room: 'review', panelShown: true })
    page.store.getState().close()
    expect(page.store.getState().panelShown).toBe(false)
  })
})

describe('features of the library', () => {
  test('jobs and encoders are asked of main by name', async () => {
    const page = await startTestPage({ sets: SETS })
    const state = page.store.getState()
    state.startJob('features')
    state.pauseJob('features')
    state.resumeJob('features')
    state.cancelJob('download')
    await state.switchEncoder('clip')
    await state.downloadEncoder('clip')
    await state.addEncoder()
    await state.retryFailed()
    const calls = page.main.calls.map(({ channel, input }) => [channel, ...input])
    for (const call of [
      ['job:start', 'features'],
      ['job:pause', 'features'],
      ['job:resume', 'features'],
      ['job:cancel', 'download'],
      ['encoder:use', 'clip'],
      ['encoder:download', 'clip'],
      ['encoder:add'],
      ['features:retry-failed'],
    ]) {
      expect(calls).toContainEqual(call)
    }
  })

  test('what an encoder cannot do is told', async () => {
    const page = await startTestPage({
      sets: SETS,
      api: {
        'encoder:add': () => {
          throw new SetwiseError('invalid-request', 'manifest.json has no field "input".')
        },
      },
    })
    await page.store.getState().addEncoder()
    expect(page.store.getState().notice?.text).toBe('manifest.json has no field "input".')
  })
})
