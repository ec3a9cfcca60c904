import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ByteMap } from '../../../../shared/people.ts'
import { dimmingPixels, outlineOf, tintPixels } from './outline.ts'

const anyMap = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([columns, rows]) =>
    fc
      .uint8Array({ minLength: columns * rows, maxLength: columns * rows })
      .map((values): ByteMap => ({ columns, rows, values })),
  )

/** A soft disc: full inside, falling to nothing around `radius`, all in fractions of the picture. */
function disc(columns: number, rows: number, radius: number): ByteMap {
  const values = Uint8Array.from({ length: columns * rows }, (_, cell) => {
    const x = ((cell % columns) + 0.5) / columns - 0.5
    const y = (Math.floor(cell / columns) + 0.5) / rows - 0.5
    return Math.round(127.5 - 255 * Math.max(-0.5, Math.min(0.5, 5 * (Math.hypot(x, y) - radius))))
  })
  return { columns, rows, values }
}

describe('the outline of a map', () => {
  test('a disc has a round outline at its border, whatever the grid', () => {
    for (const [columns, rows] of [
      [64, 64],
      [48, 96],
    ] as const) {
      const outline = outlineOf(disc(columns, rows, 0.3))
      expect(outline.length).toBeGreaterThan(60)
      for (const { x, y } of outline.flat()) {
        expect(Math.hypot(x - 0.5, y - 0.5)).toBeCloseTo(0.3, 1.7)
      }
    }
  })

  test('outlines are closed inside the picture: every end is the beginning of another piece', () => {
    const ends = new Map<string, number>()
    for (const { x, y } of outlineOf(disc(40, 40, 0.31)).flat()) {
      const key = `${x.toFixed(9)} ${y.toFixed(9)}`
      ends.set(key, (ends.get(key) ?? 0) + 1)
    }
    expect([...ends.values()].every((times) => times === 2)).toBe(true)
  })

  test('nothing and everything have no outline, also at the edges', () => {
    for (const value of [0, 255]) {
      expect(outlineOf({ columns: 3, rows: 2, values: new Uint8Array(6).fill(value) })).toEqual([])
    }
  })

  test('what is cut by an edge runs out of the picture there', () => {
    const outline = outlineOf({ columns: 2, rows: 1, values: Uint8Array.of(255, 0) })
    expect(outline.flat().map(({ x }) => x)).toEqual([0.5, 0.5, 0.5, 0.5])
    const heights = outline.flat().map(({ y }) => y)
    expect(heights.toSorted((a, b) => a - b)).toEqual([-0.5, 0.5, 0.5, 1.5])
  })

  test('inside and outside have the same border', () => {
    fc.assert(
      fc.property(anyMap, (map) => {
        const inverted = { ...map, values: map.values.map((value) => 255 - value) }
        const points = (of: ByteMap): string[] =>
          outlineOf(of)
            .flat()
            .map(({ x, y }) => `${x.toFixed(6)} ${y.toFixed(6)}`)
            .toSorted()
        expect(points(inverted)).toEqual(points(map))
      }),
    )
  })
})

describe('tint and dimming', () => {
  const map: ByteMap = { columns: 3, rows: 1, values: Uint8Array.of(0, 128, 255) }

  test('the tint is on what the map holds, the dimming on what it leaves out', () => {
    const alphas = (pixels: Uint8ClampedArray): number[] =>
      [...pixels].filter((_, index) => index % 4 === 3)
    const [none = 0, half = 0, full = 0] = alphas(tintPixels(map))
    expect(none).toBe(0)
    expect(half).toBeGreaterThan(none)
    expect(full).toBeGreaterThan(half)
    const dimmed = alphas(dimmingPixels(map))
    expect(dimmed.at(-1)).toBe(0)
    expect(dimmed).toEqual(dimmed.toSorted((a, b) => b - a))
    expect(dimmed[0]).toBeGreaterThan(100)
  })
})
