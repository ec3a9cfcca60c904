/** The pass over a library with a scripted worker and a scripted finder of people: order, failure, pause, cancel. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { encodeEmbedding, encodePixels } from '../../core/features/codec.ts'
import type { ContentHash, ImageId } from '../../shared/domain.ts'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import { PEOPLE, PIXEL_FEATURES, type PixelNumbers } from '../../shared/features.ts'
import { previewFileName, type JobProgress, type WorkerTaskInput } from '../../shared/jobs.ts'
import type { People } from '../../shared/people.ts'
import { openTestLibrary } from '../db/testing.ts'
import type { JobContext } from '../jobs/jobs.ts'
import { createPauses } from '../jobs/pauses.ts'
import type { WorkerHost } from '../jobs/workerHost.ts'
import { createFeatures } from './features.ts'
import { createImageFeatures } from './imageFeatures.ts'
import type { PeopleFinder } from './peopleFinder.ts'

const SETS = 40
const NOBODY: People = { faces: [], hands: [], joints: [], person: null }
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every name is there
const NUMBERS = Object.fromEntries(PIXEL_FEATURES.map((name) => [name, 0.5])) as PixelNumbers

let library: Awaited<ReturnType<typeof openTestLibrary>>
let previewsFolder: string
let extracted: string[]
let foundIn: string[]
let unavailable: string | null
let beforeExtract: (path: string) => Promise<void> | void
let beforeFind: (file: string) => Promise<void> | void

const hashOf = (path: string): ContentHash =>
  Buffer.from(path).toString('hex').padStart(64, '0').slice(-64) as ContentHash

async function extract({ pictures }: WorkerTaskInput<'vision.extract'>) {
  const results = []
  for (const { path, wanted } of pictures) {
    await beforeExtract(path)
    extracted.push(path)
    if (path.includes('/bad_')) {
      results.push({ ok: false, path, reason: `${path} is bad` } as const)
      continue
    }
    const preview = join(previewsFolder, previewFileName(hashOf(path), 2560))
    mkdirSync(dirname(preview), { recursive: true })
    writeFileSync(preview, 'jpeg')
    const values = wanted.map((extractor) => ({
      key: { extractor, version: 1 },
      bytes: extractor.startsWith('encoder:')
        ? encodeEmbedding({ vector: Float32Array.of(1, 0), map: null })
        : encodePixels(NUMBERS),
    }))
    const value = { contentHash: hashOf(path), widthPx: 10, heightPx: 20, values }
    results.push({ ok: true, path, value } as const)
  }
  return results
}

const vision: WorkerHost = {
  request: async (task, input, options) => {
    await setTimeout(1)
    if (options?.signal?.aborted === true) throw new CancelledError('cancelled')
    const answer = async (): Promise<unknown> => {
      if (task === 'vision.encoder') {
        const key = { extractor: 'encoder:e', version: 1 }
        return { key, encoderId: 'e', dimension: 2, provider: 'cpu' }
      }
      if (task === 'vision.extract') return extract(input as never)
      const { paths } = input as unknown as { paths: string[] }
      return paths.map((path) => ({ ok: true, path, value: hashOf(path) }))
    }
    return (await answer()) as never
  },
  stop: () => Promise.resolve(),
}

const finder: PeopleFinder = {
  find: async (file) => {
    await beforeFind(file)
    foundIn.push(file)
    return NOBODY
  },
  unavailable: () => unavailable,
  rest: vi.fn(),
  stop: () => Promise.resolve(),
}

function context(signal: AbortSignal = new AbortController().signal) {
  const progress: JobProgress[] = []
  const failed: string[] = []
  const pauses = createPauses()
  const value: JobContext = {
    signal,
    onProgress: (one) => progress.push(one),
    onFailure: ({ path }) => failed.push(path),
    whilePaused: pauses.wait,
  }
  return { value, progress, failed, pauses }
}

function featuresWith(people: PeopleFinder | null) {
  const { images, features: featureRows, rootId } = library
  return createFeatures({
    transaction: (work) => library.database.transaction(work)(),
    images,
    featureRows,
    library: { currentRoot: () => ({ rootId, path: '/' }) } as never,
    previews: { fileOf: () => Promise.reject(new Error('all previews are there')) },
    vision,
    people,
    previewsFolder,
    encoderFolder: () => '/encoder',
    nowMs: () => 1,
  })
}

beforeEach(async () => {
  library = await openTestLibrary(':memory:', SETS)
  previewsFolder = mkdtempSync(join(tmpdir(), 'setwise-features-'))
  extracted = []
  foundIn = []
  unavailable = null
  beforeExtract = () => undefined
  beforeFind = () => undefined
})
afterEach(() => {
  library.database.close()
  rmSync(previewsFolder, { recursive: true })
})

describe('a pass over the library', () => {
  test('leaves every value of every image, people too, and computes nothing twice', async () => {
    const features = featuresWith(finder)
    const report = await features.run(context().value)
    expect(report).toMatchObject({
      done: 2 * SETS,
      reused: 0,
      failed: [],
      people: { done: 2 * SETS, waiting: 0, reason: null },
    })
    const reader = createImageFeatures(library.features)
    const encoder = await features.encoderKey()
    for (const imageId of library.testSets.flatMap(({ images }) => images)) {
      expect(reader.forRanker(imageId, encoder)?.embedding).toEqual(Float32Array.of(1, 0))
      expect(reader.insight(imageId, encoder).people).toEqual(NOBODY)
    }
    expect(finder.rest).toHaveBeenCalled()

    const again = await features.run(context().value)
    expect(again).toMatchObject({ done: 0, reused: 2 * SETS, people: { done: 0, waiting: 0 } })
    expect(extracted).toHaveLength(2 * SETS)
    expect(foundIn).toHaveLength(2 * SETS)
  })

  test('a moved file costs nothing', async () => {
    await featuresWith(finder).run(context().value)
    // The scripted worker makes the content from the path, so the rows are told to be new instead.
    library.database.prepare('UPDATE image SET content_hash = NULL').run()
    const report = await featuresWith(finder).run(context().value)
    expect(report).toMatchObject({ done: 0, reused: 2 * SETS, people: { done: 0, waiting: 0 } })
    expect(extracted).toHaveLength(2 * SETS)
  })

  test('another encoder computes its embeddings alone, and the old ones stay', async () => {
    await featuresWith(null).run(context().value)
    const [hash] = library.features.waiting(library.rootId, [PEOPLE]).map((row) => row.contentHash!)
    const wanted = library.features.missing(hash!, [
      { extractor: 'encoder:other', version: 1 },
      { extractor: 'encoder:e', version: 1 },
      { extractor: 'pixels', version: 1 },
    ])
    expect(wanted).toEqual([{ extractor: 'encoder:other', version: 1 }])
  })

  test('what is in view comes first, also when the person walks on meanwhile', async () => {
    const features = featuresWith(null)
    const all = library.testSets.flatMap(({ images }) => images)
    beforeExtract = () => {
      if (extracted.length === 8) features.prefer(all.slice(-2))
    }
    await features.run(context().value)
    const last = all
      .slice(-2)
      .map((imageId) => join('/', library.images.locate(imageId)!.relativePath))
    // Three batches of eight may be on the way already.
    for (const path of last) expect(extracted.indexOf(path)).toBeLessThan(8 * 5)
    expect(extracted.slice(-2)).not.toEqual(last)
  })

  test('a bad picture fails alone, is listed, and is tried again by the next run', async () => {
    const { images, rootId } = library
    await images.saveFiles(rootId, [
      { relativePath: 'bad_1.png', stage: 0, sizeBytes: 1, modifiedMs: 1 },
    ])
    const { value, failed } = context()
    const report = await featuresWith(finder).run(value)
    expect(report).toMatchObject({ done: 2 * SETS, people: { done: 2 * SETS } })
    expect(failed).toEqual(['bad_1.png'])
    expect(images.failures(rootId)).toMatchObject([{ path: 'bad_1.png' }])
    extracted = []
    await featuresWith(finder).run(context().value)
    expect(extracted).toEqual(['/bad_1.png'])
  })

  test('a full disk ends both passes with its sentence', async () => {
    beforeExtract = () => {
      if (extracted.length > 4) throw new SetwiseError('disk-full', 'The disk is full.')
    }
    beforeFind = () => setTimeout(5)
    await expect(featuresWith(finder).run(context().value)).rejects.toMatchObject({
      code: 'disk-full',
    })
    const found = foundIn.length
    await setTimeout(30)
    expect(foundIn).toHaveLength(found)
  })

  test('cancel ends it, and what was done is kept', async () => {
    const abort = new AbortController()
    beforeExtract = () => {
      if (extracted.length === 10) abort.abort()
    }
    const run = featuresWith(finder).run(context(abort.signal).value)
    await expect(run).rejects.toBeInstanceOf(CancelledError)
    const before = extracted.length
    expect(before).toBeLessThan(2 * SETS)
    beforeExtract = () => undefined
    const report = await featuresWith(finder).run(context().value)
    expect(report.done + report.reused).toBe(2 * SETS)
    expect(report.reused).toBeGreaterThan(0)
  })

  test('while paused nothing new begins', async () => {
    const { value, pauses } = context()
    beforeExtract = () => {
      if (extracted.length === 3) pauses.begin()
    }
    const run = featuresWith(finder).run(value)
    await setTimeout(80)
    const before = extracted.length
    expect(before).toBeLessThanOrEqual(8 * 4)
    await setTimeout(50)
    expect(extracted).toHaveLength(before)
    beforeExtract = () => undefined
    pauses.end()
    expect(await run).toMatchObject({ done: 2 * SETS })
  })
})

describe('people', () => {
  test('without a window the rest is done, and the report says why people are not', async () => {
    const report = await featuresWith(null).run(context().value)
    expect(report).toMatchObject({ done: 2 * SETS, people: { done: 0, waiting: 2 * SETS } })
    expect(report.people.reason).toContain('the app')
  })

  test('a finder that gives up in the middle leaves the rest for later', async () => {
    beforeFind = () => {
      if (foundIn.length < 5) return
      unavailable = 'No WebGL.'
      throw new SetwiseError('model-missing', 'No WebGL.')
    }
    const { value, failed } = context()
    const report = await featuresWith(finder).run(value)
    expect(report).toMatchObject({ done: 2 * SETS, failed: [], people: { reason: 'No WebGL.' } })
    expect(report.people.done + report.people.waiting).toBe(2 * SETS)
    expect(failed).toEqual([])
    unavailable = null
    beforeFind = () => undefined
    expect(await featuresWith(finder).run(context().value)).toMatchObject({
      people: { waiting: 0 },
    })
  })

  test('one picture that cannot be looked at is listed, and keeps its other features', async () => {
    beforeFind = () => {
      if (foundIn.length === 2) {
        foundIn.push('failed')
        throw new SetwiseError('file-unreadable', 'The preview is damaged.')
      }
    }
    const { value, failed } = context()
    const report = await featuresWith(finder).run(value)
    expect(failed).toHaveLength(1)
    expect(report.people).toMatchObject({ done: 2 * SETS - 1, waiting: 1, reason: null })
    expect(library.images.failures(library.rootId)).toEqual([])
  })

  test('progress tells of the pictures first, then of the people', async () => {
    beforeFind = () => setTimeout(2)
    const { value, progress } = context()
    await featuresWith(finder).run(value)
    const titles = [...new Set(progress.map(({ title }) => title))]
    expect(titles).toEqual(['Learning what is in the pictures', 'Looking for people'])
    expect(progress.at(-1)).toMatchObject({ done: 2 * SETS, total: 2 * SETS, fraction: 1 })
    const ofPictures = progress.filter(({ title }) => title === titles[0])
    expect(ofPictures.map(({ done }) => done)).toEqual(
      ofPictures.map(({ done }) => done).toSorted((a, b) => a - b),
    )
  })
})

test('an image of the library that is not there any more is no failure of the reader', () => {
  const reader = createImageFeatures(library.features)
  expect(reader.insight(999 as ImageId, null)).toMatchObject({ contentHash: null, pixels: null })
})
