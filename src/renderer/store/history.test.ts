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
  let imports: readonly ImportReport[] = [FIRST]
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
  await settle(page)
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
    const before = callsOf(page, 'history:list').length
    page.main.emit('menu:command', 'show-history')
    await settle(page)
    expect(page.store.getState()).toMatchObject({
      room: 'library',
      libraryTab: 'history',
      past: { imports: [FIRST], expectations: SAMPLE_EXPECTATIONS },
    })
    expect(callsOf(page, 'history:list')).toHaveLength(before + 1)
    page.store.getState().goTo('review')
    page.store.getState().goTo('library')
    await settle(page)
    expect(callsOf(page, 'history:list')).toHaveLength(before + 2)
  })

  test('without a folder it says what to do first', async () => {
    const { page } = await start({ app: { library: null } })
    page.store.getState().showHistory()
    expect(page.store.getState()).toMatchObject({ room: 'review', past: null })
    expect(notice(page)?.text).toContain('Open a folder first')
  })

  test('after an import its counts are told in one line, once, and nothing else moves', async () => {
    const { page, replaceImports } = await start()
    replaceImports([SECOND, FIRST])
    await endImport(page, 'done')
    expect(notice(page)).toEqual({
      kind: 'info',
      text: 'Imported 1,000 of 1,800 rows: 5 duplicate, 700 waiting, 95 quarantined. 1 file is no history.',
    })
    expect(page.store.getState()).toMatchObject({ room: 'review', libraryTab: 'singles' })
    page.store.getState().dismissNotice()
    await endImport(page, 'done')
    expect(notice(page)).toBeNull()
  })

  test('what an import brought is there before the tab can look empty again', async () => {
    const { page, replaceImports } = await start()
    replaceImports([])
    page.store.getState().showHistory()
    await settle(page)
    replaceImports([FIRST])
    const seen: unknown[] = []
    page.store.subscribe(({ past, isImportEnding }) =>
      seen.push([past?.imports.length, isImportEnding]),
    )
    await endImport(page, 'done')
    expect(seen.slice(1)).not.toContainEqual([0, false])
    expect(seen.at(-1)).toEqual([1, false])
  })

  test('a cancelled import tells nothing, a failed one why', async () => {
    const { page, replaceImports } = await start()
    replaceImports([SECOND, FIRST])
    await endImport(page, 'cancelled')
    expect(notice(page)).toBeNull()
    await endImport(page, 'failed')
    expect(notice(page)).toEqual({ kind: 'error', text: 'The disk is full: free 2 GB.' })
  })

  test('rows that come alive by themselves are told; a look that found none is not', async () => {
    const { page, replaceImports } = await start()
    await endImport(page, 'done')
    expect(notice(page)).toBeNull()
    replaceImports([{ ...FIRST, imported: 4, waiting: 0 }])
    await endImport(page, 'done')
    expect(notice(page)?.text).toBe('1 more row is used now: 0 waiting, 0 quarantined.')
  })

  test('a look that was asked for is told even if it found none', async () => {
    const { page } = await start()
    await page.store.getState().retryRows()
    expect(callsOf(page, 'history:retry')).toHaveLength(1)
    await endImport(page, 'done')
    expect(notice(page)?.text).toBe('Looked again, nothing new: 1 waiting, 0 quarantined.')
    page.store.getState().dismissNotice()
    await endImport(page, 'done')
    expect(notice(page)).toBeNull()
  })

  test('a look that could not begin is not told when something else ends', async () => {
    const { page } = await start({
      api: {
        'history:retry': () => {
          throw new SetwiseError('database-locked', 'The library is in use: try again.')
        },
      },
    })
    await page.store.getState().retryRows()
    expect(notice(page)?.text).toBe('The library is in use: try again.')
    page.store.getState().dismissNotice()
    await endImport(page, 'done')
    expect(notice(page)).toBeNull()
  })

  test('an undo is shown at once, and the rows on screen follow', async () => {
    const { page, replaceImports, queries } = await start({
      api: {
        'history:undo': (importId) => {
          expect(importId).toBe(1)
          replaceImports([{ ...FIRST, undone: true }])
          return null
        },
      },
    })
    page.store.getState().showHistory()
    page.store.getState().showHistoryView('rows')
    await settle(page)
    await page.store.getState().undoImport(1)
    expect(page.store.getState().past?.imports[0]?.undone).toBe(true)
    const before = queries.length
    page.main.emit('history:changed', null)
    await settle(page)
    expect(queries).toHaveLength(before + 1)
  })

  test('what was taken back is not missed when other rows come alive', async () => {
    let undone = false
    let alive = 0
    const { page } = await start({
      api: {
        'history:list': () => [
          { ...SECOND, undone },
          { ...FIRST, imported: 3 + alive, waiting: 1 - alive },
        ],
        'history:undo': () => {
          undone = true
          return null
        },
      },
    })
    await page.store.getState().undoImport(2)
    alive = 1
    await endImport(page, 'done')
    expect(notice(page)?.text).toBe('1 more row is used now: 0 waiting, 0 quarantined.')
  })
})

describe('the ledger', () => {
  test('shows what a filter lets through, and exports the same', async () => {
    const { page, queries, replaceImports } = await start({
      api: { 'history:export-ledger': () => '/Users/x/rows.csv' },
    })
    replaceImports([SECOND, FIRST])
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
    const { page, replaceImports } = await start({
      before: (channel) => (channel === 'history:rows' && isHeld ? held.wait : undefined),
    })
    replaceImports([SECOND, FIRST])
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
