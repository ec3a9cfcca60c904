/** Technical features of a picture: sharpness, light, colour, noise and where the light is. */
import type { PixelNumbers } from '../../shared/features.ts'
import { scaledLuma, valueAt } from './luma.ts'
import { numbersOf, variance } from './region.ts'
import { addSpan, cellEdges, cellOf, cellSums, noSums } from './spans.ts'
import type { LumaPlane, LumaSums } from './spans.ts'

/** 8-bit sRGB pixels, three bytes each, rows from the top. */
export interface RgbPixels {
  readonly rgb: Uint8Array
  readonly widthPx: number
  readonly heightPx: number
}

export interface MeasuredPixels {
  readonly whole: Omit<PixelNumbers, 'logPixels'>
  /** Sums over the luma of each cell of the grid, rows from the top. */
  readonly lumaOfCells: readonly LumaSums[]
  /** Mean red, green and blue of each cell, 0-255. */
  readonly coloursOfCells: Float64Array
}

/**
 * Measures these very pixels: units and scales in src/shared/features.ts. Two walks, one over the bytes
 * and one over the luma, each adding up the whole picture and a grid of side x side cells at once.
 */
export function measurePixels(pixels: RgbPixels, side: number): MeasuredPixels {
  const { widthPx, heightPx } = pixels
  const { luma, sums, coloursOfCells } = walkColours(pixels, side)
  const plane = { luma, widthPx, heightPx }
  const lumaOfCells = cellSums(plane, side, side)
  const all = noSums()
  for (const cell of lumaOfCells) {
    all.pixels += cell.pixels
    all.luma += cell.luma
    all.lumaSquares += cell.lumaSquares
    all.laplacian += cell.laplacian
    all.laplacianSquares += cell.laplacianSquares
    all.noise += cell.noise
  }
  const count = all.pixels
  const whole = {
    ...numbersOf(all),
    noise: noiseOf(plane, all.noise),
    clippedLow: sums.dark / count,
    clippedHigh: sums.bright / count,
    // A black picture has its light nowhere: call it the centre.
    luminanceX: all.luma === 0 ? 0.5 : sums.lumaTimesX / all.luma / widthPx,
    luminanceY: all.luma === 0 ? 0.5 : sums.lumaTimesY / all.luma / heightPx,
    colourfulness: colourfulness(sums, count),
    warmth: (sums.red - sums.blue) / count / 255,
  }
  return { whole, lumaOfCells, coloursOfCells }
}

/** At or below, and at or above which a luma of 0-255 counts as clipped. */
const DARK = 3
const BRIGHT = 252

/** Whole numbers, hence exact; `yellowBlue` is red + green - 2 blue, twice the usual. */
interface ColourSums {
  red: number
  green: number
  blue: number
  redGreenSquares: number
  yellowBlueSquares: number
  dark: number
  bright: number
  /** Of the centres of the pixels. */
  lumaTimesX: number
  lumaTimesY: number
}

interface ColourWalk {
  readonly luma: Uint8Array
  readonly sums: ColourSums
  readonly coloursOfCells: Float64Array
}

function walkColours(pixels: RgbPixels, side: number): ColourWalk {
  const { widthPx, heightPx } = pixels
  const luma = new Uint8Array(widthPx * heightPx)
  const sums: ColourSums = {
    red: 0,
    green: 0,
    blue: 0,
    redGreenSquares: 0,
    yellowBlueSquares: 0,
    dark: 0,
    bright: 0,
    lumaTimesX: 0,
    lumaTimesY: 0,
  }
  const coloursOfCells = new Float64Array(side * side * 3)
  const counts = new Float64Array(side * side)
  const edges = cellEdges(widthPx, side)
  for (let y = 0; y < heightPx; y += 1) {
    const firstCell = cellOf(y, heightPx, side) * side
    for (let column = 0; column < side; column += 1) {
      const [fromX, toX] = [edges[column] ?? 0, edges[column + 1] ?? 0]
      if (fromX === toX) continue
      const { red, green, blue } = sums
      addColours(pixels, y, fromX, toX, luma, sums)
      const cell = firstCell + column
      counts[cell] = (counts[cell] ?? 0) + toX - fromX
      add(coloursOfCells, cell * 3, sums.red - red)
      add(coloursOfCells, cell * 3 + 1, sums.green - green)
      add(coloursOfCells, cell * 3 + 2, sums.blue - blue)
    }
  }
  meansOf(coloursOfCells, counts, pixels, side)
  return { luma, sums, coloursOfCells }
}

/** Adds the pixels from `fromX` to before `toX` of the row `y`, and notes their luma. */
function addColours(
  { rgb, widthPx }: RgbPixels,
  y: number,
  fromX: number,
  toX: number,
  luma: Uint8Array,
  sums: ColourSums,
): void {
  let redSum = 0
  let greenSum = 0
  let blueSum = 0
  let redGreenSquares = 0
  let yellowBlueSquares = 0
  let dark = 0
  let bright = 0
  let lumaSum = 0
  let lumaTimesX = 0
  const rowStart = y * widthPx
  for (let x = fromX, at = 3 * (rowStart + fromX); x < toX; x += 1, at += 3) {
    const red = valueAt(rgb, at)
    const green = valueAt(rgb, at + 1)
    const blue = valueAt(rgb, at + 2)
    const value = scaledLuma(red, green, blue) >> 15
    luma[rowStart + x] = value
    const redGreen = red - green
    const yellowBlue = red + green - 2 * blue
    redSum += red
    greenSum += green
    blueSum += blue
    redGreenSquares += redGreen * redGreen
    yellowBlueSquares += yellowBlue * yellowBlue
    if (value <= DARK) dark += 1
    else if (value >= BRIGHT) bright += 1
    lumaSum += value
    lumaTimesX += value * x
  }
  sums.red += redSum
  sums.green += greenSum
  sums.blue += blueSum
  sums.redGreenSquares += redGreenSquares
  sums.yellowBlueSquares += yellowBlueSquares
  sums.dark += dark
  sums.bright += bright
  sums.lumaTimesX += lumaTimesX + lumaSum / 2
  sums.lumaTimesY += lumaSum * (y + 0.5)
}

/**
 * Turns sums into means. Where cells are smaller than pixels, each takes the pixel that its centre lies in:
 * some cells hold no pixel then, and the others of their row must not differ from them for that alone.
 */
function meansOf(
  colours: Float64Array,
  counts: Float64Array,
  { rgb, widthPx, heightPx }: RgbPixels,
  side: number,
): void {
  const isCoarse = widthPx < side || heightPx < side
  counts.forEach((count, cell) => {
    const x = Math.floor((((cell % side) + 0.5) * widthPx) / side)
    const y = Math.floor(((Math.floor(cell / side) + 0.5) * heightPx) / side)
    for (let channel = 0; channel < 3; channel += 1) {
      const at = cell * 3 + channel
      colours[at] = isCoarse
        ? valueAt(rgb, (y * widthPx + x) * 3 + channel)
        : (colours[at] ?? 0) / count
    }
  })
}

function add(values: Float64Array, index: number, value: number): void {
  values[index] = (values[index] ?? 0) + value
}

/**
 * Immerkaer, "Fast Noise Variance Estimation" (1996): mean magnitude of (1 -2 1, -2 4 -2, 1 -2 1) inside
 * the border, times sqrt(pi / 2) / 6, in units of 0-1.
 * @param sum of the magnitudes over all pixels, those of the border included.
 */
function noiseOf(plane: LumaPlane, sum: number): number {
  const { widthPx, heightPx } = plane
  if (widthPx < 3 || heightPx < 3) return 0
  const border = noSums()
  addSpan(plane, 0, 0, widthPx, border)
  addSpan(plane, heightPx - 1, 0, widthPx, border)
  for (let y = 1; y < heightPx - 1; y += 1) {
    addSpan(plane, y, 0, 1, border)
    addSpan(plane, y, widthPx - 1, widthPx, border)
  }
  const insideCount = (widthPx - 2) * (heightPx - 2)
  return (Math.sqrt(Math.PI / 2) * (sum - border.noise)) / insideCount / 6 / 255
}

/** Hasler and Suesstrunk, "Measuring Colourfulness in Natural Images" (2003), divided by 100. */
function colourfulness(sums: ColourSums, count: number): number {
  const { red, green, blue, redGreenSquares, yellowBlueSquares } = sums
  const redGreen = red - green
  const yellowBlue = red + green - 2 * blue
  const spread = Math.sqrt(
    variance(redGreen, redGreenSquares, count) + variance(yellowBlue, yellowBlueSquares, count) / 4,
  )
  return (spread + 0.3 * Math.hypot(redGreen / count, yellowBlue / count / 2)) / 100
}
