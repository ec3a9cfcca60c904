import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lumaOf } from './luma.ts'
import { regionNumbers } from './region.ts'

const WHOLE = { left: 0, top: 0, right: 1, bottom: 1 }

interface Plane {
  readonly luma: Uint8Array
  readonly widthPx: number
  readonly heightPx: number
}

const anyPlane: fc.Arbitrary<Plane> = fc
  .tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 24 }))
  .chain(([widthPx, heightPx]) =>
    fc
      .uint8Array({ minLength: widthPx * heightPx, maxLength: widthPx * heightPx })
      .map((luma) => ({ luma, widthPx, heightPx })),
  )
const anyMap = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([columns, rows]) =>
    fc
      .uint8Array({ minLength: columns * rows, maxLength: columns * rows })
      .map((values) => ({ columns, rows, values })),
  )

/** The definition, pixel by pixel: weight of each pixel from the map's cell that its centre lies in. */
function plainNumbers(
  { luma, widthPx, heightPx }: Plane,
  weightAt: (x: number, y: number) => number,
) {
  const mirror = (index: number, length: number) =>
    length === 1 ? 0 : index < 0 ? 1 : index < length ? index : length - 2
  const at = (x: number, y: number) =>
    luma[mirror(y, heightPx) * widthPx + mirror(x, widthPx)] ?? Number.NaN
  const pixels = Array.from(luma, (value, index) => {
    const [x, y] = [index % widthPx, Math.floor(index / widthPx)]
    const laplacian = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * value
    return { value, laplacian, weight: weightAt(x, y) }
  })
  const total = pixels.reduce((sum, { weight }) => sum + weight, 0)
  const mean = (of: (pixel: (typeof pixels)[number]) => number) =>
    pixels.reduce((sum, pixel) => sum + pixel.weight * of(pixel), 0) / total
  const light = mean(({ value }) => value)
  const edge = mean(({ laplacian }) => laplacian)
  return {
    sharpness: Math.log1p(mean(({ laplacian }) => (laplacian - edge) ** 2)),
    exposure: light / 255,
    contrast: Math.sqrt(mean(({ value }) => (value - light) ** 2)) / 255,
  }
}

/** The names of the numbers that are not the same, with what was expected. */
function differences(actual: object, expected: object): readonly unknown[] {
  return Object.entries(expected).filter(([name, value]) => {
    const found = Object.entries(actual).find(([other]) => other === name)?.[1]
    // The square root of a rounding error of 1e-12 is 1e-6.
    return !(Math.abs(Number(found) - Number(value)) < 1e-6)
  })
}

describe('numbers of a region', () => {
  test('are those of the definition, weighted by a map', () => {
    fc.assert(
      fc.property(anyPlane, anyMap, (plane, map) => {
        const { luma, widthPx, heightPx } = plane
        const weightAt = (x: number, y: number) => {
          const column = Math.floor(((x + 0.5) * map.columns) / widthPx)
          const row = Math.floor(((y + 0.5) * map.rows) / heightPx)
          return map.values[row * map.columns + column] ?? Number.NaN
        }
        const seen = Array.from(luma, (_, index) =>
          weightAt(index % widthPx, Math.floor(index / widthPx)),
        )
        fc.pre(seen.some((weight) => weight > 0))
        const numbers = regionNumbers(luma, widthPx, heightPx, map)
        expect(differences(numbers, plainNumbers(plane, weightAt))).toEqual([])
      }),
    )
  })

  test('are those of the definition, in a box of whole pixels', () => {
    const edges = fc.tuple(fc.nat(23), fc.integer({ min: 1, max: 24 }))
    fc.assert(
      fc.property(anyPlane, edges, edges, (plane, [fromX, widthOfBox], [fromY, heightOfBox]) => {
        const { luma, widthPx, heightPx } = plane
        const left = fromX % widthPx
        const top = fromY % heightPx
        const right = Math.min(widthPx, left + widthOfBox)
        const bottom = Math.min(heightPx, top + heightOfBox)
        const box = {
          left: (left + 1e-9) / widthPx,
          top: (top + 1e-9) / heightPx,
          right: (right - 1e-9) / widthPx,
          bottom: (bottom - 1e-9) / heightPx,
        }
        const weightAt = (x: number, y: number) =>
          x >= left && x < right && y >= top && y < bottom ? 1 : 0
        const numbers = regionNumbers(luma, widthPx, heightPx, box)
        expect(differences(numbers, plainNumbers(plane, weightAt))).toEqual([])
      }),
    )
  })

  test('are finite for every box, also outside the picture and without an area', () => {
    const edge = fc.double({ min: -0.5, max: 1.5, noNaN: true })
    fc.assert(
      fc.property(anyPlane, edge, edge, edge, edge, (plane, left, top, right, bottom) => {
        const { luma, widthPx, heightPx } = plane
        const numbers = regionNumbers(luma, widthPx, heightPx, { left, top, right, bottom })
        expect(Object.values(numbers).filter((value) => !Number.isFinite(value))).toEqual([])
      }),
    )
  })

  test('of a map that is 0 everywhere are those of the whole picture', () => {
    fc.assert(
      fc.property(anyPlane, ({ luma, widthPx, heightPx }) => {
        const nothing = { columns: 3, rows: 2, values: new Uint8Array(6) }
        const numbers = regionNumbers(luma, widthPx, heightPx, nothing)
        const whole = regionNumbers(luma, widthPx, heightPx, WHOLE)
        expect(differences(numbers, whole)).toEqual([])
      }),
    )
  })
})

test('luma does not look at the fourth channel', () => {
  const rgba = Uint8Array.from([10, 200, 30, 0, 255, 255, 255, 99, 0, 0, 0, 255])
  const rgb = Uint8Array.from([10, 200, 30, 255, 255, 255, 0, 0, 0])
  expect(Array.from(lumaOf(rgba, 4))).toEqual(Array.from(lumaOf(rgb, 3)))
  expect(Array.from(lumaOf(rgb, 3))).toEqual([124, 255, 0])
})
