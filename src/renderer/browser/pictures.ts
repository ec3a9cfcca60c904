/** Decoded previews kept in memory by holding on to their image elements. */
import type { ImageId } from '../../shared/domain.ts'
import { previewUrl } from '../../shared/ipc.ts'
import type { Pictures } from '../store/ports.ts'

interface Held {
  readonly element: Pick<HTMLImageElement, 'src' | 'decode'>
  /** Resolves in either case; never rejects. */
  readonly settled: Promise<void>
  isReady: boolean
}

/** @param newImage makes an empty image element. */
export function createPictures(newImage: () => Held['element'] = () => new Image()): Pictures {
  const held = new Map<ImageId, Held>()

  const hold = (imageId: ImageId): Held => {
    const element = newImage()
    element.src = previewUrl(imageId, 2560)
    const entry: Held = {
      element,
      settled: element.decode().then(
        () => {
          entry.isReady = true
        },
        () => {
          // Not kept, so that the next look tries again; the element on screen tells the person.
          if (held.get(imageId) === entry) held.delete(imageId)
        },
      ),
      isReady: false,
    }
    held.set(imageId, entry)
    return entry
  }

  return {
    prepare: async (imageIds) => {
      await Promise.all(imageIds.map((imageId) => (held.get(imageId) ?? hold(imageId)).settled))
    },
    ready: (imageIds) => new Set(imageIds.filter((imageId) => held.get(imageId)?.isReady === true)),
    keepOnly: (imageIds) => {
      const kept = new Set(imageIds)
      for (const imageId of held.keys()) if (!kept.has(imageId)) held.delete(imageId)
    },
  }
}
