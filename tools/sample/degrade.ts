import { between } from './random.ts'
import type { Random } from './random.ts'
import type { Layers } from './scenes/render.ts'

/** What was done to one variant, in units that do not depend on its stage. */
export interface Defects {
  /** Standard deviation of a Gaussian blur, in pixels of this image. */
  readonly blurSigmaPx: number
  /** Negative is darker; one stop halves the light. */
  readonly exposureStops: number
  /** -1 (cold) to 1 (warm). */
  readonly warmth: number
  /** How far the subject stands right (negative: left) of its place, as a share of the width. */
  readonly shiftXFraction: number
  /** Standard deviation of the noise added last, in grey levels of 255. */
  readonly noiseSigma: number
}

/** Red gains and blue loses this many stops at warmth 1: about 6500 K against 5000 K. */
const WARM_RED_STOPS = 0.24
const WARM_BLUE_STOPS = -0.36

const TILE_SIZE = 256
/** Grey levels: a paper grain one sees at 100 % only, and that keeps gradients from banding. */
const GRAIN_SIGMA = 2.4

/** A normally distributed number (Box-Muller). */
function gaussian(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()))
  return radius * Math.cos(2 * Math.PI * random())
}

/** Stacks the layers into RGB, the subject shifted, and lays a fine paper grain over them. */
export function composeScene(layers: Layers, shiftXFraction: number, random: Random): Uint8Array {
  const { widthPx, heightPx, behind, subject, front, marginPx } = layers
  const shiftPx = Math.round(shiftXFraction * widthPx)
  const subjectWidthPx = widthPx + 2 * marginPx
  const grain = Float32Array.from({ length: TILE_SIZE ** 2 }, () => gaussian(random) * GRAIN_SIGMA)
  const pixels = new Uint8ClampedArray(widthPx * heightPx * 3)
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      const at = y * widthPx + x
      const over = (y * subjectWidthPx + x - shiftPx + marginPx) * 4
      const subjectShare = (subject[over + 3] ?? 0) / 255
      const frontShare = front === null ? 0 : (front[at * 4 + 3] ?? 0) / 255
      const grey = grain[(y % TILE_SIZE) * TILE_SIZE + (x % TILE_SIZE)] ?? 0
      for (let channel = 0; channel < 3; channel += 1) {
        let value = behind[at * 3 + channel] ?? 0
        value += ((subject[over + channel] ?? 0) - value) * subjectShare
        if (front !== null) value += ((front[at * 4 + channel] ?? 0) - value) * frontShare
        pixels[at * 3 + channel] = value + grey
      }
    }
  }
  return new Uint8Array(pixels.buffer)
}

/** New value for each of 256 sRGB values under a gain in stops of light, with a soft shoulder. */
function toneTable(stops: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, value) => {
    const share = value / 255
    const light = (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4) * 2 ** stops
    // Above 0.8 highlights roll off instead of clipping, so that a bright variant is bright, not broken.
    const soft = light <= 0.8 ? light : 0.8 + 0.2 * (1 - Math.exp((0.8 - light) / 0.2))
    return 255 * (soft <= 0.0031308 ? soft * 12.92 : 1.055 * soft ** (1 / 2.4) - 0.055)
  })
}

/** Applies exposure, warmth and noise to RGB pixels, in place. */
export function develop(pixels: Uint8Array, defects: Defects, random: Random): void {
  const { exposureStops, warmth, noiseSigma } = defects
  const red = toneTable(exposureStops + warmth * WARM_RED_STOPS)
  const green = toneTable(exposureStops)
  const blue = toneTable(exposureStops + warmth * WARM_BLUE_STOPS)
  // 1,024 normal numbers, three picked by each 32-bit draw: a draw per channel would take most of the time.
  const noise = Float32Array.from({ length: 1024 }, () => gaussian(random) * noiseSigma)
  let state = Math.floor(between(random, 1, 2 ** 31))
  const clamped = new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.length)
  for (let at = 0; at < pixels.length; at += 3) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    clamped[at] = (red[pixels[at] ?? 0] ?? 0) + (noise[state & 1023] ?? 0)
    clamped[at + 1] = (green[pixels[at + 1] ?? 0] ?? 0) + (noise[(state >>> 10) & 1023] ?? 0)
    clamped[at + 2] = (blue[pixels[at + 2] ?? 0] ?? 0) + (noise[(state >>> 20) & 1023] ?? 0)
  }
}
