import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SetwiseError } from '../../shared/errors.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { openDatabase } from './openDatabase.ts'

let folder: string
let file: string
const open = (migrations = MIGRATIONS) => openDatabase(file, { nativeBinding: null, migrations })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'setwise-db-'))
  file = join(folder, 'deeper', 'setwise.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function errorOf(work: () => unknown): SetwiseError {
  try {
    work()
  } catch (error) {
    if (error instanceof SetwiseError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('opening', () => {
  test('makes folder, file and schema, and opens the same file again', () => {
    open().close()
    const database = open()
    expect(database.pragma('user_version', { simple: true })).toBe(MIGRATIONS.at(-1)!.version)
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(database.pragma('foreign_keys', { simple: true })).toBe(1)
    database.close()
  })

  test('backs the file up before it migrates, with the old content in the backup', () => {
    open().close()
    const next = { version: 1000, sql: 'CREATE TABLE added (x INTEGER) STRICT' }
    const database = open([...MIGRATIONS, next])
    expect(database.prepare('SELECT count(*) AS n FROM added').get()).toEqual({ n: 0 })
    database.close()
    const backup = `${file}.before-${MIGRATIONS.at(-1)!.version}.backup`
    expect(existsSync(backup)).toBe(true)
    const old = openDatabase(backup, { nativeBinding: null })
    expect(() => old.prepare('SELECT 1 FROM added')).toThrow(/no such table/)
    old.close()
  })

  test('a migration that fails leaves the version before it', () => {
    open().close()
    const bad = { version: 1000, sql: 'CREATE TABLE half (x); SELECT nonsense FROM nowhere' }
    expect(() => open([...MIGRATIONS, bad])).toThrow(/nowhere/)
    const database = open()
    expect(() => database.prepare('SELECT 1 FROM half')).toThrow(/no such table/)
    database.close()
  })

  test('refuses migrations that are out of order', () => {
    expect(() => open([...MIGRATIONS, { version: 15, sql: '' }])).toThrow(/multiple of ten/)
    expect(() => open([...MIGRATIONS, ...MIGRATIONS])).toThrow(/multiple of ten/)
  })
})

describe('bad files', () => {
  test('a newer database is refused and left byte for byte', () => {
    const database = open()
    database.pragma('user_version = 99990')
    database.close()
    const before = readFileSync(file)
    const error = errorOf(() => open())
    expect(error.code).toBe('database-newer')
    expect(error.message).toContain(file)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('a file that is no database gives a sentence with its name', () => {
    open().close()
    writeFileSync(file, 'this is a shopping list, not a database '.repeat(200))
    const error = errorOf(() => open())
    expect(error.code).toBe('database-corrupt')
    expect(error.message).toContain(file)
  })

  test('damaged pages of the journal are found at the start', () => {
    const database = open()
    database.exec(`INSERT INTO root VALUES (1, '/p', 1, NULL);
      INSERT INTO image_set VALUES (1, 1, 'k', 'p', 'stage', 0, 1)`)
    const insert = database.prepare(
      "INSERT INTO decision (set_id, action, shown, source, at_ms) VALUES (1, 'skip', ?, 'app', 1)",
    )
    for (let line = 0; line < 2000; line += 1) insert.run('x'.repeat(200))
    database.close()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, bytes.length / 2, bytes.length / 2 + 40_000)
    writeFileSync(file, bytes)
    expect(errorOf(() => open()).code).toBe('database-corrupt')
  })

  test('a folder where the file should be gives a sentence', () => {
    file = folder
    const error = errorOf(() => open())
    expect(error.code).toBe('file-unreadable')
    expect(error.message).toContain(folder)
  })
})
