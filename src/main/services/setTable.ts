/** Gathers stored features into the struct-of-arrays form that the training worker takes. */
import { joined } from '../../core/training/numbers.ts'
import { TECHNICAL_FEATURES, type ImageFeatures } from '../../shared/features.ts'
import type { SetTable } from '../../shared/ranking.ts'

export interface RowToRank {
  readonly stage: number
  /** Null while they are not computed: a rule can do without, NaN then stands for "unknown". */
  readonly features: ImageFeatures | null
}

/**
 * @param sets the rows of each set, in the order of its candidates.
 * @param embeddingDimension of the encoder in use; 0 when no embedding is needed.
 */
export function buildSetTable(
  sets: readonly (readonly RowToRank[])[],
  embeddingDimension: number,
): SetTable {
  const rowCount = sets.reduce((sum, rows) => sum + rows.length, 0)
  const rowStart = new Int32Array(sets.length + 1)
  const stage = new Float32Array(rowCount)
  const technical = new Float32Array(rowCount * TECHNICAL_FEATURES.length).fill(Number.NaN)
  const embedding = new Float32Array(rowCount * embeddingDimension)
  let row = 0
  sets.forEach((rows, set) => {
    for (const { stage: rowStage, features } of rows) {
      stage[row] = rowStage
      if (features !== null) {
        technical.set(features.technical, row * TECHNICAL_FEATURES.length)
        if (embeddingDimension > 0) embedding.set(features.embedding, row * embeddingDimension)
      }
      row += 1
    }
    rowStart[set + 1] = row
  })
  return { setCount: sets.length, rowStart, stage, technical, embedding, embeddingDimension }
}

/** The tables one behind the other, as one. All have embeddings of the same dimension. */
export function joinSetTables(tables: readonly SetTable[]): SetTable {
  const rowStart = [0]
  for (const table of tables) {
    const rowsBefore = rowStart.at(-1) ?? 0
    for (const start of table.rowStart.subarray(1)) rowStart.push(rowsBefore + start)
  }
  return {
    setCount: rowStart.length - 1,
    rowStart: Int32Array.from(rowStart),
    stage: joined(tables.map(({ stage }) => stage)),
    technical: joined(tables.map(({ technical }) => technical)),
    embedding: joined(tables.map(({ embedding }) => embedding)),
    embeddingDimension: tables[0]?.embeddingDimension ?? 0,
  }
}
