/** The tasks of the vision worker: several pictures side by side, one bad picture failing alone. */
import { availableParallelism } from 'node:os'
import PQueue from 'p-queue'
import sharp from 'sharp'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import type { ItemResult } from '../../shared/jobs.ts'
import type { TaskContext, TaskHandlers } from '../../shared/workerProtocol.ts'
import { loadEncoder } from './encoder.ts'
import { createEncoderShelf } from './encoderShelf.ts'
import { extractPicture, previewPicture } from './extract.ts'
import { inspectPicture, pictureSize } from './inspect.ts'
import { nameForSentence } from './problems.ts'
import { hashFile } from './readFile.ts'

export type VisionTask =
  | 'vision.inspect'
  | 'vision.hash'
  | 'vision.size'
  | 'vision.extract'
  | 'vision.preview'
  | 'vision.encoder'

/**
 * Pictures side by side. Decoding runs in libuv's pool of four threads while this thread measures and infers;
 * large networks take up to four pictures in one batch, which is what the rest are for (ViT-B/32: 6 instead of 3
 * in flight cost 11 % less processor time a picture; small networks do not care). More would only hold memory.
 */
export const PICTURES_IN_FLIGHT = Math.min(8, availableParallelism() + 4)

export interface VisionTasks {
  readonly handlers: TaskHandlers<VisionTask>
  /** Frees the models. To be called when nothing runs any more. */
  readonly release: () => Promise<void>
}

/** The handlers with what they share: the queue that bounds the work, and the loaded encoders. */
export function createVisionTasks(): VisionTasks {
  // Each file is seen once, so a cache of operations holds memory for nothing; and pictures side by
  // side use the cores better than threads inside one. Both settings hold for the whole process.
  sharp.cache(false)
  sharp.concurrency(1)
  const queue = new PQueue({ concurrency: PICTURES_IN_FLIGHT })
  const encoders = createEncoderShelf(loadEncoder)

  return {
    handlers: {
      'vision.inspect': ({ paths }, context) =>
        eachPicture(queue, paths, context, 'Looking at the pictures', inspectPicture),
      'vision.hash': ({ paths }, context) =>
        eachPicture(queue, paths, context, 'Recognising known pictures', hashFile),
      'vision.size': ({ paths }, context) =>
        eachPicture(queue, paths, context, 'Measuring the pictures', pictureSize),
      'vision.extract': ({ pictures, previewsFolder, encoderFolder }, context) => {
        const paths = pictures.map(({ path }) => path)
        const title = 'Learning what is in the pictures'
        return encoders.use(encoderFolder, (encoder) =>
          eachPicture(queue, paths, context, title, (path, index) => {
            const wanted = pictures[index]?.wanted ?? []
            return extractPicture({ path, wanted }, previewsFolder, encoder)
          }),
        )
      },
      // Someone is looking at an empty place: ahead of everything that waits.
      'vision.preview': ({ path, previewsFolder }) =>
        queue.add(() => previewPicture(path, previewsFolder), { priority: 1 }),
      'vision.encoder': ({ encoderFolder }) =>
        encoders.use(encoderFolder, ({ key, manifest, provider, withoutCoreml }) => {
          const { id: encoderId, output } = manifest
          return { key, encoderId, dimension: output.dimension, provider, withoutCoreml }
        }),
    },
    release: encoders.release,
  }
}

/**
 * Does `work` for every path, in order of the queue, and answers in the order of `paths`.
 * @throws CancelledError once the pictures in flight are finished; SetwiseError for what is no picture's
 * fault (a full disk).
 */
async function eachPicture<Value>(
  queue: PQueue,
  paths: readonly string[],
  context: TaskContext,
  title: string,
  work: (path: string, index: number) => Promise<Value>,
): Promise<readonly ItemResult<Value>[]> {
  const total = paths.length
  let done = 0
  let stoppedBy: SetwiseError | null = null
  const one = async (path: string, index: number): Promise<ItemResult<Value> | null> => {
    if (stoppedBy !== null || context.isCancelled()) return null
    const result = await attempt(path, () => work(path, index))
    if (result instanceof SetwiseError) {
      stoppedBy ??= result
      return null
    }
    done += 1
    context.onProgress({ fraction: done / total, title, done, total })
    return result
  }
  const results = await Promise.all(paths.map((path, index) => queue.add(() => one(path, index))))
  if (stoppedBy !== null) throw stoppedBy
  const finished = results.filter((result) => result !== null)
  if (finished.length < total) throw new CancelledError(`Cancelled: ${done} of ${total} were done.`)
  return finished
}

/** The result for one picture, or the error that stops the whole request. */
async function attempt<Value>(
  path: string,
  work: () => Promise<Value>,
): Promise<ItemResult<Value> | SetwiseError> {
  try {
    return { ok: true, path, value: await work() }
  } catch (thrown) {
    if (!(thrown instanceof SetwiseError)) {
      // A bug on one odd picture must not keep the person from all the others.
      const reason = `${nameForSentence(path)} could not be handled because of a fault in Setwise, please report it: ${String(thrown)}`
      return { ok: false, path, reason }
    }
    return thrown.code.startsWith('file-') ? { ok: false, path, reason: thrown.message } : thrown
  }
}
