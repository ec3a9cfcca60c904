import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SetwiseError } from '../../shared/errors.ts'
import { keepingContext, setStage, type Stage } from './features.fixture.ts'

const SETS = 40
let stage: Stage

beforeEach(async () => {
  stage = await setStage(SETS)
})
afterEach(() => stage.close())

describe('people', () => {
  test('without a window the rest is done, and the report says why people are not', async () => {
    const report = await stage.features(false).run(keepingContext().context)
    expect(report).toMatchObject({ done: 2 * SETS, people: { done: 0, waiting: 2 * SETS } })
    expect(report.people.reason).toContain('the app')
  })

  test('a finder that gives up in the middle leaves the rest for later', async () => {
    stage.beforeFind = () => {
      if (stage.foundIn.length < 5) return
      stage.unavailable = 'No WebGL.'
      throw new SetwiseError('model-missing', 'No WebGL.')
    }
    const { context, failed } = keepingContext()
    const report = await stage.features(true).run(context)
    expect(report).toMatchObject({ done: 2 * SETS, failed: [], people: { reason: 'No WebGL.' } })
    expect(report.people.done + report.people.waiting).toBe(2 * SETS)
    expect(failed).toEqual([])
    stage.unavailable = null
    stage.beforeFind = () => undefined
    expect(await stage.features(true).run(keepingContext().context)).toMatchObject({
      people: { waiting: 0 },
    })
  })

  test('one picture that cannot be looked at is listed, and keeps its other features', async () => {
    stage.beforeFind = () => {
      if (stage.foundIn.length === 2) {
        stage.foundIn.push('failed')
        throw new SetwiseError('file-unreadable', 'The preview is damaged.')
      }
    }
    const { context, failed } = keepingContext()
    const report = await stage.features(true).run(context)
    expect(failed).toHaveLength(1)
    expect(report.people).toMatchObject({ done: 2 * SETS - 1, waiting: 1, reason: null })
    expect(stage.library.images.failures(stage.library.rootId)).toEqual([])
  })

  test('progress tells of the pictures first, then of the people', async () => {
    stage.beforeFind = () => setTimeout(2)
    const { context, progress } = keepingContext()
    await stage.features(true).run(context)
    const titles = [...new Set(progress.map(({ title }) => title))]
    expect(titles).toEqual(['Learning what is in the pictures', 'Looking for people'])
    expect(progress.at(-1)).toMatchObject({ done: 2 * SETS, total: 2 * SETS, fraction: 1 })
    const ofPictures = progress.filter(({ title }) => title === titles[0])
    expect(ofPictures.map(({ done }) => done)).toEqual(
      ofPictures.map(({ done }) => done).toSorted((a, b) => a - b),
    )
  })
})
