import { useSetwise } from '../../store/useSetwise.ts'
import { Button } from '../../ui/Button.tsx'

/** Before a folder is open. */
export function Welcome() {
  const openFolder = useSetwise((state) => state.openFolder)
  return (
    <main className="page welcome" data-testid="welcome">
      <div className="drop-area">
        <h1>Open a folder of pictures</h1>
        <p>
          Setwise groups near-identical pictures into sets and suggests which one to keep: nothing
          leaves this machine, and your originals are never written.
        </p>
        <Button kind="primary" testId="open-folder" onPress={() => void openFolder(null)}>
          Open folder…
        </Button>
        <p className="dim">or drop a folder here</p>
      </div>
    </main>
  )
}
