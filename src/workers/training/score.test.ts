import { describe, expect, test } from 'vitest'
import { suggestedIndex } from '../../core/ranking/rules.ts'
import { CancelledError } from '../../shared/errors.ts'
import { TECHNICAL_FEATURES } from '../../shared/features.ts'
import { syntheticTable, tasteFor } from './oracle/syntheticTable.ts'
import { score } from './score.ts'
import { FIRST_RULE, QUIET, trainingInput } from './testing.fixture.ts'
import { train } from './train.ts'

const table = syntheticTable({
  setCount: 80,
  embeddingDimension: 8,
  seed: 1,
  liking: tasteFor('warmth'),
})
const { ranker } = await train(trainingInput(table), QUIET)

const TECHNICAL = TECHNICAL_FEATURES.length

test('probabilities of every set sum to 1', async () => {
  const { probability } = await score({ table, ranker }, QUIET)
  expect(probability).toHaveLength(table.rowStart[80]!)
  for (let set = 0; set < 80; set += 1) {
    const ofSet = probability.subarray(table.rowStart[set], table.rowStart[set + 1])
    expect(ofSet.reduce((total, value) => total + value, 0)).toBeCloseTo(1, 5)
  }
})

test('a set scores the same alone as among others', async () => {
  const { probability } = await score({ table, ranker }, QUIET)
  const [start, end] = [table.rowStart[5]!, table.rowStart[6]!]
  const alone = {
    setCount: 1,
    rowStart: Int32Array.of(0, end - start),
    stage: table.stage.slice(start, end),
    technical: table.technical.slice(start * TECHNICAL, end * TECHNICAL),
    embedding: table.embedding.slice(start * 8, end * 8),
    embeddingDimension: 8,
  }
  const result = await score({ table: alone, ranker }, QUIET)
  for (const [image, value] of result.probability.entries()) {
    expect(value).toBeCloseTo(probability[start + image]!, 6)
  }
})

test('more rows than fit in one run get the same answers', async () => {
  const options = { embeddingDimension: 8, seed: 3, liking: tasteFor('warmth') }
  const large = syntheticTable({ ...options, setCount: 2000 })
  expect(large.rowStart[2000]).toBeGreaterThan(4096)
  const { probability } = await score({ table: large, ranker }, QUIET)
  let right = 0
  for (let set = 0; set < 2000; set += 1) {
    if (suggestedIndex(ranker.card.candidate, large, set, probability) === large.winner[set])
      right += 1
  }
  expect(right / 2000).toBeGreaterThan(0.7)
})

test('the first rule gives equal probabilities', async () => {
  const { probability } = await score({ table, ranker: FIRST_RULE }, QUIET)
  const size = table.rowStart[1]!
  expect(probability[0]).toBeCloseTo(1 / size, 6)
})

test('a calibrated rule is surest of its pick', async () => {
  const card = { ...FIRST_RULE.card, temperature: 0.5 }
  const { probability } = await score({ table, ranker: { card, onnx: null } }, QUIET)
  const size = table.rowStart[1]!
  // Stages rise with the position, so the last image is the pick.
  expect(probability[size - 1]).toBeCloseTo(Math.exp(2) / (Math.exp(2) + size - 1), 5)
})

test('nothing to score is fine', async () => {
  const none = new Float32Array()
  const empty = {
    setCount: 0,
    rowStart: Int32Array.of(0),
    stage: none,
    technical: none,
    embedding: none,
    embeddingDimension: 8,
  }
  expect((await score({ table: empty, ranker }, QUIET)).probability).toHaveLength(0)
})

describe('a ranker that is not whole is refused', () => {
  test.each([1, 3, 7])('with a changed byte at %i tenths', async (tenth) => {
    const onnx = Uint8Array.from(ranker.onnx!)
    const index = Math.floor((onnx.length * tenth) / 10)
    onnx[index] = onnx[index]! ^ 1
    await expect(score({ table, ranker: { ...ranker, onnx } }, QUIET)).rejects.toMatchObject({
      code: 'model-altered',
    })
  })

  test('with bytes that are not a model', async () => {
    const onnx = new Uint8Array(10)
    await expect(score({ table, ranker: { ...ranker, onnx } }, QUIET)).rejects.toMatchObject({
      code: 'model-altered',
    })
  })

  test('without its file', async () => {
    await expect(score({ table, ranker: { ...ranker, onnx: null } }, QUIET)).rejects.toMatchObject({
      code: 'model-missing',
    })
  })

  test('with a card of other inputs', async () => {
    const card = { ...ranker.card, inputs: ranker.card.inputs.slice(1) }
    await expect(score({ table, ranker: { ...ranker, card } }, QUIET)).rejects.toMatchObject({
      code: 'model-altered',
    })
  })
})

test('a cancel is heard', async () => {
  await expect(score({ table, ranker }, { ...QUIET, isCancelled: () => true })).rejects.toThrow(
    CancelledError,
  )
})
