/** May the new ranker take the place of the one in use? The answer is a sentence a person can check. */
import type { Estimate, RankerCandidate } from '../../shared/ranking.ts'
import { CANDIDATE_WORDS } from '../ranking/candidates.ts'
import { isRule } from '../ranking/rules.ts'
import { MINIMUM_SETS_TO_COMPARE } from './report.ts'

export interface PromotionCase {
  readonly chosen: RankerCandidate
  readonly current: RankerCandidate
  /** False when the ranker in use cannot score today's features at all, say after a change of encoder. */
  readonly currentIsUsable: boolean
  /** Agreement, new minus old, on the same held-out sets. */
  readonly difference: Estimate
  /** The same on the sets whose pick was not of the highest stage. */
  readonly rareDifference: Estimate
  /** Log loss, old minus new, in nats: above 0 when the new confidence is the better one. */
  readonly logLossGain: Estimate
}

export interface Verdict {
  readonly promoted: boolean
  readonly reason: string
}

/**
 * The gate.
 * - A ranker that cannot be used any more is always replaced.
 * - The same rule again is promoted only if its confidence became better.
 * - A rule gives way only to what is better: the interval of the difference excludes zero.
 * - A learned ranker gives way to what is better or equal within the interval.
 * - Nothing is promoted that is worse where the pick was not of the highest stage. "Worse" means that the
 *   interval of the difference lies below zero; with too few such sets that cannot be told.
 */
export function decidePromotion(promotion: PromotionCase): Verdict {
  const { chosen, current, currentIsUsable, difference, rareDifference } = promotion
  const newTitle = `“${CANDIDATE_WORDS[chosen]}”`
  const oldTitle = `“${CANDIDATE_WORDS[current]}”`
  if (!currentIsUsable) {
    return verdict(
      true,
      `The ranker ${newTitle} is used from now on: ${oldTitle}, in use until now, cannot score these images any more.`,
    )
  }
  if (chosen === current && isRule(current)) return decideSameRule(promotion, newTitle)
  if (difference.low === null || difference.high === null) {
    return verdict(
      false,
      `The ranker ${oldTitle} stays in use: ${newTitle} could be compared with it on ${count(difference.n)} only, and telling takes ${MINIMUM_SETS_TO_COMPARE}.`,
    )
  }
  const figures = `${points(difference)} on ${count(difference.n)}`
  if (rareDifference.high !== null && rareDifference.high < 0) {
    return verdict(
      false,
      `The ranker ${oldTitle} stays in use: where you did not pick the highest stage, ${newTitle} did worse (${points(rareDifference)} on ${count(rareDifference.n)}).`,
    )
  }
  if (difference.low > 0) {
    return verdict(
      true,
      `The ranker ${newTitle} is used from now on: it agreed with you more often than ${oldTitle} (${figures}).`,
    )
  }
  if (difference.high < 0) {
    return verdict(
      false,
      `The ranker ${oldTitle} stays in use: ${newTitle} agreed with you less often (${figures}).`,
    )
  }
  if (isRule(current)) {
    return verdict(
      false,
      `The ranker ${oldTitle} stays in use: ${newTitle} did not clearly agree with you more often (${figures}).`,
    )
  }
  return verdict(
    true,
    `The ranker ${newTitle} is used from now on: it agreed with you as often as the ranker in use, as far as can be told (${figures}), and knows your later decisions.`,
  )
}

function decideSameRule({ logLossGain }: PromotionCase, title: string): Verdict {
  if (logLossGain.low !== null && logLossGain.low > 0) {
    return verdict(
      true,
      `The rule ${title} stays, and its confidence is now measured on ${count(logLossGain.n)}.`,
    )
  }
  if (logLossGain.low === null) {
    return verdict(
      false,
      `The rule ${title} stays in use: there are only ${count(logLossGain.n)}, and telling more takes ${MINIMUM_SETS_TO_COMPARE}.`,
    )
  }
  return verdict(
    false,
    `The rule ${title} stays in use: nothing else agreed with you clearly more often.`,
  )
}

function verdict(promoted: boolean, reason: string): Verdict {
  return { promoted, reason }
}

function count(n: number): string {
  return n === 1 ? '1 decided set' : `${n} decided sets`
}

/** "+23.1 points, 95 % interval 17.0 to 29.2" */
function points({ share, low, high }: Estimate): string {
  const sign = (share ?? 0) > 0 ? '+' : ''
  return `${sign}${inPoints(share)} points, 95 % interval ${inPoints(low)} to ${inPoints(high)}`
}

function inPoints(value: number | null): string {
  return ((value ?? 0) * 100).toFixed(1)
}
