/** How sure a suggestion is: a number with a word, or the name of the rule when there is no honest number. */
import type { ImageId, Suggestion } from '../../shared/domain.ts'
import { percent } from './numbers.ts'
import { rankerWords, ruleOf } from './rankers.ts'

export type ConfidenceWord = 'sure' | 'likely' | 'leaning' | 'toss-up'

/**
 * The bands. A probability means more in a larger set, so they lie on the way from chance (1/n: 0) to
 * certainty (1). As the least probability for a set of
 *             2      3      4      9 images
 *   sure     90 %   87 %   85 %   82 %
 *   likely   75 %   67 %   63 %   56 %
 *   leaning  60 %   47 %   40 %   29 %
 * and toss-up below, or when the runner-up is less than five points behind.
 */
const BANDS: readonly { readonly word: ConfidenceWord; readonly aboveChance: number }[] = [
  { word: 'sure', aboveChance: 0.8 },
  { word: 'likely', aboveChance: 0.5 },
  { word: 'leaning', aboveChance: 0.2 },
]
const TOSS_UP_MARGIN = 0.05
/** Room for the rounding of sums of probabilities. */
const EPSILON = 1e-6

/** @param probabilities of all images of a set of at least two; @param confidence the greatest of them. */
export function confidenceWord(
  confidence: number,
  probabilities: readonly number[],
): ConfidenceWord {
  const runnerUp = probabilities.toSorted((a, b) => b - a)[1] ?? 0
  if (confidence - runnerUp < TOSS_UP_MARGIN - EPSILON) return 'toss-up'
  const chance = 1 / Math.max(2, probabilities.length)
  const aboveChance = (confidence - chance) / (1 - chance)
  return BANDS.find((band) => aboveChance >= band.aboveChance - EPSILON)?.word ?? 'toss-up'
}

export interface ConfidenceText {
  /** "92 % sure", "52 % toss-up", "rule: highest stage". */
  readonly text: string
  /** False when the suggestion comes from a rule without calibrated probabilities. */
  readonly isMeasured: boolean
}

/** What to write beside the suggested image. */
export function describeConfidence(suggestion: Suggestion): ConfidenceText {
  const rule = ruleOf(suggestion.modelId)
  const probabilities = suggestion.probabilities.map((entry) => entry.probability)
  // A rule that was never calibrated answers with equal probabilities: they say nothing, so say what it is.
  if (rule !== null && areEqual(probabilities)) {
    return { text: `rule: ${rankerWords(rule)}`, isMeasured: false }
  }
  const word = confidenceWord(suggestion.confidence, probabilities)
  return { text: `${percent(suggestion.confidence)} ${word}`, isMeasured: true }
}

/** The probability of one image in words; null when the suggestion has no honest number for it. */
export function probabilityText(suggestion: Suggestion | null, imageId: ImageId): string | null {
  if (suggestion === null || !describeConfidence(suggestion).isMeasured) return null
  const entry = suggestion.probabilities.find((candidate) => candidate.imageId === imageId)
  return entry === undefined ? null : percent(entry.probability)
}

function areEqual(values: readonly number[]): boolean {
  return Math.max(...values) - Math.min(...values) < EPSILON
}
