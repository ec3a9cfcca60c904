import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lumaOf } from './luma.ts'
import { measurePixels, type RgbPixels } from './measure.ts'
import { regionNumbers } from './region.ts'

const SIDE = 4

const anyPixels: fc.Arbitrary<RgbPixels> = fc
  .tuple(fc.integer({ min: 1, max: 11 }), fc.integer({ min: 1, max: 11 }))
  .chain(([widthPx, heightPx]) => {
    const length = widthPx * heightPx * 3
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((rgb) => ({ rgb, widthPx, heightPx }))
  })

/** Mirrored left to right. */
function mirrored({ rgb, widthPx, heightPx }: RgbPixels): RgbPixels {
  const there = rgb.map((_, at) => {
    const pixel = Math.floor(at / 3)
    const x = pixel % widthPx
    return rgb[(pixel - x + widthPx - 1 - x) * 3 + (at % 3)] ?? 0
  })
  return { rgb: there, widthPx, heightPx }
}

/** Immerkaer's estimate by its definition: each pixel inside the border under the 3 x 3 mask. */
function plainNoise({ rgb, widthPx, heightPx }: RgbPixels): number {
  if (widthPx < 3 || heightPx < 3) return 0
  const luma = lumaOf(rgb, 3)
  const weights = [1, -2, 1, -2, 4, -2, 1, -2, 1]
  let sum = 0
  for (let y = 1; y < heightPx - 1; y += 1) {
    for (let x = 1; x < widthPx - 1; x += 1) {
      const answer = weights.reduce((total, weight, index) => {
        const at = (y + Math.floor(index / 3) - 1) * widthPx + x + (index % 3) - 1
        return total + weight * (luma[at] ?? Number.NaN)
      }, 0)
      sum += Math.abs(answer)
    }
  }
  return (Math.sqrt(Math.PI / 2) * sum) / ((widthPx - 2) * (heightPx - 2)) / 6 / 255
}

describe('numbers of a picture', () => {
  test('of a flat grey one say: no edge, no colour, light in the middle', () => {
    const flat = measurePixels({ rgb: new Uint8Array(105).fill(51), widthPx: 7, heightPx: 5 }, SIDE)
    expect(flat.whole).toMatchObject({ sharpness: 0, noise: 0, colourfulness: 0, warmth: 0 })
    expect(flat.whole.contrast).toBe(0)
    expect(flat.whole.exposure).toBeCloseTo(0.2, 12)
    expect(flat.whole.luminanceX).toBeCloseTo(0.5, 12)
    expect(flat.whole.luminanceY).toBeCloseTo(0.5, 12)
    expect(Array.from(flat.coloursOfCells)).toEqual(
      Array.from({ length: 3 * SIDE * SIDE }, () => 51),
    )
  })

  test('are finite and in range, however small the picture', () => {
    fc.assert(
      fc.property(anyPixels, (pixels) => {
        const { whole, coloursOfCells } = measurePixels(pixels, SIDE)
        const all = [...Object.values(whole), ...coloursOfCells]
        expect(all.filter((value) => !Number.isFinite(value))).toEqual([])
        const { exposure, clippedLow, clippedHigh, luminanceX, luminanceY } = whole
        const shares = [exposure, clippedLow, clippedHigh, luminanceX, luminanceY]
        expect(shares.filter((share) => share < 0 || share > 1)).toEqual([])
      }),
    )
  })

  test('do not change in a mirror, but for the side the light is on', () => {
    fc.assert(
      fc.property(anyPixels, (pixels) => {
        const here = measurePixels(pixels, SIDE).whole
        const there = measurePixels(mirrored(pixels), SIDE).whole
        const isBlack = here.exposure === 0
        expect(there.luminanceX).toBeCloseTo(isBlack ? 0.5 : 1 - here.luminanceX, 9)
        expect({ ...there, luminanceX: 0 }).toEqual({ ...here, luminanceX: 0 })
      }),
    )
  })

  test('are those of a region that is the whole picture', () => {
    fc.assert(
      fc.property(anyPixels, ({ rgb, widthPx, heightPx }) => {
        const { whole } = measurePixels({ rgb, widthPx, heightPx }, SIDE)
        const box = { left: 0, top: 0, right: 1, bottom: 1 }
        const { sharpness, exposure, contrast } = whole
        const region = regionNumbers(lumaOf(rgb, 3), widthPx, heightPx, box)
        expect(region).toEqual({ sharpness, exposure, contrast })
      }),
    )
  })

  test('leave the border out of the noise', () => {
    fc.assert(
      fc.property(anyPixels, (pixels) => {
        expect(measurePixels(pixels, SIDE).whole.noise).toBeCloseTo(plainNoise(pixels), 12)
      }),
    )
  })

  test('hold the mean colour of every cell', () => {
    const red = [200, 0, 0]
    const blue = [0, 0, 100]
    const row = [...red, ...red, ...blue, ...red]
    const pixels = { rgb: Uint8Array.from([...row, ...row]), widthPx: 4, heightPx: 2 }
    const { coloursOfCells } = measurePixels(pixels, 2)
    expect(Array.from(coloursOfCells)).toEqual([...red, 100, 0, 50, ...red, 100, 0, 50])
  })

  test('hold the colour of the pixel that a cell lies in, where cells are smaller than pixels', () => {
    const red = [200, 0, 0]
    const blue = [0, 0, 100]
    const pixels = { rgb: Uint8Array.from([...red, ...blue]), widthPx: 2, heightPx: 1 }
    const row = [...red, ...red, ...blue, ...blue]
    const { coloursOfCells } = measurePixels(pixels, 4)
    expect(Array.from(coloursOfCells)).toEqual([...row, ...row, ...row, ...row])
  })
})
