/** Builds what is recorded: the verdict with all that was on screen when it was made. */
import type { NewDecision, Verdict } from '../../shared/domain.ts'
import type { ReviewSet } from '../../shared/ipc.ts'
import { describeConfidence } from '../words/confidence.ts'

/**
 * @param elapsedMs from the set being painted to the key; null without a key.
 * The confidence is null when none was shown: a rule without calibrated probabilities shows its name.
 */
export function newDecision(
  { set, suggestion }: ReviewSet,
  verdict: Verdict,
  elapsedMs: number | null,
): NewDecision {
  const isMeasured = suggestion !== null && describeConfidence(suggestion).isMeasured
  return {
    setId: set.setId,
    verdict,
    shown: {
      order: set.candidates.map((candidate) => candidate.imageId),
      suggested: suggestion?.winner ?? null,
      confidence: isMeasured ? suggestion.confidence : null,
      modelId: suggestion?.modelId ?? null,
      blind: false,
      elapsedMs,
    },
    source: 'app',
  }
}
