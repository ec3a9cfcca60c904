/** What the header and a tiny picture tell, for grouping photographs by time and similarity. */
import exifReader from 'exif-reader'
import type { Inspection } from '../../shared/jobs.ts'
import { decodeTo, readHeader } from './decode.ts'
import { readPictureFile } from './readFile.ts'

const SIGNATURE_EDGE_PX = 8

/** @throws SetwiseError naming `path`. */
export async function inspectPicture(path: string): Promise<Inspection> {
  const bytes = await readPictureFile(path)
  const header = await readHeader(bytes, path)
  const { rgb } = await decodeTo(bytes, header, path, {
    width: SIGNATURE_EDGE_PX,
    height: SIGNATURE_EDGE_PX,
    fit: 'fill',
  })
  return {
    widthPx: header.widthPx,
    heightPx: header.heightPx,
    takenAtMs: header.exif === null ? null : captureTimeMs(header.exif),
    // A copy of its own: the answer is transferred to another thread.
    signature: Uint8Array.from(rgb),
  }
}

/** As displayed. @throws SetwiseError naming `path`. */
export async function pictureSize(
  path: string,
): Promise<{ readonly widthPx: number; readonly heightPx: number }> {
  const { widthPx, heightPx } = await readHeader(await readPictureFile(path), path)
  return { widthPx, heightPx }
}

/**
 * When the shutter opened, from an EXIF block as sharp hands it out, with the fraction of a second
 * that tells the pictures of a burst apart. The time of the last edit is not looked at.
 */
export function captureTimeMs(exif: Buffer): number | null {
  const photo = readExif(exif)?.Photo
  const taken = photo?.DateTimeOriginal ?? photo?.DateTimeDigitized
  // The declared types promise more than a camera writes.
  if (!(taken instanceof Date) || Number.isNaN(taken.getTime())) return null
  const fraction = /^\d+/.exec(photo?.SubSecTimeOriginal ?? '')?.[0] ?? '0'
  return taken.getTime() + Math.floor(Number(`0.${fraction}`) * 1000)
}

function readExif(exif: Buffer): ReturnType<typeof exifReader> | null {
  try {
    return exifReader(exif)
  } catch {
    // A damaged EXIF block is no damage to the picture: it has no capture time, that is all.
    return null
  }
}
