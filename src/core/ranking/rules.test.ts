import { describe, expect, test } from 'vitest'
import { ruleScores, ruleWinner, suggestedIndex } from './rules.ts'
import { fixtureTable } from './tables.fixture.ts'

const image = (stage: number, sharpness: number) => ({ stage, technical: { sharpness } })
const oneSet = (...images: ReturnType<typeof image>[]) => fixtureTable([{ images }])

describe('highest stage', () => {
  test('wins', () => {
    expect(ruleWinner('highest-stage', oneSet(image(1, 9), image(3, 1), image(2, 5)), 0)).toBe(1)
  })

  test('equal stages: the sharper, then the earlier', () => {
    expect(ruleWinner('highest-stage', oneSet(image(2, 4), image(2, 5), image(1, 9)), 0)).toBe(1)
    expect(ruleWinner('highest-stage', oneSet(image(2, 5), image(2, 5)), 0)).toBe(0)
  })
})

describe('sharpest', () => {
  test('wins', () => {
    expect(ruleWinner('sharpest', oneSet(image(1, 2), image(1, 9), image(3, 1)), 0)).toBe(1)
  })

  test('equal sharpness: the higher stage, then the earlier', () => {
    expect(ruleWinner('sharpest', oneSet(image(1, 2), image(3, 2), image(3, 2)), 0)).toBe(1)
  })
})

test('unknown sharpness counts as the mean: neither sharpest nor dullest', () => {
  const unknown = Number.NaN
  expect(ruleWinner('sharpest', oneSet(image(1, unknown), image(1, 3), image(1, 5)), 0)).toBe(2)
  expect(ruleWinner('sharpest', oneSet(image(1, unknown), image(1, unknown)), 0)).toBe(0)
  expect(ruleWinner('sharpest', oneSet(image(1, unknown), image(2, unknown)), 0)).toBe(1)
})

test('scores are one-hot in every set', () => {
  const table = fixtureTable([
    { images: [image(1, 0), image(2, 0)] },
    { images: [image(3, 0), image(2, 0), image(1, 0)] },
  ])
  expect([...ruleScores('highest-stage', table)]).toEqual([0, 1, 1, 0, 0])
})

describe('the suggested image', () => {
  const table = fixtureTable([
    { images: [image(1, 0), image(2, 0)] },
    { images: [image(1, 5), image(2, 0), image(2, 1)] },
  ])
  const uniform = Float32Array.of(0.5, 0.5, 1 / 3, 1 / 3, 1 / 3)

  test('of a rule is its pick, whatever the probabilities', () => {
    expect(suggestedIndex('highest-stage', table, 1, uniform)).toBe(2)
    expect(suggestedIndex('sharpest', table, 1, uniform)).toBe(0)
    expect(suggestedIndex('highest-stage', table, 0, Float32Array.of(0.9, 0.1, 1, 0, 0))).toBe(1)
  })

  test('of a learned ranker is the most probable', () => {
    expect(suggestedIndex('linear-all', table, 1, Float32Array.of(0, 1, 0.2, 0.7, 0.1))).toBe(1)
  })

  test('of a learned ranker on equal probabilities is the highest stage, if it is among them', () => {
    expect(suggestedIndex('linear-all', table, 1, uniform)).toBe(2)
    expect(suggestedIndex('mlp-all', table, 1, Float32Array.of(0, 1, 0.4, 0.4, 0.2))).toBe(0)
  })
})
