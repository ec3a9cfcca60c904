import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import golden from './golden.json' with { type: 'json' }
import { phash } from './phash.ts'
import { drawPicture } from './pictures.fixture.ts'
import { shrinkToGrey } from './shrink.ts'

describe('phash', () => {
  it('has enough pictures to compare with', () => {
    expect(golden.cases.length).toBeGreaterThanOrEqual(60)
    expect(new Set(golden.cases.map((one) => one.phash)).size).toBeGreaterThan(40)
  })

  it.for(golden.cases)(
    'is what imagehash prints: $kind $widthPx x $heightPx',
    ({ kind, widthPx, heightPx, ...expected }) => {
      const rgb = drawPicture(kind, widthPx, heightPx)
      expect({
        pixels: crc32(rgb),
        small: crc32(shrinkToGrey(rgb, widthPx, heightPx, 32)),
        phash: phash(rgb, widthPx, heightPx),
      }).toEqual(expected)
    },
  )

  it('is 16 hex characters for any picture', () => {
    const picture = fc
      .tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 70 }))
      .chain(([widthPx, heightPx]) => {
        const minLength = 3 * widthPx * heightPx
        const rgb = fc.uint8Array({ minLength, maxLength: minLength })
        return fc.record({ widthPx: fc.constant(widthPx), heightPx: fc.constant(heightPx), rgb })
      })
    fc.assert(
      fc.property(picture, ({ rgb, widthPx, heightPx }) => {
        expect(phash(rgb, widthPx, heightPx)).toMatch(/^[0-9a-f]{16}$/)
      }),
      { numRuns: 50 },
    )
  })

  it('refuses bytes that are no picture of that size', () => {
    expect(() => phash(new Uint8Array(12), 2, 3)).toThrow(RangeError)
    expect(() => phash(new Uint8Array(), 0, 0)).toThrow(RangeError)
  })
})
