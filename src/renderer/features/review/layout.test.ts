import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CAPTION_PX, GAP_PX, layoutSet, rowWidthPx, type Extent } from './layout.ts'

const STAGE: Extent = { widthPx: 1408, heightPx: 794 }
const PORTRAIT: Extent = { widthPx: 832, heightPx: 1216 }
const LANDSCAPE: Extent = { widthPx: 1216, heightPx: 832 }

const many = (size: Extent | null, count: number): (Extent | null)[] =>
  Array.from({ length: count }, () => size)

describe('layout of a set', () => {
  test('two and three portraits stand side by side, landscapes in rows, as large as they can be', () => {
    expect(layoutSet(many(PORTRAIT, 2), STAGE).columns).toBe(2)
    expect(layoutSet(many(PORTRAIT, 3), STAGE).columns).toBe(3)
    expect(layoutSet(many(PORTRAIT, 4), STAGE).columns).toBe(4)
    expect(layoutSet(many(LANDSCAPE, 2), STAGE).columns).toBe(2)
    expect(layoutSet(many(LANDSCAPE, 4), STAGE).columns).toBe(2)
    expect(layoutSet(many(LANDSCAPE, 2), { widthPx: 700, heightPx: 1200 }).columns).toBe(1)
  })

  test('the box has the shape of the pictures, whatever their size in pixels', () => {
    const { box } = layoutSet([PORTRAIT, { widthPx: 1664, heightPx: 2432 }], STAGE)
    expect(box.widthPx / box.heightPx).toBeCloseTo(832 / 1216, 2)
    expect(box.heightPx).toBe(STAGE.heightPx - CAPTION_PX[1])
  })

  test('a picture of unknown size takes the shape of the others, else a square', () => {
    expect(layoutSet([PORTRAIT, null], STAGE).box).toEqual(layoutSet(many(PORTRAIT, 2), STAGE).box)
    const { box } = layoutSet(many(null, 3), STAGE)
    expect(Math.abs(box.widthPx - box.heightPx)).toBeLessThanOrEqual(1)
  })

  test('narrow figures get captions of two lines', () => {
    expect(layoutSet(many(PORTRAIT, 2), STAGE).captionLines).toBe(1)
    expect(layoutSet(many(PORTRAIT, 9), STAGE).captionLines).toBe(2)
  })

  test('any set fits its stage: nothing is cut off, no box is empty', () => {
    const side = fc.integer({ min: 1, max: 30_000 })
    const size = fc.option(fc.record({ widthPx: side, heightPx: side }), { freq: 5 })
    const stage = fc.record({
      widthPx: fc.integer({ min: 600, max: 4000 }),
      heightPx: fc.integer({ min: 400, max: 3000 }),
    })
    fc.assert(
      fc.property(fc.array(size, { minLength: 2, maxLength: 9 }), stage, (sizes, room) => {
        const layout = layoutSet(sizes, room)
        const rows = Math.ceil(sizes.length / layout.columns)
        const heightPx =
          rows * (layout.box.heightPx + CAPTION_PX[layout.captionLines]) + (rows - 1) * GAP_PX
        expect(layout.box.widthPx).toBeGreaterThan(0)
        expect(layout.box.heightPx).toBeGreaterThan(0)
        expect(layout.figureWidthPx).toBeGreaterThanOrEqual(layout.box.widthPx)
        expect(rowWidthPx(layout)).toBeLessThanOrEqual(room.widthPx)
        if (layout.box.heightPx > 1) expect(heightPx).toBeLessThanOrEqual(room.heightPx)
      }),
    )
  })
})
