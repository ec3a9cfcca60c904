import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFileName } from './fileName.ts'
import { groupNearestUp } from './nearestUp.ts'
import { runsByDefinition, type OracleFile } from './nearestUp.oracle.ts'

const STAGE_TEXTS: ReadonlyMap<number, string> = new Map([
  [0, 'photo'],
  [1, 'stage1_generated'],
  [1.5, 'stage1.5_face_swapped'],
  [2, 'stage2_upscaled'],
  [3, 'stage3_enhanced'],
])

const START_MS = Date.UTC(2025, 6, 8, 6, 5, 58)

/** The file name that says this; `tail` tells files with the same time and stage apart. */
function nameOf(timestampMs: number | null, stage: number, tail = ''): string {
  const iso = timestampMs === null ? '' : new Date(timestampMs).toISOString()
  const prefix = iso === '' ? '' : `${iso.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_')}_`
  return `${prefix}${STAGE_TEXTS.get(stage)}${tail}.png`
}

/** Groups files of these stages, one a minute; answers with the stages of each set. */
function groupStages(stages: readonly number[], gapLimitMs: number | null = null): number[][] {
  const files = stages.map((stage, index) => ({
    relativePath: nameOf(START_MS + index * 60_000, stage),
  }))
  return groupNearestUp(files, gapLimitMs).map((set) =>
    set.map((file) => parseFileName(file.relativePath).stage),
  )
}

function threes(count: number): number[] {
  return Array.from({ length: count }, () => 3)
}

function groupNames(names: readonly string[], gapLimitMs: number | null = null): string[][] {
  const sets = groupNearestUp(
    names.map((relativePath) => ({ relativePath })),
    gapLimitMs,
  )
  return sets.map((set) => set.map((file) => file.relativePath))
}

describe('worked examples', () => {
  test.each<[what: string, stages: number[], sets: number[][]]>([
    ['1-2', [1, 2], [[1, 2]]],
    ['1-1.5-2', [1, 1.5, 2], [[1, 1.5, 2]]],
    ['1-3', [1, 3], [[1, 3]]],
    ['all stages, the unknown first', [0, 1, 1.5, 2, 3], [[0, 1, 1.5, 2, 3]]],
    ['never 1-1', [1, 1], []],
    ['never 2-1', [2, 1], []],
    ['never 0-0', [0, 0, 0], []],
    [
      'a repeated stage ends the run',
      [1, 2, 2, 3],
      [
        [1, 2],
        [2, 3],
      ],
    ],
    [
      'a lower stage starts the next run',
      [1, 2, 1, 1.5],
      [
        [1, 2],
        [1, 1.5],
      ],
    ],
    ['the nearest stage above wins over the nearest file', [1, 3, 2], [[1, 2]]],
    ['what was skipped is not reused', [1, 3, 2, 1], [[1, 2]]],
    ['after the nearest stage the run goes on', [1, 3, 1.5, 3], [[1, 1.5, 3]]],
    [
      'a file that ends the window hides what comes after it',
      [1.5, 3, 1, 2],
      [
        [1.5, 3],
        [1, 2],
      ],
    ],
    ['on equal stages the earliest wins, the other starts over', [1, 2, 2], [[1, 2]]],
    ['nothing', [], []],
    ['one file', [1], []],
  ])('%s', (_what, stages, sets) => {
    expect(groupStages(stages)).toEqual(sets)
  })

  test('files of the user: same minute, generated and upscaled', () => {
    const set = ['20250708_060558_stage1_generated.png', '20250708_060711_stage2_upscaled.png']
    expect(groupNames(set.toReversed())).toEqual([set])
  })

  test('of two files with the same time and stage the first by name wins', () => {
    const names = [nameOf(START_MS, 1), nameOf(START_MS, 2, '_b'), nameOf(START_MS, 2, '_a')]
    expect(groupNames(names)).toEqual([[names[0], names[2]]])
  })

  test('the name counts before the folder it is in', () => {
    const [one, a, b] = [nameOf(START_MS, 1), nameOf(START_MS, 2, '_a'), nameOf(START_MS, 2, '_b')]
    expect(groupNames([one, `x/${b}`, `y/${a}`])).toEqual([[one, `y/${a}`]])
  })

  test('the same name in two folders: the path decides', () => {
    const [one, two] = [nameOf(START_MS, 1), nameOf(START_MS, 2)]
    expect(groupNames([`b/${two}`, `a/${one}`, `a/${two}`])).toEqual([[`a/${one}`, `a/${two}`]])
  })

  test('files without a timestamp come last', () => {
    const late = nameOf(START_MS, 1)
    expect(groupNames(['stage2_upscaled.png', 'a_stage1_generated.png', late])).toEqual([
      ['a_stage1_generated.png', 'stage2_upscaled.png'],
    ])
    expect(groupNames(['stage2_upscaled.png', late])).toEqual([[late, 'stage2_upscaled.png']])
  })

  test('a date that does not exist is no timestamp', () => {
    const impossible = '20250231_000000_stage1_generated.png'
    expect(groupNames([impossible, nameOf(START_MS, 2)])).toEqual([])
  })
})

describe('how far a run reaches', () => {
  test('the 50th file ahead is looked at, the 51st is not', () => {
    expect(groupStages([1, ...threes(49), 2])).toEqual([[1, 2]])
    expect(groupStages([1, ...threes(50), 2])).toEqual([[1, 3]])
  })

  test('a gap as long as the limit is allowed, a longer one ends the window', () => {
    expect(groupStages([1, 2], 60_000)).toEqual([[1, 2]])
    expect(groupStages([1, 2], 59_999)).toEqual([])
  })

  test('the gap counts from the latest member, not from the start of the run', () => {
    expect(groupStages([1, 1.5, 2, 3], 60_000)).toEqual([[1, 1.5, 2, 3]])
    expect(groupStages([1, 3, 2], 60_000)).toEqual([[1, 3]])
  })

  test('without a timestamp there is no gap to exceed', () => {
    expect(groupNames([nameOf(START_MS, 1), 'stage2_upscaled.png'], 1)).toHaveLength(1)
  })
})

const stage = fc.constantFrom(0, 1, 1, 1.5, 2, 2, 3, 3)
const timestampMs = fc.option(
  fc.integer({ min: 0, max: 40 }).map((step) => START_MS + step * 7_000),
  { freq: 12 },
)
const gapLimitMs = fc.option(fc.constantFrom(0, 6_999, 7_000, 30_000))

/** Files with unique names; few times and stages, so that ties and long windows are common. */
const library = fc
  .array(fc.tuple(timestampMs, stage), { maxLength: 90, size: 'max' })
  .map((files) =>
    files.map(([at, stageNumber], index): OracleFile => {
      const tail = `_${String.fromCodePoint(97 + ((index * 7) % 26))}${index}`
      return { name: nameOf(at, stageNumber, tail), timestampMs: at, stage: stageNumber }
    }),
  )

/** Long climbs within one second: what it takes to reach the end of the look-ahead. */
const longWindow = fc
  .tuple(fc.integer({ min: 45, max: 55 }), fc.constantFrom(1, 1.5), fc.constantFrom(1.5, 2, 3))
  .map(([count, first, last]): OracleFile[] =>
    [first, ...threes(count), last].map((number, index) => {
      const at = START_MS + index * 1000
      return { name: nameOf(at, number), timestampMs: at, stage: number }
    }),
  )

describe('properties', () => {
  test('agrees with the definition', () => {
    fc.assert(
      fc.property(
        fc.oneof({ weight: 5, arbitrary: library }, longWindow),
        gapLimitMs,
        (files, limit) => {
          const names = files.map((file) => file.name)
          expect(groupNames(names, limit)).toEqual(runsByDefinition(files, limit))
        },
      ),
      { numRuns: 1500 },
    )
  })

  test('every set has 2 or more files of strictly rising stage, each file in one set at most', () => {
    fc.assert(
      fc.property(library, gapLimitMs, (files, limit) => {
        const sets = groupNames(
          files.map((file) => file.name),
          limit,
        )
        for (const set of sets) {
          expect(set.length).toBeGreaterThanOrEqual(2)
          const stages = set.map((name) => parseFileName(name).stage)
          expect(stages).toEqual([...new Set(stages)].toSorted((left, right) => left - right))
        }
        expect(new Set(sets.flat()).size).toBe(sets.flat().length)
      }),
    )
  })

  test('the order of the input does not matter', () => {
    const shuffledLibrary = library.chain((files) =>
      fc.tuple(fc.constant(files), fc.shuffledSubarray(files, { minLength: files.length })),
    )
    fc.assert(
      fc.property(shuffledLibrary, ([files, shuffled]) => {
        const sets = groupNames(files.map((file) => file.name))
        expect(groupNames(shuffled.map((file) => file.name))).toEqual(sets)
      }),
    )
  })
})
