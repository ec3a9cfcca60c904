/** Small tables written out by hand, for tests. */
import { TECHNICAL_FEATURES, type TechnicalFeature } from '../../shared/features.ts'
import type { DecidedSetTable } from '../../shared/ranking.ts'

export interface FixtureImage {
  readonly stage?: number
  /** What is left out is 0. */
  readonly technical?: Partial<Record<TechnicalFeature, number>>
  readonly embedding?: readonly number[]
}

export interface FixtureSet {
  readonly images: readonly FixtureImage[]
  readonly winner?: number
  readonly weight?: number
  readonly project?: string
  readonly session?: string
}

/** @param embeddingDimension images without an embedding get zeros. */
export function fixtureTable(sets: readonly FixtureSet[], embeddingDimension = 0): DecidedSetTable {
  const images = sets.flatMap((set) => set.images)
  const rowStart = new Int32Array(sets.length + 1)
  for (const [index, set] of sets.entries()) {
    rowStart[index + 1] = (rowStart[index] ?? 0) + set.images.length
  }
  return {
    setCount: sets.length,
    rowStart,
    stage: Float32Array.from(images, ({ stage = 0 }) => stage),
    technical: Float32Array.from(
      images.flatMap(({ technical = {} }) =>
        TECHNICAL_FEATURES.map((feature) => technical[feature] ?? 0),
      ),
    ),
    embedding: Float32Array.from(
      images.flatMap(({ embedding = Array<number>(embeddingDimension).fill(0) }) => embedding),
    ),
    embeddingDimension,
    winner: Int32Array.from(sets, ({ winner = 0 }) => winner),
    weight: Float32Array.from(sets, ({ weight = 1 }) => weight),
    project: sets.map(({ project = 'project' }) => project),
    session: sets.map(({ session = 'session' }) => session),
  }
}
