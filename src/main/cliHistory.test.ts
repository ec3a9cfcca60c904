/** History on the command line: one process per command, JSON on stdout. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeHistory } from '../../tools/history/history.ts'
import type { HistoryTruth } from '../../tools/history/truth.ts'
import type { ImportReport, LedgerRow } from '../shared/history.ts'
import { temporaryFolder } from './services/history.fixture.ts'

const run = promisify(execFile)
const temporary = temporaryFolder()
const made = join(temporary.folder, 'made')
let truth: HistoryTruth

beforeAll(async () => {
  truth = await writeHistory({ folder: made, scale: 0.003, seed: 'cli', hasPictures: true })
}, 120_000)
afterAll(temporary.remove)

async function setwise<Value>(...words: readonly string[]): Promise<Value> {
  const cli = join(import.meta.dirname, 'cli.ts')
  const library = ['--library', join(temporary.folder, 'library'), '--json']
  const { stdout } = await run(process.execPath, [cli, ...words, ...library], { maxBuffer: 1e8 })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each command's own answer
  return JSON.parse(stdout) as Value
}

test('import, ledger, undo-import, export-history', { timeout: 60_000 }, async () => {
  const files = truth.files.filter(({ name }) => !name.endsWith('.parquet'))
  const paths = files.map(({ name }) => join(made, 'history', name))
  const waiting = await setwise<ImportReport>('import', ...paths)
  const read = files.reduce((sum, file) => sum + file.totals.read, 0)
  const sum = (name: 'imported' | 'waiting', totals: 'totals' | 'totalsWithoutPictures'): number =>
    files.reduce((all, file) => all + file[totals][name], 0)
  expect(waiting).toMatchObject({
    read,
    imported: 0,
    waiting: sum('waiting', 'totalsWithoutPictures'),
  })

  await setwise('open', join(made, 'pictures'))
  const imported = await setwise<LedgerRow[]>('ledger', '--outcome', 'imported')
  expect(imported).toHaveLength(sum('imported', 'totals'))
  expect(await setwise('undo-import', '1')).toEqual({ undone: 1 })

  const options = ['--root', join(made, 'pictures'), '--project', 'mojo1']
  const dry = await setwise<ImportReport>('import', ...paths, ...options, '--dry-run')
  expect(dry).toMatchObject({ importId: null, imported: sum('imported', 'totals') })
  const again = await setwise<ImportReport>('import', ...paths, ...options)
  expect(again).toMatchObject({ importId: 2, imported: dry.imported })
  const exported = await setwise<{ selections: number }>(
    'export-history',
    join(temporary.folder, 'out'),
  )
  expect(exported.selections).toBeGreaterThan(10)
})

test('wrong use is told', { timeout: 30_000 }, async () => {
  for (const words of [['import'], ['ledger', '--outcome', 'x'], ['undo-import', 'x']]) {
    await expect(setwise(...words)).rejects.toMatchObject({ code: 2 })
  }
})
