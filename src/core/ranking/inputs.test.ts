import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TECHNICAL_FEATURES } from '../../shared/features.ts'
import { createRandom } from '../training/random.ts'
import { relativeInputs, SMALL_INPUTS } from './inputs.ts'
import { fixtureTable } from './tables.fixture.ts'

/** One named input of every row. */
function input(table: ReturnType<typeof fixtureTable>, name: string): number[] {
  const { values, width } = relativeInputs(table, false)
  const column = SMALL_INPUTS.indexOf(name)
  expect(column).toBeGreaterThanOrEqual(0)
  return Array.from(values).filter((_, index) => index % width === column)
}

const SMALL = 3 + 2 * TECHNICAL_FEATURES.length

describe('small inputs', () => {
  test('are three of the stage and two of each number, each with its own name', () => {
    expect(SMALL_INPUTS).toHaveLength(SMALL)
    expect(new Set(SMALL_INPUTS).size).toBe(SMALL)
  })

  test('the stage is seen relative to the set', () => {
    const table = fixtureTable([
      { images: [{ stage: 1 }, { stage: 1.5 }, { stage: 2 }] },
      { images: [{ stage: 3 }, { stage: 3 }] },
    ])
    expect(input(table, 'stage-difference')).toEqual([-0.5, 0, 0.5, 0, 0])
    expect(input(table, 'stage-rank')).toEqual([0, 0.5, 1, 0.5, 0.5])
    expect(input(table, 'stage-is-highest')).toEqual([0, 0, 1, 1, 1])
  })

  test('technical features are differences to the mean of the set, and ranks with ties shared', () => {
    const values = [1, 2, 2, 7]
    const table = fixtureTable([
      { images: values.map((noise) => ({ technical: { noise } })) },
      { images: [{ technical: { noise: 100 } }, { technical: { noise: 90 } }] },
    ])
    expect(input(table, 'noise-difference')).toEqual([-2, -1, -1, 4, 5, -5])
    expect(input(table, 'noise-rank')).toEqual([0, 0.5, 0.5, 1, 1, 0])
    expect(input(table, 'contrast-difference')).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('what is not known counts as the mean of what is', () => {
    const values = [1, Number.NaN, 3, Infinity]
    const table = fixtureTable([
      { images: values.map((sharpness) => ({ stage: sharpness, technical: { sharpness } })) },
    ])
    expect(input(table, 'sharpness-difference')).toEqual([-1, 0, 1, 0])
    expect(input(table, 'sharpness-rank')).toEqual([0, 0.5, 1, 0.5])
    expect(input(table, 'stage-difference')).toEqual([-1, 0, 1, 0])
  })

  test('a set of which nothing is known says nothing', () => {
    const table = fixtureTable([
      {
        images: [
          { technical: { sharpness: Number.NaN } },
          { technical: { sharpness: Number.NaN } },
        ],
      },
    ])
    expect(input(table, 'sharpness-difference')).toEqual([0, 0])
    expect(input(table, 'sharpness-rank')).toEqual([0.5, 0.5])
  })

  test('a set of one has no differences', () => {
    const table = fixtureTable([{ images: [{ stage: 3, technical: { noise: 9 } }] }])
    expect(input(table, 'noise-difference')).toEqual([0])
    expect(input(table, 'noise-rank')).toEqual([0.5])
  })
})

describe('the embedding block', () => {
  test('is the embedding minus the mean of the set', () => {
    const table = fixtureTable([{ images: [{ embedding: [1, 0] }, { embedding: [3, 4] }] }], 2)
    const { values, width, embeddingWidth } = relativeInputs(table, true)
    expect([width, embeddingWidth]).toEqual([SMALL + 2, 2])
    expect([...values.subarray(SMALL, SMALL + 2)]).toEqual([-1, -2])
    expect([...values.subarray(2 * SMALL + 2, 2 * SMALL + 4)]).toEqual([1, 2])
  })

  test('is 0 for an image whose embedding is not known, which the mean leaves out', () => {
    const table = fixtureTable(
      [{ images: [{ embedding: [1, 0] }, { embedding: [5, Number.NaN] }, { embedding: [3, 4] }] }],
      2,
    )
    const { values } = relativeInputs(table, true)
    expect(
      [0, 1, 2]
        .map((row) => row * (SMALL + 2) + SMALL)
        .map((start) => [...values.subarray(start, start + 2)]),
    ).toEqual([
      [-1, -2],
      [0, 0],
      [1, 2],
    ])
  })

  test('is left out when it is not wanted', () => {
    const table = fixtureTable([{ images: [{ embedding: [1, 0] }, { embedding: [3, 4] }] }], 2)
    expect(relativeInputs(table, false)).toMatchObject({ width: SMALL, embeddingWidth: 0 })
  })
})

test('adding the same to every image of a set changes nothing, whatever the set', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), fc.integer(), (size, seed, shift) => {
      const random = createRandom(seed)
      // Whole numbers, so that adding is exact.
      const images = Array.from({ length: size }, () => ({
        stage: random.below(4),
        contrast: random.below(1000),
        embedding: [random.below(1000), random.below(1000)],
      }))
      const move = shift % 1000
      const tableOf = (by: number) =>
        fixtureTable(
          [
            {
              images: images.map(({ stage, contrast, embedding }) => ({
                stage: stage + by,
                technical: { contrast: contrast + by },
                embedding: embedding.map((value) => value + by),
              })),
            },
          ],
          2,
        )
      const plain = relativeInputs(tableOf(0), true).values
      const moved = relativeInputs(tableOf(move), true).values
      for (const [index, value] of plain.entries()) expect(moved[index]).toBeCloseTo(value, 3)
    }),
  )
})
