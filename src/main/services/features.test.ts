import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NOBODY } from '../../shared/people.ts'
import type { ImageId } from '../../shared/domain.ts'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import { PEOPLE } from '../../shared/features.ts'
import { keepingContext, setStage, type Stage } from './features.fixture.ts'
import { createImageFeatures } from './imageFeatures.ts'

const SETS = 40
let stage: Stage

beforeEach(async () => {
  stage = await setStage(SETS)
})
afterEach(() => stage.close())

describe('a pass over the library', () => {
  test('leaves every value of every image, people too, and computes nothing twice', async () => {
    const features = stage.features(true)
    const report = await features.run(keepingContext().context)
    expect(report).toMatchObject({
      done: 2 * SETS,
      reused: 0,
      failed: [],
      people: { done: 2 * SETS, waiting: 0, reason: null },
    })
    const reader = createImageFeatures(stage.library.features)
    const encoder = await features.encoderKey()
    for (const imageId of stage.library.testSets.flatMap(({ images }) => images)) {
      expect(reader.forRanker(imageId, encoder)?.embedding).toEqual(Float32Array.of(1, 0))
      expect(reader.insight(imageId, encoder).people).toEqual(NOBODY)
    }
    expect(stage.rested).toBe(1)

    const again = await features.run(keepingContext().context)
    expect(again).toMatchObject({ done: 0, reused: 2 * SETS, people: { done: 0, waiting: 0 } })
    expect(stage.extracted).toHaveLength(2 * SETS)
    expect(stage.foundIn).toHaveLength(2 * SETS)
  })

  test('a moved file costs nothing', async () => {
    await stage.features(true).run(keepingContext().context)
    // The scripted worker makes the content from the path, so the rows are told to be new instead.
    stage.library.database.prepare('UPDATE image SET content_hash = NULL').run()
    const report = await stage.features(true).run(keepingContext().context)
    expect(report).toMatchObject({ done: 0, reused: 2 * SETS, people: { done: 0, waiting: 0 } })
    expect(stage.extracted).toHaveLength(2 * SETS)
  })

  test('another encoder computes its embeddings alone, and the old ones stay', async () => {
    await stage.features(false).run(keepingContext().context)
    const [hash] = stage.library.features
      .waiting(stage.library.rootId, [PEOPLE])
      .map((row) => row.contentHash!)
    const wanted = stage.library.features.missing(hash!, [
      { extractor: 'encoder:other', version: 1 },
      { extractor: 'encoder:e', version: 1 },
      { extractor: 'pixels', version: 1 },
    ])
    expect(wanted).toEqual([{ extractor: 'encoder:other', version: 1 }])
  })

  test('what is in view comes first, also when the person walks on meanwhile', async () => {
    const features = stage.features(false)
    const all = stage.library.testSets.flatMap(({ images }) => images)
    stage.beforeExtract = () => {
      if (stage.extracted.length === 8) features.prefer(all.slice(-2))
    }
    await features.run(keepingContext().context)
    const last = all
      .slice(-2)
      .map((imageId) => join('/', stage.library.images.locate(imageId)!.relativePath))
    // Three batches of eight may be on the way already.
    for (const path of last) expect(stage.extracted.indexOf(path)).toBeLessThan(8 * 5)
    expect(stage.extracted.slice(-2)).not.toEqual(last)
  })

  test('a bad picture fails alone, is listed, and is tried again by the next run', async () => {
    const { images, rootId } = stage.library
    await images.saveFiles(rootId, [
      { relativePath: 'bad_1.png', stage: 0, sizeBytes: 1, modifiedMs: 1 },
    ])
    const { context, failed } = keepingContext()
    const report = await stage.features(true).run(context)
    expect(report).toMatchObject({ done: 2 * SETS, people: { done: 2 * SETS } })
    expect(failed).toEqual(['bad_1.png'])
    expect(images.failures(rootId)).toMatchObject([{ path: 'bad_1.png' }])
    stage.extracted.length = 0
    await stage.features(true).run(keepingContext().context)
    expect(stage.extracted).toEqual(['/bad_1.png'])
  })

  test('a full disk ends both passes with its sentence', async () => {
    stage.beforeExtract = () => {
      if (stage.extracted.length > 4) throw new SetwiseError('disk-full', 'The disk is full.')
    }
    stage.beforeFind = () => setTimeout(5)
    await expect(stage.features(true).run(keepingContext().context)).rejects.toMatchObject({
      code: 'disk-full',
    })
    const found = stage.foundIn.length
    await setTimeout(30)
    expect(stage.foundIn).toHaveLength(found)
  })

  test('cancel ends it, and what was done is kept', async () => {
    const abort = new AbortController()
    stage.beforeExtract = () => {
      if (stage.extracted.length === 10) abort.abort()
    }
    const run = stage.features(true).run(keepingContext(abort.signal).context)
    await expect(run).rejects.toBeInstanceOf(CancelledError)
    const before = stage.extracted.length
    expect(before).toBeLessThan(2 * SETS)
    stage.beforeExtract = () => undefined
    const report = await stage.features(true).run(keepingContext().context)
    expect(report.done + report.reused).toBe(2 * SETS)
    expect(report.reused).toBeGreaterThan(0)
  })

  test('while paused nothing new begins', async () => {
    const { context, pauses } = keepingContext()
    stage.beforeExtract = () => {
      if (stage.extracted.length === 3) pauses.begin()
    }
    const run = stage.features(true).run(context)
    await setTimeout(80)
    const before = stage.extracted.length
    expect(before).toBeLessThanOrEqual(8 * 4)
    await setTimeout(50)
    expect(stage.extracted).toHaveLength(before)
    stage.beforeExtract = () => undefined
    pauses.end()
    expect(await run).toMatchObject({ done: 2 * SETS })
  })
})

test('an image of the library that is not there any more is no failure of the reader', () => {
  const reader = createImageFeatures(stage.library.features)
  expect(reader.insight(999 as ImageId, null)).toMatchObject({ contentHash: null, pixels: null })
})
