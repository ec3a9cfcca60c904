/** Use case: compute previews and features of every image of the open folder; whatever exists is reused. */
import { join } from 'node:path'
import type { FailedFile } from '../../shared/domain.ts'
import { CancelledError } from '../../shared/errors.ts'
import type { WorkerTaskOutput } from '../../shared/jobs.ts'
import type { FeatureRepository, WaitingImage } from '../db/featureRepository.ts'
import type { ImageRepository } from '../db/imageRepository.ts'
import type { JobContext } from '../jobs/jobs.ts'
import { surviveCrash } from '../jobs/surviveCrash.ts'
import type { WorkerHost } from '../jobs/workerHost.ts'
import { requireFolder } from './folderWalk.ts'
import type { Library } from './library.ts'

/** What `features` answers on the command line. */
export interface FeaturesReport {
  readonly done: number
  readonly reused: number
  readonly failed: readonly FailedFile[]
  readonly seconds: number
}

export interface FeaturesDependencies {
  readonly transaction: (work: () => void) => void
  readonly images: ImageRepository
  readonly features: FeatureRepository
  readonly library: Library
  readonly vision: WorkerHost
  readonly previewsFolder: string
  readonly encoderFolder: string
  readonly nowMs: () => number
}

/** The key under which features are stored, and how long an embedding is. */
type KnownEncoder = WorkerTaskOutput<'vision.encoder'>

/** Images per request: a crash loses at most this many, and the next start does only those again. */
const BATCH = 24

export function createFeatures(dependencies: FeaturesDependencies) {
  const { images, features, library, vision, nowMs } = dependencies
  const { transaction, previewsFolder, encoderFolder } = dependencies
  let encoder: Promise<KnownEncoder> | null = null

  /** The encoder's key; asks the worker once, again after a failure (the file may have been repaired). */
  const encoderKey = (): Promise<KnownEncoder> => {
    encoder ??= vision.request('vision.encoder', { encoderFolder }).catch((error: unknown) => {
      encoder = null
      throw error
    })
    return encoder
  }

  const run = async (context: JobContext): Promise<FeaturesReport> => {
    const startedMs = nowMs()
    const { rootId, path: rootPath } = library.currentRoot()
    const key = await encoderKey()
    const waiting = features.waiting(rootId, key)
    const total = images.countPresent(rootId)
    const failed: FailedFile[] = []
    let reused = total - waiting.length
    let done = 0
    const fail = (row: WaitingImage, reason: string): void => {
      images.recordFailure(row.imageId, reason)
      failed.push({ path: row.relativePath, reason })
      context.onFailure({ path: row.relativePath, reason })
    }

    /** Hashes first: a file that was moved or copied here is already known. */
    const unknown = async (batch: readonly WaitingImage[]): Promise<WaitingImage[]> => {
      const paths = batch.map((row) => join(rootPath, row.relativePath))
      const hashes = await vision.request('vision.hash', { paths }, { signal: context.signal })
      if (hashes.some(({ ok }) => !ok)) await requireFolder(rootPath)
      const toExtract: WaitingImage[] = []
      transaction(() => {
        batch.forEach((row, index) => {
          const answer = hashes[index]
          if (answer === undefined) return
          if (!answer.ok) return fail(row, answer.reason)
          const size = features.find(answer.value, key)
          if (size === null) return void toExtract.push(row)
          images.recordContent(row.imageId, answer.value, size.widthPx, size.heightPx)
          reused += 1
        })
      })
      return toExtract
    }

    const extract = async (batch: readonly WaitingImage[]): Promise<void> => {
      const paths = batch.map((row) => join(rootPath, row.relativePath))
      const before = reused + done + failed.length
      const answers = await surviveCrash(paths, (some) =>
        vision.request(
          'vision.extract',
          { paths: some, previewsFolder, encoderFolder },
          { signal: context.signal, onProgress: ({ done: now }) => report(before + now) },
        ),
      )
      if (answers.some(({ ok }) => !ok)) await requireFolder(rootPath)
      transaction(() => {
        batch.forEach((row, index) => {
          const answer = answers[index]
          if (answer === undefined) return
          if (!answer.ok) return fail(row, answer.reason)
          const { contentHash, widthPx, heightPx, features: computed } = answer.value
          features.save(contentHash, key, { widthPx, heightPx }, computed)
          images.recordContent(row.imageId, contentHash, widthPx, heightPx)
          done += 1
        })
      })
    }

    const report = (handled: number): void =>
      context.onProgress({
        fraction: total === 0 ? 1 : handled / total,
        title: 'Learning what is in the pictures',
        done: handled,
        total,
      })

    for (let start = 0; start < waiting.length; start += BATCH) {
      if (context.signal.aborted) throw new CancelledError('Reading the pictures was cancelled.')
      const toExtract = await unknown(waiting.slice(start, start + BATCH))
      if (toExtract.length > 0) await extract(toExtract)
      report(reused + done + failed.length)
    }
    return { done, reused, failed, seconds: (nowMs() - startedMs) / 1000 }
  }

  return { run, encoderKey }
}

export type Features = ReturnType<typeof createFeatures>
