import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { companionsOf, fileNameOf, folderOf, momentOf, parseFileName } from './fileName.ts'

describe('parseFileName', () => {
  test.each([
    ['20250708_060558_stage1_generated.png', '2025-07-08T06:05:58Z', 1],
    ['20250708_060558_stage1.5_face_swapped.png', '2025-07-08T06:05:58Z', 1.5],
    ['20250708_060711_stage2_upscaled.png', '2025-07-08T06:07:11Z', 2],
    ['20240229_235959_stage3_enhanced.PNG', '2024-02-29T23:59:59Z', 3],
    ['mojo1_20250708_060558_STAGE2_Upscaled (1).jpg', '2025-07-08T06:05:58Z', 2],
    ['20250708_060558.png', '2025-07-08T06:05:58Z', 0],
    ['99999999_999999_20250708_060558.png', '2025-07-08T06:05:58Z', 0],
  ])('%s', (name, moment, stage) => {
    const parsed = parseFileName(name)
    expect(parsed.timestampMs).toBe(Date.parse(moment))
    expect(parsed.stage).toBe(stage)
  })

  test.each([
    '20250229_060558_x.png',
    '20251301_060558_x.png',
    '20250700_060558_x.png',
    '20250732_060558_x.png',
    '20250431_060558_x.png',
    '20250708_240000_x.png',
    '20250708_066000_x.png',
    '20250708_060560_x.png',
    '120250708_060558_x.png',
    '20250708_0605581_x.png',
    '20250708-060558_x.png',
    'portrait.png',
  ])('%s has no timestamp', (name) => {
    expect(parseFileName(name).timestampMs).toBeNull()
  })

  test.each([
    'stage4_final.png',
    'stage2.png',
    'upscaled.png',
    'stage1.5.png',
    'stage15_face_swapped',
  ])('%s is stage 0', (name) => {
    expect(parseFileName(name).stage).toBe(0)
  })

  test.each([
    ['20250708_060558_stage1.5_face_swapped.PNG', '20250708_060558_stage1.5_face_swapped', 'png'],
    ['a.tar.gz', 'a.tar', 'gz'],
    ['.caption', '.caption', ''],
    ['noextension', 'noextension', ''],
    ['dot.', 'dot', ''],
  ])('splits %s', (name, stem, extension) => {
    expect(parseFileName(name)).toMatchObject({ stem, extension })
  })

  test('reads back every second of four-digit years', () => {
    const firstSecondOf1 = Date.parse('0001-01-01T00:00:00Z') / 1000
    const lastSecondOf9999 = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000
    fc.assert(
      fc.property(fc.integer({ min: firstSecondOf1, max: lastSecondOf9999 }), (seconds) => {
        const digits = new Date(seconds * 1000).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)
        const name = `${digits.replace('T', '_')}_stage2_upscaled.png`
        expect(parseFileName(name).timestampMs).toBe(seconds * 1000)
      }),
    )
  })
})

describe('momentOf', () => {
  const moment = Date.UTC(2025, 6, 8, 6, 5, 58)
  test.each([
    'IMG_20250708_060558.jpg',
    'IMG_20250708_060558_1.jpg',
    '20250708T060558.png',
    '20250708060558.png',
    '2025-07-08 06.05.58.jpg',
    '2025-07-08_06-05-58.jpg',
    '2025-07-08T06:05:58.jpg',
    'Screenshot 2025-07-08 at 06.05.58.png',
    'Screenshot_20250708-060558.png',
    'signal-2025-07-08-060558.jpg',
    '2025-07-08 - 06.05.58.jpg',
  ])('%s', (name) => {
    expect(momentOf(name)).toBe(moment)
  })

  test('keeps the milliseconds of a phone', () => {
    expect(momentOf('PXL_20250708_060558123.jpg')).toBe(moment + 123)
  })

  test.each([
    'IMG-20250708-WA0001.jpg',
    'DSC_0001.JPG',
    '2025-07-08.jpg',
    '2025-13-08 06.05.58.jpg',
  ])('%s has no moment', (name) => {
    expect(momentOf(name)).toBeNull()
  })
})

describe('companionsOf', () => {
  test('every other file with the same stem', () => {
    const folder = ['a.png', 'a.yaml', 'a.caption', 'a.b.txt', 'ab.txt', 'A.txt', 'a', 'b.json']
    expect(companionsOf('a.png', folder)).toEqual(['a.yaml', 'a.caption', 'a'])
  })

  test('a stage with a dot belongs to the stem', () => {
    const folder = ['1_stage1.5_face_swapped.png', '1_stage1.5_face_swapped.txt', '1_stage1.txt']
    expect(companionsOf('1_stage1.5_face_swapped.png', folder)).toEqual([
      '1_stage1.5_face_swapped.txt',
    ])
  })

  test('accents may be composed or decomposed', () => {
    expect(companionsOf('caf\u00e9.png', ['cafe\u0301.txt'])).toEqual(['cafe\u0301.txt'])
  })
})

describe('parts of a path', () => {
  test.each([
    ['a/b/c.png', 'a/b', 'c.png'],
    ['c.png', '', 'c.png'],
  ])('%s', (path, folder, name) => {
    expect(folderOf(path)).toBe(folder)
    expect(fileNameOf(path)).toBe(name)
  })
})
