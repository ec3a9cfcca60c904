import { describe, expect, test } from 'vitest'
import { checkTable, usableSets } from './usableSets.ts'
import { fixtureTable } from './tables.fixture.ts'

const pair = (first: number, second: number, winner = 0) => ({
  images: [
    { stage: first, embedding: [first] },
    { stage: second, embedding: [second] },
  ],
  winner,
  project: `project ${first}`,
})

describe('usable sets', () => {
  test('a table without singles is used as it is', () => {
    const table = fixtureTable([pair(1, 2), pair(3, 4)], 1)
    expect(usableSets(table).table).toBe(table)
  })

  test('sets of one image are left out, the rest keeps its values', () => {
    const single = { images: [{ stage: 9, embedding: [9] }] }
    const table = fixtureTable([single, pair(1, 2, 1), single, pair(3, 4)], 1)
    const { table: left, kept } = usableSets(table)
    expect([...kept]).toEqual([1, 3])
    expect(left).toEqual(fixtureTable([pair(1, 2, 1), pair(3, 4)], 1))
  })

  test('an empty table is fine', () => {
    expect(usableSets(fixtureTable([])).table.setCount).toBe(0)
  })
})

describe('a table that does not fit together is refused', () => {
  const good = fixtureTable([pair(1, 2)], 1)
  test.each([
    ['rowStart', { rowStart: Int32Array.of(0) }],
    ['rowStart', { rowStart: Int32Array.of(1, 2) }],
    ['no rows', { rowStart: Int32Array.of(0, 0) }],
    ['stage', { stage: new Float32Array(3) }],
    ['technical', { technical: new Float32Array(2) }],
    ['embedding', { embeddingDimension: 2 }],
  ])('%s', (message, change) => {
    expect(() => checkTable({ ...good, ...change })).toThrow(message)
  })

  test.each([
    ['winner', { winner: Int32Array.of(2) }],
    ['winner', { winner: Int32Array.of(-1) }],
    ['winner', { winner: new Int32Array(0) }],
    ['weight', { weight: Float32Array.of(0) }],
    ['weight', { weight: Float32Array.of(Number.NaN) }],
    ['session', { session: [] }],
  ])('%s of a decided table', (message, change) => {
    expect(() => usableSets({ ...good, ...change })).toThrow(message)
  })
})
