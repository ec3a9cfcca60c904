/** Sizes of pictures that crops in pixels are divided by: from the library, else from the picture itself. */
import { join } from 'node:path'
import type { ImageId } from '../../shared/domain.ts'
import { CancelledError } from '../../shared/errors.ts'
import type { KnownImage, PastDecisionRepository } from '../db/pastDecisionRepository.ts'
import type { JobContext } from '../jobs/jobs.ts'
import { surviveCrash } from '../jobs/surviveCrash.ts'
import type { WorkerHost } from '../jobs/workerHost.ts'
import { requireFolder } from './folderWalk.ts'
import type { PictureSize } from './historyJudge.ts'

export interface PictureSizesDependencies {
  readonly past: Pick<PastDecisionRepository, 'saveSize'>
  readonly transaction: (work: () => void) => void
  readonly vision: Pick<WorkerHost, 'request'>
  readonly context: Pick<JobContext, 'signal'>
}

/** Files per request: small enough that cancel feels immediate. */
const BATCH = 64

export function createPictureSizes({
  past,
  transaction,
  vision,
  context,
}: PictureSizesDependencies) {
  const sizes = new Map<ImageId, PictureSize>()

  /** What was read is kept with the picture, so that no import reads it a second time. */
  const readSizes = async (images: readonly KnownImage[]): Promise<void> => {
    const { signal } = context
    const answers = await surviveCrash(
      images.map(({ rootPath, relativePath }) => join(rootPath, relativePath)),
      (paths) => vision.request('vision.size', { paths }, { signal }),
    )
    const [first] = images
    if (first !== undefined && answers.some(({ ok }) => !ok)) await requireFolder(first.rootPath)
    transaction(() => {
      images.forEach(({ imageId }, index) => {
        const answer = answers[index]
        if (answer === undefined) return
        sizes.set(imageId, answer.ok ? answer.value : answer)
        if (answer.ok) past.saveSize(imageId, answer.value.widthPx, answer.value.heightPx)
      })
    })
  }

  return {
    /** @throws CancelledError; SetwiseError when a whole folder is gone. */
    measure: async (images: readonly KnownImage[]): Promise<void> => {
      const unknown = new Map<ImageId, KnownImage>()
      for (const image of images) {
        const { imageId, widthPx, heightPx } = image
        if (sizes.has(imageId)) continue
        if (widthPx === null || heightPx === null) unknown.set(imageId, image)
        else sizes.set(imageId, { widthPx, heightPx })
      }
      const wanted = [...unknown.values()]
      for (let start = 0; start < wanted.length; start += BATCH) {
        if (context.signal.aborted) throw new CancelledError('The import was cancelled.')
        await readSizes(wanted.slice(start, start + BATCH))
      }
    },
    /** Null for a picture that was never measured. */
    sizeOf: (imageId: ImageId): PictureSize | null => sizes.get(imageId) ?? null,
  }
}
