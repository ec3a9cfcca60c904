/** Tables of decided sets with a known taste, for tests and benchmarks. */
import { TECHNICAL_FEATURES } from '../../../shared/features.ts'
import type { DecidedSetTable } from '../../../shared/ranking.ts'
import { at } from '../../../core/training/numbers.ts'
import { createRandom, type Random } from '../../../core/training/random.ts'

/** What the simulated person sees of an image. */
export interface SyntheticImage {
  readonly stage: number
  readonly technical: Float32Array
  readonly embedding: Float32Array
}

export interface SyntheticOptions {
  readonly setCount: number
  readonly embeddingDimension: number
  readonly seed: number
  /** How much the person likes an image; the most liked of a set is picked. */
  readonly liking: (image: SyntheticImage) => number
  /** Share of sets in which the pick is by chance. */
  readonly noise?: number
  readonly projects?: number
  readonly sessionsPerProject?: number
  /** Images of a set, both included. */
  readonly sizes?: readonly [number, number]
}

/** A normal variable, by Box and Muller. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform())
}

/**
 * Sets of variants: stages rise with the position; each technical feature and embedding has a part common
 * to the set (greater) and a part of the image. Embedding directions have falling variance, as real ones do.
 */
export function syntheticTable(options: SyntheticOptions): DecidedSetTable {
  const { setCount, embeddingDimension, seed, liking } = options
  const { noise = 0, projects = 5, sessionsPerProject = 2, sizes = [2, 4] } = options
  const random = createRandom(seed)
  const spread = Float32Array.from(
    { length: embeddingDimension },
    (_, index) => 1 / Math.sqrt((1 + index / 8) * embeddingDimension),
  )
  const images: SyntheticImage[] = []
  const rowStart = new Int32Array(setCount + 1)
  const winner = new Int32Array(setCount)
  for (let set = 0; set < setCount; set += 1) {
    const size = sizes[0] + random.below(sizes[1] - sizes[0] + 1)
    const variants = makeVariants(size, spread, random)
    const likings = variants.map(liking)
    winner[set] =
      random.uniform() < noise ? random.below(size) : likings.indexOf(Math.max(...likings))
    images.push(...variants)
    rowStart[set + 1] = images.length
  }
  const groupOf = (set: number): number =>
    Math.floor((set * projects * sessionsPerProject) / setCount)
  const sets = Array.from({ length: setCount }, (_, set) => set)
  return {
    setCount,
    rowStart,
    stage: Float32Array.from(images, ({ stage }) => stage),
    technical: concatenate(images.map(({ technical }) => technical)),
    embedding: concatenate(images.map(({ embedding }) => embedding)),
    embeddingDimension,
    winner,
    weight: new Float32Array(setCount).fill(1),
    project: sets.map((set) => `project-${Math.floor(groupOf(set) / sessionsPerProject)}`),
    session: sets.map((set) => `session-${groupOf(set)}`),
  }
}

function makeVariants(size: number, spread: Float32Array, random: Random): SyntheticImage[] {
  const commonTechnical = TECHNICAL_FEATURES.map(() => normal(random))
  const commonEmbedding = spread.map((length) => length * normal(random))
  return Array.from({ length: size }, (_, position) => ({
    stage: 1 + position,
    technical: Float32Array.from(commonTechnical, (common) => common + 0.5 * normal(random)),
    embedding: commonEmbedding.map(
      (common, index) => common + 0.3 * at(spread, index) * normal(random),
    ),
  }))
}

function concatenate(vectors: readonly Float32Array[]): Float32Array {
  const length = vectors.reduce((total, vector) => total + vector.length, 0)
  const all = new Float32Array(length)
  let offset = 0
  for (const vector of vectors) {
    all.set(vector, offset)
    offset += vector.length
  }
  return all
}

/** Likes more (or, with -1, less) of one technical feature. */
export function tasteFor(
  feature: (typeof TECHNICAL_FEATURES)[number],
  sign: 1 | -1 = 1,
): (image: SyntheticImage) => number {
  const index = TECHNICAL_FEATURES.indexOf(feature)
  return ({ technical }) => sign * at(technical, index)
}
