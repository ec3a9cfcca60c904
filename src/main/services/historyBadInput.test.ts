/** Files that are no history, and histories that cannot be read: a reason each, and the others come in. */
import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ImportReport } from '../../shared/history.ts'
import type { Services } from './compose.ts'
import { openLibrary, quiet, temporaryFolder } from './history.fixture.ts'
import { PLAIN_IMPORT } from './history.ts'
import { spreadsheetCell, writeLedger } from './historyLedger.ts'

const HEADER = 'session_id,set_id,chosen_path,neg_paths,timestamp\n'
const rowOf = (name: string, set = 'group_1'): string =>
  `s,${set},/x/mojo1/${name}_stage2_upscaled.png,"[""/x/mojo1/${name}_stage1_generated.png""]",2025-10-05T01:43:47Z\n`

let temporary: ReturnType<typeof temporaryFolder>
let services: Services
beforeEach(() => {
  temporary = temporaryFolder()
  services = openLibrary(join(temporary.folder, 'library'))
})
afterEach(async () => {
  await services.close()
  temporary.remove()
})

function file(name: string, content: string | Uint8Array): string {
  const path = join(temporary.folder, name)
  writeFileSync(path, content)
  return path
}
const importFiles = (...paths: readonly string[]): Promise<ImportReport> =>
  services.history.run(paths, PLAIN_IMPORT, quiet())

async function reasonOf(path: string): Promise<string | null> {
  const good = file('good.csv', HEADER + rowOf('20250708_060711'))
  const report = await importFiles(path, good)
  expect(report.files[1]).toMatchObject({ kind: 'selections', read: 1, reason: null })
  expect(report.files[0]!.read).toBe(0)
  return report.files[0]!.reason
}

test('what is no history file is told by what it holds', async () => {
  expect(await reasonOf(file('a.csv', ''))).toBe('the file is empty')
  expect(await reasonOf(file('b.csv', 'name,age\nx,3\n'))).toBe(
    'not a history file: columns seen name, age',
  )
  expect(await reasonOf(file('c.csv', 'PK\u0003\u0004rest'))).toContain('zip')
  expect(await reasonOf(join(temporary.folder, 'nowhere.csv'))).toBe('there is no such file')
  const empty = join(temporary.folder, 'empty')
  mkdirSync(empty)
  expect(await reasonOf(empty)).toBe('no history file lies in this folder')
})

test('SQLite files: damaged, locked, of something else', async () => {
  const path = join(temporary.folder, 'past.db')
  const database = new Sqlite(path)
  database.exec('CREATE TABLE other (x)')
  expect(await reasonOf(path)).toBe('not a history file: it has no table ai_decisions')
  database.exec('BEGIN EXCLUSIVE')
  expect(await reasonOf(path)).toContain('another program is writing to it')
  database.exec('COMMIT')
  database.close()
  const bytes = readFileSync(path)
  bytes.fill(0x41, 100)
  expect(await reasonOf(file('damaged.db', bytes))).toContain('damaged')
})

test('a file that may not be read', async ({ skip }) => {
  if (process.getuid?.() === 0) skip('the superuser may read everything')
  const path = file('secret.csv', HEADER)
  chmodSync(path, 0)
  expect(await reasonOf(path)).toContain('permissions')
})

test('a file that changes while it is read leaves nothing, and comes in later', async () => {
  const path = file('growing.csv', HEADER + rowOf('20250708_060711'))
  let told = 0
  const context = {
    ...quiet(),
    // The second time its first bytes are read.
    onProgress: () => {
      if ((told += 1) === 2) appendFileSync(path, rowOf('20250708_070711'))
    },
  }
  const good = file('good.csv', HEADER + rowOf('20250708_060711'))
  const changed = await services.history.run([path, good], PLAIN_IMPORT, context)
  expect(changed.files[0]).toMatchObject({ read: 0 })
  expect(changed.files[0]!.reason).toContain('changed while it was read')
  // What the dropped file told is not known: the same row of the next file is news.
  expect(changed.files[1]).toMatchObject({ read: 1, duplicate: 0, waiting: 1 })
  expect(await importFiles(path)).toMatchObject({ read: 2, duplicate: 1, waiting: 1 })
})

test('a folder is read with all below it, once, whatever its path looks like', async () => {
  const folder = join(temporary.folder, 'past')
  mkdirSync(join(folder, 'deep'), { recursive: true })
  writeFileSync(join(folder, 'deep', 'a.txt'), HEADER + rowOf('20250708_060711'))
  writeFileSync(join(folder, 'notes.txt'), 'buy milk')
  writeFileSync(join(folder, 'other.csv'), 'a,b\n')
  const report = await importFiles(join(folder, 'deep', '..'), join(folder, 'deep', 'a.txt'))
  expect(report.files.map(({ path, kind }) => [path, kind])).toEqual([
    [join(folder, 'other.csv'), null],
    [join(folder, 'deep', 'a.txt'), 'selections'],
  ])
  expect(report).toMatchObject({ read: 1, waiting: 1 })
})

test('a row without a project gets the one that is named', async () => {
  const bare = `s,g,a_stage2_upscaled.png,"[""a_stage1_generated.png""]",20250728_040606\n`
  const path = file('bare.csv', HEADER + bare)
  await services.history.run([path], { ...PLAIN_IMPORT, project: 'mojo1' }, quiet())
  const again = file('again.csv', HEADER + bare.replaceAll('a_stage', '/x/mojo1/a_stage'))
  expect(await importFiles(again)).toMatchObject({ read: 1, duplicate: 1 })
})

test('the ledger for spreadsheets runs nothing', async () => {
  const path = file('evil.csv', `${HEADER}=1+1,=cmd|' /C calc'!A1,x,y,z\n${rowOf('a', '=2+2')}`)
  await importFiles(path)
  const query = { importId: null, outcome: null, reason: null, offset: 0, limit: 1 }
  const { rows } = services.history.rows({ ...query, limit: 500 })
  expect(rows[0]).toMatchObject({ outcome: 'quarantined', line: 2 })
  expect(rows[0]!.text).toMatch(/^=1\+1,=cmd/)

  const target = join(temporary.folder, 'ledger.csv')
  await writeLedger(target, services.history.rows, query)
  const lines = readFileSync(target, 'utf8').trimEnd().split('\r\n')
  expect(lines).toHaveLength(3)
  expect(lines[1]).toContain(`,"'=1+1,=cmd`)
  expect(['=a', '+a', '-a', '@a', '\ta', 'a=', 'a"b'].map(spreadsheetCell)).toEqual([
    `"'=a"`,
    `"'+a"`,
    `"'-a"`,
    `"'@a"`,
    `"'\ta"`,
    '"a="',
    '"a""b"',
  ])
})

test('rows by outcome and reason, in pages', async () => {
  const rows = Array.from({ length: 30 }, (_, index) => rowOf(`20250708_0607${index + 10}`))
  await importFiles(file('many.csv', `${HEADER}${rows.join('')}broken\n`))
  const query = { importId: 1, outcome: 'waiting', reason: null, offset: 20, limit: 20 } as const
  const page = services.history.rows(query)
  expect(page.total).toBe(30)
  expect(page.rows.map(({ line }) => line)).toEqual(Array.from({ length: 10 }, (_, at) => at + 22))
  const reason = services.history.rows({ ...query, outcome: 'quarantined', offset: 0 }).rows[0]!
    .reason
  const broken = services.history.rows({ ...query, outcome: null, reason, offset: 0 })
  expect(broken.rows.map(({ text }) => text)).toEqual(['broken'])
  expect(services.history.rows({ ...query, importId: 2 })).toEqual({ total: 0, rows: [] })
})
