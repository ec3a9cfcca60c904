/** Use case: everything that the models see of every image of the open folder; whatever exists is reused. */
import type { FailedFile, ImageId } from '../../shared/domain.ts'
import { SetwiseError } from '../../shared/errors.ts'
import {
  FEATURE_VERSION,
  PEOPLE,
  PHASH,
  PIXELS,
  SALIENCY,
  type EncoderKey,
  type ExtractorKey,
  type Provider,
} from '../../shared/features.ts'
import type { FeatureRepository, WaitingImage } from '../db/featureRepository.ts'
import type { ImageRepository } from '../db/imageRepository.ts'
import type { JobContext } from '../jobs/jobs.ts'
import type { WorkerHost } from '../jobs/workerHost.ts'
import { extractorOf } from './imageFeatures.ts'
import type { Encoders } from './encoders.ts'
import type { Library } from './library.ts'
import type { PeopleFinder } from './peopleFinder.ts'
import { runPeoplePass, type PictureWithoutPeople } from './peoplePass.ts'
import type { Previews } from './previews.ts'
import { runVisionPass, type VisionCounts } from './visionPass.ts'
import { createWorkQueue } from './workQueue.ts'

/** What `features` answers on the command line. */
export interface FeaturesReport {
  readonly done: number
  readonly reused: number
  readonly failed: readonly FailedFile[]
  readonly seconds: number
  /** Looked at now, still to be looked at, and why those are not. */
  readonly people: {
    readonly done: number
    readonly waiting: number
    readonly reason: string | null
  }
}

export interface FeaturesDependencies {
  readonly transaction: (work: () => void) => void
  readonly images: ImageRepository
  readonly featureRows: FeatureRepository
  readonly library: Pick<Library, 'currentRoot'>
  readonly previews: Pick<Previews, 'fileOf'>
  readonly vision: WorkerHost
  /** Null where there is no window to look for people in. */
  readonly people: PeopleFinder | null
  readonly previewsFolder: string
  /** The one in use may change between two runs. */
  readonly encoders: Pick<Encoders, 'inUse' | 'reportBroken'>
  readonly nowMs: () => number
  /** Says a sentence to the person, once. */
  readonly warn: (sentence: string) => void
}

/** The key under which features are stored, how long an embedding is, and what computes it. */
export interface KnownEncoder extends EncoderKey {
  readonly dimension: number
  readonly provider: Provider
}

const WITHOUT_WINDOW =
  'People are looked for by the app: open it with this library, and it goes on from here.'

export function createFeatures(dependencies: FeaturesDependencies) {
  const { images, featureRows, library, vision, people, previews, nowMs, warn } = dependencies
  const { transaction, previewsFolder, encoders } = dependencies
  let known: { readonly folder: string; readonly encoder: Promise<KnownEncoder> } | null = null
  let provider: Provider | null = null
  let inView: readonly ImageId[] = []

  const ask = async (folder: string): Promise<KnownEncoder> => {
    const loaded = await vision.request('vision.encoder', { encoderFolder: folder })
    provider = loaded.provider
    if (loaded.withoutCoreml !== null) warn(loaded.withoutCoreml)
    return {
      encoderId: loaded.encoderId,
      encoderVersion: loaded.key.version,
      featureVersion: FEATURE_VERSION,
      dimension: loaded.dimension,
      provider: loaded.provider,
    }
  }

  /**
   * The encoder in use; asks the worker once, again after a failure (the file may have been repaired). Where
   * one of the person's choice turns out to be broken, the default stands in at once.
   */
  const encoderKey = (): Promise<KnownEncoder> => {
    const { encoderId, folder } = encoders.inUse()
    if (known?.folder === folder) return known.encoder
    const encoder = ask(folder).catch((error: unknown) => {
      known = null
      if (error instanceof SetwiseError) encoders.reportBroken(encoderId, error.message)
      if (encoders.inUse().encoderId !== encoderId) return encoderKey()
      throw error
    })
    known = { folder, encoder }
    return encoder
  }

  /** Null: all is well. */
  const withoutPeople = (): string | null =>
    people === null ? WITHOUT_WINDOW : people.unavailable()

  const run = async (context: JobContext): Promise<FeaturesReport> => {
    const startedMs = nowMs()
    const { rootId, path: rootPath } = library.currentRoot()
    const encoder = await encoderKey()
    const { folder } = encoders.inUse()
    const keys: ExtractorKey[] = [PIXELS, PHASH, SALIENCY, extractorOf(encoder)]
    const total = images.countPresent(rootId)
    const waiting = createWorkQueue<WaitingImage>(() => inView)
    const toDecode = featureRows.waiting(rootId, keys)
    waiting.add(toDecode)
    const known = total - toDecode.length
    const withoutPeopleYet = featureRows.waiting(rootId, [PEOPLE])
    const peopleWaiting = createWorkQueue<PictureWithoutPeople>(() => inView)
    const seen = { vision: known, people: total - withoutPeopleYet.length }
    // When the pictures cannot be read on (a full disk), nobody is looked for either.
    const stop = new AbortController()
    const failed: FailedFile[] = []
    const onFailure = (file: FailedFile): void => {
      failed.push(file)
      context.onFailure(file)
    }
    const report = (): void => {
      const isVision = seen.vision < total
      const done = isVision ? seen.vision : seen.people
      context.onProgress({
        fraction: total === 0 ? 1 : done / total,
        title: isVision ? 'Learning what is in the pictures' : 'Looking for people',
        done,
        total,
      })
    }

    const lookAtPictures = async (): Promise<VisionCounts> => {
      try {
        return await runVisionPass(
          {
            transaction,
            images,
            rows: featureRows,
            vision,
            previewsFolder,
            rootPath,
            keys,
            waiting,
            onFailure,
            encoderFolder: folder,
            onKnown: ({ imageId, contentHash }) => {
              if (featureRows.missing(contentHash, [PEOPLE]).length > 0) {
                peopleWaiting.add([{ imageId, contentHash }])
              }
            },
            onHandled: (count) => {
              seen.vision += count
              report()
            },
          },
          context,
        )
      } catch (error) {
        stop.abort()
        throw error
      } finally {
        peopleWaiting.end()
      }
    }

    const lookForPeople = async (): Promise<number> => {
      if (people === null || people.unavailable() !== null) return 0
      return runPeoplePass(
        {
          transaction,
          images,
          rows: featureRows,
          previews,
          onFailure,
          finder: people,
          waiting: peopleWaiting,
          onHandled: () => {
            seen.people += 1
            if (seen.vision >= total) report()
          },
        },
        { ...context, signal: AbortSignal.any([context.signal, stop.signal]) },
      )
    }

    report()
    // What the vision pass comes to, it hands over; the rest was decoded before.
    const stillToDecode = new Set(toDecode.map(({ imageId }) => imageId))
    peopleWaiting.add(
      withoutPeopleYet.flatMap(({ imageId, contentHash }) =>
        contentHash === null || stillToDecode.has(imageId) ? [] : [{ imageId, contentHash }],
      ),
    )
    // Both end before either's error is told: nothing goes on in the background.
    const [looked, foundPeople] = await Promise.allSettled([lookAtPictures(), lookForPeople()])
    if (looked.status === 'rejected') throw looked.reason
    if (foundPeople.status === 'rejected') throw foundPeople.reason
    const { done, reused } = looked.value
    return {
      done,
      reused: known + reused,
      failed,
      seconds: (nowMs() - startedMs) / 1000,
      people: {
        done: foundPeople.value,
        waiting: featureRows.waiting(rootId, [PEOPLE]).length,
        reason: withoutPeople(),
      },
    }
  }

  return {
    run,
    encoderKey,
    withoutPeople,
    /** Null until an encoder was loaded. */
    provider: (): Provider | null => provider,
    /** The images on screen and near it: a run that goes on takes them first. */
    prefer: (imageIds: readonly ImageId[]): void => {
      inView = imageIds
    },
  }
}

export type Features = ReturnType<typeof createFeatures>
