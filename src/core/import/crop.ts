/** Crops as history files write them: four cells, fractions or pixels, placeholders or damage. */
import { rowReason } from './reasons.ts'
import type { PastCrop, PastImage, RowReason } from '../../shared/history.ts'

/** How far outside the picture an edge may lie that counts as rounding, and is set onto the picture's edge. */
export const FRACTION_TOLERANCE = 0.002
/** Likewise for pixels. 1 pixel of the smallest pictures (832 wide) is 0.0012. */
export const PIXEL_TOLERANCE = 1
/** A crop keeps the shape of its picture where width and height shrink alike, within this (1 %). */
const SHAPE_TOLERANCE = 0.01

const EDGES = ['x1', 'y1', 'x2', 'y2'] as const
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
const NOTHING = /^(?:none|null|nan|n\/a)?$/i

/** A box in fractions or pixels: left, top, right, bottom. */
type Box = readonly [number, number, number, number]

export interface CropReading {
  /** Null: the row says nothing usable about a crop. */
  readonly crop: PastCrop | null
  /** Why a crop that was written down is left out. */
  readonly problem: RowReason | null
}

/**
 * Reads x1, y1, x2, y2. The rules, row by row:
 * - all empty or 0: nothing is said.
 * - nothing but 0 and 1 (also with cells missing): a placeholder, cropped "somewhere", never the full picture.
 * - all below 2: fractions. No crop in pixels ends at pixel 1, and a fraction of 1.7 is outside the picture.
 * - otherwise pixels, whatever the size says; both right and bottom are then 2 or more.
 * A box over the whole picture (within the tolerance) is no crop: a placeholder in fractions; in pixels, where
 * someone wrote the picture's own size down, nothing.
 * @param size of the cropped image; null where the row does not say.
 */
export function readCrop(
  cells: readonly [string, string, string, string],
  size: Pick<PastImage, 'widthPx' | 'heightPx'>,
): CropReading {
  const texts = cells.map((cell) => cell.trim())
  const given = texts.filter((text) => !NOTHING.test(text))
  const values = given.map(Number)
  if (values.every((value) => value === 0)) return { crop: null, problem: null }
  if (values.every((value) => value === 0 || value === 1)) return somewhere()
  for (const [index, text] of texts.entries()) {
    if (NOTHING.test(text)) return bad('the crop lacks a value', `${EDGES[index]} is empty`)
    if (!NUMBER.test(text) || !Number.isFinite(Number(text))) {
      return bad('a value of the crop is not a number', `${EDGES[index]} is ${text}`)
    }
  }
  const [left = 0, top = 0, right = 0, bottom = 0] = values
  const box: Box = [left, top, right, bottom]
  if (left >= right || top >= bottom) return noArea(box)
  return Math.max(...values) < 2 ? fractions(box) : pixels(box, size)
}

function fractions(box: Box): CropReading {
  const outside = outsideOf(box, 1, 1, FRACTION_TOLERANCE)
  if (outside !== null) return { crop: null, problem: outside }
  if (isWhole(box, 1, 1, FRACTION_TOLERANCE)) return somewhere()
  return cropWithin('fractions', box, 1, 1, FRACTION_TOLERANCE)
}

function pixels(box: Box, size: Pick<PastImage, 'widthPx' | 'heightPx'>): CropReading {
  const [, , right, bottom] = box
  if (right < 2 || bottom < 2) {
    return bad('the crop mixes pixels and fractions', `x2 is ${right}, y2 is ${bottom}`)
  }
  const width = size.widthPx ?? Number.MAX_SAFE_INTEGER
  const height = size.heightPx ?? Number.MAX_SAFE_INTEGER
  const outside = outsideOf(box, width, height, PIXEL_TOLERANCE)
  if (outside !== null) return { crop: null, problem: outside }
  if (isWhole(box, width, height, PIXEL_TOLERANCE)) return bad(WHOLE_PICTURE)
  return cropWithin('pixels', box, width, height, PIXEL_TOLERANCE)
}

const WHOLE_PICTURE = 'the crop is the whole picture'

/** A crop on its picture. */
export type PlacedCrop =
  | {
      readonly ok: true
      /** Fractions of the picture. */
      readonly left: number
      readonly top: number
      readonly right: number
      readonly bottom: number
      /** False for a crop of another shape than its picture ("free aspect"). */
      readonly keepsShape: boolean
    }
  | ({ readonly ok: false } & RowReason)

/**
 * A crop in fractions, once the size of its picture is known. Fractions pass; pixels are divided and checked, with
 * the same tolerance as `readCrop`. @param widthPx, heightPx of the picture, as displayed.
 */
export function placeCrop(
  crop: Extract<PastCrop, { kind: 'fractions' | 'pixels' }>,
  widthPx: number,
  heightPx: number,
): PlacedCrop {
  const { left, top, right, bottom } = crop
  if (crop.kind === 'fractions') return placed([left, top, right, bottom])
  const reading = pixels([left, top, right, bottom], { widthPx, heightPx })
  if (reading.crop?.kind !== 'pixels') {
    return { ok: false, ...(reading.problem ?? rowReason(WHOLE_PICTURE)) }
  }
  const box = reading.crop
  return placed([
    box.left / widthPx,
    box.top / heightPx,
    box.right / widthPx,
    box.bottom / heightPx,
  ])
}

function placed([left, top, right, bottom]: Box): PlacedCrop {
  const shape = (right - left) / (bottom - top)
  const keepsShape = Math.abs(shape - 1) <= SHAPE_TOLERANCE
  return { ok: true, left, top, right, bottom, keepsShape }
}

function outsideOf(box: Box, width: number, height: number, tolerance: number): RowReason | null {
  const limits = [width, height, width, height]
  const index = box.findIndex(
    (value, edge) => value < -tolerance || value > (limits[edge] ?? 0) + tolerance,
  )
  if (index < 0) return null
  return rowReason('the crop lies outside the picture', `${EDGES[index]} is ${box[index]}`)
}

function isWhole(box: Box, width: number, height: number, tolerance: number): boolean {
  const full = [0, 0, width, height]
  return box.every((value, edge) => Math.abs(value - (full[edge] ?? 0)) <= tolerance)
}

/** The box set onto the picture's edges, where something must be left of it that is more than rounding. */
function cropWithin(
  kind: 'fractions' | 'pixels',
  box: Box,
  width: number,
  height: number,
  tolerance: number,
): CropReading {
  const left = Math.max(0, box[0])
  const top = Math.max(0, box[1])
  const right = Math.min(width, box[2])
  const bottom = Math.min(height, box[3])
  if (right - left <= tolerance || bottom - top <= tolerance) return noArea(box)
  return { crop: { kind, left, top, right, bottom }, problem: null }
}

function noArea([left, top, right, bottom]: Box): CropReading {
  return bad('the crop has no area', `x1 is ${left}, y1 is ${top}, x2 is ${right}, y2 is ${bottom}`)
}

function somewhere(): CropReading {
  return { crop: { kind: 'somewhere' }, problem: null }
}

function bad(reason: string, detail = ''): CropReading {
  return { crop: null, problem: rowReason(reason, detail) }
}
