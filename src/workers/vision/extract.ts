/** One picture, decoded once: previews written, embedding and technical features returned. */
import type { ContentHash } from '../../shared/domain.ts'
import {
  TECHNICAL_FEATURES,
  type ImageFeatures,
  type TechnicalFeature,
} from '../../shared/features.ts'
import type { ExtractedImage, WorkerTaskOutput } from '../../shared/jobs.ts'
import { decodePicture, readHeader, type Header } from './decode.ts'
import type { Embedded, Encoder } from './encoder.ts'
import { hasPreviews, writePreviews } from './previews.ts'
import { contentHashOf, readPictureFile } from './readFile.ts'
import { technicalFeatures, type PixelFeatures } from './technical.ts'

/**
 * The steps run one after another: pictures side by side keep the cores busy, and one picture then
 * never leaves native work behind when a step fails.
 * @throws SetwiseError naming `path`; `disk-full` when the previews do not fit.
 */
export async function extractPicture(
  path: string,
  previewsFolder: string,
  encoder: Encoder,
): Promise<ExtractedImage> {
  const bytes = await readPictureFile(path)
  const contentHash = contentHashOf(bytes)
  const header = await readHeader(bytes, path)
  const pixels = await decodePicture(bytes, header, path)
  await writePreviews(pixels, previewsFolder, contentHash, path)
  const features = assemble(await encoder.embed(pixels), await technicalFeatures(pixels), header)
  return { contentHash, widthPx: header.widthPx, heightPx: header.heightPx, features }
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

function assemble(embedded: Embedded, pixels: PixelFeatures, header: Header): ImageFeatures {
  const values: Readonly<Record<TechnicalFeature, number>> = {
    ...pixels,
    subjectX: embedded.subject.xFraction,
    subjectY: embedded.subject.yFraction,
    logPixels: Math.log2(header.widthPx * header.heightPx),
  }
  return {
    embedding: embedded.embedding,
    technical: Float32Array.from(TECHNICAL_FEATURES, (name) => values[name]),
  }
}
