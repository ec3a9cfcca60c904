/** Opens the library's SQLite file: settings, migrations with a backup before them, errors a person can act on. */
import { existsSync, mkdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { SetwiseError } from '../../shared/errors.ts'
import { explainWriteError } from '../writeError.ts'
import { MIGRATIONS } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'

export type Database = Sqlite.Database

export interface OpenDatabaseOptions {
  /** Compiled better_sqlite3.node for a runtime that cannot load the one in the package; null: the package's. */
  readonly nativeBinding: string | null
  readonly migrations?: readonly Migration[]
}

/** Tables without which nothing works; checked at every start. Features can be computed again. */
const CHECKED_TABLES = ['root', 'image', 'image_set', 'set_member', 'decision', 'model', 'setting']

/**
 * Opens or creates the database and brings it to the newest version.
 * @param file absolute path, or ':memory:'.
 * @throws SetwiseError `database-newer`, `database-corrupt`, `disk-full` or `file-unreadable`.
 */
export function openDatabase(file: string, options: OpenDatabaseOptions): Database {
  const migrations = options.migrations ?? MIGRATIONS
  checkNumbering(migrations)
  let database: Database | undefined
  try {
    if (file !== ':memory:') makeFolder(dirname(file))
    database = new Sqlite(
      file,
      options.nativeBinding === null ? {} : { nativeBinding: options.nativeBinding },
    )
    database.pragma('journal_mode = WAL')
    // FULL: a decision that was acknowledged survives a power cut, not only a crash.
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    database.pragma('busy_timeout = 5000')
    migrate(database, file, migrations)
    checkTables(database, file)
    return database
  } catch (error) {
    database?.close()
    throw explainSqliteError(error, file)
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw explainWriteError(folder, error)
  }
}

function checkNumbering(migrations: readonly Migration[]): void {
  let previous = 0
  for (const { version } of migrations) {
    if (version <= previous || version % 10 !== 0) {
      throw new Error(`Migration ${version} must be a multiple of ten above ${previous}`)
    }
    previous = version
  }
}

function migrate(database: Database, file: string, migrations: readonly Migration[]): void {
  const newest = migrations.at(-1)?.version ?? 0
  const found = readVersion(database)
  if (found > newest) {
    throw new SetwiseError(
      'database-newer',
      `The library ${file} was written by a newer Setwise (version ${found}, this one knows ${newest}). Update Setwise to open it; it was left untouched.`,
    )
  }
  if (found > 0 && found < newest && file !== ':memory:') backUp(database, file, found)
  for (const migration of migrations) {
    if (migration.version <= found) continue
    database.transaction(() => {
      database.exec(migration.sql)
      database.pragma(`user_version = ${migration.version}`)
    })()
  }
}

function readVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }))
}

/** A whole copy beside the file, named after the version it holds; kept until the person removes it. */
function backUp(database: Database, file: string, version: number): void {
  const backup = join(dirname(file), `${basename(file)}.before-${version}.backup`)
  if (!existsSync(backup)) database.prepare('VACUUM INTO ?').run(backup)
}

function checkTables(database: Database, file: string): void {
  for (const table of CHECKED_TABLES) {
    const verdict = database.pragma(`quick_check(${table})`, { simple: true })
    if (verdict !== 'ok') throw corrupt(file, String(verdict))
  }
}

function corrupt(file: string, detail: string, cause?: unknown): SetwiseError {
  return new SetwiseError(
    'database-corrupt',
    `The library ${file} is damaged (${detail}). Your pictures are untouched. Move this file away and put back a copy of it, or start with a new library folder.`,
    { cause },
  )
}

/** Codes of a disk without room. The last two: shared memory and log are files beside the database, and grow. */
const FULL = ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_IOERR_TRUNCATE']

/** Turns SQLite's codes into sentences; anything unknown is returned as it came. */
export function explainSqliteError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string')
    return error
  const { code } = error
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return corrupt(file, error.message, error)
  }
  if (FULL.includes(code)) {
    return new SetwiseError(
      'disk-full',
      `The disk that holds the library ${file} is full: nothing more was written and nothing is lost. Free some space and try again.`,
      { cause: error },
    )
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new SetwiseError(
      'database-locked',
      `The library ${file} is busy in another program. Close the other Setwise and try again.`,
      { cause: error },
    )
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY')) {
    return new SetwiseError(
      'file-unreadable',
      `The library ${file} cannot be opened for writing (${error.message}). Check the folder's permissions and that its disk has room, or choose another folder.`,
      { cause: error },
    )
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return new SetwiseError(
      'file-unreadable',
      `The library ${file} cannot be read or written (${code}). Check that its disk is connected and in order, then start Setwise again.`,
      { cause: error },
    )
  }
  return error
}
