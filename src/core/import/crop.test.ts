import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeCrop, readCrop } from './crop.ts'

const UNKNOWN = { widthPx: null, heightPx: null }
const SIZE = { widthPx: 832, heightPx: 1216 }

function read(cells: string, size: Parameters<typeof readCrop>[1] = UNKNOWN) {
  const [x1 = '', y1 = '', x2 = '', y2 = ''] = cells.split(' ').map((cell) => cell.replace('_', ''))
  return readCrop([x1, y1, x2, y2], size)
}

test.each([
  ['0.1 0 0.9 0.8', { kind: 'fractions', left: 0.1, top: 0, right: 0.9, bottom: 0.8 }],
  ['0.1 -0.001 1.002 0.8', { kind: 'fractions', left: 0.1, top: 0, right: 1, bottom: 0.8 }],
  ['1e-1 0 .9 8E-1', { kind: 'fractions', left: 0.1, top: 0, right: 0.9, bottom: 0.8 }],
  ['0 0 1 0.8', { kind: 'fractions', left: 0, top: 0, right: 1, bottom: 0.8 }],
  ['120 0 732 895', { kind: 'pixels', left: 120, top: 0, right: 732, bottom: 895 }],
  ['120.5 -1 732 895', { kind: 'pixels', left: 120.5, top: 0, right: 732, bottom: 895 }],
  ['0 0 1 2', null],
  ['0 0 1 1', { kind: 'somewhere' }],
  ['0.0 0.0 1.0 1.0', { kind: 'somewhere' }],
  ['_ 0 1 1', { kind: 'somewhere' }],
  ['0 nan 1 1', { kind: 'somewhere' }],
  ['0.001 0 0.999 1', { kind: 'somewhere' }],
  ['_ _ _ _', null],
  ['nan None null NaN', null],
  ['0 0 0 0', null],
])('%s is %j', (cells, crop) => {
  expect(read(cells).crop).toEqual(crop)
})

test.each([
  ['0.1 0 1.7 0.8', 'the crop lies outside the picture', 'x2 is 1.7'],
  ['0.1 0 0.5 1.9', 'the crop lies outside the picture', 'y2 is 1.9'],
  ['-0.3 0 0.7 0.8', 'the crop lies outside the picture', 'x1 is -0.3'],
  ['-20 0 400 600', 'the crop lies outside the picture', 'x1 is -20'],
  ['0.8 0 0.2 0.8', 'the crop has no area', 'x1 is 0.8, y1 is 0, x2 is 0.2, y2 is 0.8'],
  ['0.1 0.5 0.2 0.5', 'the crop has no area', 'x1 is 0.1, y1 is 0.5, x2 is 0.2, y2 is 0.5'],
  ['0.5 0 0.501 0.5', 'the crop has no area', 'x1 is 0.5, y1 is 0, x2 is 0.501, y2 is 0.5'],
  ['120 0 121 895', 'the crop has no area', 'x1 is 120, y1 is 0, x2 is 121, y2 is 895'],
  ['0.1 inf 0.2 0.5', 'a value of the crop is not a number', 'y1 is inf'],
  ['0.1 0 1e999 0.5', 'a value of the crop is not a number', 'x2 is 1e999'],
  ['0x10 0 50 60', 'a value of the crop is not a number', 'x1 is 0x10'],
  ['0.1 _ 0.2 0.5', 'the crop lacks a value', 'y1 is empty'],
  ['0.1 0 0.9 895', 'the crop mixes pixels and fractions', 'x2 is 0.9, y2 is 895'],
])('%s is refused: %s', (cells, reason, detail) => {
  expect(read(cells)).toEqual({ crop: null, problem: { reason, detail } })
})

test('with a size pixels are checked against it, within a pixel', () => {
  expect(read('120 0 833 895', SIZE).crop).toMatchObject({ right: 832 })
  expect(read('120 0 834 895', SIZE).problem).toMatchObject({ detail: 'x2 is 834' })
  expect(read('0 0 832 1216', SIZE)).toEqual({
    crop: null,
    problem: { reason: 'the crop is the whole picture', detail: '' },
  })
})

test('a crop in pixels is placed on its picture, once that is known', () => {
  const { crop } = read('208 0 624 608')
  if (crop?.kind !== 'pixels') throw new Error('no pixels')
  expect(placeCrop(crop, 832, 1216)).toEqual({
    ok: true,
    left: 0.25,
    top: 0,
    right: 0.75,
    bottom: 0.5,
    keepsShape: true,
  })
  expect(placeCrop(crop, 1216, 832)).toMatchObject({ ok: true, keepsShape: false })
  expect(placeCrop(crop, 600, 900)).toMatchObject({ reason: 'the crop lies outside the picture' })
  expect(placeCrop(crop, 624, 608)).toMatchObject({ ok: true })
  expect(placeCrop({ ...crop, left: 0 }, 624, 608)).toMatchObject({
    reason: 'the crop is the whole picture',
  })
})

test('whatever stands in the cells, a crop lies within the picture and has an area', () => {
  const cell = fc.oneof(
    fc.double().map(String),
    fc.double({ min: -0.5, max: 2.5, noNaN: true }).map(String),
    fc.integer({ min: -10, max: 2000 }).map(String),
    fc.constantFrom('', '0', '1', 'nan', 'x'),
  )
  const anySize = fc.constantFrom(UNKNOWN, SIZE)
  fc.assert(
    fc.property(fc.tuple(cell, cell, cell, cell), anySize, (cells, size) => {
      const { crop, problem } = readCrop(cells, size)
      if (crop === null || crop.kind === 'somewhere' || crop.kind === 'whole') return
      expect(problem).toBeNull()
      const isPixels = crop.kind === 'pixels'
      expect(crop.left >= 0 && crop.left < crop.right).toBe(true)
      expect(crop.top >= 0 && crop.top < crop.bottom).toBe(true)
      expect(crop.right).toBeLessThanOrEqual(isPixels ? (size.widthPx ?? Infinity) : 1)
      expect(crop.bottom).toBeLessThanOrEqual(isPixels ? (size.heightPx ?? Infinity) : 1)
    }),
  )
})
