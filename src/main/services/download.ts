/**
 * Fetches one file whose SHA-256 is known, over as many connections as it takes. The only code of Setwise that
 * speaks to a network, and only ever because a person asked for this file.
 */
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import type { JobContext } from '../jobs/jobs.ts'
import { discardPart, openPart, sha256OfFile, type DownloadPart } from './downloadPart.ts'
import {
  DroppedError,
  droppedTooOften,
  explainPartError,
  isDiskFull,
  networkReason,
  noRoom,
  unreachable,
  wrongHash,
  wrongSize,
} from './downloadProblems.ts'
import { ask } from './downloadRequest.ts'

export interface WantedFile {
  /** For people: "CLIP ViT-B/32". */
  readonly title: string
  readonly url: string
  readonly sha256: string
  /** Right within SIZE_TOLERANCE. */
  readonly bytes: number
  /** Where the bytes are gathered, and lie when all is well. */
  readonly partFile: string
}

/** How the network and the clock are reached; tests have their own. */
export interface Network {
  readonly fetchFile: typeof fetch
  readonly wait: (durationMs: number, signal: AbortSignal) => Promise<unknown>
  /** A connection on which nothing comes for this long is given up. */
  readonly silenceMs: number
}

export const REAL_NETWORK: Network = {
  fetchFile: fetch,
  wait: (durationMs, signal) => wait(durationMs, undefined, { signal }),
  silenceMs: 30_000,
}

/** Before each new try after a broken connection; when all are used up without progress, the download fails. */
const BACK_OFF_MS: readonly number[] = [1000, 2000, 4000, 8000, 16_000]
/** New bytes that make a connection worth more tries. */
const PROGRESS_BYTES = 1 << 20
/** Published sizes are rounded ("351 MB"); what is farther off is not the file, and never fills the disk. */
const SIZE_TOLERANCE = 0.05

/**
 * On return the whole file lies at `partFile`, on the disk and with the right SHA-256. Cancelled or broken off,
 * what has arrived stays there and the next call goes on; a wrong file is deleted.
 * @throws SetwiseError `download-failed`, `model-altered` (wrong hash or size), `disk-full` or
 *   `file-unreadable`; CancelledError.
 */
export async function downloadFile(
  wanted: WantedFile,
  context: JobContext,
  network: Network = REAL_NETWORK,
): Promise<void> {
  const { title, partFile } = wanted
  try {
    await gather(wanted, context, network)
    await verify(wanted, context.signal)
  } catch (error) {
    if (context.signal.aborted) throw cancelled(title)
    const isWrongFile = error instanceof SetwiseError && error.code === 'model-altered'
    if (isWrongFile || isDiskFull(error)) await discardPart(partFile)
    throw explainPartError(title, partFile, error)
  }
}

/** Tries until the part is whole. */
async function gather(wanted: WantedFile, context: JobContext, network: Network): Promise<void> {
  const { title, url, sha256, partFile } = wanted
  const { host } = new URL(url)
  const part = await openPart(partFile, { url, sha256 })
  try {
    await requireRoom(wanted, part.sizeBytes())
    let furthestBytes = part.sizeBytes()
    let failures = 0
    let hasAnswered = false
    const onAnswer = (): void => void (hasAnswered = true)
    while (!isWhole(part)) {
      try {
        await fetchRest(part, wanted, { context, network, onAnswer })
        break
      } catch (error) {
        if (context.signal.aborted) throw cancelled(title)
        if (!(error instanceof DroppedError)) throw error
        // Without any answer at all, a person who is offline learns it at once.
        if (!hasAnswered) throw unreachable(title, host, error.reason)
        if (part.sizeBytes() >= furthestBytes + PROGRESS_BYTES) {
          furthestBytes = part.sizeBytes()
          failures = 0
        }
        const backOffMs = BACK_OFF_MS[failures]
        if (backOffMs === undefined) throw droppedTooOften(title, host, error.reason)
        failures += 1
        await network.wait(backOffMs, context.signal)
      }
    }
    await part.flush()
  } finally {
    await part.close()
  }
}

function isWhole(part: DownloadPart): boolean {
  const origin = part.origin()
  return origin !== null && origin.totalBytes === part.sizeBytes()
}

interface Attempt {
  readonly context: JobContext
  readonly network: Network
  readonly onAnswer: () => void
}

/** One connection. Returns when the server has sent all it has. */
async function fetchRest(
  part: DownloadPart,
  wanted: WantedFile,
  { context, network, onAnswer }: Attempt,
): Promise<void> {
  const { title, url, sha256 } = wanted
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(), network.silenceMs)
  const signal = AbortSignal.any([context.signal, silence.signal])
  const fetchFile: typeof fetch = async (...request) => {
    try {
      const response = await network.fetchFile(...request)
      onAnswer()
      return response
    } catch (error) {
      throw new DroppedError(networkReason(error), { cause: error })
    }
  }
  const origin = part.origin()
  const question = { what: title, url, fromByte: part.sizeBytes(), etag: origin?.etag ?? null }
  try {
    const answer = await ask(question, fetchFile, signal)
    timer.refresh()
    if (answer.kind === 'nothing-there') {
      // All of it had arrived, and only its length was not known.
      if (answer.totalBytes === part.sizeBytes()) return
      await part.startOver({ url, sha256, etag: null, totalBytes: null })
      throw new DroppedError('the file on the server changed')
    }
    const { fromByte, totalBytes, etag, body } = answer
    requireLikelySize(totalBytes, wanted)
    const isRest =
      origin !== null && fromByte === part.sizeBytes() && totalBytes === origin.totalBytes
    if (!isRest) {
      await part.startOver({ url, sha256, etag, totalBytes })
      if (fromByte !== 0) throw new DroppedError('the file on the server changed')
    }
    for await (const chunk of body) {
      timer.refresh()
      await part.append(chunk)
      requireLikelySoFar(part.sizeBytes(), wanted)
      report(part, wanted, context)
    }
    if (totalBytes === null) requireLikelySize(part.sizeBytes(), wanted)
    else if (part.sizeBytes() !== totalBytes) {
      throw new DroppedError('it ended too early')
    }
  } catch (error) {
    if (silence.signal.aborted && !context.signal.aborted) {
      throw new DroppedError(`nothing came for ${network.silenceMs / 1000} seconds`)
    }
    throw error
  } finally {
    clearTimeout(timer)
    // Closes a connection that nobody reads any more.
    silence.abort()
  }
}

function report(part: DownloadPart, { title, bytes }: WantedFile, context: JobContext): void {
  const done = part.sizeBytes()
  const total = Math.max(done, part.origin()?.totalBytes ?? bytes)
  context.onProgress({ title: `Downloading ${title}`, done, total, fraction: done / total })
}

function requireLikelySize(totalBytes: number | null, { title, url, bytes }: WantedFile): void {
  if (totalBytes === null || Math.abs(totalBytes - bytes) <= bytes * SIZE_TOLERANCE) return
  throw wrongSize(title, new URL(url).host, `${totalBytes} bytes`, bytes)
}

function requireLikelySoFar(sizeBytes: number, { title, url, bytes }: WantedFile): void {
  if (sizeBytes <= bytes * (1 + SIZE_TOLERANCE)) return
  throw wrongSize(title, new URL(url).host, `more than ${sizeBytes - 1} bytes`, bytes)
}

/** Said before the first byte: a disk that is full to the brim has no room for decisions either. */
async function requireRoom(
  { title, bytes, partFile }: WantedFile,
  gathered: number,
): Promise<void> {
  const folder = dirname(partFile)
  const { bavail, bsize, blocks } = await statfs(folder)
  const neededBytes = bytes - gathered
  // Some network disks tell nothing: 0 blocks in all.
  if (blocks > 0 && bavail * bsize < neededBytes) {
    throw noRoom(title, folder, neededBytes, bavail * bsize)
  }
}

/** Reads the file from the disk again: what is checked is what will be used, however it came there. */
async function verify(wanted: WantedFile, signal: AbortSignal): Promise<void> {
  const { title, url, sha256, partFile } = wanted
  const found = await sha256OfFile(partFile, signal)
  if (found !== sha256) throw wrongHash(title, new URL(url).host, found, sha256)
}

function cancelled(title: string): CancelledError {
  return new CancelledError(`Downloading ${title} was cancelled; what has arrived is kept.`)
}
