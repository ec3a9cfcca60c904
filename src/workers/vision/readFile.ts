/** Reads picture files: bytes with their content hash, or a hash alone. Never writes. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { ContentHash } from '../../shared/domain.ts'
import { SetwiseError } from '../../shared/errors.ts'
import { fileProblem, nameForSentence } from './problems.ts'

/**
 * Several files are in memory at once, so none may be huge. 512 MiB is four times a 16-bit PNG of a
 * 24-megapixel camera and holds any picture that a generator makes.
 */
const MAX_FILE_BYTES = 512 * 1024 * 1024

/** @returns size of a regular file. @throws SetwiseError for anything else. */
async function regularFileSizeBytes(path: string): Promise<number> {
  const found = await stat(path)
  if (found.isFile()) return found.size
  // Reading a named pipe would wait for ever; a folder is named by its own sentence.
  const what = found.isDirectory() ? 'a folder' : 'a device or a pipe'
  throw new SetwiseError(
    'file-unreadable',
    `${nameForSentence(path)} is ${what}, not a picture: rename or move it.`,
  )
}

/**
 * The whole file: hash and pixels, both taken from these bytes, can never disagree.
 * @throws SetwiseError when it is missing, unreadable, empty or larger than 512 MiB.
 */
export async function readPictureFile(path: string): Promise<Buffer> {
  try {
    const sizeBytes = await regularFileSizeBytes(path)
    if (sizeBytes > MAX_FILE_BYTES) {
      throw new SetwiseError(
        'file-too-large',
        `${nameForSentence(path)} has ${Math.round(sizeBytes / 1024 / 1024)} MB and at most 512 MB are read: save it smaller.`,
      )
    }
    const bytes = await readFile(path)
    if (bytes.length === 0) {
      throw new SetwiseError(
        'file-not-an-image',
        `${nameForSentence(path)} is empty (0 bytes): replace it with a good copy.`,
      )
    }
    return bytes
  } catch (thrown) {
    throw fileProblem(path, thrown)
  }
}

/** SHA-256 of a file of any size, streamed. @throws SetwiseError when it cannot be read. */
export async function hashFile(path: string): Promise<ContentHash> {
  try {
    await regularFileSizeBytes(path)
    const hash = createHash('sha256')
    await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash)
    return branded(hash.digest('hex'))
  } catch (thrown) {
    throw fileProblem(path, thrown)
  }
}

/** The name of this content for ever, wherever the file moves. */
export function contentHashOf(bytes: Buffer): ContentHash {
  return branded(createHash('sha256').update(bytes).digest('hex'))
}

function branded(hex: string): ContentHash {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the brand says "a SHA-256 in hex", which this is; there is no other way to make one
  return hex as ContentHash
}
