import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupByTime, type TimedFile } from './byTime.ts'
import { SIGNATURE_LENGTH } from './similarity.ts'

/**
 * Pictures of known likeness: the same wave, turned by an angle. The distance of two is
 * 1.80 * sin(half the angle between them): 0.25 at 16 degrees, 0.50 at 32, 1.56 at 120.
 */
function picture(degrees: number): Uint8Array {
  return Uint8Array.from(
    { length: SIGNATURE_LENGTH },
    (_, index) =>
      128 +
      100 * Math.sin((2 * Math.PI * index * 3) / SIGNATURE_LENGTH + (degrees * Math.PI) / 180),
  )
}

const ORIGINAL = picture(0)
const SAME_FRAME = picture(16)
const MOVED = picture(32)
const OTHER = picture(120)

const T0 = Date.UTC(2025, 6, 8, 6, 5, 58)

function shot(
  relativePath: string,
  seconds: number | null,
  signature: Uint8Array | null,
): TimedFile {
  return { relativePath, takenAtMs: seconds === null ? null : T0 + seconds * 1000, signature }
}

function group(files: readonly TimedFile[]): string[][] {
  return groupByTime(files).map((set) => set.map((file) => file.relativePath))
}

describe('neighbours in time', () => {
  test.each<[what: string, gapSeconds: number, second: Uint8Array, joins: boolean]>([
    ['a burst: moved, 3 s', 3, MOVED, true],
    ['moved, longer than a burst', 3.001, MOVED, false],
    ['the same frame again, 10 s', 10, SAME_FRAME, true],
    ['the same frame, later', 10.001, SAME_FRAME, false],
    ['another picture at once', 0, OTHER, false],
    ['the same second', 0, MOVED, true],
  ])('%s', (_what, gapSeconds, second, joins) => {
    const files = [shot('a.jpg', 0, ORIGINAL), shot('b.jpg', gapSeconds, second)]
    expect(group(files)).toEqual(joins ? [['a.jpg', 'b.jpg']] : [])
  })

  test('time orders them, not the name (a counter that wrapped)', () => {
    const files = [shot('IMG_0001.jpg', 1, SAME_FRAME), shot('IMG_9999.jpg', 0, ORIGINAL)]
    expect(group(files)).toEqual([['IMG_9999.jpg', 'IMG_0001.jpg']])
  })

  test('the time in the name stands in for EXIF, and EXIF wins over it', () => {
    const [first, second] = ['IMG_20250708_060558.jpg', 'IMG_20250708_060600.jpg']
    expect(group([shot(first, null, ORIGINAL), shot(second, null, MOVED)])).toEqual([
      [first, second],
    ])
    expect(group([shot(first, 0, ORIGINAL), shot(second, 3600, MOVED)])).toEqual([])
  })

  test('a chain compares neighbours, not ends', () => {
    const files = [0, 30, 60, 90].map((degrees, index) =>
      shot(`${index}.jpg`, index, picture(degrees)),
    )
    expect(group(files)).toEqual([['0.jpg', '1.jpg', '2.jpg', '3.jpg']])
    expect(group([files[0]!, files[3]!])).toEqual([])
  })

  test('each folder by itself, in natural order', () => {
    const files = ['b10', 'b9'].flatMap((folder) => [
      shot(`${folder}/1.jpg`, 0, ORIGINAL),
      shot(`${folder}/2.jpg`, 1, ORIGINAL),
    ])
    expect(group(files)).toEqual([
      ['b9/1.jpg', 'b9/2.jpg'],
      ['b10/1.jpg', 'b10/2.jpg'],
    ])
  })
})

describe('without any time', () => {
  test('neighbours in natural order of names join when they are the same frame', () => {
    const files = [
      shot('x10.jpg', null, OTHER),
      shot('x9.jpg', null, SAME_FRAME),
      shot('x8.jpg', null, ORIGINAL),
    ]
    expect(group(files)).toEqual([['x8.jpg', 'x9.jpg']])
  })

  test('more likeness is asked for than in a burst', () => {
    expect(group([shot('a.jpg', null, ORIGINAL), shot('b.jpg', null, MOVED)])).toEqual([])
  })

  test('they never join an image with a time', () => {
    expect(group([shot('a.jpg', 0, ORIGINAL), shot('b.jpg', null, ORIGINAL)])).toEqual([])
  })
})

describe('images that could not be read', () => {
  test('join nothing and separate nothing', () => {
    const files = [shot('a.jpg', 0, ORIGINAL), shot('b.jpg', 1, null), shot('c.jpg', 2, ORIGINAL)]
    expect(group(files)).toEqual([['a.jpg', 'c.jpg']])
  })
})

describe('long chains', () => {
  test.each([
    [9, [9]],
    [10, [5, 5]],
    [19, [6, 6, 7]],
    [30, [7, 8, 7, 8]],
  ])('%i images become sets of %j', (count, sizes) => {
    const files = Array.from({ length: count }, (_, index) =>
      shot(`${index}.jpg`, index / 10, ORIGINAL),
    )
    expect(groupByTime(files).map((set) => set.length)).toEqual(sizes)
  })
})

test('sets of 2 to 9, one folder each, no image twice, whatever the order of the input', () => {
  const anyFile = fc.tuple(
    fc.constantFrom('', 'a/', 'b/'),
    fc.option(fc.integer({ min: 0, max: 30 }), { freq: 4 }),
    fc.option(fc.constantFrom(0, 16, 32, 120), { freq: 9 }),
  )
  const library = fc
    .array(anyFile, { maxLength: 60, size: 'max' })
    .map((files) =>
      files.map(([folder, seconds, degrees], index) =>
        shot(`${folder}${index}.jpg`, seconds, degrees === null ? null : picture(degrees)),
      ),
    )
    .chain((files) =>
      fc.tuple(fc.constant(files), fc.shuffledSubarray(files, { minLength: files.length })),
    )
  fc.assert(
    fc.property(library, ([files, shuffled]) => {
      const sets = group(files)
      expect(group(shuffled)).toEqual(sets)
      expect(new Set(sets.flat()).size).toBe(sets.flat().length)
      for (const set of sets) {
        expect(set.length).toBeGreaterThanOrEqual(2)
        expect(set.length).toBeLessThanOrEqual(9)
        expect(new Set(set.map((path) => path.slice(0, path.indexOf('/') + 1))).size).toBe(1)
      }
    }),
  )
})
