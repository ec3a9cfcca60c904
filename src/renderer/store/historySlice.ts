/** Decisions made before Setwise: imports, the rows they read, and what they lead to expect. */
import type { ImportReport, LedgerRow, RowCounts } from '../../shared/history.ts'
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

const NOTHING_SEEN: Seen = { latestId: 0, imported: 0 }

const EVERYTHING: LedgerFilter = { importId: null, outcome: null, reason: null }

export const createHistorySlice =
  ({ client }: Ports): SliceCreator<HistorySlice> =>
  (set, get) => {
    /** What was there before the import that ends next: that tells what is new. */
    let seen: Promise<Seen> = Promise.resolve(NOTHING_SEEN)
    /** The person asked for another look at rows, and wants to hear of it even if nothing is new. */
    let isRetryAsked = false
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
      isImportEnding: false,
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
        if (get().past === null) return
        void get().loadHistory()
        if (get().ledger.total !== null) void loadFirstPage(get().ledger.filter)
      },

      followImports: () => {
        seen = client.call('history:list').then(seenIn, (error: unknown) => {
          get().report(error)
          return NOTHING_SEEN
        })
      },

      importHistory: (paths) =>
        orReport(async () => {
          await client.call('history:import', paths)
        }),

      importEnded: (phase) => {
        const wasRetryAsked = isRetryAsked
        isRetryAsked = false
        if (phase !== 'done') return Promise.resolve()
        set({ isImportEnding: true })
        return orReport(async () => {
          try {
            const imports = await client.call('history:list')
            const { past } = get()
            if (past !== null) set({ past: { ...past, imports } })
            const before = await seen
            const now = seenIn(imports)
            seen = Promise.resolve(now)
            const [latest] = imports
            if (latest !== undefined && now.latestId > before.latestId) {
              get().inform(importSentence(latest))
            } else if (wasRetryAsked || now.imported > before.imported) {
              get().inform(retrySentence(now.imported - before.imported, standing(imports)))
            }
          } finally {
            set({ isImportEnding: false })
          }
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
          isRetryAsked = true
          try {
            await client.call('history:retry')
          } catch (error) {
            isRetryAsked = false
            throw error
          }
        }),

      undoImport: (importId) =>
        orReport(async () => {
          await client.call('history:undo', importId)
          get().followImports()
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

interface Seen {
  readonly latestId: number
  /** Rows of all imports that stand. */
  readonly imported: number
}

function seenIn(imports: readonly ImportReport[]): Seen {
  return { latestId: imports[0]?.importId ?? 0, imported: standing(imports).imported }
}

function standing(imports: readonly ImportReport[]): RowCounts {
  return sumOf(imports.filter(({ undone }) => !undone))
}

function rangeOf(page: number): { readonly offset: number; readonly limit: number } {
  return { offset: page * LEDGER_PAGE_ROWS, limit: LEDGER_PAGE_ROWS }
}

/** The pages that came first go first. */
function withPage(ledger: LedgerState, page: number, rows: readonly LedgerRow[]): LedgerState {
  return { ...ledger, pages: new Map([...[...ledger.pages].slice(1 - KEPT_PAGES), [page, rows]]) }
}
