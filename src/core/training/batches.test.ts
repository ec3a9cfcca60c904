import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildBatch, dropoutMask, dropoutShare } from './batches.ts'
import { createRandom } from './random.ts'

describe('a batch', () => {
  test('lays sets of different sizes side by side, padding the smaller', () => {
    const table = {
      rowStart: Int32Array.of(0, 2, 5, 7),
      winner: Int32Array.of(1, 2, 0),
      weight: Float32Array.of(1, 3, 2),
    }
    const batch = buildBatch(table, Int32Array.of(1, 0), 2)
    expect(batch.rowCount).toBe(5)
    expect(batch.slotCount).toBe(3)
    expect([...batch.row]).toEqual([2, 3, 4, 0, 1])
    expect([...batch.slot]).toEqual([0, 1, 2, 3, 4, 0])
    expect([...batch.padding]).toEqual([0, 0, 0, 0, 0, -1e9])
    expect([...batch.target]).toEqual([0, 0, 1, 0, 1, 0])
    expect([...batch.position]).toEqual([0, 1, 2, 3, 4])
    expect([...batch.setWeight]).toEqual([0.75, 0.25])
  })

  test('every row has its slot back, and every set one picked image', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2, max: 40 }), { minLength: 1, maxLength: 8 }),
        fc.nat(),
        (sizes, seed) => {
          const random = createRandom(seed)
          const rowStart = Int32Array.from([0, ...sizes])
          for (const [set, size] of sizes.entries()) rowStart[set + 1] = rowStart[set]! + size
          const winner = Int32Array.from(sizes, (size) => random.below(size))
          const weight = new Float32Array(sizes.length).fill(1)
          const sets = Int32Array.from(sizes.keys())
          const batch = buildBatch({ rowStart, winner, weight }, sets, 1)
          for (let row = 0; row < batch.rowCount; row += 1) {
            expect(batch.slot[batch.position[row]!]).toBe(row)
          }
          for (const set of sets) {
            const cells = [...batch.target].slice(
              set * batch.slotCount,
              (set + 1) * batch.slotCount,
            )
            expect(cells.indexOf(1)).toBe(winner[set])
            expect(cells.lastIndexOf(1)).toBe(winner[set])
          }
          expect(batch.padding.filter((value) => value === 0)).toHaveLength(batch.rowCount)
        },
      ),
    )
  })
})

test('a dropout mask keeps the mean: zeros in the given share, the rest scaled up', () => {
  const dropout = dropoutShare(0.3)
  expect(dropout * 256).toBe(77)
  const mask = dropoutMask(100_000, dropout, createRandom(4))
  const zeros = mask.filter((value) => value === 0).length
  expect(Math.abs(zeros - 100_000 * dropout)).toBeLessThan(4 * Math.sqrt(100_000 * 0.21))
  expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / (1 - dropout))]))
})
