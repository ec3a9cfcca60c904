import { useSetwise } from '../store/useSetwise.ts'
import { KeyHint } from '../ui/KeyHint.tsx'

/** The keys of the rooms that have none of their own. */
export function RoomFooter() {
  const hasLibrary = useSetwise((state) => state.app?.library != null)
  const version = useSetwise((state) => state.app?.version)
  const goTo = useSetwise((state) => state.goTo)
  const showHistory = useSetwise((state) => state.showHistory)
  const showKeys = useSetwise((state) => state.showKeys)
  return (
    <>
      {hasLibrary ? (
        <>
          <KeyHint keys={['Esc']} onPress={() => goTo('review')}>
            back to review
          </KeyHint>
          <KeyHint keys={['L']} onPress={() => goTo('library')}>
            library
          </KeyHint>
          <KeyHint keys={['H']} onPress={showHistory}>
            history
          </KeyHint>
          <KeyHint keys={['M']} onPress={() => goTo('training')}>
            model
          </KeyHint>
        </>
      ) : (
        <span>Setwise {version}</span>
      )}
      <span className="grow" />
      <KeyHint keys={['?']} onPress={() => showKeys(true)}>
        keys
      </KeyHint>
    </>
  )
}
