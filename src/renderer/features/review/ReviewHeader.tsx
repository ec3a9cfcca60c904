import { useMemo } from 'react'
import { countStates } from '../../store/walk.ts'
import { useSetwise } from '../../store/useSetwise.ts'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { stateWords } from '../../words/decisions.ts'
import { count } from '../../words/numbers.ts'

/** Where the person is: project, set, how much is done, and what is already said about this set. */
export function ReviewHeader() {
  const shown = useSetwise((state) => state.shown)
  const place = useSetwise((state) => state.place)
  const { states } = useSetwise((state) => state.queue)
  const library = useSetwise((state) => state.app?.library ?? null)
  const decided = useMemo(() => states.length - countStates(states).open, [states])
  const said = shown === null ? null : stateWords(shown.reviewSet)
  return (
    <>
      <b className="project">{shown?.reviewSet.set.project ?? library?.name}</b>
      {shown !== null && (
        <span className="dim" data-testid="position">
          set {count(place + 1)} of {count(states.length)}
        </span>
      )}
      {states.length > 0 && (
        <>
          <ProgressBar fraction={decided / states.length} label="Decided sets" />
          <span className="dim" data-testid="decided">
            {count(decided)} decided
          </span>
        </>
      )}
      {said !== null && (
        <span className="state" data-testid="set-state">
          {said}
        </span>
      )}
    </>
  )
}
