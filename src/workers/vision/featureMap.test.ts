import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { centreOf } from '../../core/features/subject.ts'
import { normMap, onWholePicture } from './featureMap.ts'

describe('the map of norms', () => {
  test('is the norm over channels, the greatest 255', () => {
    // Two channels of 2 x 4 cells: (3, 4) has norm 5, (0, 1) has norm 1.
    const features = new Float32Array(16)
    features[3] = 3
    features[8 + 3] = 4
    features[8 + 4] = 1
    const map = normMap(features, 2, 2, 4)
    expect(map).toEqual({
      columns: 4,
      rows: 2,
      values: Uint8Array.from([0, 0, 0, 255, 51, 0, 0, 0]),
    })
  })

  test('is all zero where the features are', () => {
    expect(normMap(new Float32Array(8), 2, 2, 2).values).toEqual(new Uint8Array(4))
  })
})

describe('the map of a centre crop', () => {
  test('lies in the middle of a wide picture, nothing beside it', () => {
    const map = { columns: 2, rows: 1, values: Uint8Array.from([7, 9]) }
    const wide = onWholePicture(map, 2)
    expect(wide).toEqual({ columns: 4, rows: 1, values: Uint8Array.from([0, 7, 9, 0]) })
    const tall = onWholePicture({ ...map, columns: 1, rows: 2 }, 1 / 2)
    expect(tall).toEqual({ columns: 1, rows: 4, values: Uint8Array.from([0, 7, 9, 0]) })
  })

  test('keeps a place to within half a cell', () => {
    const places = fc.record({
      cell: fc.nat(48),
      widthPx: fc.integer({ min: 1, max: 4000 }),
      heightPx: fc.integer({ min: 1, max: 4000 }),
    })
    fc.assert(
      fc.property(places, ({ cell, widthPx, heightPx }) => {
        const values = new Uint8Array(49)
        values[cell] = 255
        const whole = onWholePicture({ columns: 7, rows: 7, values }, widthPx / heightPx)
        const shorterPx = Math.min(widthPx, heightPx)
        const cellPx = shorterPx / 7
        const xPx = (widthPx - shorterPx) / 2 + ((cell % 7) + 0.5) * cellPx
        const yPx = (heightPx - shorterPx) / 2 + (Math.floor(cell / 7) + 0.5) * cellPx
        const { x, y } = centreOf(whole)
        expect(Math.abs(x * widthPx - xPx)).toBeLessThanOrEqual(cellPx / 2 + 1e-6)
        expect(Math.abs(y * heightPx - yPx)).toBeLessThanOrEqual(cellPx / 2 + 1e-6)
      }),
    )
  })
})
