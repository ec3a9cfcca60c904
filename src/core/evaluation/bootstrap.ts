/** How far a figure can be trusted: 95 % intervals from resampling sets (Efron's percentile bootstrap). */
import type { Estimate } from '../../shared/ranking.ts'
import { at } from '../training/numbers.ts'
import type { Random } from '../training/random.ts'

/** Enough for the ends of a 95 % interval to be steady to about a tenth of its width. */
const RESAMPLES = 1000

export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * The middle 95 % of a statistic over resamples of the sets, drawn with replacement.
 * @param setCount at least 1.
 * @param statistic of a resample: indices of sets, some several times. Its argument is reused.
 */
export function bootstrapInterval(
  setCount: number,
  statistic: (resample: Int32Array) => number,
  random: Random,
): Interval {
  const results = new Float64Array(RESAMPLES)
  const resample = new Int32Array(setCount)
  for (let round = 0; round < RESAMPLES; round += 1) {
    for (let place = 0; place < setCount; place += 1) resample[place] = random.below(setCount)
    results[round] = statistic(resample)
  }
  results.sort()
  return {
    low: at(results, Math.floor(0.025 * (RESAMPLES - 1))),
    high: at(results, Math.ceil(0.975 * (RESAMPLES - 1))),
  }
}

/**
 * Mean of one number per set, with its interval. For the difference of two rankers pass the differences
 * set by set: they were judged on the same sets, so the comparison is paired.
 * @returns nulls when there is no set.
 */
export function meanWithInterval(values: Float64Array, random: Random): Estimate {
  const n = values.length
  if (n === 0) return { share: null, low: null, high: null, n }
  const mean = values.reduce((total, value) => total + value, 0) / n
  const interval = bootstrapInterval(
    n,
    (resample) => {
      let total = 0
      for (const set of resample) total += at(values, set)
      return total / n
    },
    random,
  )
  return { share: mean, ...interval, n }
}

/**
 * Share of ones among zeros and ones, with its interval. When all are the same, every resample is too and
 * the bootstrap would claim certainty; Wilson's interval for the share takes its place then.
 */
export function shareWithInterval(hits: Float64Array, random: Random): Estimate {
  const estimate = meanWithInterval(hits, random)
  if (estimate.share !== 0 && estimate.share !== 1) return estimate
  const uncertain = NORMAL_95 ** 2 / (estimate.n + NORMAL_95 ** 2)
  return estimate.share === 1
    ? { ...estimate, low: 1 - uncertain }
    : { ...estimate, high: uncertain }
}

/** A normal variable lies within this many standard deviations of its mean in 95 % of cases. */
const NORMAL_95 = 1.96
