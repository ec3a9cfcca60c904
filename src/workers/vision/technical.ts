/** What the pixels of a picture tell: the numbers of the whole, and which part of it stands out. */
import { measurePixels } from '../../core/pixels/measure.ts'
import { weightedNumbers } from '../../core/pixels/region.ts'
import { findSalient, SALIENCY_SIDE } from '../../core/saliency/saliency.ts'
import type { PixelNumbers, Saliency } from '../../shared/features.ts'
import { sharpFrom, type Pixels } from './decode.ts'

/** Long edge at which everything here is measured, so that stages of different sizes compare. */
export const MEASURED_EDGE_PX = 1024

export interface MeasuredPicture {
  /** All but the size of the original, which the decoded pixels do not tell. */
  readonly pixels: Omit<PixelNumbers, 'logPixels'>
  readonly saliency: Saliency
}

/** Measures a picture, shrunk or enlarged once to a long edge of 1,024 px. */
export async function measurePicture(pixels: Pixels): Promise<MeasuredPicture> {
  const measured = measurePixels(await resizedForMeasuring(pixels), SALIENCY_SIDE)
  const salient = findSalient(measured.coloursOfCells)
  const inside = weightedNumbers(measured.lumaOfCells, salient.map.values)
  return { pixels: measured.whole, saliency: { ...salient, inside } }
}

async function resizedForMeasuring(pixels: Pixels): Promise<Pixels> {
  if (Math.max(pixels.widthPx, pixels.heightPx) === MEASURED_EDGE_PX) return pixels
  const { data, info } = await sharpFrom(pixels)
    .resize({ width: MEASURED_EDGE_PX, height: MEASURED_EDGE_PX, fit: 'inside', kernel: 'cubic' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { rgb: data, widthPx: info.width, heightPx: info.height }
}
