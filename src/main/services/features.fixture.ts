/** A pass over a test library with a scripted worker and a scripted finder of people. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { encodeEmbedding, encodePixels } from '../../core/features/codec.ts'
import type { ContentHash } from '../../shared/domain.ts'
import { CancelledError } from '../../shared/errors.ts'
import { PIXEL_FEATURES, type PixelNumbers } from '../../shared/features.ts'
import { previewFileName, type JobProgress, type WorkerTaskInput } from '../../shared/jobs.ts'
import { NOBODY } from '../../shared/people.ts'
import { openTestLibrary } from '../db/testing.ts'
import type { JobContext } from '../jobs/jobs.ts'
import { createPauses } from '../jobs/pauses.ts'
import type { WorkerHost } from '../jobs/workerHost.ts'
import { createFeatures, type Features } from './features.ts'
import type { PeopleFinder } from './peopleFinder.ts'

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every name is there
const NUMBERS = Object.fromEntries(PIXEL_FEATURES.map((name) => [name, 0.5])) as PixelNumbers

/** What the scripted parts were asked, and what happens to them meanwhile. */
export interface Script {
  readonly extracted: string[]
  readonly foundIn: string[]
  rested: number
  unavailable: string | null
  beforeExtract: (path: string) => unknown
  beforeFind: (file: string) => unknown
}

export interface Stage extends Script {
  readonly library: Awaited<ReturnType<typeof openTestLibrary>>
  readonly features: (withPeople: boolean) => Features
  readonly close: () => void
}

/** Paths with `/bad_` in them cannot be read; the content of a file is its path. */
export async function setStage(setCount: number): Promise<Stage> {
  const library = await openTestLibrary(':memory:', setCount)
  const previewsFolder = mkdtempSync(join(tmpdir(), 'setwise-features-'))
  const script: Script = {
    extracted: [],
    foundIn: [],
    rested: 0,
    unavailable: null,
    beforeExtract: () => undefined,
    beforeFind: () => undefined,
  }
  const { images, features: featureRows, rootId, database } = library
  return Object.assign(script, {
    library,
    features: (withPeople: boolean) =>
      createFeatures({
        transaction: (work) => database.transaction(work)(),
        images,
        featureRows,
        library: { currentRoot: () => ({ rootId, path: '/', positionSetId: null }) },
        previews: {
          fileOf: (imageId, sizePx) => {
            const hash = featureRows.contentOf(imageId)
            if (hash === null) throw new Error(`Image ${imageId} was not extracted`)
            return Promise.resolve(join(previewsFolder, previewFileName(hash, sizePx)))
          },
        },
        vision: visionOf(script, previewsFolder),
        people: withPeople ? finderOf(script) : null,
        previewsFolder,
        encoders: {
          inUse: () => ({ encoderId: 'e', folder: '/encoder' }),
          reportBroken: () => undefined,
        },
        nowMs: () => 1,
        warn: (sentence) => {
          throw new Error(sentence)
        },
      }),
    close: () => {
      database.close()
      rmSync(previewsFolder, { recursive: true })
    },
  })
}

/** What a job gives its work, with everything it is told kept. */
export function keepingContext(signal: AbortSignal = new AbortController().signal) {
  const progress: JobProgress[] = []
  const failed: string[] = []
  const pauses = createPauses()
  const context: JobContext = {
    signal,
    onProgress: (one) => progress.push(one),
    onFailure: ({ path }) => failed.push(path),
    whilePaused: pauses.wait,
  }
  return { context, progress, failed, pauses }
}

function hashOf(path: string): ContentHash {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as good as a hash here
  return Buffer.from(path).toString('hex').padStart(64, '0').slice(-64) as ContentHash
}

function visionOf(script: Script, previewsFolder: string): WorkerHost {
  const extractOne = async (path: string, wanted: readonly string[]) => {
    await script.beforeExtract(path)
    script.extracted.push(path)
    if (path.includes('/bad_')) return { ok: false, path, reason: `${path} is bad` }
    const preview = join(previewsFolder, previewFileName(hashOf(path), 2560))
    mkdirSync(dirname(preview), { recursive: true })
    writeFileSync(preview, 'jpeg')
    const values = wanted.map((extractor) => ({
      key: { extractor, version: 1 },
      bytes: extractor.startsWith('encoder:')
        ? encodeEmbedding({ vector: Float32Array.of(1, 0), map: null })
        : encodePixels(NUMBERS),
    }))
    return {
      ok: true,
      path,
      value: { contentHash: hashOf(path), widthPx: 10, heightPx: 20, values },
    }
  }
  const answer = async (task: string, input: unknown): Promise<unknown> => {
    if (task === 'vision.encoder') {
      const key = { extractor: 'encoder:e', version: 1 }
      return { key, encoderId: 'e', dimension: 2, provider: 'cpu', withoutCoreml: null }
    }
    /* oxlint-disable typescript/no-unsafe-type-assertion -- the task's name tells the type of its input */
    if (task === 'vision.extract') {
      const results = []
      for (const { path, wanted } of (input as WorkerTaskInput<'vision.extract'>).pictures) {
        results.push(await extractOne(path, wanted))
      }
      return results
    }
    const { paths } = input as WorkerTaskInput<'vision.hash'>
    /* oxlint-enable typescript/no-unsafe-type-assertion */
    return paths.map((path) => ({ ok: true, path, value: hashOf(path) }))
  }
  return {
    request: async (task, input, options) => {
      await setTimeout(1)
      if (options?.signal?.aborted === true) throw new CancelledError('cancelled')
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
      return (await answer(task, input)) as never
    },
    stop: () => Promise.resolve(),
  }
}

function finderOf(script: Script): PeopleFinder {
  return {
    find: async (file) => {
      await script.beforeFind(file)
      script.foundIn.push(file)
      return NOBODY
    },
    unavailable: () => script.unavailable,
    rest: () => {
      script.rested += 1
    },
    stop: () => Promise.resolve(),
  }
}
