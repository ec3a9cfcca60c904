import { between } from '../sample/random.ts'
import type { Random } from '../sample/random.ts'

/** Pixels of the picture: left, top, right, bottom. */
export type Box = readonly [number, number, number, number]

/** Kept area at 0, 10, ... 100 %: the deciles of DOMAIN, "What his data shows"; the two ends are ours. */
const AREA_DECILES = [0.16, 0.33, 0.39, 0.45, 0.49, 0.54, 0.58, 0.63, 0.7, 0.83, 0.97] as const

/** The kept area that this share of his crops stays below. `share` from 0 to 1. */
export function keptAreaAt(share: number): number {
  const place = Math.min(Math.max(share, 0), 1) * 10
  const below = Math.min(Math.floor(place), 9)
  const [low = 0, high = 1] = AREA_DECILES.slice(below, below + 2)
  return low + (high - low) * (place - below)
}

/** How far the rounded width may make the shape differ from the picture's: small pictures need the care. */
const SHAPE_TOLERANCE = 0.004
/** Share of crops that begin at the upper edge, so that the median top is 0 as in DOMAIN's constant box. */
const FROM_TOP_SHARE = 0.64

/**
 * A crop that keeps `area` of the picture and its shape: the width is the height's, rounded to the pixel.
 * Lies where his lie: in the middle across, most often from the upper edge (median box of DOMAIN).
 */
export function cropBox(random: Random, widthPx: number, heightPx: number, area: number): Box {
  const cropHeightPx = nearestHeight(widthPx, heightPx, Math.sqrt(area) * heightPx)
  const cropWidthPx = Math.round((cropHeightPx * widthPx) / heightPx)
  const left = Math.round((widthPx - cropWidthPx) * between(random, 0.22, 0.68))
  const isFromTop = random() < FROM_TOP_SHARE
  const top = isFromTop ? 0 : Math.round((heightPx - cropHeightPx) * between(random, 0.05, 0.9))
  return [left, top, left + cropWidthPx, top + cropHeightPx]
}

function nearestHeight(widthPx: number, heightPx: number, wantedPx: number): number {
  const start = Math.round(wantedPx)
  for (let step = 0; step < heightPx; step += 1) {
    for (const height of [start - step, start + step]) {
      if (height < 1 || height >= heightPx) continue
      const exactWidth = (height * widthPx) / heightPx
      if (Math.abs(Math.round(exactWidth) / exactWidth - 1) <= SHAPE_TOLERANCE) return height
    }
  }
  return start
}
