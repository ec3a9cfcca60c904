import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, type ReactNode } from 'react'

export interface VirtualRowsProps {
  readonly count: number
  /** The usual height; real heights are measured. */
  readonly rowHeightPx: number
  readonly label: string
  readonly testId: string
  readonly renderRow: (index: number) => ReactNode
}

/** A scrolling list that holds only the rows in sight, for tens of thousands of rows. */
export function VirtualRows({ count, rowHeightPx, label, testId, renderRow }: VirtualRowsProps) {
  const scroller = useRef<HTMLDivElement>(null)
  // The compiler that would trip over this library is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 4,
  })
  return (
    // Focusable, so that the arrow and page keys scroll it.
    <div ref={scroller} className="rows" tabIndex={0} aria-label={label} data-testid={testId}>
      <div role="list" className="rows-content" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ key, index, start }) => (
          <div
            key={key}
            ref={virtualizer.measureElement}
            role="listitem"
            data-index={index}
            className="rows-row"
            style={{ transform: `translateY(${start}px)` }}
          >
            {renderRow(index)}
          </div>
        ))}
      </div>
    </div>
  )
}
