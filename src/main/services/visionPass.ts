/** One half of the extraction: everything that the vision worker finds in the decoded picture. */
import { join } from 'node:path'
import type { ContentHash, FailedFile, ImageId } from '../../shared/domain.ts'
import { CancelledError } from '../../shared/errors.ts'
import type { ExtractorId, ExtractorKey } from '../../shared/features.ts'
import type { FeatureRepository, WaitingImage } from '../db/featureRepository.ts'
import type { ImageRepository } from '../db/imageRepository.ts'
import type { JobContext } from '../jobs/jobs.ts'
import { surviveCrash } from '../jobs/surviveCrash.ts'
import type { WorkerHost } from '../jobs/workerHost.ts'
import { requireFolder } from './folderWalk.ts'
import type { WorkQueue } from './workQueue.ts'

export interface VisionPassOptions {
  readonly transaction: (work: () => void) => void
  readonly images: ImageRepository
  readonly rows: FeatureRepository
  readonly vision: WorkerHost
  readonly previewsFolder: string
  readonly encoderFolder: string
  readonly rootPath: string
  readonly keys: readonly ExtractorKey[]
  readonly waiting: WorkQueue<WaitingImage>
  /** Called when an image has everything of `keys`. */
  readonly onKnown: (image: { imageId: ImageId; contentHash: ContentHash }) => void
  readonly onFailure: (failed: FailedFile) => void
  /** How many images of the queue are through, one way or another. */
  readonly onHandled: (count: number) => void
}

export interface VisionCounts {
  done: number
  /** Known by their content: moved or copied files. */
  reused: number
}

/** Images per request; with the lanes, a crash loses at most 24 images, and those in view wait behind as many. */
const BATCH = 8
/** While one batch is decoded the next is hashed and the last is stored, so that the worker never waits. */
const LANES = 3

interface KnownContent {
  readonly row: WaitingImage
  readonly wanted: readonly ExtractorId[]
}

/** @throws CancelledError; SetwiseError for what is no picture's fault (a full disk, the folder is gone). */
export async function runVisionPass(
  options: VisionPassOptions,
  context: JobContext,
): Promise<VisionCounts> {
  const { images, rows, vision, rootPath, keys, waiting, transaction } = options
  const { previewsFolder, encoderFolder, onKnown, onHandled } = options
  const counts: VisionCounts = { done: 0, reused: 0 }
  const failing = new AbortController()

  const fail = (row: WaitingImage, reason: string): void => {
    images.recordFailure(row.imageId, reason)
    options.onFailure({ path: row.relativePath, reason })
  }

  /**
   * What is to be computed of each. A file whose content is known already is only noted; where no file of its
   * size was ever read there is nothing to know, and it is not read twice.
   */
  const look = async (batch: readonly WaitingImage[]): Promise<KnownContent[]> => {
    const mayBeKnown = batch.filter(({ imageId }) => rows.mayBeKnown(imageId))
    const wanted = keys.map(({ extractor }) => extractor)
    const isNew = batch.filter((row) => !mayBeKnown.includes(row)).map((row) => ({ row, wanted }))
    return mayBeKnown.length === 0 ? isNew : [...isNew, ...(await recognise(mayBeKnown))]
  }

  const recognise = async (batch: readonly WaitingImage[]): Promise<KnownContent[]> => {
    const paths = batch.map((row) => join(rootPath, row.relativePath))
    const hashes = await vision.request('vision.hash', { paths }, { signal: context.signal })
    if (hashes.some(({ ok }) => !ok)) await requireFolder(rootPath)
    const toExtract: KnownContent[] = []
    transaction(() => {
      batch.forEach((row, index) => {
        const answer = hashes[index]
        if (answer === undefined) return
        if (!answer.ok) {
          fail(row, answer.reason)
          return
        }
        const contentHash = answer.value
        const size = rows.sizeOf(contentHash)
        const missing = size === null ? keys : rows.missing(contentHash, keys)
        if (size === null || missing.length > 0) {
          toExtract.push({ row, wanted: missing.map(({ extractor }) => extractor) })
          return
        }
        images.recordContent(row.imageId, contentHash, size.widthPx, size.heightPx)
        onKnown({ imageId: row.imageId, contentHash })
        counts.reused += 1
      })
    })
    onHandled(batch.length - toExtract.length)
    return toExtract
  }

  const extract = async (batch: readonly KnownContent[]): Promise<void> => {
    const wantedOf = new Map(
      batch.map(({ row, wanted }) => [join(rootPath, row.relativePath), wanted]),
    )
    const answers = await surviveCrash([...wantedOf.keys()], (paths) =>
      vision.request(
        'vision.extract',
        {
          pictures: paths.map((path) => ({ path, wanted: wantedOf.get(path) ?? [] })),
          previewsFolder,
          encoderFolder,
        },
        { signal: context.signal },
      ),
    )
    if (answers.some(({ ok }) => !ok)) await requireFolder(rootPath)
    transaction(() => {
      batch.forEach(({ row }, index) => {
        const answer = answers[index]
        if (answer === undefined) return
        if (!answer.ok) {
          fail(row, answer.reason)
          return
        }
        const { contentHash, widthPx, heightPx, values } = answer.value
        rows.save(contentHash, { widthPx, heightPx }, values)
        images.recordContent(row.imageId, contentHash, widthPx, heightPx)
        onKnown({ imageId: row.imageId, contentHash })
        counts.done += 1
      })
    })
    onHandled(batch.length)
  }

  const lane = async (): Promise<void> => {
    while (waiting.size() > 0 && !failing.signal.aborted) {
      await context.whilePaused()
      if (context.signal.aborted) return
      const toExtract = await look(waiting.take(BATCH))
      if (toExtract.length > 0) await extract(toExtract)
    }
  }

  const lanes = Array.from({ length: LANES }, () =>
    lane().catch((error: unknown) => {
      failing.abort()
      throw error
    }),
  )
  const failed = (await Promise.allSettled(lanes)).find((end) => end.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  if (context.signal.aborted) throw new CancelledError('Reading the pictures was cancelled.')
  return counts
}
