/** Does the confidence hold? Expected calibration error with bins of equal mass. */
import { at, range } from '../training/numbers.ts'
import type { Random } from '../training/random.ts'
import { bootstrapInterval, type Interval } from './bootstrap.ts'

const MOST_BINS = 15
/** Fewer sets than this in a bin say nothing about its share of right ones. */
const LEAST_SETS_PER_BIN = 10

/**
 * Mean over bins, weighed by their sets, of |mean confidence - share of right suggestions|. Bins hold
 * about equally many sets (15, fewer when n is small); sets with equal confidence are never parted, since
 * which of them falls into which bin would be chance.
 * @param confidence probability of the suggested image, per set.
 * @param right 1 where the suggestion was picked, else 0.
 * @param sets which sets, some may occur several times; all when left out.
 * @returns null when there is no set.
 */
export function calibrationError(
  confidence: Float64Array,
  right: Float64Array,
  sets: Int32Array = range(confidence.length),
): number | null {
  if (sets.length === 0) return null
  const sorted = sets.toSorted((one, other) => at(confidence, one) - at(confidence, other))
  const bins = Math.min(MOST_BINS, Math.max(1, Math.floor(sorted.length / LEAST_SETS_PER_BIN)))
  const binSize = sorted.length / bins
  let error = 0
  let gap = 0
  let closed = 0
  for (const [place, set] of sorted.entries()) {
    gap += at(confidence, set) - at(right, set)
    const next = place + 1
    const isLast = next === sorted.length
    const isParted = !isLast && at(confidence, at(sorted, next)) !== at(confidence, set)
    if (isLast || (isParted && next >= (closed + 1) * binSize)) {
      error += Math.abs(gap)
      gap = 0
      closed = Math.floor(next / binSize)
    }
  }
  return error / sorted.length
}

/** The 95 % interval of `calibrationError` over sets; null when there is no set. */
export function calibrationErrorInterval(
  confidence: Float64Array,
  right: Float64Array,
  random: Random,
): Interval | null {
  if (confidence.length === 0) return null
  const error = (sets: Int32Array): number => calibrationError(confidence, right, sets) ?? 0
  return bootstrapInterval(confidence.length, error, random)
}
