import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boxIn, containedFrame, labelPlace, placeIn, type Frame } from './geometry.ts'

const side = fc.integer({ min: 1, max: 30_000 })
const extent = fc.record({ widthPx: side, heightPx: side })
const fraction = fc.double({ min: -0.3, max: 1.3, noNaN: true })
const anyBox = fc.tuple(fraction, fraction, fraction, fraction).map(([x1, y1, x2, y2]) => ({
  left: Math.min(x1, x2),
  top: Math.min(y1, y2),
  right: Math.max(x1, x2),
  bottom: Math.max(y1, y2),
}))
const FRAME: Frame = { leftPx: 10, topPx: 20, widthPx: 400, heightPx: 600 }

describe('the frame of a picture in its box', () => {
  test('a portrait in a wide box stands in the middle, as high as the box', () => {
    expect(
      containedFrame({ widthPx: 832, heightPx: 1216 }, { widthPx: 1000, heightPx: 608 }),
    ).toEqual({ leftPx: 292, topPx: 0, widthPx: 416, heightPx: 608 })
  })

  test('has the shape of the picture, touches the box on two sides, and is in the middle', () => {
    fc.assert(
      fc.property(extent, extent, (picture, box) => {
        const { leftPx, topPx, widthPx, heightPx } = containedFrame(picture, box)
        expect(widthPx / picture.widthPx).toBeCloseTo(heightPx / picture.heightPx, 6)
        expect(Math.max(widthPx / box.widthPx, heightPx / box.heightPx)).toBeCloseTo(1, 9)
        expect(leftPx * 2 + widthPx).toBeCloseTo(box.widthPx, 6)
        expect(topPx * 2 + heightPx).toBeCloseTo(box.heightPx, 6)
        expect(Math.min(leftPx, topPx)).toBeCloseTo(0, 6)
      }),
    )
  })

  test('a place of the picture lies on the same pixel, however large the picture is shown', () => {
    fc.assert(
      fc.property(extent, extent, fraction, fraction, (picture, box, x, y) => {
        const frame = containedFrame(picture, box)
        const place = placeIn(frame, { x, y })
        const scale = frame.widthPx / picture.widthPx
        expect(place.x / scale / picture.widthPx).toBeCloseTo(x, 6)
        expect(place.y / scale / picture.heightPx).toBeCloseTo(y, 6)
      }),
    )
  })
})

describe('boxes and their words', () => {
  test('a box is drawn between its corners', () => {
    expect(boxIn(FRAME, { left: 0.25, top: 0.5, right: 0.5, bottom: 0.75 })).toEqual({
      leftPx: 100,
      topPx: 300,
      widthPx: 100,
      heightPx: 150,
    })
  })

  test('what reaches out of the picture is cut off', () => {
    fc.assert(
      fc.property(anyBox, (box) => {
        const { leftPx, topPx, widthPx, heightPx } = boxIn(FRAME, box)
        expect(Math.min(leftPx, topPx, widthPx, heightPx)).toBeGreaterThanOrEqual(0)
        if (widthPx > 0) expect(leftPx + widthPx).toBeLessThanOrEqual(FRAME.widthPx + 1e-9)
        if (heightPx > 0) expect(topPx + heightPx).toBeLessThanOrEqual(FRAME.heightPx + 1e-9)
      }),
    )
  })

  test('words stand above their box, below it at the top edge, and grow inwards', () => {
    const box = { leftPx: 300, topPx: 200, widthPx: 80, heightPx: 90 }
    expect(labelPlace(FRAME, box)).toEqual({ from: 'right', distancePx: 20, topPx: 176 })
    expect(labelPlace(FRAME, { ...box, leftPx: 5, topPx: 6 })).toEqual({
      from: 'left',
      distancePx: 5,
      topPx: 100,
    })
  })

  test('words are always inside the picture', () => {
    fc.assert(
      fc.property(anyBox, (box) => {
        const { distancePx, topPx } = labelPlace(FRAME, boxIn(FRAME, box))
        expect(distancePx).toBeGreaterThanOrEqual(0)
        // At least half of the picture is left for the words.
        expect(distancePx).toBeLessThanOrEqual(FRAME.widthPx / 2)
        expect(topPx).toBeGreaterThanOrEqual(0)
        expect(topPx).toBeLessThanOrEqual(FRAME.heightPx - 24)
      }),
    )
  })
})
