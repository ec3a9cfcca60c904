/** Held-out scores of one kind of network: every set is scored by a network that never saw its fold. */
import { type Folds, splitByFold } from '../../core/evaluation/folds.ts'
import { meanLogLoss } from '../../core/evaluation/logLoss.ts'
import type { SetsToLearn } from '../../core/training/batches.ts'
import { bestRound, type FoldLosses, shouldStop } from '../../core/training/earlyStopping.ts'
import { at, itemAt } from '../../core/training/numbers.ts'
import type { TrainingRecipe } from '../../core/training/recipe.ts'
import { rowsOf, type Trainer } from './learner.ts'

export interface CrossValidation {
  /** One per row of the table. */
  readonly scores: Float32Array
  /** For the final fit on all sets. */
  readonly rounds: number
}

/**
 * Trains one learner per fold side by side, a round at a time, until the held-out loss of all folds
 * together has not improved for a while. The rounds that count for a fold are chosen by the other folds
 * (see `bestRound`), so its scores are honest.
 * @param stream numbers that make the random draws of this candidate its own.
 * @param hooks `beforeStep` may throw to stop; `afterRound` gets the rounds done.
 */
export async function crossValidate(
  trainer: Trainer,
  recipe: TrainingRecipe,
  table: SetsToLearn,
  folds: Folds,
  seed: number,
  stream: number,
  hooks: { readonly beforeStep: () => void; readonly afterRound: (rounds: number) => void },
): Promise<CrossValidation> {
  const rowCount = at(table.rowStart, table.rowStart.length - 1)
  const members = Array.from({ length: folds.count }, (_, fold) => {
    const { training, heldOut } = splitByFold(folds, fold)
    const losses: number[] = []
    return {
      learner: trainer.startLearner(training, seed, [stream, fold]),
      heldOut,
      heldOutRows: rowsOf(table.rowStart, heldOut),
      losses,
    }
  })
  const foldLosses: FoldLosses[] = members.map(({ heldOut, losses }) => ({
    setCount: heldOut.length,
    losses,
  }))
  const scoresByRound: Float32Array[] = []
  while (scoresByRound.length < recipe.maximumRounds) {
    const scores = new Float32Array(rowCount)
    for (const { learner, heldOut, heldOutRows, losses } of members) {
      await learner.trainRound(hooks.beforeStep)
      scatter(await learner.score(heldOut), heldOutRows, scores)
      losses.push(meanLogLoss(table, scores, heldOut))
    }
    scoresByRound.push(scores)
    hooks.afterRound(scoresByRound.length)
    if (shouldStop(foldLosses, recipe.patienceRounds)) break
  }
  const scores = new Float32Array(rowCount)
  for (const [fold, { heldOutRows }] of members.entries()) {
    const ofRound = itemAt(scoresByRound, bestRound(foldLosses, fold) - 1)
    for (const row of heldOutRows) scores[row] = at(ofRound, row)
  }
  return { scores, rounds: bestRound(foldLosses) }
}

function scatter(values: Float32Array, rows: Int32Array, into: Float32Array): void {
  for (const [index, row] of rows.entries()) into[row] = at(values, index)
}
