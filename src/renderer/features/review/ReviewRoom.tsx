import { assertNever } from '../../../shared/errors.ts'
import { useSetwise } from '../../store/useSetwise.ts'
import { AllDecided } from './AllDecided.tsx'
import { NoSets } from './NoSets.tsx'
import { SetStage } from './SetStage.tsx'

/** The stage of the review: a set, or the page that says why there is none. */
export function ReviewRoom() {
  const page = useSetwise((state) => state.page)
  const shown = useSetwise((state) => state.shown)
  switch (page) {
    case 'loading':
      return <main className="page" aria-busy="true" />
    case 'empty':
      return <NoSets />
    case 'all-decided':
      return <AllDecided />
    case 'set':
      return shown === null ? null : <SetStage shown={shown} />
    default:
      return assertNever(page)
  }
}
