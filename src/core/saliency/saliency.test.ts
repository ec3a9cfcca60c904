import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boxOf, findSalient, SALIENCY_SIDE } from './saliency.ts'

const SIDE = SALIENCY_SIDE
const WHOLE = { left: 0, top: 0, right: 1, bottom: 1 }

type Colour = readonly [number, number, number]
type Draw = (column: number, row: number) => Colour

function colours(draw: Draw): Float64Array {
  const values = Array.from({ length: SIDE * SIDE }, (_, cell) =>
    draw(cell % SIDE, Math.floor(cell / SIDE)),
  )
  return Float64Array.from(values.flat())
}

const level = fc.integer({ min: 0, max: 255 })
const anyColour = fc.tuple(level, level, level)
const anyColours = fc
  .float64Array({ minLength: 48, maxLength: 48, min: 0, max: 255, noNaN: true })
  // Blocks of 8 x 8 cells, as pictures have areas and not only noise.
  .map((blocks) => {
    const at = (column: number, row: number, channel: number) =>
      blocks[((row >> 3) * 4 + (column >> 3)) * 3 + channel] ?? 0
    return colours((column, row) => [at(column, row, 0), at(column, row, 1), at(column, row, 2)])
  })

describe('what stands out', () => {
  test('of a flat picture is all of it', () => {
    fc.assert(
      fc.property(anyColour, (colour) => {
        const { map, box, centre } = findSalient(colours(() => colour))
        expect(new Set(map.values)).toEqual(new Set([255]))
        expect(box).toEqual(WHOLE)
        expect(centre.x).toBeCloseTo(0.5, 12)
        expect(centre.y).toBeCloseTo(0.5, 12)
      }),
    )
  })

  test('of a picture with less than a grey level between its parts is all of it', () => {
    const isPatch = (column: number, row: number) =>
      column > 9 && column < 15 && row > 9 && row < 15
    const faint = findSalient(colours((column, row) => [isPatch(column, row) ? 90.6 : 90, 90, 90]))
    expect(faint.box).toEqual(WHOLE)
    const plain = findSalient(colours((column, row) => [isPatch(column, row) ? 96 : 90, 90, 90]))
    expect(plain.box).not.toEqual(WHOLE)
  })

  test('is the patch on a plain ground: inside the box, the box little larger', () => {
    const place = fc.integer({ min: 3, max: SIDE - 12 })
    const size = fc.integer({ min: 3, max: 9 })
    fc.assert(
      fc.property(place, place, size, size, anyColour, (left, top, width, height, ground) => {
        const patch: Colour = [255 - ground[0], ground[1], ground[2] < 128 ? 250 : 5]
        const isPatch = (column: number, row: number) =>
          column >= left && column < left + width && row >= top && row < top + height
        const { box, centre } = findSalient(
          colours((column, row) => (isPatch(column, row) ? patch : ground)),
        )
        const cells = [box.left, box.top, box.right, box.bottom].map((edge) => edge * SIDE)
        const edges = [left, top, left + width, top + height]
        const off = cells.map((edge, index) => Math.abs(edge - (edges[index] ?? 0)))
        expect(Math.max(...off)).toBeLessThanOrEqual(3)
        expect(Math.abs(centre.x * SIDE - left - width / 2)).toBeLessThan(2)
        expect(Math.abs(centre.y * SIDE - top - height / 2)).toBeLessThan(2)
      }),
    )
  })

  test('is the textured patch on a plain ground', () => {
    const { box } = findSalient(
      colours((column, row) => {
        const isPatch = column >= 8 && column < 15 && row >= 14 && row < 22
        const shade = isPatch && (column + row) % 2 === 0 ? 200 : 120
        return [shade, shade, shade]
      }),
    )
    expect(box.left * SIDE).toBeGreaterThan(5)
    expect(box.right * SIDE).toBeLessThan(18)
    expect(box.top * SIDE).toBeGreaterThan(11)
    expect(box.bottom * SIDE).toBeLessThan(25)
  })

  test('is never nowhere', () => {
    fc.assert(
      fc.property(anyColours, (picture) => {
        const { map, box, centre } = findSalient(picture)
        expect(Math.max(...map.values)).toBe(255)
        expect(box.left).toBeLessThan(box.right)
        expect(box.top).toBeLessThan(box.bottom)
        expect([centre.x, centre.y].filter((place) => !(place > 0 && place < 1))).toEqual([])
      }),
    )
  })

  test('is mirrored and turned with the picture', () => {
    const turns: readonly ((column: number, row: number) => readonly [number, number])[] = [
      (column, row) => [SIDE - 1 - column, row],
      (column, row) => [column, SIDE - 1 - row],
      (column, row) => [row, column],
    ]
    fc.assert(
      fc.property(anyColours, fc.constantFrom(...turns), (picture, turn) => {
        const source = (column: number, row: number) => {
          const [x, y] = turn(column, row)
          return y * SIDE + x
        }
        const turned = colours((column, row) => {
          const at = source(column, row) * 3
          return [picture[at] ?? 0, picture[at + 1] ?? 0, picture[at + 2] ?? 0]
        })
        const here = findSalient(picture).map.values
        const there = findSalient(turned).map.values
        const off = Array.from(there, (value, cell) => {
          const original = here[source(cell % SIDE, Math.floor(cell / SIDE))] ?? Number.NaN
          return Math.abs(value - original)
        })
        // Rounding on either side of one half.
        expect(Math.max(...off)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

test('the box holds the cells above the threshold, and one at least', () => {
  const values = new Uint8Array(12)
  expect(boxOf({ columns: 4, rows: 3, values })).toEqual(WHOLE)
  values[6] = 20
  expect(boxOf({ columns: 4, rows: 3, values })).toEqual({
    left: 0.5,
    top: 1 / 3,
    right: 0.75,
    bottom: 2 / 3,
  })
  values.set([90, 255], 9)
  expect(boxOf({ columns: 4, rows: 3, values })).toEqual({
    left: 0.25,
    top: 2 / 3,
    right: 0.75,
    bottom: 1,
  })
})
