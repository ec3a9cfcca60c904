import type { HistoryView } from '../../../store/state.ts'
import { useSetwise } from '../../../store/useSetwise.ts'
import { Button } from '../../../ui/Button.tsx'
import { sumOf } from '../../../words/history.ts'
import { counted } from '../../../words/numbers.ts'
import { Expected } from './Expected.tsx'
import { HistoryEmpty } from './HistoryEmpty.tsx'
import { ImportCard } from './ImportCard.tsx'
import { ImportJob } from './ImportJob.tsx'
import { Ledger } from './Ledger.tsx'
import { LedgerFilters } from './LedgerFilters.tsx'

const VIEWS: readonly { readonly view: HistoryView; readonly name: string }[] = [
  { view: 'imports', name: 'Imports' },
  { view: 'rows', name: 'Rows' },
  { view: 'expected', name: 'What to expect' },
]

/** Decisions made before Setwise: what was brought in, how every row ended, what it leads to expect. */
export function HistoryTab() {
  const past = useSetwise((state) => state.past)
  const view = useSetwise((state) => state.historyView)
  const job = useSetwise((state) => state.app?.jobs.find(({ kind }) => kind === 'import'))
  // What it brought is shown in a moment: nothing flashes up in between.
  const isEnding = useSetwise((state) => state.isImportEnding)
  const showView = useSetwise((state) => state.showHistoryView)
  const importHistory = useSetwise((state) => state.importHistory)
  const retryRows = useSetwise((state) => state.retryRows)
  const cancelJob = useSetwise((state) => state.cancelJob)
  if (past === null) return <div className="history" aria-busy="true" />
  const { imports } = past
  const isAtWork = job?.phase === 'running' || job?.phase === 'cancelling'
  const { waiting, quarantined } = sumOf(imports.filter(({ undone }) => !undone))
  return (
    <div className="history" data-testid="history">
      {imports.length > 0 && (
        <div className="history-head">
          <nav aria-label="History">
            {VIEWS.map(({ view: one, name }) => (
              <Button
                key={one}
                kind="quiet"
                isCurrent={one === view}
                testId={`history-${one}`}
                onPress={() => showView(one)}
              >
                {name}
              </Button>
            ))}
          </nav>
          <Button
            testId="history-retry"
            label="Try waiting rows again, and those in quarantine"
            isDisabled={isAtWork || waiting + quarantined === 0}
            onPress={() => void retryRows()}
          >
            Try waiting rows again
          </Button>
          <Button
            testId="history-import"
            isDisabled={isAtWork}
            onPress={() => void importHistory(null)}
          >
            Import history…
          </Button>
        </div>
      )}
      {isAtWork && <ImportJob job={job} onCancel={() => cancelJob('import')} />}
      {imports.length > 0
        ? VIEW_PARTS[view]
        : !isAtWork && !isEnding && <HistoryEmpty onImport={() => void importHistory(null)} />}
    </div>
  )
}

const VIEW_PARTS: Readonly<Record<HistoryView, React.ReactNode>> = {
  imports: <Imports />,
  rows: <Rows />,
  expected: <Expectation />,
}

function Imports() {
  const imports = useSetwise((state) => state.past?.imports)
  const showRows = useSetwise((state) => state.showRows)
  const undoImport = useSetwise((state) => state.undoImport)
  return (
    <ul className="imports" aria-label="Imports" data-testid="imports">
      {imports?.map((report) => (
        <ImportCard
          key={report.importId}
          report={report}
          onShowRows={(outcome) =>
            void showRows({ importId: report.importId, outcome, reason: null })
          }
          onUndo={() => {
            if (report.importId !== null) void undoImport(report.importId)
          }}
        />
      ))}
    </ul>
  )
}

function Rows() {
  const imports = useSetwise((state) => state.past?.imports)
  const ledger = useSetwise((state) => state.ledger)
  const showRows = useSetwise((state) => state.showRows)
  const loadLedgerPage = useSetwise((state) => state.loadLedgerPage)
  const exportLedger = useSetwise((state) => state.exportLedger)
  const { filter, total } = ledger
  return (
    <div className="ledger">
      <LedgerFilters
        imports={imports ?? []}
        filter={filter}
        onFilter={(chosen) => void showRows(chosen)}
      />
      <section className="ledger-rows">
        <div className="ledger-head">
          <h2>
            {total === null ? '' : counted(total, 'row')}{' '}
            <span className="dim">{filter.reason ?? filter.outcome}</span>
          </h2>
          <Button
            testId="ledger-export"
            isDisabled={total === null || total === 0}
            onPress={() => void exportLedger()}
          >
            Save as CSV…
          </Button>
        </div>
        <div className="library-scroll">
          <Ledger ledger={ledger} onNeedPage={loadLedgerPage} />
        </div>
      </section>
    </div>
  )
}

function Expectation() {
  const expectations = useSetwise((state) => state.past?.expectations)
  return expectations === undefined ? null : <Expected expectations={expectations} />
}
