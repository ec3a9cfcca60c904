/** Decisions made before Setwise: imports, the rows they read, and what they lead to expect. */
import type { LedgerRow } from '../../shared/history.ts'
import { importSentence, retrySentence, sumOf } from '../words/history.ts'
import type { Ports } from './ports.ts'
import {
  LEDGER_PAGE_ROWS,
  type HistorySlice,
  type LedgerFilter,
  type LedgerState,
  type SliceCreator,
} from './state.ts'

/** Of `LEDGER_PAGE_ROWS` each; the rows of a large history are more than a page should hold. */
const KEPT_PAGES = 12

const EVERYTHING: LedgerFilter = { importId: null, outcome: null, reason: null }

export const createHistorySlice =
  ({ client }: Ports): SliceCreator<HistorySlice> =>
  (set, get) => {
    /** Set while rows are looked at again: no new import is to be told then. */
    let isRetry = false
    /** Pages that were asked for and have not come, of each filter. */
    const asked = new WeakMap<LedgerFilter, Set<number>>()

    const orReport = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work()
      } catch (error) {
        get().report(error)
      }
    }

    /** Rows already shown stay until the new ones come, so that nothing flickers. */
    const loadFirstPage = (filter: LedgerFilter): Promise<void> =>
      orReport(async () => {
        const isChange = get().ledger.filter !== filter
        if (isChange) set({ ledger: { filter, total: null, pages: new Map() } })
        const first = await client.call('history:rows', { ...filter, ...rangeOf(0) })
        // Another filter was chosen meanwhile.
        if (get().ledger.filter !== filter) return
        set({ ledger: { filter, total: first.total, pages: new Map([[0, first.rows]]) } })
      })

    return {
      historyView: 'imports',
      past: null,
      ledger: { filter: EVERYTHING, total: null, pages: new Map() },

      showHistory: () => {
        if (get().app?.library == null) {
          get().inform('Open a folder first: its library shows the history.')
          return
        }
        set({ libraryTab: 'history' })
        get().goTo('library')
      },

      showHistoryView: (view) => {
        set({ historyView: view })
        if (view === 'rows' && get().ledger.total === null) void loadFirstPage(get().ledger.filter)
      },

      loadHistory: () =>
        orReport(async () => {
          const [imports, expectations] = await Promise.all([
            client.call('history:list'),
            client.call('history:expectations'),
          ])
          set({ past: { imports, expectations } })
        }),

      historyChanged: () => {
        // What was imported or taken back are decisions about sets.
        get().reloadQueue()
        if (get().lists !== null) void get().loadLists()
        if (get().past === null) return
        void get().loadHistory()
        if (get().ledger.total !== null) void loadFirstPage(get().ledger.filter)
      },

      importHistory: (paths) =>
        orReport(async () => {
          await client.call('history:import', paths)
        }),

      importEnded: (phase) => {
        const wasRetry = isRetry
        isRetry = false
        if (phase !== 'done') return Promise.resolve()
        return orReport(async () => {
          const imports = await client.call('history:list')
          const [latest] = imports
          if (wasRetry) get().inform(retrySentence(sumOf(imports.filter((one) => !one.undone))))
          else if (latest !== undefined) get().inform(importSentence(latest))
        })
      },

      showRows: (filter) => {
        set({ historyView: 'rows' })
        return loadFirstPage(filter)
      },

      loadLedgerPage: (page) => {
        const { filter } = get().ledger
        const pending = asked.get(filter) ?? new Set()
        asked.set(filter, pending)
        if (pending.has(page)) return
        pending.add(page)
        void orReport(async () => {
          try {
            const { rows } = await client.call('history:rows', { ...filter, ...rangeOf(page) })
            const { ledger } = get()
            if (ledger.filter === filter) set({ ledger: withPage(ledger, page, rows) })
          } finally {
            pending.delete(page)
          }
        })
      },

      retryRows: () =>
        orReport(async () => {
          isRetry = true
          try {
            await client.call('history:retry')
          } catch (error) {
            isRetry = false
            throw error
          }
        }),

      undoImport: (importId) =>
        orReport(async () => {
          await client.call('history:undo', importId)
          await get().loadHistory()
        }),

      exportLedger: () =>
        orReport(async () => {
          const { filter } = get().ledger
          const file = await client.call('history:export-ledger', { ...filter, ...rangeOf(0) })
          if (file !== null) get().inform(`Saved to ${file}.`)
        }),
    }
  }

function rangeOf(page: number): { readonly offset: number; readonly limit: number } {
  return { offset: page * LEDGER_PAGE_ROWS, limit: LEDGER_PAGE_ROWS }
}

/** The pages that came first go first. */
function withPage(ledger: LedgerState, page: number, rows: readonly LedgerRow[]): LedgerState {
  return { ...ledger, pages: new Map([...[...ledger.pages].slice(1 - KEPT_PAGES), [page, rows]]) }
}
