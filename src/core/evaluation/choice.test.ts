import { describe, expect, test } from 'vitest'
import { RANKER_CANDIDATES, type RankerCandidate } from '../../shared/ranking.ts'
import { choiceWithoutHindsight, chooseSimplest, pairedDifference } from './choice.ts'
import type { Folds } from './folds.ts'
import type { Judged } from './judge.ts'

/** Agreement on 100 sets: the first `hits` are right. */
function judged(candidate: RankerCandidate, hits: number, shift = 0): Judged {
  const right = Float64Array.from({ length: 100 }, (_, set) => ((set + shift) % 100 < hits ? 1 : 0))
  return { candidate, right, confidence: right, logLoss: right, temperature: 1 }
}
const named = (hits: readonly number[], shift = 0): Judged[] =>
  RANKER_CANDIDATES.slice(0, hits.length).map((name, index) =>
    judged(name, hits[index]!, index * shift),
  )

describe('the choice', () => {
  test('is the best when it is clearly so', () => {
    expect(chooseSimplest(named([40, 30, 70, 60])).candidate).toBe('linear-small')
  })

  test('is the simplest within one standard error of the best', () => {
    // Nested hits: 1 of 100 sets differs, so the difference is 0.01 and its standard error exactly 0.01.
    expect(chooseSimplest(named([40, 30, 69, 70])).candidate).toBe('linear-small')
    // 5 of 100: 0.05, and a standard error of 0.022.
    expect(chooseSimplest(named([40, 30, 65, 70])).candidate).toBe('linear-all')
  })

  test('is paired: the same shares with more disagreement have a larger standard error', () => {
    expect(chooseSimplest(named([65, 70])).candidate).toBe('sharpest')
    expect(chooseSimplest(named([65, 70], 40)).candidate).toBe('highest-stage')
  })

  test('is the simplest of equals', () => {
    expect(chooseSimplest(named([50, 50, 50, 50, 50])).candidate).toBe('highest-stage')
  })

  test('without any set is the first', () => {
    const none = {
      right: new Float64Array(),
      confidence: new Float64Array(),
      logLoss: new Float64Array(),
      temperature: null,
    }
    expect(
      chooseSimplest([
        { candidate: 'highest-stage', ...none },
        { candidate: 'sharpest', ...none },
      ]).candidate,
    ).toBe('highest-stage')
  })
})

test('the paired difference is a mean with the standard error of the mean', () => {
  const { mean, standardError } = pairedDifference(
    Float64Array.of(1, 1, 0, 1),
    Float64Array.of(0, 1, 0, 0),
  )
  expect(mean).toBe(0.5)
  expect(standardError).toBeCloseTo(Math.sqrt(1 / 3 / 4), 12)
})

describe('the choice without hindsight', () => {
  const folds: Folds = {
    foldOf: Int32Array.from({ length: 100 }, (_, set) => Math.floor(set / 20)),
    count: 5,
    kind: 'blocks',
  }

  test('is the chosen one itself where that is clearly best everywhere', () => {
    const best = judged('linear-small', 0)
    best.right.fill(1)
    const all = [...named([40, 30]), best]
    expect(choiceWithoutHindsight(all, folds).right).toEqual(best.right)
  })

  test('does not credit luck: right in one fold alone, a candidate is not chosen for that fold', () => {
    const rule = judged('highest-stage', 0)
    rule.right.fill(1, 20, 30)
    const lucky = judged('linear-small', 20)
    expect(chooseSimplest([rule, lucky]).candidate).toBe('linear-small')
    const { right } = choiceWithoutHindsight([rule, lucky], folds)
    expect(right.subarray(0, 20)).toEqual(new Float64Array(20))
  })

  test('changes nothing of what it was given', () => {
    const all = named([40, 70])
    const before = all.map(({ right }) => Float64Array.from(right))
    choiceWithoutHindsight(all, folds)
    expect(all.map(({ right }) => right)).toEqual(before)
  })
})
