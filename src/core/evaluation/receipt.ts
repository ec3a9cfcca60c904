/** The receipt that Retrain Now ends in, put together from what was measured. */
import {
  type CandidateReport,
  type DecidedSetTable,
  MINIMUM_DECIDED_SETS,
  type Receipt,
} from '../../shared/ranking.ts'
import { CANDIDATE_WORDS } from '../ranking/candidates.ts'
import { isRule } from '../ranking/rules.ts'
import { at } from '../training/numbers.ts'
import type { Random } from '../training/random.ts'
import { shareWithInterval } from './bootstrap.ts'
import { choiceWithoutHindsight } from './choice.ts'
import { FOLD_COUNT, type Folds } from './folds.ts'
import { type Judged, notHighestStageSets, pickSets } from './judge.ts'
import { type Current, oldAgainstNew } from './oldAgainstNew.ts'
import { decidePromotion } from './promotion.ts'
import { comparison, pairedEstimate } from './report.ts'

export interface ReceiptParts {
  /** The usable sets. */
  readonly table: DecidedSetTable
  readonly folds: Folds
  readonly reports: readonly CandidateReport[]
  readonly judged: readonly Judged[]
  readonly chosen: Judged
  readonly current: Current
  /** Sets with a single image, left out. */
  readonly leftOut: number
  readonly seed: number
  /** A fresh generator from the same seed each time: equal data then get equal intervals. */
  readonly newRandom: () => Random
}

/** Everything but the seconds, which only the caller can know. */
export function writeReceipt(parts: ReceiptParts): Omit<Receipt, 'seconds'> {
  const { table, chosen, judged, current, newRandom } = parts
  // The same rule again was not picked for its luck, and its own confidence is what may have changed.
  const isSameRule = isRule(chosen.candidate) && chosen.candidate === current.candidate
  const fresh = isSameRule ? chosen : choiceWithoutHindsight(judged, parts.folds)
  const pair = oldAgainstNew(fresh, judged, current, table)
  const difference = pairedEstimate(pair.fresh.right, pair.old.right, newRandom())
  const isRare = new Set(notHighestStageSets(table))
  const rare = Int32Array.from(pair.sets.keys()).filter((place) => isRare.has(at(pair.sets, place)))
  const { promoted, reason } = decidePromotion({
    chosen: chosen.candidate,
    current: current.candidate,
    currentIsUsable: current.output !== null,
    difference,
    rareDifference: pairedEstimate(
      pickSets(pair.fresh.right, rare),
      pickSets(pair.old.right, rare),
      newRandom(),
    ),
    logLossGain: pairedEstimate(pair.old.logLoss, pair.fresh.logLoss, newRandom()),
  })
  const rules = judged.filter(({ candidate }) => isRule(candidate))
  return {
    decisions: table.setCount,
    candidates: parts.reports,
    chosen: chosen.candidate,
    promoted: promoted && table.setCount > 0,
    reason: [...explain(parts, reason), pair.note].filter((sentence) => sentence !== '').join(' '),
    comparisons: [
      comparison(`in use before (${CANDIDATE_WORDS[current.candidate]})`, difference),
      ...rules.map(({ candidate, right }) =>
        comparison(candidate, pairedEstimate(fresh.right, right, newRandom())),
      ),
    ],
    inUse: shareWithInterval(pair.sinceTrained, newRandom()),
    seed: parts.seed,
  }
}

function explain({ table, folds, leftOut }: ReceiptParts, verdict: string): readonly string[] {
  const n = table.setCount
  const single =
    leftOut === 0
      ? ''
      : `${leftOut} decided ${leftOut === 1 ? 'set has' : 'sets have'} a single image and ${leftOut === 1 ? 'was' : 'were'} left out.`
  if (n === 0) return ['There are no decided sets to learn from yet.', single]
  const tooFew =
    n < MINIMUM_DECIDED_SETS
      ? `With ${n} of the ${MINIMUM_DECIDED_SETS} decided sets that learning needs, only the rules were tried.`
      : ''
  return [verdict, tooFew, n < MINIMUM_DECIDED_SETS ? '' : howHeldOut(folds), single]
}

function howHeldOut({ kind }: Folds): string {
  return kind === 'groups'
    ? 'Every set was judged by rankers that had seen nothing of its session.'
    : `Every set was judged by rankers that had not seen it or the decisions around it; sessions are too few or too unequal (fewer than ${FOLD_COUNT}, or one with more than half of the sets) to hold out whole ones.`
}
