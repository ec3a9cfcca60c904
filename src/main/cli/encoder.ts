/** `setwise encoder …`: another way to turn pictures into numbers. */
import { resolve } from 'node:path'
import { SetwiseError } from '../../shared/errors.ts'
import type { JobContext } from '../jobs/jobs.ts'
import type { Services } from '../services/compose.ts'

const BYTES_PER_MEGABYTE = 1_000_000

/** What a change answers: which encoder, and whether it is the one in use now. */
export interface EncoderAnswer {
  readonly encoderId: string
  readonly inUse: boolean
}

/**
 * @param words after `encoder`.
 * @throws SetwiseError `wrong-use`, and what the service throws.
 */
export async function changeEncoder(
  { encoders }: Services,
  words: readonly string[],
  context: JobContext,
): Promise<EncoderAnswer> {
  const [verb, name, ...more] = words
  const answer = (encoderId: string): EncoderAnswer => ({
    encoderId,
    inUse: encoders.inUse().encoderId === encoderId,
  })
  if (name !== undefined && more.length === 0) {
    if (verb === 'add') return answer(await encoders.add(resolve(name)))
    if (verb === 'use') {
      encoders.use(name)
      return answer(name)
    }
    if (verb === 'download') {
      await encoders.download(name, inMegabytes(context))
      return answer(name)
    }
  }
  throw new SetwiseError(
    'wrong-use',
    'Use it like this: setwise encoder use ID | encoder download ID | encoder add DIR',
  )
}

function inMegabytes(context: JobContext): JobContext {
  return {
    ...context,
    onProgress: ({ title, fraction, done, total }) =>
      context.onProgress({
        title: `${title}, MB`,
        fraction,
        done: Math.floor(done / BYTES_PER_MEGABYTE),
        total: Math.floor(total / BYTES_PER_MEGABYTE),
      }),
  }
}
