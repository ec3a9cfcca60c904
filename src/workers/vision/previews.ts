/** The cached previews of a picture: JPEG files named after its content, written whole or not at all. */
import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ContentHash } from '../../shared/domain.ts'
import { PREVIEW_SIZES_PX, previewFileName, type PreviewSizePx } from '../../shared/jobs.ts'
import { sharpFrom, type Pixels } from './decode.ts'
import { systemErrorCode, writeProblem } from './problems.ts'

// Measured on a 1664 x 2432 photograph, one thread: JPEG quality 90 with full colour resolution takes
// 26 ms and 650 KB; optimised coding 85 ms and 640 KB; WebP 110 ms at its fastest. Half colour
// resolution would save a fifth of the bytes and smear the reds that a curator looks at.
const JPEG = { quality: 90, chromaSubsampling: '4:4:4', optimiseCoding: false } as const

/** Whether every preview of this content is there. An empty file (power cut) counts as missing. */
export async function hasPreviews(folder: string, contentHash: ContentHash): Promise<boolean> {
  const sizes = await Promise.all(
    PREVIEW_SIZES_PX.map((sizePx) =>
      fileSizeBytes(join(folder, previewFileName(contentHash, sizePx))),
    ),
  )
  return sizes.every((sizeBytes) => sizeBytes > 0)
}

/**
 * Writes both previews unless they are there. A picture smaller than a preview is not enlarged.
 * @param path of the original, for the sentence of an error.
 * @throws SetwiseError `disk-full` when they do not fit.
 */
export async function writePreviews(
  pixels: Pixels,
  folder: string,
  contentHash: ContentHash,
  path: string,
): Promise<void> {
  if (await hasPreviews(folder, contentHash)) return
  for (const sizePx of PREVIEW_SIZES_PX) {
    const jpeg = await encodePreview(pixels, sizePx)
    const file = join(folder, previewFileName(contentHash, sizePx))
    await writeWhole(file, jpeg).catch((thrown: unknown) => {
      throw writeProblem(path, folder, thrown)
    })
  }
}

async function encodePreview(pixels: Pixels, sizePx: PreviewSizePx): Promise<Buffer> {
  return sharpFrom(pixels)
    .resize({ width: sizePx, height: sizePx, fit: 'inside', withoutEnlargement: true })
    .jpeg(JPEG)
    .toBuffer()
}

/** Under a temporary name first: a reader sees the whole file or none, also after a kill. */
async function writeWhole(path: string, content: Buffer): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`
  await mkdir(dirname(path), { recursive: true })
  try {
    await writeFile(temporary, content)
    await rename(temporary, path)
  } catch (thrown) {
    await rm(temporary, { force: true })
    throw thrown
  }
}

async function fileSizeBytes(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (thrown) {
    // Whatever else is wrong with the folder comes up, with its sentence, when it is written to.
    if (systemErrorCode(thrown) !== null) return 0
    throw thrown
  }
}
