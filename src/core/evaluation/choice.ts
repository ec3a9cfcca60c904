/** Which candidate wins: the simplest that is not clearly beaten. */
import { at, itemAt } from '../training/numbers.ts'
import { type Folds, splitByFold } from './folds.ts'
import { type Judged, pickSets } from './judge.ts'

/** A single disagreement gives a mean equal to its standard error; rounding must not decide about it. */
const ROUNDING = 1e-9

/**
 * The one-standard-error rule (Breiman et al., 1984), paired. The best candidate is the one that agreed on
 * most held-out sets (the simpler on equal numbers). For each simpler one take, set by set, the best's hit
 * (0 or 1) minus its own: if the mean of these differences is at most one standard error of that mean
 * (standard deviation over sets / square root of n), it did as well as can be told. The simplest such
 * candidate is chosen. Pairing matters: the difficulty of a set is the same for both and cancels, so the
 * standard error is that of their disagreement and not of either share.
 * @param judged simplest first, at least one, all on the same sets.
 */
export function chooseSimplest(judged: readonly Judged[]): Judged {
  let best = itemAt(judged, 0)
  for (const candidate of judged) if (hits(candidate) > hits(best)) best = candidate
  for (const candidate of judged) {
    const { mean, standardError } = pairedDifference(best.right, candidate.right)
    if (mean <= standardError * (1 + ROUNDING)) return candidate
  }
  return best
}

/**
 * What choosing brings, without hindsight. The best of several candidates on some sets owes part of its
 * lead to luck with just these sets, so its own figures flatter it: among picks made by chance, one of the
 * candidates looked clearly better than the rule in 7 of 100 trainings on 40 sets. Here the choice is made
 * anew for each fold from the other folds alone, and the fold is judged with that choice. Where one
 * candidate is clearly best, the two are the same.
 * @param judged simplest first, at least one.
 * @returns per set, the values of the candidate chosen without its fold.
 */
export function choiceWithoutHindsight(
  judged: readonly Judged[],
  folds: Folds,
): Pick<Judged, 'right' | 'logLoss'> {
  const { right, logLoss } = itemAt(judged, 0)
  const result = { right: Float64Array.from(right), logLoss: Float64Array.from(logLoss) }
  for (let fold = 0; fold < folds.count; fold += 1) {
    const { training, heldOut } = splitByFold(folds, fold)
    const known = judged.map((one) => ({ ...one, right: pickSets(one.right, training) }))
    const { candidate } = chooseSimplest(known)
    const chosen = judged.find((one) => one.candidate === candidate) ?? itemAt(judged, 0)
    for (const set of heldOut) {
      result.right[set] = at(chosen.right, set)
      result.logLoss[set] = at(chosen.logLoss, set)
    }
  }
  return result
}

function hits({ right }: Judged): number {
  return right.reduce((total, hit) => total + hit, 0)
}

/** Mean of one - other over sets, and its standard error (0 with fewer than two sets). */
export function pairedDifference(
  one: Float64Array,
  other: Float64Array,
): { readonly mean: number; readonly standardError: number } {
  const n = one.length
  if (n === 0) return { mean: 0, standardError: 0 }
  const differences = one.map((value, set) => value - at(other, set))
  const mean = differences.reduce((total, value) => total + value, 0) / n
  if (n === 1) return { mean, standardError: 0 }
  const squares = differences.reduce((total, value) => total + (value - mean) ** 2, 0)
  return { mean, standardError: Math.sqrt(squares / (n - 1) / n) }
}
