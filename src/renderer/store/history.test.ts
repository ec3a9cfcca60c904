import { describe, expect, test } from 'vitest'
import { SetwiseError } from '../../shared/errors.ts'
import type { ImportReport, LedgerQuery } from '../../shared/history.ts'
import { sampleJob, type FakeMainOptions } from '../testing/fakeMain.ts'
import {
  sampleFile,
  sampleImport,
  sampleRows,
  SAMPLE_EXPECTATIONS,
} from '../testing/sampleHistory.ts'
import { reviewSet } from '../testing/sampleSets.ts'
import { gate, settle, startTestPage, type TestPage } from '../testing/testPage.ts'
import { LEDGER_PAGE_ROWS } from './state.ts'

const SETS = [1, 2].map((id) =>
  reviewSet({
    id,
    sizes: [
      [2, 3],
      [2, 3],
    ],
  }),
)

const FIRST = sampleImport(1, [sampleFile('/x/old.csv', 'selections', [3, 0, 1, 0])])
const SECOND = sampleImport(2, [
  sampleFile('/x/selection_only_log.csv', 'selections', [1000, 5, 700, 95]),
  sampleFile('/x/letter.txt', null, [0, 0, 0, 0], 'Not a history file.'),
])

async function start(options: Partial<FakeMainOptions> = {}) {
  let imports: readonly ImportReport[] = [SECOND, FIRST]
  const queries: LedgerQuery[] = []
  const page = await startTestPage({
    sets: SETS,
    ...options,
    api: {
      'history:list': () => imports,
      'history:expectations': () => SAMPLE_EXPECTATIONS,
      'history:rows': (query) => {
        queries.push(query)
        return sampleRows(imports, query, ({ line }) => ({ text: `row ${line}`, detail: null }))
      },
      ...options.api,
    },
  })
  return {
    page,
    queries,
    replaceImports: (replacement: readonly ImportReport[]) => {
      imports = replacement
    },
  }
}

const callsOf = (page: TestPage, channel: string) =>
  page.main.calls.filter((call) => call.channel === channel).map(({ input }) => input)

const notice = (page: TestPage) => page.store.getState().notice

const endImport = async (page: TestPage, phase: 'done' | 'cancelled' | 'failed') => {
  page.main.emit('job:changed', {
    ...sampleJob('import', 'Reading the history', 9, 9),
    phase,
    message: phase === 'failed' ? 'The disk is full: free 2 GB.' : null,
  })
  await settle(page)
}

describe('history', () => {
  test('is loaded when its tab is shown, by key, by menu, or by coming back', async () => {
    const { page } = await start()
    page.main.emit('menu:command', 'show-history')
    await settle(page)
    expect(page.store.getState()).toMatchObject({
      room: 'library',
      libraryTab: 'history',
      past: { imports: [SECOND, FIRST], expectations: SAMPLE_EXPECTATIONS },
    })
    expect(callsOf(page, 'history:list')).toHaveLength(1)
    page.store.getState().goTo('review')
    page.store.getState().goTo('library')
    await settle(page)
    expect(callsOf(page, 'history:list')).toHaveLength(2)
  })

  test('without a folder it says what to do first', async () => {
    const { page } = await start({ app: { library: null } })
    page.store.getState().showHistory()
    expect(page.store.getState()).toMatchObject({ room: 'review', past: null })
    expect(notice(page)?.text).toContain('Open a folder first')
  })

  test('after an import its counts are told in one line, and nothing else moves', async () => {
    const { page } = await start()
    await endImport(page, 'done')
    expect(notice(page)).toEqual({
      kind: 'info',
      text: 'Imported 1,000 of 1,800 rows: 5 duplicate, 700 waiting, 95 quarantined. 1 file is no history.',
    })
    expect(page.store.getState()).toMatchObject({ room: 'review', libraryTab: 'singles' })
  })

  test('a cancelled import tells nothing, a failed one why', async () => {
    const { page } = await start()
    await endImport(page, 'cancelled')
    expect(notice(page)).toBeNull()
    await endImport(page, 'failed')
    expect(notice(page)).toEqual({ kind: 'error', text: 'The disk is full: free 2 GB.' })
  })

  test('after rows were looked at again, what is left of all imports is told', async () => {
    const { page } = await start()
    await page.store.getState().retryRows()
    expect(callsOf(page, 'history:retry')).toHaveLength(1)
    await endImport(page, 'done')
    expect(notice(page)?.text).toBe('Looked again: 701 waiting, 95 quarantined.')
    await endImport(page, 'done')
    expect(notice(page)?.text).toContain('Imported 1,000')
  })

  test('a retry that could not start is not taken for one when the next import ends', async () => {
    const { page } = await start({
      api: {
        'history:retry': () => {
          throw new SetwiseError('invalid-request', 'An import is running: wait for it.')
        },
      },
    })
    await page.store.getState().retryRows()
    expect(notice(page)?.text).toBe('An import is running: wait for it.')
    await endImport(page, 'done')
    expect(notice(page)?.text).toContain('Imported 1,000')
  })

  test('an undo is shown at once, and the sets and rows on screen follow', async () => {
    const { page, replaceImports, queries } = await start({
      api: {
        'history:undo': (importId) => {
          expect(importId).toBe(2)
          replaceImports([{ ...SECOND, undone: true }, FIRST])
          return null
        },
      },
    })
    page.store.getState().showHistory()
    page.store.getState().showHistoryView('rows')
    await settle(page)
    await page.store.getState().undoImport(2)
    expect(page.store.getState().past?.imports[0]?.undone).toBe(true)
    const [queues, rows] = [callsOf(page, 'review:get-queue').length, queries.length]
    page.main.emit('history:changed', null)
    await settle(page)
    expect(callsOf(page, 'review:get-queue')).toHaveLength(queues + 1)
    expect(queries).toHaveLength(rows + 1)
  })
})

describe('the ledger', () => {
  test('shows what a filter lets through, and exports the same', async () => {
    const { page, queries } = await start({
      api: { 'history:export-ledger': () => '/Users/x/rows.csv' },
    })
    const filter = { importId: 2, outcome: 'waiting', reason: 'It is waiting.' } as const
    await page.store.getState().showRows(filter)
    expect(page.store.getState()).toMatchObject({ historyView: 'rows', ledger: { total: 700 } })
    expect(queries.at(-1)).toEqual({ ...filter, offset: 0, limit: LEDGER_PAGE_ROWS })
    await page.store.getState().exportLedger()
    expect(callsOf(page, 'history:export-ledger')[0]?.[0]).toMatchObject(filter)
    expect(notice(page)?.text).toBe('Saved to /Users/x/rows.csv.')
  })

  test('a dialog that was closed says nothing', async () => {
    const { page } = await start()
    await page.store.getState().exportLedger()
    expect(notice(page)).toBeNull()
  })

  test('pages come once, as they are needed, and far ones are let go', async () => {
    const many = sampleImport(3, [sampleFile('/x/a.csv', 'crops', [0, 0, 0, 20_000])])
    const { page, queries, replaceImports } = await start()
    replaceImports([many])
    const { showRows, loadLedgerPage } = page.store.getState()
    await showRows({ importId: null, outcome: null, reason: null })
    loadLedgerPage(1)
    loadLedgerPage(1)
    await settle(page)
    expect(queries.map(({ offset }) => offset)).toEqual([0, LEDGER_PAGE_ROWS])
    expect(page.store.getState().ledger.pages.get(1)?.[0]?.rowId).toBe(LEDGER_PAGE_ROWS)
    for (let number = 2; number < 40; number++) {
      loadLedgerPage(number)
      // oxlint-disable-next-line no-await-in-loop -- as one scrolls
      await settle(page)
    }
    const { pages } = page.store.getState().ledger
    expect(pages.size).toBe(12)
    expect(pages.has(39)).toBe(true)
    expect(pages.has(1)).toBe(false)
  })

  test('an answer for a filter that was left is not shown', async () => {
    const held = gate()
    let isHeld = true
    const { page } = await start({
      before: (channel) => (channel === 'history:rows' && isHeld ? held.wait : undefined),
    })
    const { showRows } = page.store.getState()
    const first = showRows({ importId: null, outcome: 'waiting', reason: null })
    isHeld = false
    await showRows({ importId: null, outcome: 'quarantined', reason: null })
    held.open()
    await first
    expect(page.store.getState().ledger).toMatchObject({
      filter: { outcome: 'quarantined' },
      total: 95,
    })
  })
})
