import { Button } from '../../../ui/Button.tsx'

export interface HistoryEmptyProps {
  readonly onImport: () => void
}

/** Before anything was brought in. */
export function HistoryEmpty({ onImport }: HistoryEmptyProps) {
  return (
    <div className="history-empty" data-testid="history-empty">
      <div className="drop-area">
        <p>
          Bring in the choices you made before Setwise, and its first suggestions already know your
          taste.
        </p>
        <Button kind="primary" testId="history-import" onPress={onImport}>
          Import history…
        </Button>
        <p className="dim">
          or drop the files here: selection and crop logs (CSV), databases of projects (SQLite)
        </p>
      </div>
    </div>
  )
}
