import { describe, expect, test } from 'vitest'
import { suggestedIndex } from '../../core/ranking/rules.ts'
import { keepSets } from '../../core/ranking/usableSets.ts'
import { range } from '../../core/training/numbers.ts'
import { createRandom } from '../../core/training/random.ts'
import { CancelledError } from '../../shared/errors.ts'
import type { JobProgress } from '../../shared/jobs.ts'
import type { DecidedSetTable, Receipt, TrainedRanker } from '../../shared/ranking.ts'
import { syntheticTable, tasteFor } from './oracle/syntheticTable.ts'
import { score } from './score.ts'
import { QUIET, trainingInput } from './testing.fixture.ts'
import { train } from './train.ts'

const DIMENSION = 16
const brightTaste = { embeddingDimension: DIMENSION, liking: tasteFor('exposure'), noise: 0.1 }

/** Share of sets whose suggestion is the pick. */
async function agreement(ranker: TrainedRanker, table: DecidedSetTable): Promise<number> {
  const { probability } = await score({ table, ranker }, QUIET)
  const right = range(table.setCount).filter(
    (set) => suggestedIndex(ranker.card.candidate, table, set, probability) === table.winner[set],
  )
  return right.length / table.setCount
}

const reportOf = (receipt: Receipt, name: string) =>
  receipt.candidates.find((report) => report.name === name)!

describe('forty sets of a taste for brightness', () => {
  const table = syntheticTable({ ...brightTaste, setCount: 240, seed: 1 })
  const decided = keepSets(table, range(40))
  const later = keepSets(table, range(240).subarray(40))

  test('are enough to beat the rules clearly, on held-out and on later sets', async () => {
    const { ranker, receipt } = await train(trainingInput(decided), QUIET)
    expect(receipt).toMatchObject({ decisions: 40, promoted: true, seed: 7 })
    expect(receipt.reason).toContain('agreed with you more often')
    for (const { difference, low } of receipt.comparisons) {
      expect(difference).toBeGreaterThan(0.2)
      expect(low).toBeGreaterThan(0)
    }
    // The rules get about 36 % of sets of two to four; the ranker at least 70 % of 90 % that can be had.
    expect(await agreement(ranker, later)).toBeGreaterThan(0.65)
    expect(ranker.card).toMatchObject({
      candidate: receipt.chosen,
      encoderId: 'test-encoder',
      embeddingDimension: DIMENSION,
      decidedSets: 40,
      seed: 7,
    })
  })

  test('of the opposite taste give the opposite ranker', async () => {
    const dark = { ...brightTaste, liking: tasteFor('exposure', -1) }
    const darkTable = syntheticTable({ ...dark, setCount: 240, seed: 1 })
    const { ranker, receipt } = await train(trainingInput(keepSets(darkTable, range(40))), QUIET)
    expect(receipt.promoted).toBe(true)
    expect(await agreement(ranker, keepSets(darkTable, range(240).subarray(40)))).toBeGreaterThan(
      0.65,
    )
    expect(await agreement(ranker, later)).toBeLessThan(0.3)
  })

  // An interval of 95 % misses in 1 of 20, so these seeds are ones whose picks are not lucky by themselves.
  test.each([5, 6])(
    'say nothing when the picks are by chance (seed %i): nothing is promoted',
    async (seed) => {
      const { rowStart } = decided
      const random = createRandom(seed)
      const sizes = Array.from(range(40), (set) => rowStart[set + 1]! - rowStart[set]!)
      const winner = Int32Array.from(sizes, (size) => random.below(size))
      const chance = sizes.reduce((total, size) => total + 1 / size, 0) / 40
      const { receipt } = await train(trainingInput({ ...decided, winner }), QUIET)
      expect(receipt.promoted).toBe(false)
      for (const { low, high } of receipt.candidates) {
        expect(low).toBeLessThan(chance)
        expect(high).toBeGreaterThan(chance)
      }
    },
  )
})

describe('the same table and seed', () => {
  const table = syntheticTable({ ...brightTaste, setCount: 60, seed: 2 })

  test('give the same bytes and receipt', async () => {
    const [one, other] = [
      await train(trainingInput(table), QUIET),
      await train(trainingInput(table), QUIET),
    ]
    expect(one.ranker.onnx).not.toBeNull()
    expect(other.ranker).toEqual(one.ranker)
    expect({ ...other.receipt, seconds: 0 }).toEqual({ ...one.receipt, seconds: 0 })
  })

  test('and another seed give other weights', async () => {
    const one = await train(trainingInput(table), QUIET)
    const other = await train(trainingInput(table, { seed: 8 }), QUIET)
    expect(reportOf(other.receipt, 'mlp-all').logLoss).not.toBe(
      reportOf(one.receipt, 'mlp-all').logLoss,
    )
  })
})

describe('a ranker in use', () => {
  const table = syntheticTable({ ...brightTaste, setCount: 100, seed: 4 })

  test('is judged on the sets decided since, and gives way to one that knows more', async () => {
    const first = await train(trainingInput(keepSets(table, range(40))), QUIET)
    const second = await train(
      trainingInput(table, { current: first.ranker, currentTrainedOn: 40 }),
      QUIET,
    )
    expect(second.receipt.inUse.n).toBe(60)
    expect(second.receipt.inUse.share).toBeGreaterThan(0.5)
    expect(second.receipt.comparisons[0]).toMatchObject({ n: 60 })
    expect(second.receipt.reason).toContain('60 sets decided since it was trained')
    expect(second.receipt.promoted).toBe(true)
  })

  test('with few new sets is stood in for by its kind', async () => {
    const first = await train(trainingInput(keepSets(table, range(90))), QUIET)
    const { receipt } = await train(
      trainingInput(table, { current: first.ranker, currentTrainedOn: 90 }),
      QUIET,
    )
    expect(receipt.inUse.n).toBe(10)
    expect(receipt.comparisons[0]).toMatchObject({ n: 100 })
    expect(receipt.reason).toContain('stood in for it')
  })

  test('that is damaged does not stop its successor', async () => {
    const { ranker } = await train(trainingInput(table), QUIET)
    const onnx = Uint8Array.from(ranker.onnx!)
    onnx[onnx.length >> 1] = onnx[onnx.length >> 1]! ^ 255
    const { receipt } = await train(
      trainingInput(table, { current: { ...ranker, onnx }, currentTrainedOn: 60 }),
      QUIET,
    )
    expect(receipt.promoted).toBe(true)
    expect(receipt.reason).toMatch(/cannot score.*damaged/)
  })

  test('made with another encoder is replaced, and the receipt says why', async () => {
    const { ranker } = await train(trainingInput(table), QUIET)
    const card = { ...ranker.card, featureVersion: 0 }
    const { receipt } = await train(
      trainingInput(table, { current: { ...ranker, card }, currentTrainedOn: 100 }),
      QUIET,
    )
    expect(receipt.promoted).toBe(true)
    expect(receipt.reason).toContain('another encoder')
  })
})

describe('while it trains', () => {
  const table = syntheticTable({ ...brightTaste, setCount: 60, seed: 5 })

  test('progress rises from 0 to 1 and names what is tried', async () => {
    const seen: JobProgress[] = []
    await train(trainingInput(table), { ...QUIET, onProgress: (progress) => seen.push(progress) })
    expect(seen[0]!.fraction).toBe(0)
    expect(seen.at(-1)!.fraction).toBeGreaterThan(0.85)
    for (const [index, { fraction }] of seen.entries()) {
      expect(fraction).toBeLessThanOrEqual(1)
      if (index > 0) expect(fraction).toBeGreaterThanOrEqual(seen[index - 1]!.fraction)
    }
    expect(new Set(seen.map(({ title }) => title))).toContain('Trying: linear, everything')
  })

  test('a cancel ends it at the next step', async () => {
    let asked = 0
    const context = { ...QUIET, isCancelled: () => (asked += 1) > 100 }
    await expect(train(trainingInput(table), context)).rejects.toThrow(CancelledError)
    expect(asked).toBe(101)
  })
})
