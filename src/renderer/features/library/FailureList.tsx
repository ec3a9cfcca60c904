import type { FailedFile } from '../../../shared/domain.ts'
import { Button } from '../../ui/Button.tsx'
import { VirtualRows } from '../../ui/VirtualRows.tsx'
import { counted } from '../../words/numbers.ts'

export interface FailureListProps {
  readonly failures: readonly FailedFile[]
  readonly onRetry: () => void
}

const ROW_HEIGHT_PX = 50

/** Files that could not be used, each with its reason. */
export function FailureList({ failures, onRetry }: FailureListProps) {
  return (
    <section className="library-section failures">
      <div className="failures-head">
        <h2>
          {counted(failures.length, 'file')} <span className="dim">could not be read</span>
        </h2>
        <Button testId="retry-failed" label="Try all these files again" onPress={onRetry}>
          Try again
        </Button>
      </div>
      <div className="library-scroll">
        <VirtualRows
          count={failures.length}
          rowHeightPx={ROW_HEIGHT_PX}
          label="Files that could not be read"
          testId="failures"
          renderRow={(index) => (
            <div className="failed-file">
              <span>{failures[index]?.path}</span>
              <span className="dim">{failures[index]?.reason}</span>
            </div>
          )}
        />
      </div>
    </section>
  )
}
