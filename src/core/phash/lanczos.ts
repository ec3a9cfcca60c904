/** Lanczos weights in whole numbers, as Pillow computes them, packed for rowKernel.ts. */
import { LANES, LOW_BITS } from './rowKernel.ts'

const LOBES = 3
/** 32 bits less 8 of the pixel less 2 for weights whose sum overshoots. */
export const WEIGHT_BITS = 22

/** Which pixels of a line make one pixel of the shorter line. */
export interface Taps {
  /** The first pixel. */
  readonly start: number
  /** How many vectors of pixels. */
  readonly blocks: number
  /** Where the weights begin in `packed`. */
  readonly offset: number
}

export interface Lanczos {
  readonly taps: readonly Taps[]
  /** Upper and lower parts of the weights in turn, as the kernel takes them; 0 where a block has no weight. */
  readonly packed: Int16Array
}

/** Libraries have few sizes of pictures, and a size takes as long to compute as half a picture. */
const MOST_KEPT = 16
const kept = new Map<string, Lanczos>()

/** Weights for shrinking (or enlarging) a line of pixels. */
export function lanczosFor(sourcePx: number, targetPx: number): Lanczos {
  const name = `${sourcePx} ${targetPx}`
  const found = kept.get(name)
  if (found !== undefined) return found
  if (kept.size >= MOST_KEPT) kept.clear()
  const made = makeLanczos(sourcePx, targetPx)
  kept.set(name, made)
  return made
}

function makeLanczos(sourcePx: number, targetPx: number): Lanczos {
  const scale = sourcePx / targetPx
  // Enlarging keeps the kernel at its own width.
  const kernelScale = Math.max(1, scale)
  const support = LOBES * kernelScale
  const inverse = 1 / kernelScale
  const taps: Taps[] = []
  const packed: number[] = []
  for (let target = 0; target < targetPx; target += 1) {
    const centre = (target + 0.5) * scale
    const start = Math.max(0, Math.trunc(centre - support + 0.5))
    const end = Math.min(sourcePx, Math.trunc(centre + support + 0.5))
    const raw = Array.from({ length: end - start }, (_, index) =>
      lanczos((index + start - centre + 0.5) * inverse),
    )
    const total = raw.reduce((sum, weight) => sum + weight, 0)
    const weights = raw.map((weight) => toWhole(weight / total))
    const blocks = Math.ceil(weights.length / LANES)
    taps.push({ start, blocks, offset: packed.length })
    for (let block = 0; block < blocks; block += 1) {
      const first = LANES * block
      const ofBlock = Array.from({ length: LANES }, (_, index) => weights[first + index] ?? 0)
      packed.push(...ofBlock.map((weight) => weight >> LOW_BITS))
      packed.push(...ofBlock.map((weight) => weight & ((1 << LOW_BITS) - 1)))
    }
  }
  return { taps, packed: Int16Array.from(packed) }
}

/** Rounds half away from zero, unlike Math.round. */
function toWhole(weight: number): number {
  const scaled = weight * (1 << WEIGHT_BITS)
  return Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
}

function lanczos(x: number): number {
  return x >= -LOBES && x < LOBES ? sinc(x) * sinc(x / LOBES) : 0
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI)
}
