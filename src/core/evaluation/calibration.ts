/** Turns scores into probabilities that hold: of the sets called 80 % sure, 80 % should be right. */
import { at } from '../training/numbers.ts'

/** The part of a decided table that calibration needs. */
export interface SetsWithScores {
  readonly rowStart: Int32Array
  readonly winner: Int32Array
  /** One per row, from a model that did not learn from the row's set. */
  readonly scores: Float32Array
}

/**
 * The prior of `fitTemperature` counts as this many sets in which every image was picked equally often.
 * With sets of two it is Laplace's rule of succession: 3 of 3 right gives (3 + 1) / (3 + 2) = 80 %.
 */
const PRIOR_SETS = 2

/** Bounds of the temperature. At 100, scores around 1 give equal probabilities; 0.01 makes them certain. */
const LEAST_TEMPERATURE = 0.01
const MOST_TEMPERATURE = 100

/**
 * Writes softmax(scores / temperature) of one set's rows into `probability`; equal probabilities when the
 * temperature is null.
 */
export function writeSetProbabilities(
  rowStart: Int32Array,
  set: number,
  scores: Float32Array,
  temperature: number | null,
  probability: Float32Array,
): void {
  const start = at(rowStart, set)
  const end = at(rowStart, set + 1)
  const inverse = temperature === null ? 0 : 1 / temperature
  let highest = -Infinity
  for (let row = start; row < end; row += 1) highest = Math.max(highest, at(scores, row))
  let total = 0
  for (let row = start; row < end; row += 1)
    total += Math.exp((at(scores, row) - highest) * inverse)
  for (let row = start; row < end; row += 1) {
    probability[row] = Math.exp((at(scores, row) - highest) * inverse) / total
  }
}

/**
 * Temperature scaling (arXiv:1706.04599): the one number that, dividing held-out scores, makes the picks
 * most probable, with a weak prior towards equal probabilities so that a few lucky sets never give
 * certainty. A rule is calibrated in the same way from its one-hot scores.
 *
 * The objective is convex in 1 / temperature, so on the logarithm of the temperature it has one valley,
 * which golden-section search finds.
 * @param sets held-out sets to fit on.
 * @returns null when there are no sets.
 */
export function fitTemperature(data: SetsWithScores, sets: Int32Array): number | null {
  if (sets.length === 0) return null
  const objective = (logTemperature: number): number =>
    calibrationLoss(data, sets, Math.exp(-logTemperature))
  return Math.exp(goldenSection(objective, Math.log(LEAST_TEMPERATURE), Math.log(MOST_TEMPERATURE)))
}

function calibrationLoss(
  { rowStart, winner, scores }: SetsWithScores,
  sets: Int32Array,
  inverse: number,
): number {
  const priorShare = PRIOR_SETS / sets.length
  let loss = 0
  for (const set of sets) {
    const start = at(rowStart, set)
    const end = at(rowStart, set + 1)
    let highest = -Infinity
    let sum = 0
    for (let row = start; row < end; row += 1) {
      highest = Math.max(highest, at(scores, row))
      sum += at(scores, row)
    }
    let total = 0
    for (let row = start; row < end; row += 1)
      total += Math.exp((at(scores, row) - highest) * inverse)
    const logTotal = highest * inverse + Math.log(total)
    loss += logTotal - at(scores, start + at(winner, set)) * inverse
    loss += priorShare * (logTotal - (sum / (end - start)) * inverse)
  }
  return loss
}

/** The least of a function with one valley between `low` and `high`, to 1e-6. */
function goldenSection(f: (x: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2
  let left = low
  let right = high
  let inner = right - ratio * (right - left)
  let outer = left + ratio * (right - left)
  let atInner = f(inner)
  let atOuter = f(outer)
  while (right - left > 1e-6) {
    if (atInner <= atOuter) {
      right = outer
      outer = inner
      atOuter = atInner
      inner = right - ratio * (right - left)
      atInner = f(inner)
    } else {
      left = inner
      inner = outer
      atInner = atOuter
      outer = left + ratio * (right - left)
      atOuter = f(outer)
    }
  }
  return (left + right) / 2
}
