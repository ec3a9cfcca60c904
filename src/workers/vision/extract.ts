/** One picture, decoded once: previews written, and every extractor that is asked for fed with the same pixels. */
import {
  encodeEmbedding,
  encodePhash,
  encodePixels,
  encodeSaliency,
} from '../../core/features/codec.ts'
import { phash } from '../../core/phash/phash.ts'
import type { ContentHash } from '../../shared/domain.ts'
import {
  PHASH,
  PIXELS,
  SALIENCY,
  type ExtractedValue,
  type ExtractorId,
} from '../../shared/features.ts'
import type { ExtractedImage, PictureToExtract, WorkerTaskOutput } from '../../shared/jobs.ts'
import { decodePicture, readHeader, type Header, type Pixels } from './decode.ts'
import type { Encoder } from './encoder.ts'
import { hasPreviews, writePreviews } from './previews.ts'
import { contentHashOf, readPictureFile } from './readFile.ts'
import { measurePicture } from './technical.ts'

/**
 * The steps run one after another: pictures side by side keep the cores busy, and one picture then
 * never leaves native work behind when a step fails.
 * @throws SetwiseError naming the file; `disk-full` when the previews do not fit.
 */
export async function extractPicture(
  { path, wanted }: PictureToExtract,
  previewsFolder: string,
  encoder: Encoder,
): Promise<ExtractedImage> {
  const bytes = await readPictureFile(path)
  const contentHash = contentHashOf(bytes)
  const header = await readHeader(bytes, path)
  const pixels = await decodePicture(bytes, header, path)
  await writePreviews(pixels, previewsFolder, contentHash, path)
  const values = await extractValues(pixels, header, new Set(wanted), encoder)
  return { contentHash, widthPx: header.widthPx, heightPx: header.heightPx, values }
}

/** The previews alone, for a picture on screen. @throws as extractPicture. */
export async function previewPicture(
  path: string,
  previewsFolder: string,
): Promise<WorkerTaskOutput<'vision.preview'>> {
  const bytes = await readPictureFile(path)
  const contentHash: ContentHash = contentHashOf(bytes)
  const header = await readHeader(bytes, path)
  if (!(await hasPreviews(previewsFolder, contentHash))) {
    await writePreviews(await decodePicture(bytes, header, path), previewsFolder, contentHash, path)
  }
  return { contentHash, widthPx: header.widthPx, heightPx: header.heightPx }
}

async function extractValues(
  pixels: Pixels,
  { widthPx, heightPx }: Header,
  wanted: ReadonlySet<ExtractorId>,
  encoder: Encoder,
): Promise<ExtractedValue[]> {
  const values: ExtractedValue[] = []
  const { key } = encoder
  if (wanted.has(key.extractor)) {
    values.push({ key, bytes: encodeEmbedding(await encoder.embed(pixels)) })
  }
  if (wanted.has('phash')) {
    const hash = phash(pixels.rgb, pixels.widthPx, pixels.heightPx)
    values.push({ key: PHASH, bytes: encodePhash(hash) })
  }
  if (wanted.has('pixels') || wanted.has('saliency')) {
    const measured = await measurePicture(pixels)
    const logPixels = Math.log2(widthPx * heightPx)
    const all: readonly ExtractedValue[] = [
      { key: PIXELS, bytes: encodePixels({ ...measured.pixels, logPixels }) },
      { key: SALIENCY, bytes: encodeSaliency(measured.saliency) },
    ]
    values.push(...all.filter((value) => wanted.has(value.key.extractor)))
  }
  return values
}
