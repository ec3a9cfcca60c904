/** One request for (the rest of) a file: redirects followed with care, the answer read with care. */
import { badRedirect, networkReason, refused, DroppedError } from './downloadProblems.ts'

const MAX_REDIRECTS = 5
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]
/** Answers that a later try may change: asked too slowly or too often, and the server's own troubles. */
const PASSING: readonly number[] = [408, 425, 429]

/** What the server means to send. */
export type Answer =
  /** Bytes from `fromByte` on. */
  | {
      readonly kind: 'bytes'
      readonly fromByte: number
      readonly totalBytes: number | null
      readonly etag: string | null
      readonly body: AsyncIterable<Uint8Array>
    }
  /** It has no bytes from there on; `totalBytes` is what it has, when it says so. */
  | { readonly kind: 'nothing-there'; readonly totalBytes: number | null }

export interface Question {
  /** For sentences. */
  readonly what: string
  readonly url: string
  readonly fromByte: number
  /** With `fromByte` above 0: only the rest of this content will do. */
  readonly etag: string | null
}

/**
 * Asks for a file from a byte on. The server may answer with another range (all of it, as a rule): look at
 * `fromByte` of the answer.
 * @throws SetwiseError `download-failed` when another try would not help; DroppedError when it might; what
 *   `fetchFile` throws.
 */
export async function ask(
  question: Question,
  fetchFile: typeof fetch,
  signal: AbortSignal,
): Promise<Answer> {
  const { what, fromByte, etag } = question
  const headers: Record<string, string> = {
    // Compressed bytes have other positions and another length than the file's.
    'accept-encoding': 'identity',
    ...(fromByte > 0 ? { range: `bytes=${fromByte}-` } : {}),
    ...(fromByte > 0 && etag !== null ? { 'if-range': etag } : {}),
  }
  const start = new URL(question.url)
  let url = start
  for (let redirects = 0; ; redirects += 1) {
    const response = await fetchFile(url, { headers, signal, redirect: 'manual' })
    if (!REDIRECTS.includes(response.status)) return readAnswer(response, url, question)
    await response.body?.cancel()
    if (redirects === MAX_REDIRECTS) {
      throw badRedirect(what, start.host, `only leads from one address to the next`)
    }
    url = nextAddress(response.headers.get('location'), { what, url, start })
  }
}

interface Hop {
  readonly what: string
  readonly url: URL
  readonly start: URL
}

function nextAddress(location: string | null, { what, url, start }: Hop): URL {
  if (location === null || !URL.canParse(location, url.href)) {
    throw badRedirect(what, url.host, 'leads to no address')
  }
  const next = new URL(location, url.href)
  // A server on this computer (a mirror, a test) may stay on it; none may lead a download onto this computer.
  const isAllowed = next.protocol === 'https:' || (isThisComputer(next) && isThisComputer(start))
  if (isAllowed) return next
  throw badRedirect(what, url.host, `leads to ${next.protocol}//${next.host}, which is not secure`)
}

function isThisComputer({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1')
}

async function readAnswer(response: Response, url: URL, question: Question): Promise<Answer> {
  const { status, headers } = response
  const range = parseContentRange(headers.get('content-range'))
  if (status === 200) {
    return bytesOf(response, 0, parseLength(headers))
  }
  if (status === 206 && range !== null && range.fromByte !== null) {
    return bytesOf(response, range.fromByte, range.totalBytes)
  }
  await response.body?.cancel()
  if (status === 416 && question.fromByte > 0) {
    return { kind: 'nothing-there', totalBytes: range?.totalBytes ?? null }
  }
  if (status >= 500 || PASSING.includes(status)) throw new DroppedError(`it answers ${status}`)
  throw refused(question.what, url, status)
}

function bytesOf(response: Response, fromByte: number, totalBytes: number | null): Answer {
  const etag = response.headers.get('etag')
  return {
    kind: 'bytes',
    fromByte,
    totalBytes,
    // A weak one (W/...) may not be asked for in If-Range (RFC 9110, 13.1.5).
    etag: etag !== null && etag.startsWith('"') ? etag : null,
    body: chunksOf(response),
  }
}

async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  if (response.body === null) return
  try {
    for await (const chunk of response.body) yield chunk
  } catch (error) {
    throw new DroppedError(networkReason(error), { cause: error })
  }
}

/** The length of the file: of a compressed answer it would be another length. */
function parseLength(headers: Headers): number | null {
  const coding = headers.get('content-encoding') ?? 'identity'
  const length = headers.get('content-length')
  return coding === 'identity' && length !== null && /^\d+$/.test(length) ? Number(length) : null
}

/** `bytes 100-999/1000`, `bytes 100-999/*` or, without any bytes, `bytes *\/1000` (RFC 9110, 14.4). */
function parseContentRange(
  text: string | null,
): { readonly fromByte: number | null; readonly totalBytes: number | null } | null {
  const match = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(text ?? '')
  if (match === null) return null
  const [, from, total] = match
  return {
    fromByte: from === undefined ? null : Number(from),
    totalBytes: total === undefined || total === '*' ? null : Number(total),
  }
}
