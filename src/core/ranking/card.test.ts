import { describe, expect, test } from 'vitest'
import type { RankerCard } from '../../shared/ranking.ts'
import { checkCard, fitsFeatures, inputNames } from './card.ts'
import { fixtureTable } from './tables.fixture.ts'

const key = { encoderId: 'lite0', encoderVersion: 1, featureVersion: 1, embeddingDimension: 2 }
function cardOf(candidate: RankerCard['candidate'], change: Partial<RankerCard> = {}): RankerCard {
  const inputs = inputNames(candidate, 2)
  return {
    candidate,
    temperature: 1,
    ...key,
    inputMean: inputs.map(() => 0),
    inputScale: inputs.map(() => 1),
    inputs,
    seed: 1,
    decidedSets: 40,
    ...change,
  }
}

describe('which features a ranker fits', () => {
  test('a rule fits all, whatever its card says', () => {
    expect(fitsFeatures(cardOf('highest-stage', { featureVersion: 0, encoderId: '' }), key)).toBe(
      true,
    )
  })

  test('a ranker on measurements does not mind the encoder', () => {
    expect(fitsFeatures(cardOf('linear-small', { encoderId: 'clip' }), key)).toBe(true)
    expect(fitsFeatures(cardOf('linear-small', { featureVersion: 2 }), key)).toBe(false)
  })

  test.each([
    { encoderId: 'clip' },
    { encoderVersion: 2 },
    { embeddingDimension: 3 },
    { featureVersion: 2 },
  ])('a ranker on embeddings does: %j', (change) => {
    expect(fitsFeatures(cardOf('mlp-all'), key)).toBe(true)
    expect(fitsFeatures(cardOf('mlp-all', change), key)).toBe(false)
  })
})

describe('checking a card', () => {
  const table = fixtureTable([{ images: [{}, {}] }], 2)

  test('a whole one passes', () => {
    expect(() => checkCard(cardOf('linear-all'), table)).not.toThrow()
  })

  test.each([
    { inputs: ['something-else'] },
    { inputMean: [] },
    { inputScale: inputNames('linear-all', 2).map(() => 0) },
    { inputMean: inputNames('linear-all', 2).map(() => Number.NaN) },
    { temperature: 0 },
    { temperature: Number.NaN },
  ])('%j is refused', (change) => {
    expect(() => checkCard(cardOf('linear-all', change), table)).toThrow(
      expect.objectContaining({ code: 'model-altered' }),
    )
  })

  test('embeddings of another length are refused with both lengths', () => {
    const other = fixtureTable([{ images: [{}, {}] }], 3)
    expect(() => checkCard(cardOf('linear-all'), other)).toThrow(/2 numbers.* 3/)
  })
})
