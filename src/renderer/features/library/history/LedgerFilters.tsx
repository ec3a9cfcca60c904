import type { ImportReport, RowOutcome } from '../../../../shared/history.ts'
import type { LedgerFilter } from '../../../store/state.ts'
import { Button } from '../../../ui/Button.tsx'
import { OUTCOMES, sumOf, when } from '../../../words/history.ts'
import { count } from '../../../words/numbers.ts'

export interface LedgerFiltersProps {
  readonly imports: readonly ImportReport[]
  readonly filter: LedgerFilter
  readonly onFilter: (filter: LedgerFilter) => void
}

/** All outcomes and reasons with their counts; each shows its rows. */
export function LedgerFilters({ imports, filter, onFilter }: LedgerFiltersProps) {
  const { importId } = filter
  const one = imports.find((report) => report.importId === importId)
  const chosen = one === undefined ? imports : [one]
  const counts = sumOf(chosen)
  const button = (outcome: RowOutcome | null, reason: string | null, value: number) => (
    <Button
      kind="quiet"
      isPressed={filter.outcome === outcome && filter.reason === reason}
      onPress={() => onFilter({ importId, outcome, reason })}
    >
      <span className="filter-words">{reason ?? outcome ?? 'all rows'}</span>
      <span className="filter-count">{count(value)}</span>
    </Button>
  )
  return (
    <nav className="ledger-filters" aria-label="Which rows" data-testid="ledger-filters">
      {imports.length > 1 && (
        <p className="ledger-scope">
          <span>{one === undefined ? 'All imports' : when(one.atMs)}</span>
          {one !== undefined && (
            <Button
              testId="ledger-all-imports"
              kind="quiet"
              onPress={() => onFilter({ importId: null, outcome: null, reason: null })}
            >
              show all imports
            </Button>
          )}
        </p>
      )}
      <ul>
        <li>{button(null, null, counts.read)}</li>
        {OUTCOMES.map((outcome) => (
          <li key={outcome}>
            {button(outcome, null, counts[outcome])}
            <ul>
              {reasonsOf(chosen, outcome).map(({ reason, value }) => (
                <li key={reason}>{button(outcome, reason, value)}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The most frequent first. */
function reasonsOf(
  imports: readonly ImportReport[],
  outcome: RowOutcome,
): readonly { readonly reason: string; readonly value: number }[] {
  const counts = new Map<string, number>()
  for (const one of imports.flatMap(({ reasons }) => reasons)) {
    if (one.outcome !== outcome) continue
    counts.set(one.reason, (counts.get(one.reason) ?? 0) + one.count)
  }
  return [...counts]
    .map(([reason, value]) => ({ reason, value }))
    .toSorted((a, b) => b.value - a.value || a.reason.localeCompare(b.reason))
}
