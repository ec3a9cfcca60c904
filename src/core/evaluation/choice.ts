/** Which candidate wins: the simplest that is not clearly beaten. */
import { at, itemAt } from '../training/numbers.ts'
import type { Judged } from './judge.ts'

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
    if (mean <= standardError) return candidate
  }
  return best
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
