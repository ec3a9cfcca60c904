import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import type { LedgerRow } from '../../../../shared/history.ts'
import { sampleFile, sampleImport, SAMPLE_EXPECTATIONS } from '../../../testing/sampleHistory.ts'
import { Expected } from './Expected.tsx'
import { ImportCard } from './ImportCard.tsx'
import { LedgerFilters } from './LedgerFilters.tsx'
import { LedgerLine } from './LedgerLine.tsx'

const nothing = (): void => undefined
const textOf = (html: string): string => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')

const ONE = sampleImport(1, [sampleFile('/x/crop log.csv', 'crops', [4, 1, 3, 2])])
const MANY = sampleImport(2, [
  sampleFile('/x/selection_only_log.csv', 'selections', [1000, 5, 0, 95]),
  sampleFile('/x/letter.txt', null, [0, 0, 0, 0], 'Not a history file: columns seen a, b.'),
])

describe('an import', () => {
  const render = (report: typeof ONE): string =>
    renderToStaticMarkup(<ImportCard report={report} onShowRows={nothing} onUndo={nothing} />)

  test('says of each file what it is and how its rows add up', () => {
    const text = textOf(render(ONE))
    expect(text).toContain('file rows read = imported + duplicate + waiting + quarantined')
    expect(text).toContain('crop log.csv crops 10 4 1 3 2')
    expect(text).not.toContain('together')
  })

  test('of several files has a sum, and says why a file is no history', () => {
    const text = textOf(render(MANY))
    expect(text).toContain('2 files')
    expect(text).toContain('letter.txt Not a history file: columns seen a, b.')
    expect(text).toContain('together 1,100 1,000 5 0 95')
  })

  test('numbers lead to their rows, nought leads nowhere', () => {
    const labels = [...render(MANY).matchAll(/aria-label="(Show [^"]*)"/g)].map(
      ([, label]) => label,
    )
    expect(labels).toEqual([
      'Show 1,100 rows: all',
      'Show 1,000 rows: imported',
      'Show 5 rows: duplicate',
      'Show 95 rows: quarantined',
    ])
  })

  test('can be taken back once', () => {
    expect(render(ONE)).toContain('data-testid="undo-import"')
    const undone = render({ ...ONE, undone: true })
    expect(undone).not.toContain('undo-import')
    expect(undone).toContain('taken back')
  })
})

describe('the filters of the ledger', () => {
  const render = (importId: number | null): string =>
    renderToStaticMarkup(
      <LedgerFilters
        imports={[MANY, ONE]}
        filter={{ importId, outcome: 'quarantined', reason: null }}
        onFilter={nothing}
      />,
    )

  test('count outcomes and reasons of all imports together', () => {
    const text = textOf(render(null))
    expect(text).toContain('all rows 1,110')
    expect(text).toContain('quarantined 97 It is quarantined. 97')
    expect(render(null).match(/aria-pressed="true"/g)).toHaveLength(1)
  })

  test('or of one', () => {
    const text = textOf(render(1))
    expect(text).toContain('all rows 10')
    expect(text).toContain('quarantined 2 It is quarantined. 2')
    expect(text).toContain('show all imports')
  })
})

describe('a row', () => {
  const ROW: LedgerRow = {
    rowId: 7,
    importId: 1,
    path: '/x/crop log.csv',
    line: 12_301,
    outcome: 'quarantined',
    reason: 'The crop lies outside the picture.',
    detail: 'x2 is 1.7',
    text: '=HYPERLINK("http://x"),<b>bold</b>,\u0000',
  }
  const render = (isOpen: boolean, row = ROW, isReasonKnown = false): string =>
    renderToStaticMarkup(
      <LedgerLine row={row} isReasonKnown={isReasonKnown} isOpen={isOpen} onToggle={nothing} />,
    )

  test('is shown as text, whatever it begins with', () => {
    for (const isOpen of [false, true]) {
      expect(render(isOpen)).toContain('=HYPERLINK(&quot;http://x&quot;),&lt;b&gt;bold')
    }
  })

  test('opens to all of it, with its place', () => {
    expect(textOf(render(false))).toContain('The crop lies outside the picture. · x2 is 1.7')
    expect(render(false)).not.toContain('ledger-open')
    expect(textOf(render(true))).toContain('line 12,301 of /x/crop log.csv')
    expect(render(true)).toContain('aria-expanded="true"')
  })

  test('among rows of one reason says only what is its own, if there is something', () => {
    expect(textOf(render(false, ROW, true))).toMatch(/quarantined x2 is 1\.7/)
    expect(textOf(render(false, { ...ROW, detail: '' }, true))).toContain('The crop lies outside')
  })

  test('without a reason says what became of it', () => {
    const html = render(false, { ...ROW, outcome: 'imported', reason: null, detail: null })
    expect(textOf(html)).toContain('imported a decision now')
  })
})

describe('what to expect', () => {
  test('by project, of crops, and what is missing', () => {
    const text = textOf(renderToStaticMarkup(<Expected expectations={SAMPLE_EXPECTATIONS} />))
    expect(text).toContain('14,051 decisions can train now')
    expect(text).toContain('7,193 crops wait for their images: add a folder.')
    expect(text).toContain('mojo1 5,412 98.1 % 99 %')
    expect(text).toContain('eleni_raw 1,121 – 0 %')
    expect(text).toContain('less than 54 % of the picture; eight of ten keep 33 % to 83 %')
    expect(text).toContain('from 12 % to 87 % across and from 0 % to 76 % down')
  })

  test('too few crops are not made into numbers', () => {
    const few = { ...SAMPLE_EXPECTATIONS, keptAreaDeciles: null, constantBox: null }
    const html = renderToStaticMarkup(<Expected expectations={few} />)
    expect(html).toContain('Fewer than 10 crops are known')
    expect(html).not.toContain('constant-box')
  })
})
