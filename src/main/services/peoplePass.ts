/** The other half of the extraction: people, looked for in the previews, one picture after another. */
import { encodePeople } from '../../core/features/codec.ts'
import type { ContentHash, FailedFile, ImageId } from '../../shared/domain.ts'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import { PEOPLE } from '../../shared/features.ts'
import type { FeatureRepository } from '../db/featureRepository.ts'
import type { ImageRepository } from '../db/imageRepository.ts'
import type { JobContext } from '../jobs/jobs.ts'
import type { PeopleFinder } from './peopleFinder.ts'
import type { Previews } from './previews.ts'
import type { WorkQueue } from './workQueue.ts'

/** A picture that was decoded, in which nobody has been looked for yet. */
export interface PictureWithoutPeople {
  readonly imageId: ImageId
  readonly contentHash: ContentHash
}

export interface PeoplePassOptions {
  readonly transaction: (work: () => void) => void
  readonly images: ImageRepository
  readonly rows: FeatureRepository
  readonly previews: Pick<Previews, 'fileOf'>
  readonly finder: PeopleFinder
  /** Ended by whoever adds to it, when all pictures are decoded. */
  readonly waiting: WorkQueue<PictureWithoutPeople>
  readonly onFailure: (failed: FailedFile) => void
  readonly onHandled: () => void
}

/** Side by side: one is decoded and stored while the detectors work on the other. */
const IN_FLIGHT = 2

/**
 * Goes on until all pictures are looked at, or the finder says that it cannot.
 * @returns how many were looked at now.
 * @throws CancelledError.
 */
export async function runPeoplePass(
  options: PeoplePassOptions,
  context: JobContext,
): Promise<number> {
  const { images, rows, previews, finder, waiting, transaction } = options
  let done = 0

  const look = async (picture: PictureWithoutPeople): Promise<void> => {
    // The same content under two names, found while this one waited.
    if (rows.missing(picture.contentHash, [PEOPLE]).length > 0) {
      const people = await finder.find(await previews.fileOf(picture.imageId, 2560))
      const bytes = encodePeople(people)
      transaction(() => rows.save(picture.contentHash, null, [{ key: PEOPLE, bytes }]))
      done += 1
    }
    options.onHandled()
  }

  const lookOrSayWhyNot = async (picture: PictureWithoutPeople): Promise<void> => {
    try {
      await look(picture)
    } catch (error) {
      if (!(error instanceof SetwiseError)) throw error
      // When the finder itself gave up, no picture is to blame.
      if (finder.unavailable() !== null) return
      const path = images.locate(picture.imageId)?.relativePath ?? picture.contentHash
      options.onFailure({ path, reason: error.message })
      options.onHandled()
    }
  }

  const worker = async (): Promise<void> => {
    for (;;) {
      await context.whilePaused()
      if (context.signal.aborted || finder.unavailable() !== null) return
      const [picture] = waiting.take(1)
      if (picture !== undefined) await lookOrSayWhyNot(picture)
      else if (!(await waiting.moreComes())) return
    }
  }

  const ended = await Promise.allSettled(Array.from({ length: IN_FLIGHT }, worker))
  finder.rest()
  const failed = ended.find((end) => end.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  if (context.signal.aborted) throw new CancelledError('Looking for people was cancelled.')
  return done
}
