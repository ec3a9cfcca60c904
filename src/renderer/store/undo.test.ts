import { describe, expect, test } from 'vitest'
import { imageOf, reviewSet, setId } from '../testing/sampleSets.ts'
import { settle, startTestPage } from '../testing/testPage.ts'

const SIZES = [
  [832, 1216],
  [1664, 2432],
] as const
const SETS = [1, 2, 3].map((id) => reviewSet({ id, sizes: SIZES }))

describe('undo', () => {
  test('brings the set back on screen, open again, and names what it took back', async () => {
    const page = await startTestPage({ sets: SETS })
    const { pick, reject, undo } = page.store.getState()
    pick(1, 0)
    reject(0)
    await settle(page)
    expect(page.store.getState().history.map((done) => done.words)).toEqual([
      'kept 1 in set 1',
      'rejected set 2',
    ])
    undo(0)
    await settle(page)
    const state = page.store.getState()
    expect(state.shown?.reviewSet).toMatchObject({ set: { setId: 2 }, state: 'open', picked: null })
    expect(state.queue.states).toEqual(['pick', 'open', 'open'])
    expect(state.history.map((done) => done.words)).toEqual(['kept 1 in set 1'])
    expect(state.notice).toEqual({ kind: 'info', text: 'Took back: rejected set 2.' })
  })

  test('undoing a second opinion restores the first', async () => {
    const page = await startTestPage({ sets: SETS })
    const { pick, reject, step, undo } = page.store.getState()
    pick(2, 0)
    step(-1, 0, false)
    reject(0)
    undo(0)
    await settle(page)
    expect(page.store.getState().shown?.reviewSet).toMatchObject({
      set: { setId: 1 },
      state: 'pick',
      picked: imageOf(1, 2),
    })
  })

  test('works from the page after the last set and from another room', async () => {
    const page = await startTestPage({ sets: SETS.slice(0, 1) })
    page.store.getState().approve(0)
    await settle(page)
    expect(page.store.getState().page).toBe('all-decided')
    page.store.getState().goTo('library')
    page.main.emit('menu:command', 'undo')
    await settle(page)
    expect(page.store.getState()).toMatchObject({ page: 'set', room: 'review' })
    expect(page.paintedSets()).toEqual([setId(1), null, setId(1)])
  })

  test('goes back beyond this sitting, and says when there is nothing left', async () => {
    const page = await startTestPage({ sets: SETS })
    // Decided before the page was opened: the page has no words for it.
    const first = SETS[0]
    if (first === undefined) throw new Error('There is a first set.')
    await page.main.bridge.call['decision:record']({
      setId: first.set.setId,
      verdict: { kind: 'skip' },
      shown: {
        order: [],
        suggested: null,
        confidence: null,
        modelId: null,
        blind: false,
        elapsedMs: null,
      },
      source: 'cli',
    })
    page.store.getState().undo(0)
    await settle(page)
    expect(page.store.getState().notice?.text).toBe('Took back: set 1.')
    page.store.getState().undo(0)
    await settle(page)
    expect(page.store.getState().notice?.text).toBe('There is nothing to undo.')
  })

  test('a decision about another folder is taken back without leaving this set', async () => {
    const page = await startTestPage({ sets: SETS })
    page.store.getState().pick(1, 0)
    await settle(page)
    page.main.replaceSets(SETS.slice(1))
    page.main.emit('library:changed', null)
    await settle(page)
    page.store.getState().undo(0)
    await settle(page)
    const state = page.store.getState()
    expect(state.notice?.text).toContain('not in this folder')
    expect(state.shown?.reviewSet.set.setId).toBe(2)
    expect(state.queue.states).toEqual(['open', 'open'])
  })
})
