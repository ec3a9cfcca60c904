/** On which sets the ranker in use can honestly be compared with the new one, and how each did there. */
import type { DecidedSetTable, RankerCandidate } from '../../shared/ranking.ts'
import { isRule } from '../ranking/rules.ts'
import { range } from '../training/numbers.ts'
import { type Judged, outcomes, pickSets } from './judge.ts'
import { MINIMUM_SETS_TO_COMPARE } from './report.ts'

/** Per set: was the suggestion the pick, and what did its probability cost; see `Judged`. */
export type Outcomes = Pick<Judged, 'right' | 'logLoss'>

/** The ranker in use. */
export interface Current {
  readonly candidate: RankerCandidate
  /** Sets at the start of the table that it learned from; a rule learns from none. */
  readonly trainedOn: number
  /** Scores and probabilities of every row; null when it cannot score today's features. */
  readonly output: { readonly scores: Float32Array; readonly probability: Float32Array } | null
  /** Why there is no output, in a sentence; else empty. */
  readonly problem: string
}

export interface OldAgainstNew {
  /** Indices of the sets compared. */
  readonly sets: Int32Array
  /** Per compared set. */
  readonly old: Outcomes
  readonly fresh: Outcomes
  /** Per set decided after the ranker in use was trained: 1 where it suggested the pick. */
  readonly sinceTrained: Float64Array
  /** How the comparison was made, in a sentence; empty when it needs no word. */
  readonly note: string
}

/**
 * A learned ranker knows the picks of the sets it was trained on, so only later sets can judge it. When
 * fewer than MINIMUM_SETS_TO_COMPARE are there, its kind stands in: refitted for each fold without the
 * sets it is judged on, as every candidate is.
 * @param fresh how the new ranker did on every set, held out.
 * @param judged all candidates that were tried.
 */
export function oldAgainstNew(
  fresh: Outcomes,
  judged: readonly Judged[],
  current: Current,
  table: DecidedSetTable,
): OldAgainstNew {
  const trainedOn = isRule(current.candidate) ? 0 : current.trainedOn
  const none = { right: new Float64Array(), logLoss: new Float64Array() }
  const later = range(table.setCount).filter((set) => set >= trainedOn)
  const { output } = current
  const old = output && outcomes(current.candidate, table, output.scores, output.probability)
  const sinceTrained = old === null ? none.right : pickSets(old.right, later)
  if (old !== null && (later.length >= MINIMUM_SETS_TO_COMPARE || isRule(current.candidate))) {
    const note = isRule(current.candidate)
      ? ''
      : `The ranker in use was judged on the ${later.length} sets decided since it was trained.`
    return {
      sets: later,
      old: ofSets(old, later),
      fresh: ofSets(fresh, later),
      sinceTrained,
      note,
    }
  }
  const sameKind = judged.find(({ candidate }) => candidate === current.candidate)
  if (sameKind === undefined) {
    return { sets: new Int32Array(), old: none, fresh: none, sinceTrained, note: current.problem }
  }
  const why =
    old === null
      ? `${current.problem} So`
      : `Only ${later.length} sets were decided since the ranker in use was trained, so`
  return {
    sets: range(table.setCount),
    old: sameKind,
    fresh,
    sinceTrained,
    note: `${why} a ranker of its kind, trained anew without the sets it was judged on, stood in for it.`,
  }
}

function ofSets({ right, logLoss }: Outcomes, sets: Int32Array): Outcomes {
  return { right: pickSets(right, sets), logLoss: pickSets(logLoss, sets) }
}
