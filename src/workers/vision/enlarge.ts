/** Enlarges small pictures as Pillow does; libvips places its samples differently when it enlarges. */
import type { EncoderInput } from '../../core/encoders/manifest.ts'
import type { Pixels } from './decode.ts'

interface Kernel {
  /** How far it reaches, in pixels of the source. */
  readonly support: number
  /** @param distance at most `support`. */
  readonly weight: (distance: number) => number
}

/** The kernels of Pillow (src/libImaging/Resample.c), distances not negative. */
const KERNELS: Readonly<Record<EncoderInput['interpolation'], Kernel>> = {
  bilinear: { support: 1, weight: (distance) => 1 - distance },
  // Keys' cubic with a = -0.5, also called Catmull-Rom.
  bicubic: {
    support: 2,
    weight: (distance) =>
      distance < 1
        ? (1.5 * distance - 2.5) * distance ** 2 + 1
        : ((-0.5 * distance + 2.5) * distance - 4) * distance + 2,
  },
  lanczos3: { support: 3, weight: (distance) => sinc(distance) * sinc(distance / 3) },
}

/**
 * The picture in a size that is at least as wide and as high: first across, then down, rounded to whole
 * levels after each, at the borders only over pixels that exist.
 */
export function enlarge(
  pixels: Pixels,
  widthPx: number,
  heightPx: number,
  interpolation: EncoderInput['interpolation'],
): Pixels {
  const kernel = KERNELS[interpolation]
  const wide =
    widthPx === pixels.widthPx
      ? pixels.rgb
      : along(pixels.rgb, {
          kernel,
          from: pixels.widthPx,
          to: widthPx,
          step: 3,
          lines: pixels.heightPx,
          fromLineStep: pixels.widthPx * 3,
          toLineStep: widthPx * 3,
        })
  const high =
    heightPx === pixels.heightPx
      ? wide
      : along(wide, {
          kernel,
          from: pixels.heightPx,
          to: heightPx,
          step: widthPx * 3,
          lines: widthPx,
          fromLineStep: 3,
          toLineStep: 3,
        })
  return { rgb: high, widthPx, heightPx }
}

interface Pass {
  readonly kernel: Kernel
  /** Pixels along a line, before and after. */
  readonly from: number
  readonly to: number
  /** Bytes from one pixel of a line to the next. */
  readonly step: number
  readonly lines: number
  /** Bytes from one line to the next, before and after. */
  readonly fromLineStep: number
  readonly toLineStep: number
}

function along(source: Buffer, pass: Pass): Buffer {
  const { to, step, lines, fromLineStep, toLineStep } = pass
  const result = Buffer.alloc(lines * to * 3)
  // It rounds and keeps values within 0-255.
  const levels = new Uint8ClampedArray(result.buffer, result.byteOffset, result.length)
  for (let at = 0; at < to; at += 1) {
    const { first, weights } = weightsAt(pass, at)
    for (let line = 0; line < lines; line += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const start = line * fromLineStep + first * step + channel
        let sum = 0
        weights.forEach((weight, index) => {
          sum += weight * (source[start + index * step] ?? 0)
        })
        levels[line * toLineStep + at * step + channel] = sum
      }
    }
  }
  return result
}

/** The source pixels behind pixel `at`, the sum of their weights being 1. */
function weightsAt(
  { kernel, from, to }: Pass,
  at: number,
): { readonly first: number; readonly weights: readonly number[] } {
  const centre = ((at + 0.5) * from) / to
  const first = Math.max(0, Math.floor(centre - kernel.support + 0.5))
  const end = Math.min(from, Math.floor(centre + kernel.support + 0.5))
  const raw = Array.from({ length: end - first }, (_, index) => {
    const distance = Math.abs(first + index + 0.5 - centre)
    return distance < kernel.support ? kernel.weight(distance) : 0
  })
  const total = raw.reduce((sum, weight) => sum + weight, 0)
  return { first, weights: raw.map((weight) => weight / total) }
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}
