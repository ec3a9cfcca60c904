/**
 * What a commit waits for. As opened, the database waits until the line is on the disk, and now and then
 * carries its log over into its file: on a busy disk each can take a tenth of a second and more.
 */
import type { Database } from './openDatabase.ts'

/** Pages in the log after which a commit carries it over: SQLite's own default. */
const CHECKPOINT_PAGES = 1000

/**
 * Commits without waiting for the disk: for what can be computed or read again. A power cut may lose the
 * latest of it; it never damages the file, and a crash of the app loses nothing.
 * @param write must not be called inside a transaction; it may begin one.
 */
export function withoutWaiting<Answer>(database: Database, write: () => Answer): Answer {
  database.pragma('synchronous = NORMAL')
  try {
    return write()
  } finally {
    database.pragma('synchronous = FULL')
  }
}

/** Leaves the log to the next commit: for what a person waits for. */
export function withoutCheckpoint<Answer>(database: Database, write: () => Answer): Answer {
  database.pragma('wal_autocheckpoint = 0')
  try {
    return write()
  } finally {
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
  }
}
