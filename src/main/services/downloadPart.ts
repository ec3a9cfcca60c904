/** A download that is not finished: the bytes so far, and beside them what they are bytes of. */
import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Which file on which server the bytes come from: they are continued only with more of the same. */
export interface Origin {
  readonly url: string
  readonly sha256: string
  /** What the server calls this content, when it says so in a way that can be asked for (a strong ETag). */
  readonly etag: string | null
  /** As the server announced it; null when it did not. */
  readonly totalBytes: number | null
}

export interface DownloadPart {
  readonly sizeBytes: () => number
  /** Null when nothing has arrived that could be continued. */
  readonly origin: () => Origin | null
  /** Forgets what is there; what follows comes from `origin`. */
  readonly startOver: (origin: Origin) => Promise<void>
  readonly append: (bytes: Uint8Array) => Promise<void>
  /** Everything appended is on the disk then. */
  readonly flush: () => Promise<void>
  readonly close: () => Promise<void>
}

/**
 * Opens or makes a part.
 * @param wanted bytes of another address or of another content are forgotten.
 * @throws what the file system throws, here and in the functions of the part.
 */
export async function openPart(
  file: string,
  wanted: Pick<Origin, 'url' | 'sha256'>,
): Promise<DownloadPart> {
  await mkdir(dirname(file), { recursive: true })
  let origin = await readOrigin(file)
  if (origin?.url !== wanted.url || origin.sha256 !== wanted.sha256) origin = null
  const handle = await open(file, constants.O_RDWR | constants.O_CREAT)
  let sizeBytes = 0
  try {
    if (origin === null) await handle.truncate(0)
    else sizeBytes = (await handle.stat()).size
  } catch (error) {
    await handle.close()
    throw error
  }
  return {
    sizeBytes: () => sizeBytes,
    origin: () => (sizeBytes === 0 ? null : origin),
    startOver: async (next) => {
      // Empty before it has a new origin: killed in between, no byte is taken for one of another file.
      await handle.truncate(0)
      sizeBytes = 0
      await writeFile(originFile(file), JSON.stringify(next))
      origin = next
    },
    append: async (bytes) => {
      for (let written = 0; written < bytes.length;) {
        const rest = bytes.length - written
        const { bytesWritten } = await handle.write(bytes, written, rest, sizeBytes)
        written += bytesWritten
        sizeBytes += bytesWritten
      }
    },
    flush: () => handle.sync(),
    close: () => handle.close(),
  }
}

/** Removes a part and what is known of it. */
export async function discardPart(file: string): Promise<void> {
  await rm(file, { force: true })
  await rm(originFile(file), { force: true })
}

/**
 * SHA-256 of a file as it lies on the disk, 64 lower-case hex characters.
 * @throws what the file system throws; AbortError when `signal` says so.
 */
export async function sha256OfFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const options = signal === undefined ? {} : { signal }
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash, options)
  return hash.digest('hex')
}

function originFile(file: string): string {
  return `${file}.json`
}

/** Null when there is none or it was cut off: then the part begins anew, nothing more. */
async function readOrigin(file: string): Promise<Origin | null> {
  try {
    const value: unknown = JSON.parse(await readFile(originFile(file), 'utf8'))
    return isOrigin(value) ? value : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function isOrigin(value: unknown): value is Origin {
  if (typeof value !== 'object' || value === null) return false
  const { url, sha256, etag, totalBytes } = { url: 0, sha256: 0, etag: 0, totalBytes: '', ...value }
  return (
    typeof url === 'string' &&
    typeof sha256 === 'string' &&
    (etag === null || typeof etag === 'string') &&
    (totalBytes === null || typeof totalBytes === 'number')
  )
}
