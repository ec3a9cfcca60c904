import { describe, expect, test } from 'vitest'
import { fixtureTable } from '../ranking/tables.fixture.ts'
import { judge, notHighestStageSets, pickSets } from './judge.ts'
import { makeFolds } from './folds.ts'

const table = fixtureTable(
  Array.from({ length: 20 }, (_, set) => ({
    images: [{ stage: 1 }, { stage: 2 }],
    winner: set % 4 === 0 ? 0 : 1,
  })),
)
const folds = makeFolds(table.project, table.session)

describe('judging', () => {
  test('counts hits and measures confidence with a temperature from the other folds', () => {
    const scores = Float32Array.from({ length: 40 }, (_, row) => row % 2)
    const { right, confidence, logLoss, temperature } = judge('linear-all', table, scores, folds)
    expect([...right]).toEqual(Array.from({ length: 20 }, (_, set) => (set % 4 === 0 ? 0 : 1)))
    // 15 of 20 right; the other folds hold 16 sets, 12 of them right: (12 + 1) / (16 + 2).
    for (const value of confidence) expect(value).toBeCloseTo(13 / 18, 4)
    expect(logLoss[0]).toBeCloseTo(-Math.log(5 / 18), 3)
    expect(logLoss[1]).toBeCloseTo(-Math.log(13 / 18), 3)
    expect(1 / (1 + Math.exp(-1 / temperature!))).toBeCloseTo(16 / 22, 4)
  })

  test('a fold never sees its own picks: changing them changes only the other folds', () => {
    const scores = Float32Array.from({ length: 40 }, (_, row) => row % 2)
    const winner = table.winner.map((value, set) => (folds.foldOf[set] === 0 ? 1 - value : value))
    const before = judge('linear-all', table, scores, folds).confidence
    const after = judge('linear-all', { ...table, winner }, scores, folds).confidence
    for (const [set, fold] of folds.foldOf.entries()) {
      if (fold === 0) expect(after[set]).toBe(before[set])
      else expect(after[set]).not.toBe(before[set])
    }
  })

  test('certain and wrong costs much, but not infinitely much', () => {
    const scores = Float32Array.from({ length: 40 }, (_, row) => (row % 2) * 1e6)
    const { logLoss } = judge('linear-all', table, scores, folds)
    expect(logLoss.every(Number.isFinite)).toBe(true)
  })
})

test('the rare sets are those whose pick has a higher stage beside it', () => {
  const mixed = fixtureTable([
    { images: [{ stage: 1 }, { stage: 2 }], winner: 0 },
    { images: [{ stage: 1 }, { stage: 2 }], winner: 1 },
    { images: [{ stage: 2 }, { stage: 2 }], winner: 0 },
    { images: [{ stage: 3 }, { stage: 1 }, { stage: 2 }], winner: 2 },
  ])
  const rare = notHighestStageSets(mixed)
  expect([...rare]).toEqual([0, 3])
  expect([...pickSets(Float64Array.of(5, 6, 7, 8), rare)]).toEqual([5, 8])
})
