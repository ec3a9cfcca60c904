import { useSetwise } from '../../store/useSetwise.ts'
import { KeyHint } from '../../ui/KeyHint.tsx'

/** The keys where they act; a click on one does the same. */
export function ReviewFooter() {
  const shown = useSetwise((state) => state.shown)
  const page = useSetwise((state) => state.page)
  const last = useSetwise((state) => state.history.at(-1)?.words ?? null)
  const canUndo = useSetwise((state) => state.queue.states.some((one) => one !== 'open'))
  const { approve, pick, reject, skip, step, undo, showKeys, togglePanel } = useActions()
  const candidates = shown?.reviewSet.set.candidates ?? []
  const winner = shown?.reviewSet.suggestion?.winner
  const suggested = candidates.find((candidate) => candidate.imageId === winner)
  return (
    <>
      {page === 'set' && (
        <>
          {suggested === undefined ? (
            <span>no suggestion yet</span>
          ) : (
            <KeyHint keys={['Enter']} onPress={() => approve(now())}>
              keep {suggested.position}
            </KeyHint>
          )}
          <span className="key-hint picks">
            {candidates.map(({ position, imageId }) => (
              <button
                key={imageId}
                type="button"
                className="button quiet"
                aria-label={`Keep image ${position}`}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => pick(position, now())}
              >
                <kbd>{position}</kbd>
              </button>
            ))}
            <span>pick</span>
          </span>
          <KeyHint keys={['R']} onPress={() => reject(now())}>
            reject set
          </KeyHint>
          <KeyHint keys={['S']} onPress={() => skip(now())}>
            skip
          </KeyHint>
          <KeyHint keys={['↑']} onPress={() => step(-1, now(), false)}>
            back
          </KeyHint>
          <KeyHint keys={['↓']} onPress={() => step(1, now(), false)}>
            next
          </KeyHint>
          <KeyHint keys={['I']} onPress={togglePanel}>
            features
          </KeyHint>
        </>
      )}
      <span className="grow" />
      {canUndo && (
        <KeyHint keys={['U']} testId="undo-hint" onPress={() => undo(now())}>
          {last === null ? 'undo' : `undo: ${last}`}
        </KeyHint>
      )}
      <KeyHint keys={['?']} onPress={() => showKeys(true)}>
        keys
      </KeyHint>
    </>
  )
}

/** The time of a click, on the clock of the keys. */
const now = (): number => performance.now()

function useActions() {
  return {
    approve: useSetwise((state) => state.approve),
    pick: useSetwise((state) => state.pick),
    reject: useSetwise((state) => state.reject),
    skip: useSetwise((state) => state.skip),
    step: useSetwise((state) => state.step),
    undo: useSetwise((state) => state.undo),
    togglePanel: useSetwise((state) => state.togglePanel),
    showKeys: useSetwise((state) => state.showKeys),
  }
}
