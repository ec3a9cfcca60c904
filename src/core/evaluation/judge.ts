/** How one candidate did on held-out sets, set by set: what every report and comparison is made from. */
import type { DecidedSetTable, RankerCandidate } from '../../shared/ranking.ts'
import { suggestedIndex } from '../ranking/rules.ts'
import { at, range } from '../training/numbers.ts'
import { fitTemperature, writeSetProbabilities } from './calibration.ts'
import { type Folds, splitByFold } from './folds.ts'

export interface Judged {
  readonly candidate: RankerCandidate
  /** Per set: 1 where the suggestion was the pick, else 0. */
  readonly right: Float64Array
  /** Per set: calibrated probability of the suggested image. */
  readonly confidence: Float64Array
  /** Per set: negative logarithm of the calibrated probability of the pick, in nats. */
  readonly logLoss: Float64Array
  /** Fitted on all held-out scores: for the ranker to be used. */
  readonly temperature: number | null
}

/**
 * Judges held-out scores. The probabilities of a fold use the temperature that fits the OTHER folds, so
 * that confidence and log loss are held out too.
 * @param scores one per row, from a model that did not learn from the row's set; one-hot for a rule.
 */
export function judge(
  candidate: RankerCandidate,
  table: DecidedSetTable,
  scores: Float32Array,
  folds: Folds,
): Judged {
  const data = { rowStart: table.rowStart, winner: table.winner, scores }
  const probability = new Float32Array(scores.length)
  for (let fold = 0; fold < folds.count; fold += 1) {
    const { training, heldOut } = splitByFold(folds, fold)
    const temperature = fitTemperature(data, training)
    for (const set of heldOut) {
      writeSetProbabilities(table.rowStart, set, scores, temperature, probability)
    }
  }
  const temperature = fitTemperature(data, range(table.setCount))
  return { candidate, ...outcomes(candidate, table, scores, probability), temperature }
}

/** The same for given probabilities, for example those of the ranker in use. */
export function outcomes(
  candidate: RankerCandidate,
  table: DecidedSetTable,
  scores: Float32Array,
  probability: Float32Array,
): Pick<Judged, 'right' | 'confidence' | 'logLoss'> {
  const right = new Float64Array(table.setCount)
  const confidence = new Float64Array(table.setCount)
  const logLoss = new Float64Array(table.setCount)
  for (let set = 0; set < table.setCount; set += 1) {
    const start = at(table.rowStart, set)
    const suggested = suggestedIndex(candidate, table, set, scores)
    const picked = at(table.winner, set)
    right[set] = suggested === picked ? 1 : 0
    confidence[set] = at(probability, start + suggested)
    logLoss[set] = -Math.log(Math.max(at(probability, start + picked), LEAST_PROBABILITY))
  }
  return { right, confidence, logLoss }
}

/** A pick called impossible would cost infinitely much; this much (about 28 nats) is bad enough. */
const LEAST_PROBABILITY = 1e-12

/** The sets whose pick was not of the highest stage: the choices that carry a taste of one's own. */
export function notHighestStageSets(table: DecidedSetTable): Int32Array {
  const isRare = (set: number): boolean => {
    const start = at(table.rowStart, set)
    const picked = at(table.stage, start + at(table.winner, set))
    const stages = table.stage.subarray(start, at(table.rowStart, set + 1))
    return stages.some((stage) => stage > picked)
  }
  return range(table.setCount).filter(isRare)
}

/** The values of some sets. */
export function pickSets(values: Float64Array, sets: Int32Array): Float64Array {
  return Float64Array.from(sets, (set) => at(values, set))
}
