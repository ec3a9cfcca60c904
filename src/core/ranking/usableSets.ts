/** Which decided sets can be learned from, and whether a table is whole. */
import { TECHNICAL_FEATURES } from '../../shared/features.ts'
import type { DecidedSetTable, SetTable } from '../../shared/ranking.ts'
import { at, itemAt, range } from '../training/numbers.ts'

export interface UsableSets {
  readonly table: DecidedSetTable
  /** Indices in the given table of the sets that were kept, in order. */
  readonly kept: Int32Array
}

/**
 * Leaves out the sets with fewer than two images: there was nothing to choose.
 * @throws RangeError when the arrays of the table do not fit together, a winner is not in its set or a
 * weight is not a positive number: a bug of the caller.
 */
export function usableSets(table: DecidedSetTable): UsableSets {
  checkTable(table)
  checkDecisions(table)
  const kept = range(table.setCount).filter((set) => imageCount(table, set) >= 2)
  return { kept, table: kept.length === table.setCount ? table : keepSets(table, kept) }
}

/** @throws RangeError when the arrays do not fit together. */
export function checkTable(table: SetTable): void {
  const { setCount, rowStart, stage, technical, embedding, embeddingDimension } = table
  if (rowStart.length !== setCount + 1 || rowStart[0] !== 0) {
    throw new RangeError(`rowStart must hold ${setCount + 1} numbers and begin with 0`)
  }
  for (let set = 0; set < setCount; set += 1) {
    if (imageCount(table, set) < 1) throw new RangeError(`Set ${set} has no rows`)
  }
  const rows = at(rowStart, setCount)
  const lengths = { stage, technical, embedding }
  const expected = {
    stage: rows,
    technical: rows * TECHNICAL_FEATURES.length,
    embedding: rows * embeddingDimension,
  }
  for (const name of ['stage', 'technical', 'embedding'] as const) {
    if (lengths[name].length === expected[name]) continue
    throw new RangeError(`${name} has ${lengths[name].length} numbers, not ${expected[name]}`)
  }
}

function checkDecisions(table: DecidedSetTable): void {
  for (const name of ['winner', 'weight', 'project', 'session'] as const) {
    if (table[name].length === table.setCount) continue
    throw new RangeError(`${name} has ${table[name].length} values, not ${table.setCount}`)
  }
  for (let set = 0; set < table.setCount; set += 1) {
    const winner = at(table.winner, set)
    if (winner < 0 || winner >= imageCount(table, set)) {
      throw new RangeError(`The winner of set ${set} is image ${winner}, which it does not have`)
    }
    const weight = at(table.weight, set)
    if (!(weight > 0 && Number.isFinite(weight))) {
      throw new RangeError(`The weight of set ${set} is ${weight}, not a positive number`)
    }
  }
}

function imageCount({ rowStart }: SetTable, set: number): number {
  return at(rowStart, set + 1) - at(rowStart, set)
}

/** A table of some sets of another. */
export function keepSets(table: DecidedSetTable, sets: Int32Array): DecidedSetTable {
  const rowStart = new Int32Array(sets.length + 1)
  for (const [index, set] of sets.entries()) {
    rowStart[index + 1] = at(rowStart, index) + imageCount(table, set)
  }
  const copyRows = (values: Float32Array, width: number): Float32Array => {
    const copy = new Float32Array(at(rowStart, sets.length) * width)
    for (const [index, set] of sets.entries()) {
      const rows = values.subarray(
        at(table.rowStart, set) * width,
        at(table.rowStart, set + 1) * width,
      )
      copy.set(rows, at(rowStart, index) * width)
    }
    return copy
  }
  return {
    setCount: sets.length,
    rowStart,
    stage: copyRows(table.stage, 1),
    technical: copyRows(table.technical, TECHNICAL_FEATURES.length),
    embedding: copyRows(table.embedding, table.embeddingDimension),
    embeddingDimension: table.embeddingDimension,
    winner: Int32Array.from(sets, (set) => at(table.winner, set)),
    weight: Float32Array.from(sets, (set) => at(table.weight, set)),
    project: Array.from(sets, (set) => itemAt(table.project, set)),
    session: Array.from(sets, (set) => itemAt(table.session, set)),
  }
}
