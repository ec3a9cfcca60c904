/** What happened to a set, in words. */
import type { ImageSet, ImageId, Verdict } from '../../shared/domain.ts'
import type { ReviewSet } from '../../shared/ipc.ts'
import { assertNever } from '../../shared/errors.ts'
import { count } from './numbers.ts'

/** "kept 3", "rejected", "skipped". */
export function verdictWords(verdict: Verdict, set: ImageSet): string {
  switch (verdict.kind) {
    case 'pick':
      return keptWords(verdict.imageId, set)
    case 'reject':
      return 'rejected'
    case 'skip':
      return 'skipped'
    default:
      return assertNever(verdict)
  }
}

/** The state of a decided set for the header; null while it is open. */
export function stateWords({ state, picked, set }: ReviewSet): string | null {
  switch (state) {
    case 'open':
      return null
    case 'pick':
      return picked === null ? 'kept' : keptWords(picked, set)
    case 'reject':
      return 'rejected'
    case 'skip':
      return 'skipped'
    default:
      return assertNever(state)
  }
}

/** "kept 3 in set 1,203"; `place` counts from 0. */
export function doneWords(verdict: Verdict, set: ImageSet, place: number): string {
  const words = verdictWords(verdict, set)
  return verdict.kind === 'pick'
    ? `${words} in set ${count(place + 1)}`
    : `${words} set ${count(place + 1)}`
}

function keptWords(imageId: ImageId, set: ImageSet): string {
  const kept = set.candidates.find((candidate) => candidate.imageId === imageId)
  return kept === undefined ? 'kept' : `kept ${kept.position}`
}
