import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ByteMap } from '../../shared/people.ts'
import { personOf } from './person.ts'

const INSIDE = { sharpness: 5, exposure: 0.4, contrast: 0.2 }

/** A mask of 50 x 40 cells, full in the rectangle from column and row to (not including) column and row. */
function mask(left: number, top: number, right: number, bottom: number, value = 255): ByteMap {
  const [columns, rows] = [50, 40]
  const values = Uint8Array.from({ length: columns * rows }, (_, cell) => {
    const [column, row] = [cell % columns, Math.floor(cell / columns)]
    return column >= left && column < right && row >= top && row < bottom ? value : 0
  })
  return { columns, rows, values }
}

describe('a person', () => {
  test('in the middle of the picture', () => {
    const person = personOf(mask(10, 8, 20, 32), INSIDE)
    expect(person).toMatchObject({ area: 240 / 2000, cutBy: [], inside: INSIDE })
    expect(person?.box).toEqual({ left: 0.2, top: 0.2, right: 0.4, bottom: 0.8 })
  })

  test('counts where the mask is above one half', () => {
    expect(personOf(mask(10, 8, 20, 32, 127), INSIDE)).toBeNull()
    expect(personOf(mask(10, 8, 20, 32, 128), INSIDE)?.area).toBe(240 / 2000)
  })

  test.each([
    ['left', mask(0, 8, 20, 32)],
    ['top', mask(10, 0, 20, 32)],
    ['right', mask(10, 8, 50, 32)],
    ['bottom', mask(10, 8, 20, 40)],
  ])('cut by the %s edge', (side, cut) => {
    expect(personOf(cut, INSIDE)?.cutBy).toEqual([side])
  })

  test('that fills the picture is cut by every edge', () => {
    const person = personOf(mask(0, 0, 50, 40), INSIDE)
    expect(person).toMatchObject({ area: 1, cutBy: ['left', 'top', 'right', 'bottom'] })
    expect(person?.box).toEqual({ left: 0, top: 0, right: 1, bottom: 1 })
  })

  test('who only touches an edge, in single cells, is not cut', () => {
    const touching = mask(10, 8, 20, 39)
    for (const column of [10, 12, 14, 16, 18]) touching.values[39 * 50 + column] = 255
    expect(personOf(touching, INSIDE)?.cutBy).toEqual([])
    touching.values[39 * 50 + 11] = 255
    expect(personOf(touching, INSIDE)?.cutBy).toEqual(['bottom'])
  })

  test('too small to speak of', () => {
    expect(personOf(mask(10, 10, 13, 13), INSIDE)).toBeNull()
    expect(personOf(mask(10, 10, 15, 12), INSIDE)?.area).toBe(0.005)
  })

  test.each([
    ['empty', { columns: 0, rows: 0, values: new Uint8Array() }],
    ['of the wrong length', { columns: 2, rows: 2, values: new Uint8Array(3).fill(255) }],
    ['without anybody', mask(0, 0, 0, 0)],
  ])('a mask that is %s', (_, nobody) => {
    expect(personOf(nobody, INSIDE)).toBeNull()
  })
})

test('mirroring the mask mirrors the person', () => {
  const masks = fc
    .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }))
    .chain(([columns, rows]) => {
      const length = columns * rows
      return fc
        .uint8Array({ minLength: length, maxLength: length })
        .map((values): ByteMap => ({ columns, rows, values }))
    })
  fc.assert(
    fc.property(masks, (map) => {
      const { columns, values } = map
      const mirrored = values.map((_, cell) => {
        const column = cell % columns
        return values[cell - column + columns - 1 - column] ?? 0
      })
      const [one, other] = [personOf(map, INSIDE), personOf({ ...map, values: mirrored }, INSIDE)]
      expect(other?.area).toBe(one?.area)
      expect(other?.cutBy.includes('left')).toBe(one?.cutBy.includes('right'))
      expect(other?.cutBy.includes('top')).toBe(one?.cutBy.includes('top'))
      expect(1 - (other?.box.right ?? 1)).toBeCloseTo(one?.box.left ?? 0, 10)
      // The box holds at least the area, and the area at least one cell.
      const { left = 0, top = 0, right = 1, bottom = 1 } = one?.box ?? {}
      expect((right - left) * (bottom - top)).toBeGreaterThanOrEqual((one?.area ?? 0) - 1e-12)
    }),
  )
})
