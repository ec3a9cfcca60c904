import type { FailedFile } from '../../../shared/domain.ts'
import { VirtualRows } from '../../ui/VirtualRows.tsx'
import { counted } from '../../words/numbers.ts'

export interface FailureListProps {
  readonly failures: readonly FailedFile[]
}

const ROW_HEIGHT_PX = 50

/** Files that could not be used, each with its reason. */
export function FailureList({ failures }: FailureListProps) {
  return (
    <section className="library-section failures">
      <h2>
        {counted(failures.length, 'file')} <span className="dim">could not be read</span>
      </h2>
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
