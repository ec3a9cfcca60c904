import { describe, expect, test } from 'vitest'
import { fixtureTable } from '../../core/ranking/tables.fixture.ts'
import { keepSets } from '../../core/ranking/usableSets.ts'
import { range } from '../../core/training/numbers.ts'
import type { DecidedSetTable } from '../../shared/ranking.ts'
import { syntheticTable, tasteFor } from './oracle/syntheticTable.ts'
import { QUIET, trainingInput } from './testing.fixture.ts'
import { train } from './train.ts'

const table = syntheticTable({
  setCount: 60,
  embeddingDimension: 8,
  seed: 1,
  liking: tasteFor('exposure'),
})
const trainOn = (decided: DecidedSetTable) => train(trainingInput(decided), QUIET)

/** Every number of a receipt that is there is finite. */
function expectFinite(value: unknown): void {
  if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach(expectFinite)
}

test('an empty table: the rule stays, and a sentence says that there is nothing yet', async () => {
  const { ranker, receipt } = await trainOn(fixtureTable([]))
  expect(receipt).toMatchObject({ decisions: 0, chosen: 'highest-stage', promoted: false })
  expect(receipt.reason).toContain('no decided sets')
  expect(ranker.card.temperature).toBeNull()
  expectFinite(receipt)
})

test('one set: nothing is promoted on a single pick, nor claimed as certain', async () => {
  const { ranker, receipt } = await trainOn(keepSets(table, range(1)))
  expect(receipt).toMatchObject({ decisions: 1, promoted: false })
  expect(receipt.reason).toMatch(/1 of the 30 decided sets/)
  expect(ranker.card.temperature).toBeGreaterThan(0.5)
  expectFinite(receipt)
})

test('under thirty sets: rules only, the others with the reason', async () => {
  const { receipt } = await trainOn(keepSets(table, range(29)))
  expect(receipt.candidates.map(({ name, eligible }) => [name, eligible])).toEqual([
    ['highest-stage', true],
    ['sharpest', true],
    ['linear-small', false],
    ['linear-all', false],
    ['mlp-all', false],
  ])
  for (const { eligible, reason, agreement } of receipt.candidates) {
    if (eligible) continue
    expect(reason).toBe('Needs 30 decided sets to learn from; there are 29.')
    expect(agreement).toBeNull()
  }
  expect(receipt.reason).toMatch(/29 of the 30/)
})

test('a rule that holds gets a measured confidence, even under thirty sets', async () => {
  const sharp = syntheticTable({
    setCount: 25,
    embeddingDimension: 0,
    seed: 2,
    liking: ({ stage }) => stage,
  })
  const { ranker, receipt } = await trainOn(sharp)
  expect(receipt).toMatchObject({ chosen: 'highest-stage', promoted: true })
  expect(receipt.reason).toContain('confidence is now measured on 25 decided sets')
  expect(ranker.card.temperature).not.toBeNull()
})

test('always the highest stage: nothing can do better, so the rule stays', async () => {
  const always = syntheticTable({
    setCount: 60,
    embeddingDimension: 8,
    seed: 2,
    liking: ({ stage }) => stage,
  })
  const { receipt } = await trainOn(always)
  expect(receipt.chosen).toBe('highest-stage')
  expect(receipt.candidates[0]).toMatchObject({ agreement: 1, high: 1 })
  expect(receipt.candidates[0]!.low).toBeLessThan(1)
  expect(receipt.candidates[0]!.notHighestStage).toEqual({
    share: null,
    low: null,
    high: null,
    n: 0,
  })
  expectFinite(receipt)
})

test('always the first image of sets that look the same', async () => {
  const images = [{ embedding: [1, 2] }, { embedding: [1, 2] }]
  const { receipt } = await trainOn(
    fixtureTable(
      Array.from({ length: 40 }, () => ({ images })),
      2,
    ),
  )
  expect(receipt.chosen).toBe('highest-stage')
  expectFinite(receipt)
})

describe('features that are not known', () => {
  test('here and there do not stop the learning', async () => {
    const technical = table.technical.map((value, index) => (index % 7 === 0 ? Number.NaN : value))
    const embedding = table.embedding.map((value, index) => (index % 50 === 0 ? Infinity : value))
    const stage = table.stage.map((value, index) => (index % 11 === 0 ? Number.NaN : value))
    const { ranker, receipt } = await trainOn({ ...table, technical, embedding, stage })
    expect(receipt.promoted).toBe(true)
    expectFinite(receipt)
    expectFinite(ranker.card)
  })

  test('anywhere leave nothing to learn, and nothing is promoted', async () => {
    const unknown = {
      technical: table.technical.map(() => Number.NaN),
      embedding: table.embedding.map(() => Number.NaN),
      stage: table.stage.map(() => 1),
    }
    const { receipt } = await trainOn({ ...table, ...unknown })
    expect(receipt).toMatchObject({ chosen: 'highest-stage', promoted: false })
    expectFinite(receipt)
  })
})

test('without embeddings those that need them are left out with the reason', async () => {
  const bare = { ...table, embedding: new Float32Array(), embeddingDimension: 0 }
  const { receipt } = await trainOn(bare)
  expect(receipt.chosen).toBe('linear-small')
  expect(receipt.candidates[3]).toMatchObject({
    eligible: false,
    reason: expect.stringContaining('embeddings'),
  })
})

test('sets of a single image are left out and counted', async () => {
  const single = { images: [{ embedding: [1] }] }
  const pair = {
    images: [
      { stage: 1, embedding: [1] },
      { stage: 2, embedding: [2] },
    ],
    winner: 1,
  }
  const { receipt } = await trainOn(fixtureTable([single, pair, single, pair], 1))
  expect(receipt.decisions).toBe(2)
  expect(receipt.reason).toContain('2 decided sets have a single image and were left out')
})

test('sets of two and of forty images train side by side', async () => {
  const wide = syntheticTable({
    setCount: 40,
    embeddingDimension: 4,
    seed: 6,
    liking: tasteFor('exposure'),
    sizes: [2, 40],
  })
  const { receipt } = await trainOn(wide)
  expect(receipt.promoted).toBe(true)
})

test('a table that does not fit together is refused', async () => {
  await expect(trainOn({ ...table, winner: new Int32Array(60).fill(99) })).rejects.toThrow(
    RangeError,
  )
})
