/** How surprised raw scores are by the picks. */
import { at } from '../training/numbers.ts'

/**
 * Mean over some sets of -log softmax(scores of the set)[picked], in nats.
 * @param scores one per row of the table.
 * @param sets at least one.
 */
export function meanLogLoss(
  { rowStart, winner }: { readonly rowStart: Int32Array; readonly winner: Int32Array },
  scores: Float32Array,
  sets: Int32Array,
): number {
  let loss = 0
  for (const set of sets) {
    const start = at(rowStart, set)
    const end = at(rowStart, set + 1)
    const picked = at(scores, start + at(winner, set))
    let total = 0
    for (let row = start; row < end; row += 1) total += Math.exp(at(scores, row) - picked)
    loss += Math.log(total)
  }
  return loss / sets.length
}
