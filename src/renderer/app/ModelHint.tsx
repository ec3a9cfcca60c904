import type { ModelSummary } from '../../shared/ipc.ts'
import { useSetwise } from '../store/useSetwise.ts'
import { count } from '../words/numbers.ts'
import { rankerWords } from '../words/rankers.ts'

/** Who suggests, in a few words; the whole sentence on hover and in the model room. */
export function ModelHint() {
  const model = useSetwise((state) => state.app?.model)
  if (model === undefined) return null
  return (
    <span className="dim" title={model.why} data-testid="model">
      {hint(model)}
    </span>
  )
}

function hint({ learned, candidate, decidedSets, decidedSetsNeeded }: ModelSummary): string {
  if (learned) return rankerWords(candidate)
  if (decidedSets >= decidedSetsNeeded) return `rule · ${count(decidedSets)} to learn from`
  return `rule · learns from ${count(decidedSetsNeeded)}, ${count(decidedSets)} so far`
}
