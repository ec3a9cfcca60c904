/** Use case: compute previews and features of every image of the open folder; whatever exists is reused. */
import { join } from 'node:path'
import type { FailedFile, SetId } from '../../shared/domain.ts'
import { CancelledError } from '../../shared/errors.ts'
import type { EncoderKey } from '../../shared/features.ts'
import type { FeatureRepository } from '../db/featureRepository.ts'
import type { ImageRepository, ImageRow } from '../db/imageRepository.ts'
import type { SetRepository } from '../db/setRepository.ts'
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
  readonly sets: SetRepository
  readonly features: FeatureRepository
  readonly library: Library
  readonly vision: WorkerHost
  readonly previewsFolder: string
  readonly encoderFolder: string
  readonly nowMs: () => number
}

/** Images per request: a crash loses at most this many, and the next start does only those again. */
const BATCH = 24

export function createFeatures(dependencies: FeaturesDependencies) {
  const { images, sets, features, library, vision, nowMs } = dependencies
  const { transaction, previewsFolder, encoderFolder } = dependencies
  let encoder: Promise<EncoderKey> | null = null

  /** The encoder's key; asks the worker once, again after a failure (the file may have been repaired). */
  const encoderKey = (): Promise<EncoderKey> => {
    encoder ??= vision.request('vision.encoder', { encoderFolder }).catch((error: unknown) => {
      encoder = null
      throw error
    })
    return encoder
  }

  /** Sets in view first: those from the person's position on, then the ones before it, then singles. */
  const inOrderOfUse = (): ImageRow[] => {
    const { rootId } = library.currentRoot()
    const rowById = new Map(images.presentImages(rootId).map((row) => [row.imageId, row]))
    const ordered: ImageRow[] = []
    for (const setId of startingAt(sets.ids(rootId), images.position(rootId))) {
      for (const { imageId } of sets.load(setId)?.candidates ?? []) {
        const row = rowById.get(imageId)
        if (row === undefined || !rowById.delete(imageId)) continue
        ordered.push(row)
      }
    }
    return [...ordered, ...rowById.values()]
  }

  const run = async (context: JobContext): Promise<FeaturesReport> => {
    const startedMs = nowMs()
    const { path: rootPath } = library.currentRoot()
    const key = await encoderKey()
    const all = inOrderOfUse()
    const isStored = (row: ImageRow): boolean =>
      row.contentHash !== null && features.find(row.contentHash, key) !== null
    const waiting = all.filter((row) => !isStored(row))
    const failed: FailedFile[] = []
    let reused = all.length - waiting.length
    let done = 0
    const fail = (row: ImageRow, reason: string): void => {
      images.recordFailure(row.imageId, reason)
      failed.push({ path: row.relativePath, reason })
      context.onFailure({ path: row.relativePath, reason })
    }

    /** Hashes first: a file that was moved or copied here is already known. */
    const unknown = async (batch: readonly ImageRow[]): Promise<ImageRow[]> => {
      const paths = batch.map((row) => join(rootPath, row.relativePath))
      const hashes = await vision.request('vision.hash', { paths }, { signal: context.signal })
      if (hashes.some(({ ok }) => !ok)) await requireFolder(rootPath)
      const toExtract: ImageRow[] = []
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

    const extract = async (batch: readonly ImageRow[]): Promise<void> => {
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
        fraction: all.length === 0 ? 1 : handled / all.length,
        title: 'Learning what is in the pictures',
        done: handled,
        total: all.length,
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

/** The same list, beginning at `first` (when it is in it) and going round. */
function startingAt(ids: readonly SetId[], first: SetId | null): readonly SetId[] {
  const index = first === null ? -1 : ids.indexOf(first)
  return index <= 0 ? ids : [...ids.slice(index), ...ids.slice(0, index)]
}
