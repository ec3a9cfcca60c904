import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { counted } from '../../../words/numbers.ts'

export interface UndoImportProps {
  /** Rows that are decisions now. */
  readonly imported: number
  readonly onUndo: () => void
}

/** Asks once, in place. */
export function UndoImport({ imported, onUndo }: UndoImportProps) {
  const [isAsking, setAsking] = useState(false)
  if (!isAsking) {
    return (
      <Button testId="undo-import" onPress={() => setAsking(true)}>
        Undo this import
      </Button>
    )
  }
  return (
    <div className="import-ask" role="group" aria-label="Undo this import?">
      <span>Take back {counted(imported, 'imported row')} and those that wait?</span>
      <Button
        testId="undo-import-yes"
        onPress={() => {
          setAsking(false)
          onUndo()
        }}
      >
        Take back
      </Button>
      <Button testId="undo-import-no" onPress={() => setAsking(false)}>
        Keep
      </Button>
    </div>
  )
}
