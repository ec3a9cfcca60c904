/** Use case: the file of a preview, made on the spot when the extraction has not come to it yet. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ContentHash, ImageId } from '../../shared/domain.ts'
import { SetwiseError } from '../../shared/errors.ts'
import { previewFileName, type PreviewSizePx } from '../../shared/jobs.ts'
import type { ImageRepository } from '../db/imageRepository.ts'
import type { WorkerHost } from '../jobs/workerHost.ts'

export interface PreviewsDependencies {
  readonly images: ImageRepository
  readonly vision: WorkerHost
  readonly previewsFolder: string
}

export function createPreviews({ images, vision, previewsFolder }: PreviewsDependencies) {
  const making = new Map<ImageId, Promise<ContentHash>>()

  const make = async (imageId: ImageId, path: string): Promise<ContentHash> => {
    const made = await vision.request('vision.preview', { path, previewsFolder })
    images.recordContent(imageId, made.contentHash, made.widthPx, made.heightPx)
    return made.contentHash
  }

  /** Two sizes asked at once are one piece of work. */
  const makeOnce = (imageId: ImageId, path: string): Promise<ContentHash> => {
    const running = making.get(imageId)
    if (running !== undefined) return running
    const started = make(imageId, path).finally(() => making.delete(imageId))
    making.set(imageId, started)
    return started
  }

  return {
    /**
     * @returns absolute path of the cached preview.
     * @throws SetwiseError naming the file when it cannot be shown.
     */
    fileOf: async (imageId: ImageId, sizePx: PreviewSizePx): Promise<string> => {
      const image = images.locate(imageId)
      if (image === null) throw new SetwiseError('not-found', `There is no image ${imageId}.`)
      if (image.contentHash !== null) {
        const cached = join(previewsFolder, previewFileName(image.contentHash, sizePx))
        if (existsSync(cached)) return cached
      }
      const hash = await makeOnce(imageId, join(image.root, image.relativePath))
      return join(previewsFolder, previewFileName(hash, sizePx))
    },
  }
}

export type Previews = ReturnType<typeof createPreviews>
