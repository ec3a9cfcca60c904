/** Rules need no training data, and break ties for the rankers that do. */
import { TECHNICAL_FEATURES } from '../../shared/features.ts'
import type { RankerCandidate, RuleCandidate, SetTable } from '../../shared/ranking.ts'
import { at } from '../training/numbers.ts'
import { knownOrMean, readColumn } from './inputs.ts'

const SHARPNESS = TECHNICAL_FEATURES.indexOf('sharpness')

/** Is it one of the rules? */
export function isRule(candidate: RankerCandidate): candidate is RuleCandidate {
  return candidate === 'highest-stage' || candidate === 'sharpest'
}

/**
 * Index within its set of the image that a rule picks. `highest-stage`: equal stages by sharpness, then by
 * position; `sharpest`: equal sharpness by stage, then by position. What is not known (NaN) counts as the
 * mean of its set.
 * @throws RangeError for a set without images.
 */
export function ruleWinner(rule: RuleCandidate, table: SetTable, set: number): number {
  const start = at(table.rowStart, set)
  const end = at(table.rowStart, set + 1)
  const stages = knownOrMean(readColumn(table.stage, 1, 0, start, end))
  const sharpness = knownOrMean(
    readColumn(table.technical, TECHNICAL_FEATURES.length, SHARPNESS, start, end),
  )
  const [first, second] = rule === 'highest-stage' ? [stages, sharpness] : [sharpness, stages]
  let best = 0
  for (let image = 0; image < end - start; image += 1) {
    const lead = at(first, image) - at(first, best)
    if (lead > 0 || (lead === 0 && at(second, image) > at(second, best))) best = image
  }
  return best
}

/** The rule as scores, one per row: 1 for its pick, 0 for the others of the set. */
export function ruleScores(rule: RuleCandidate, table: SetTable): Float32Array {
  const scores = new Float32Array(at(table.rowStart, table.setCount))
  for (let set = 0; set < table.setCount; set += 1) {
    scores[at(table.rowStart, set) + ruleWinner(rule, table, set)] = 1
  }
  return scores
}

/**
 * Index within its set of the image to suggest: for a rule its pick, whatever the probabilities (a rule
 * that was never calibrated gives equal ones); for a learned ranker the most probable image. If several are
 * exactly as probable, the pick of `highest-stage` when it is one of them, else the earliest.
 * @param probability one number per row of the table; for a learned ranker scores serve as well.
 */
export function suggestedIndex(
  candidate: RankerCandidate,
  table: SetTable,
  set: number,
  probability: Float32Array,
): number {
  if (isRule(candidate)) return ruleWinner(candidate, table, set)
  const start = at(table.rowStart, set)
  const ofSet = probability.subarray(start, at(table.rowStart, set + 1))
  const most = ofSet.reduce((highest, value) => Math.max(highest, value), -Infinity)
  const fallback = ruleWinner('highest-stage', table, set)
  return at(ofSet, fallback) === most ? fallback : Math.max(0, ofSet.indexOf(most))
}
