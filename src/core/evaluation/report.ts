/** What the receipt says about each candidate. */
import {
  type CandidateReport,
  type Comparison,
  type DecidedSetTable,
  type Estimate,
  MINIMUM_DECIDED_SETS,
  type RankerCandidate,
} from '../../shared/ranking.ts'
import { usesEmbedding } from '../ranking/candidates.ts'
import { isRule } from '../ranking/rules.ts'
import { at } from '../training/numbers.ts'
import type { Random } from '../training/random.ts'
import { meanWithInterval, shareWithInterval } from './bootstrap.ts'
import { calibrationError } from './calibrationError.ts'
import { type Judged, notHighestStageSets, pickSets } from './judge.ts'

/** With fewer sets than this no comparison is made: an interval from so few resampled sets is too narrow. */
export const MINIMUM_SETS_TO_COMPARE = 20

/** Why a candidate cannot be tried on this table, in a sentence; null when it can. */
export function whyNotEligible(candidate: RankerCandidate, table: DecidedSetTable): string | null {
  if (isRule(candidate)) return null
  if (table.setCount < MINIMUM_DECIDED_SETS) {
    return `Needs ${MINIMUM_DECIDED_SETS} decided sets to learn from; there are ${table.setCount}.`
  }
  if (usesEmbedding(candidate) && table.embeddingDimension === 0) {
    return 'Needs embeddings, and the images have none yet.'
  }
  return null
}

/** The report of a candidate that was judged on held-out sets. */
export function reportJudged(
  judged: Judged,
  table: DecidedSetTable,
  random: Random,
): CandidateReport {
  const { share, low, high, n } = shareWithInterval(judged.right, random)
  const rare = pickSets(judged.right, notHighestStageSets(table))
  return {
    name: judged.candidate,
    agreement: share,
    low,
    high,
    n,
    notHighestStage: shareWithInterval(rare, random),
    logLoss: n === 0 ? null : judged.logLoss.reduce((total, loss) => total + loss, 0) / n,
    calibrationError: calibrationError(judged.confidence, judged.right),
    eligible: true,
    reason: '',
  }
}

/** The report of a candidate that could not be tried. */
export function reportNotEligible(name: RankerCandidate, reason: string): CandidateReport {
  return {
    name,
    agreement: null,
    low: null,
    high: null,
    n: 0,
    notHighestStage: { share: null, low: null, high: null, n: 0 },
    logLoss: null,
    calibrationError: null,
    eligible: false,
    reason,
  }
}

/** One minus other, set by set, as a mean with its interval; nulls with too few sets to tell. */
export function pairedEstimate(one: Float64Array, other: Float64Array, random: Random): Estimate {
  const differences = one.map((value, set) => value - at(other, set))
  if (differences.length < MINIMUM_SETS_TO_COMPARE) {
    return { share: null, low: null, high: null, n: differences.length }
  }
  return meanWithInterval(differences, random)
}

/** An estimate of a difference under the name of what it is compared with. */
export function comparison(against: string, { share, low, high, n }: Estimate): Comparison {
  return { against, difference: share, low, high, n }
}
