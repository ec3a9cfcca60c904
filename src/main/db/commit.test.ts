import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withoutCheckpoint, withoutWaiting } from './commit.ts'
import { openTestLibrary } from './testing.ts'

/** SQLite's number for FULL. */
const FULL = 2
const MORE_THAN_THE_LOG_HOLDS = Buffer.alloc(8 * 1024 * 1024)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'setwise-commit-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('after a commit that did not wait, commits wait again, also when it failed', async () => {
  const { database } = await openTestLibrary(join(folder, 'setwise.db'))
  const synchronous = (): unknown => database.pragma('synchronous', { simple: true })
  expect(synchronous()).toBe(FULL)
  expect(withoutWaiting(database, synchronous)).toBe(1)
  expect(synchronous()).toBe(FULL)
  const fail = (): never => {
    throw new Error('oops')
  }
  expect(() => withoutWaiting(database, fail)).toThrow('oops')
  expect(synchronous()).toBe(FULL)
  database.close()
})

test('a commit that a person waits for leaves a long log to the next one', async () => {
  const file = join(folder, 'setwise.db')
  const { database } = await openTestLibrary(file)
  const put = database.prepare('INSERT INTO setting (name, value) VALUES (?, hex(?))')
  const sizeBytes = (): number => statSync(file).size
  withoutCheckpoint(database, () => put.run('large', MORE_THAN_THE_LOG_HOLDS))
  expect(sizeBytes()).toBeLessThan(MORE_THAN_THE_LOG_HOLDS.length)
  put.run('small', Buffer.alloc(1))
  expect(sizeBytes()).toBeGreaterThan(MORE_THAN_THE_LOG_HOLDS.length)
  database.close()
})
