import { describe, expect, test } from 'vitest'
import type { RankerCandidate } from '../../shared/ranking.ts'
import { fixtureTable } from '../ranking/tables.fixture.ts'
import { ruleScores } from '../ranking/rules.ts'
import { makeFolds } from './folds.ts'
import { judge } from './judge.ts'
import { type Current, oldAgainstNew } from './oldAgainstNew.ts'

/** 60 pairs of which the second image, of the higher stage, was always picked. */
const table = fixtureTable(
  Array.from({ length: 60 }, () => ({ images: [{ stage: 1 }, { stage: 2 }], winner: 1 })),
)
const folds = makeFolds(table.project, table.session)
const right = ruleScores('highest-stage', table)
const wrong = right.map((score) => 1 - score)
const judged = [
  judge('highest-stage', table, right, folds),
  judge('linear-small', table, wrong, folds),
  judge('linear-all', table, right, folds),
]
const chosen = judged[2]!
const currentOf = (candidate: RankerCandidate, trainedOn: number, change = {}): Current => ({
  candidate,
  trainedOn,
  output: { scores: wrong, probability: wrong },
  problem: '',
  ...change,
})

describe('old against new', () => {
  test('judges a learned ranker on the sets decided since it was trained, and says so', () => {
    const result = oldAgainstNew(chosen, judged, currentOf('linear-small', 35), table)
    expect([...result.sets]).toEqual(Array.from({ length: 25 }, (_, index) => 35 + index))
    expect(result.old.right).toEqual(new Float64Array(25))
    expect(result.fresh.right).toEqual(new Float64Array(25).fill(1))
    expect(result.sinceTrained).toEqual(new Float64Array(25))
    expect(result.note).toContain('25 sets decided since')
  })

  test('with too few later sets takes its kind, refitted, on all sets, and says so', () => {
    const result = oldAgainstNew(chosen, judged, currentOf('linear-small', 50), table)
    expect(result.sets).toHaveLength(60)
    expect(result.old).toBe(judged[1])
    expect(result.sinceTrained).toHaveLength(10)
    expect(result.note).toMatch(/Only 10 sets.*stood in/)
  })

  test('judges a rule on all sets, however many are said to be known to it', () => {
    const output = { scores: right, probability: right }
    const result = oldAgainstNew(chosen, judged, currentOf('highest-stage', 50, { output }), table)
    expect(result.sets).toHaveLength(60)
    expect(result.old.right).toEqual(new Float64Array(60).fill(1))
    expect(result.note).toBe('')
  })

  test('with a ranker that cannot score takes its kind and tells the problem', () => {
    const broken = { output: null, problem: 'The file is damaged.' }
    const result = oldAgainstNew(chosen, judged, currentOf('linear-small', 10, broken), table)
    expect(result.old).toBe(judged[1])
    expect(result.sinceTrained).toHaveLength(0)
    expect(result.note).toContain('The file is damaged.')
  })

  test('has nothing to compare when not even the kind was tried', () => {
    const result = oldAgainstNew(chosen, judged, currentOf('mlp-all', 55), table)
    expect(result.sets).toHaveLength(0)
    expect(result.fresh.right).toHaveLength(0)
  })
})
