/** Content and size of the pictures that imported values belong to: what is not known yet is read from the files. */
import { join } from 'node:path'
import type { ContentHash, ImageId } from '../../shared/domain.ts'
import { CancelledError } from '../../shared/errors.ts'
import type { FeatureRepository, StoredSize } from '../db/featureRepository.ts'
import type { ImageRepository } from '../db/imageRepository.ts'
import type { JobContext } from '../jobs/jobs.ts'
import { surviveCrash } from '../jobs/surviveCrash.ts'
import type { WorkerHost } from '../jobs/workerHost.ts'
import { requireFolder } from './folderWalk.ts'
import type { KnownPicture } from './importMatch.ts'

export interface PictureReaderDependencies {
  readonly rootPath: string
  readonly transaction: (work: () => void) => void
  readonly images: Pick<ImageRepository, 'recordHash'>
  readonly featureRows: Pick<FeatureRepository, 'sizeOf'>
  readonly vision: Pick<WorkerHost, 'request'>
  readonly context: JobContext
}

export type PictureContent =
  | { readonly ok: true; readonly contentHash: ContentHash; readonly size: StoredSize }
  | { readonly ok: false; readonly reason: string }

/** One entry per picture. `size` is what the file says of exactly this content; null when it does not. */
export type ReadPicture = (
  wanted: readonly { readonly picture: KnownPicture; readonly size: StoredSize | null }[],
) => Promise<ReadonlyMap<ImageId, PictureContent>>

/** Files per request: small enough that cancel and progress feel immediate. */
const BATCH = 64

export function createPictureReader(dependencies: PictureReaderDependencies) {
  const { rootPath, transaction, images, featureRows, vision, context } = dependencies
  const { signal } = context
  const pathOf = ({ relativePath }: KnownPicture): string => join(rootPath, relativePath)

  /** The content of each, or why it cannot be read; noted, so that nothing is read a second time. */
  const hash = async (pictures: readonly KnownPicture[]) => {
    const found = new Map<ImageId, ContentHash | { readonly reason: string }>()
    for (const { imageId, contentHash } of pictures) {
      if (contentHash !== null) found.set(imageId, contentHash)
    }
    const unread = pictures.filter(({ imageId }) => !found.has(imageId))
    if (unread.length === 0) return found
    const answers = await vision.request('vision.hash', { paths: unread.map(pathOf) }, { signal })
    if (answers.some(({ ok }) => !ok)) await requireFolder(rootPath)
    transaction(() => {
      unread.forEach(({ imageId }, index) => {
        const answer = answers[index]
        if (answer?.ok === true) images.recordHash(imageId, answer.value)
        if (answer !== undefined) found.set(imageId, answer.ok ? answer.value : answer)
      })
    })
    return found
  }

  const measure = async (pictures: readonly KnownPicture[]) => {
    const found = new Map<ImageId, StoredSize | { readonly reason: string }>()
    if (pictures.length === 0) return found
    const answers = await surviveCrash(pictures.map(pathOf), (paths) =>
      vision.request('vision.size', { paths }, { signal }),
    )
    if (answers.some(({ ok }) => !ok)) await requireFolder(rootPath)
    pictures.forEach(({ imageId }, index) => {
      const answer = answers[index]
      if (answer !== undefined) found.set(imageId, answer.ok ? answer.value : answer)
    })
    return found
  }

  const read: ReadPicture = async (wanted) => {
    const pictures = [...new Map(wanted.map(({ picture }) => [picture.imageId, picture])).values()]
    const hashes = await hash(pictures)
    const sizes = new Map(wanted.map(({ picture, size }) => [picture.imageId, size]))
    for (const { imageId, widthPx, heightPx } of pictures) {
      const contentHash = hashes.get(imageId)
      if (typeof contentHash !== 'string') continue
      const listed = widthPx === null || heightPx === null ? null : { widthPx, heightPx }
      sizes.set(imageId, featureRows.sizeOf(contentHash) ?? sizes.get(imageId) ?? listed)
    }
    const measured = await measure(
      pictures.filter(
        ({ imageId }) => typeof hashes.get(imageId) === 'string' && !sizes.get(imageId),
      ),
    )
    return new Map(
      pictures.map(({ imageId }): [ImageId, PictureContent] => {
        const contentHash = hashes.get(imageId)
        if (typeof contentHash !== 'string') {
          return [imageId, { ok: false, reason: contentHash?.reason ?? 'it was not looked at' }]
        }
        const size = sizes.get(imageId) ?? measured.get(imageId)
        if (size !== undefined && 'widthPx' in size)
          return [imageId, { ok: true, contentHash, size }]
        return [imageId, { ok: false, reason: size?.reason ?? 'it was not looked at' }]
      }),
    )
  }

  return {
    read,
    /** The same pictures with their content, as far as they can be read. */
    hashAll: async (pictures: readonly KnownPicture[]): Promise<KnownPicture[]> => {
      const known: KnownPicture[] = []
      for (let start = 0; start < pictures.length; start += BATCH) {
        await context.whilePaused()
        if (signal.aborted) throw new CancelledError('Importing was cancelled.')
        const batch = pictures.slice(start, start + BATCH)
        const hashes = await hash(batch)
        for (const picture of batch) {
          const contentHash = hashes.get(picture.imageId)
          known.push(typeof contentHash === 'string' ? { ...picture, contentHash } : picture)
        }
        context.onProgress({
          fraction: known.length / pictures.length,
          title: 'Recognising the pictures',
          done: known.length,
          total: pictures.length,
        })
      }
      return known
    },
  }
}
