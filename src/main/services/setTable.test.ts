import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TECHNICAL_FEATURES } from '../../shared/features.ts'
import { buildSetTable, joinSetTables, type RowToRank } from './setTable.ts'

const DIMENSION = 3

const rowToRank: fc.Arbitrary<RowToRank> = fc.record({
  stage: fc.constantFrom(0, 1, 1.5, 2, 3),
  features: fc.option(
    fc.record({
      embedding: fc.float32Array({ minLength: DIMENSION, maxLength: DIMENSION }),
      technical: fc.float32Array({
        minLength: TECHNICAL_FEATURES.length,
        maxLength: TECHNICAL_FEATURES.length,
      }),
    }),
  ),
})

test('tables of parts, joined, are the table of the whole', () => {
  const set = fc.array(rowToRank, { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(fc.array(fc.array(set, { maxLength: 4 }), { minLength: 1 }), (parts) => {
      const joined = joinSetTables(parts.map((sets) => buildSetTable(sets, DIMENSION)))
      expect(joined).toEqual(buildSetTable(parts.flat(), DIMENSION))
    }),
  )
})

test('nothing joined is a table without sets', () => {
  expect(joinSetTables([])).toEqual(buildSetTable([], 0))
})
