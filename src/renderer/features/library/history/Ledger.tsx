import { useEffect, useState } from 'react'
import type { LedgerRow } from '../../../../shared/history.ts'
import { LEDGER_PAGE_ROWS, type LedgerState } from '../../../store/state.ts'
import { VirtualRows } from '../../../ui/VirtualRows.tsx'
import { LedgerLine } from './LedgerLine.tsx'

export interface LedgerProps {
  readonly ledger: LedgerState
  readonly onNeedPage: (page: number) => void
}

/** See ledger.css. */
const ROW_HEIGHT_PX = 51

/** The rows that the filter lets through; pages come as they are scrolled into sight. */
export function Ledger({ ledger, onNeedPage }: LedgerProps) {
  const [openRowId, setOpenRowId] = useState<number | null>(null)
  const { filter, total, pages } = ledger
  if (total === null) return <div aria-busy="true" />
  if (total === 0) return <p className="ledger-none dim">No row ended this way.</p>
  return (
    <VirtualRows
      key={JSON.stringify(filter)}
      count={total}
      rowHeightPx={ROW_HEIGHT_PX}
      label="Rows read"
      testId="ledger"
      renderRow={(index) => {
        const page = Math.floor(index / LEDGER_PAGE_ROWS)
        const row = pages.get(page)?.[index % LEDGER_PAGE_ROWS]
        if (row === undefined) return <Missing page={page} onNeedPage={onNeedPage} />
        return (
          <LedgerLine
            row={row}
            isReasonKnown={filter.reason !== null}
            isOpen={row.rowId === openRowId}
            onToggle={() => setOpenRowId(toggled(row, openRowId))}
          />
        )
      }}
    />
  )
}

function toggled({ rowId }: LedgerRow, openRowId: number | null): number | null {
  return rowId === openRowId ? null : rowId
}

/** Holds the place of a row, and asks for it once it is in sight. */
function Missing({
  page,
  onNeedPage,
}: {
  readonly page: number
  readonly onNeedPage: (page: number) => void
}) {
  useEffect(() => onNeedPage(page), [page, onNeedPage])
  return <div className="ledger-missing" />
}
