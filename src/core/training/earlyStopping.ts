/** When to stop, and after how many rounds the network was best, judged on sets it did not learn from. */
import { at, itemAt } from './numbers.ts'

/** Held-out loss of one fold after each round, all folds trained side by side. */
export interface FoldLosses {
  /** Number of held-out sets: how much the fold counts. */
  readonly setCount: number
  /** Mean loss per set after round 1, 2, ... */
  readonly losses: readonly number[]
}

/**
 * The round (counted from 1) after which the mean held-out loss was least; the earliest on equal losses.
 *
 * A fold whose number of rounds were chosen on its own sets would look better than it is. So for judging a
 * fold, leave it out: the other folds choose for it. All folds together choose for the final model.
 * @param leftOut index of the fold to leave out; it is ignored when it is the only fold.
 * @throws RangeError when there is no fold.
 */
export function bestRound(folds: readonly FoldLosses[], leftOut?: number): number {
  const others = folds.filter((_, index) => index !== leftOut)
  const voters = others.length === 0 ? folds : others
  const rounds = itemAt(voters, 0).losses.length
  let best = 1
  for (let round = 2; round <= rounds; round += 1) {
    if (meanLoss(voters, round) < meanLoss(voters, best)) best = round
  }
  return best
}

/**
 * True when the last `patience` rounds brought nothing better for all folds together.
 * @param patience rounds without a better one before giving up.
 */
export function shouldStop(folds: readonly FoldLosses[], patience: number): boolean {
  const rounds = itemAt(folds, 0).losses.length
  return rounds > 0 && rounds - bestRound(folds) >= patience
}

function meanLoss(folds: readonly FoldLosses[], round: number): number {
  let total = 0
  let sets = 0
  for (const fold of folds) {
    total += at(fold.losses, round - 1) * fold.setCount
    sets += fold.setCount
  }
  return total / sets
}
