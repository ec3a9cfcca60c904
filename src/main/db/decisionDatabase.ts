/** Reads other programs' SQLite files with a table ai_decisions: read-only, whatever they hold. */
import Sqlite from 'better-sqlite3'
import { SetwiseError } from '../../shared/errors.ts'

/** How long a file that another program writes is waited for. */
const BUSY_TIMEOUT_MS = 1000

/**
 * The rows in the order of the table.
 * @throws SetwiseError whose message is the reason, for the ledger: it is locked, damaged, or has no such table.
 */
export function readDecisionRows(
  path: string,
  nativeBinding: string | null,
): readonly Readonly<Record<string, unknown>>[] {
  let database: Sqlite.Database | undefined
  try {
    database = new Sqlite(path, {
      readonly: true,
      fileMustExist: true,
      timeout: BUSY_TIMEOUT_MS,
      ...(nativeBinding === null ? {} : { nativeBinding }),
    })
    return database.prepare<[], Record<string, unknown>>('SELECT * FROM ai_decisions').all()
  } catch (error) {
    throw explained(error, path)
  } finally {
    database?.close()
  }
}

function explained(error: unknown, path: string): unknown {
  if (!(error instanceof Sqlite.SqliteError)) return error
  const { code, message } = error
  if (message.startsWith('no such table')) {
    return new SetwiseError('invalid-request', 'not a history file: it has no table ai_decisions')
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new SetwiseError(
      'database-locked',
      'another program is writing to it: close that program and import the file again',
      { cause: error },
    )
  }
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new SetwiseError(
      'database-corrupt',
      `the database is damaged (${message}): import an undamaged copy`,
      { cause: error },
    )
  }
  return new SetwiseError('file-unreadable', `it cannot be read (${path}: ${message})`, {
    cause: error,
  })
}
