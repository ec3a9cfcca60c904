/** What can go wrong between a server and the disk, as sentences. `what` is the title of the thing that is fetched. */
import { SetwiseError } from '../../shared/errors.ts'
import { explainWriteError } from '../writeError.ts'

/** A try that may work the next time. Stays inside the download; `reason` goes into the sentence when none does. */
export class DroppedError extends Error {
  readonly reason: string

  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options)
    this.name = 'DroppedError'
    this.reason = reason
  }
}

/** What fetch and its streams throw, in few words: the system's code where there is one. */
export function networkReason(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown
  if (!(cause instanceof Error)) return String(cause)
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
}

export function unreachable(what: string, host: string, reason: string): SetwiseError {
  return failed(
    `${what} could not be downloaded: ${host} does not answer (${reason}). Check the network connection and download it again.`,
  )
}

export function droppedTooOften(what: string, host: string, reason: string): SetwiseError {
  return failed(
    `${what} could not be downloaded: the connection to ${host} broke again and again (${reason}). What has arrived is kept; download it again to go on from there.`,
  )
}

/** For answers that a second try does not change: 404, 403 and the like. */
export function refused(what: string, url: URL, status: number): SetwiseError {
  return failed(
    `${what} could not be downloaded: ${url.host} answered ${status} for ${url.origin}${url.pathname}. Look for a newer Setwise, or fetch the file yourself and add it as a folder with its manifest.`,
  )
}

export function badRedirect(what: string, host: string, how: string): SetwiseError {
  return failed(
    `${what} could not be downloaded: ${host} ${how}. Download it again later, or fetch the file yourself and add it as a folder with its manifest.`,
  )
}

export function wrongSize(
  what: string,
  host: string,
  sent: string,
  expected: number,
): SetwiseError {
  return new SetwiseError(
    'model-altered',
    `${what} was not kept: ${host} sends ${sent} where about ${expected} bytes are expected. Download it again; if that does not help, something on the way answers in place of the server (a login page, a proxy).`,
  )
}

export function wrongHash(
  what: string,
  host: string,
  found: string,
  expected: string,
): SetwiseError {
  return new SetwiseError(
    'model-altered',
    `${what} was not kept: what ${host} sent has the SHA-256 ${found} and not ${expected}. Download it again; if that does not help, the file on the server is another one: look for a newer Setwise.`,
  )
}

export function noRoom(what: string, folder: string, needed: number, free: number): SetwiseError {
  return new SetwiseError(
    'disk-full',
    `The disk is too full for ${what}: ${folder} needs ${needed} bytes and has ${free}. Free some space and download it again.`,
  )
}

/** True when the system had no room for a write. */
export function isDiskFull(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !('code' in thrown)) return false
  return thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT'
}

/** For what the system throws while the download is written; anything else stays what it was. */
export function explainPartError(what: string, file: string, thrown: unknown): unknown {
  if (!isDiskFull(thrown)) return explainWriteError(file, thrown)
  return new SetwiseError(
    'disk-full',
    `The disk is full: ${what} does not fit into ${file}. What had arrived was deleted, so that your decisions have room. Free some space and download it again.`,
    { cause: thrown },
  )
}

function failed(sentence: string): SetwiseError {
  return new SetwiseError('download-failed', sentence)
}
