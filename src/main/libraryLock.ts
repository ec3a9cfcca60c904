/** One app per library. */
import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { explainWriteError } from './writeError.ts'

/**
 * Puts Chromium's own files and its lock into the library's folder. Must run before the app is ready.
 * @returns false when another app has this library open.
 * @throws SetwiseError `disk-full` or `file-unreadable` when the folder cannot be used: the lock would fail
 *   as well, and Chromium cannot tell that from another app.
 */
export function lockLibrary(libraryFolder: string): boolean {
  const folder = join(libraryFolder, 'window')
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw explainWriteError(folder, error)
  }
  app.setPath('userData', folder)
  return app.requestSingleInstanceLock()
}
