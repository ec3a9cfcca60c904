import type { LedgerRow } from '../../../../shared/history.ts'
import { OUTCOME_MEANING } from '../../../words/history.ts'
import { count } from '../../../words/numbers.ts'
import { fileName } from '../../../words/rankers.ts'

export interface LedgerLineProps {
  readonly row: LedgerRow
  /** All rows shown have the same reason: what differs is told instead. */
  readonly isReasonKnown: boolean
  readonly isOpen: boolean
  readonly onToggle: () => void
}

/** A row of a file: how it ended and why; opened, all of it. Its text is never anything but text. */
export function LedgerLine({ row, isReasonKnown, isOpen, onToggle }: LedgerLineProps) {
  const { path, line, outcome, reason, detail, text } = row
  const hasDetail = detail !== null && detail !== ''
  const isKnown = isReasonKnown && hasDetail
  return (
    <div className={isOpen ? 'ledger-row open' : 'ledger-row'}>
      <button
        type="button"
        className="ledger-line"
        aria-expanded={isOpen}
        data-testid="ledger-row"
        data-outcome={outcome}
        onClick={onToggle}
      >
        <span className="ledger-number">{count(line)}</span>
        <span className="ledger-outcome">{outcome}</span>
        <span className="ledger-reason">
          {!isKnown && (reason ?? <span className="dim">{OUTCOME_MEANING[outcome]}</span>)}
          {!isKnown && hasDetail && <span className="dim"> · {detail}</span>}
          {isKnown && detail}
        </span>
        {!isOpen && (
          <>
            <bdi className="ledger-text" dir="ltr">
              {text}
            </bdi>
            <span className="ledger-file dim">{fileName(path)}</span>
          </>
        )}
      </button>
      {isOpen && (
        <div className="ledger-open" data-testid="ledger-open">
          <p className="dim">
            line {count(line)} of {path}
          </p>
          <pre dir="ltr" data-testid="ledger-text">
            {text}
          </pre>
        </div>
      )}
    </div>
  )
}
