/** Technical features of a picture: sharpness, light, colour, noise and where the light is. */
import type { TechnicalFeature } from '../../shared/features.ts'
import { sharpFrom, type Pixels } from './decode.ts'

/** Long edge at which everything here is measured, so that stages of different sizes compare. */
export const MEASURED_EDGE_PX = 1024

/** What pixels alone tell; the subject and the size of the original come from elsewhere. */
export type PixelFeatures = Readonly<
  Record<Exclude<TechnicalFeature, 'subjectX' | 'subjectY' | 'logPixels'>, number>
>

/** Measures a picture, shrunk or enlarged to a long edge of 1,024 px. */
export async function technicalFeatures(pixels: Pixels): Promise<PixelFeatures> {
  return measure(await resizedForMeasuring(pixels))
}

async function resizedForMeasuring(pixels: Pixels): Promise<Pixels> {
  if (Math.max(pixels.widthPx, pixels.heightPx) === MEASURED_EDGE_PX) return pixels
  const { data, info } = await sharpFrom(pixels)
    .resize({ width: MEASURED_EDGE_PX, height: MEASURED_EDGE_PX, fit: 'inside', kernel: 'cubic' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { rgb: data, widthPx: info.width, heightPx: info.height }
}

/** The features of these very pixels. Units and scales: src/shared/features.ts. */
export function measure(pixels: Pixels): PixelFeatures {
  const luma = lumaOf(pixels)
  const edges = laplacianAndNoise(luma, pixels.widthPx, pixels.heightPx)
  return {
    sharpness: Math.log1p(edges.laplacianVariance),
    noise: edges.noise,
    ...light(luma, pixels.widthPx, pixels.heightPx),
    ...colour(pixels.rgb),
  }
}

/**
 * Rec. 601 luma, 0-255, with the 15-bit integers of OpenCV's RGB2GRAY, so that numbers that others
 * publish for the variance of the Laplacian apply.
 */
export function lumaOf({ rgb, widthPx, heightPx }: Pixels): Uint8Array {
  const luma = new Uint8Array(widthPx * heightPx)
  for (let index = 0, at = 0; index < luma.length; index += 1, at += 3) {
    const sum = (rgb[at] ?? 0) * 9798 + (rgb[at + 1] ?? 0) * 19235 + (rgb[at + 2] ?? 0) * 3735
    luma[index] = (sum + 16384) >> 15
  }
  return luma
}

/**
 * One walk over 3 x 3 neighbourhoods.
 * - Variance of the Laplacian (0 1 0, 1 -4 1, 0 1 0), border mirrored without its own pixel: OpenCV's
 *   `Laplacian(grey, CV_64F).var()`.
 * - Immerkaer, "Fast Noise Variance Estimation" (1996): mean magnitude of (1 -2 1, -2 4 -2, 1 -2 1)
 *   inside the border, times sqrt(pi / 2) / 6, in units of 0-1.
 */
export function laplacianAndNoise(
  luma: Uint8Array,
  widthPx: number,
  heightPx: number,
): { readonly laplacianVariance: number; readonly noise: number } {
  let sum = 0
  let sumOfSquares = 0
  let noiseSum = 0
  for (let y = 0; y < heightPx; y += 1) {
    const row = y * widthPx
    const above = mirrored(y - 1, heightPx) * widthPx
    const below = mirrored(y + 1, heightPx) * widthPx
    const isInsideRows = y > 0 && y < heightPx - 1
    for (let x = 0; x < widthPx; x += 1) {
      const left = x > 0 ? x - 1 : mirrored(-1, widthPx)
      const right = x < widthPx - 1 ? x + 1 : mirrored(widthPx, widthPx)
      const centre = luma[row + x] ?? 0
      const cross =
        (luma[above + x] ?? 0) +
        (luma[below + x] ?? 0) +
        (luma[row + left] ?? 0) +
        (luma[row + right] ?? 0)
      const laplacian = cross - 4 * centre
      sum += laplacian
      sumOfSquares += laplacian * laplacian
      if (isInsideRows && x > 0 && x < widthPx - 1) {
        const corners =
          (luma[above + left] ?? 0) +
          (luma[above + right] ?? 0) +
          (luma[below + left] ?? 0) +
          (luma[below + right] ?? 0)
        noiseSum += Math.abs(corners - 2 * cross + 4 * centre)
      }
    }
  }
  const count = widthPx * heightPx
  const mean = sum / count
  const insideCount = Math.max(1, (widthPx - 2) * (heightPx - 2))
  return {
    laplacianVariance: sumOfSquares / count - mean * mean,
    noise: (Math.sqrt(Math.PI / 2) * noiseSum) / insideCount / 6 / 255,
  }
}

/** Index of the pixel that stands in for one beyond the border; the border pixel is not doubled. */
function mirrored(index: number, length: number): number {
  if (length === 1) return 0
  if (index < 0) return 1
  return index < length ? index : length - 2
}

function light(luma: Uint8Array, widthPx: number, heightPx: number) {
  const histogram = new Float64Array(256)
  const columns = new Float64Array(widthPx)
  let sumTimesRow = 0
  for (let y = 0, index = 0; y < heightPx; y += 1) {
    let rowSum = 0
    for (let x = 0; x < widthPx; x += 1, index += 1) {
      const value = luma[index] ?? 0
      histogram[value] = (histogram[value] ?? 0) + 1
      columns[x] = (columns[x] ?? 0) + value
      rowSum += value
    }
    sumTimesRow += rowSum * (y + 0.5)
  }
  const count = luma.length
  const share = (from: number, to: number): number =>
    histogram.subarray(from, to + 1).reduce((total, pixels) => total + pixels, 0) / count
  const sum = histogram.reduce((total, pixels, value) => total + pixels * value, 0)
  const mean = sum / count
  const squares = histogram.reduce(
    (total, pixels, value) => total + pixels * (value - mean) ** 2,
    0,
  )
  const sumTimesColumn = columns.reduce((total, column, x) => total + column * (x + 0.5), 0)
  return {
    exposure: mean / 255,
    clippedLow: share(0, 3),
    clippedHigh: share(252, 255),
    contrast: Math.sqrt(squares / count) / 255,
    // A black picture has its light nowhere: call it the centre.
    luminanceX: sum === 0 ? 0.5 : sumTimesColumn / sum / widthPx,
    luminanceY: sum === 0 ? 0.5 : sumTimesRow / sum / heightPx,
  }
}

/** Hasler and Suesstrunk, "Measuring Colourfulness in Natural Images" (2003), and red minus blue. */
function colour(rgb: Uint8Array) {
  let redSum = 0
  let blueSum = 0
  let redGreenSum = 0
  let redGreenSquares = 0
  // Twice yellow minus blue keeps the sums in whole numbers, hence exact.
  let yellowBlueSum = 0
  let yellowBlueSquares = 0
  for (let at = 0; at < rgb.length; at += 3) {
    const red = rgb[at] ?? 0
    const green = rgb[at + 1] ?? 0
    const blue = rgb[at + 2] ?? 0
    const redGreen = red - green
    const yellowBlue = red + green - 2 * blue
    redSum += red
    blueSum += blue
    redGreenSum += redGreen
    redGreenSquares += redGreen * redGreen
    yellowBlueSum += yellowBlue
    yellowBlueSquares += yellowBlue * yellowBlue
  }
  const count = rgb.length / 3
  const redGreenMean = redGreenSum / count
  const yellowBlueMean = yellowBlueSum / count / 2
  const redGreenVariance = redGreenSquares / count - redGreenMean ** 2
  const yellowBlueVariance = yellowBlueSquares / count / 4 - yellowBlueMean ** 2
  const spread = Math.sqrt(Math.max(0, redGreenVariance + yellowBlueVariance))
  return {
    colourfulness: (spread + 0.3 * Math.hypot(redGreenMean, yellowBlueMean)) / 100,
    warmth: (redSum - blueSum) / count / 255,
  }
}
