/** Pictures made by a formula in integers, so that pictures.py beside makes the very same ones. */
import type { Pixels } from '../../src/workers/vision/decode.ts'

/** Waves in three directions, grain, and hard edges of every width. */
export function picture(seed: number, widthPx: number, heightPx: number): Pixels {
  const rgb = Buffer.alloc(widthPx * heightPx * 3)
  const directions = [
    [3, 1],
    [1, 2],
    [-1, 5],
  ] as const
  for (let y = 0, at = 0; y < heightPx; y += 1) {
    const isStriped = y * 4 >= heightPx && y * 2 < heightPx
    for (let x = 0; x < widthPx; x += 1) {
      // Stripes that grow finer to the right, down to one pixel.
      const period = 1 + Math.floor(((widthPx - x) * 32) / widthPx)
      const stripe = Math.floor(y / period) % 2 === 0 ? 20 : 235
      const grain = mixed(y * widthPx + x, seed)
      directions.forEach(([across, down], channel) => {
        const phase = (across + seed) * x + down * y + Math.floor((x * y) / 64) + 100 * seed
        const level = Math.floor((wave(phase) * 3) / 4) + ((grain >>> (8 * channel)) & 63)
        rgb[at] = isStriped ? stripe : Math.min(255, level)
        at += 1
      })
    }
  }
  return { rgb, widthPx, heightPx }
}

/** Triangle between 0 and 255 with a period of 512. */
function wave(phase: number): number {
  return Math.min(Math.abs((((phase % 512) + 512) % 512) - 256), 255)
}

/** 32 bits that look random: the finaliser of MurmurHash3 on counter and seed (both wrap around). */
function mixed(counter: number, seed: number): number {
  let value = Math.imul(counter, 0x9e3779b1) + Math.imul(seed, 0x9e3779b9)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
