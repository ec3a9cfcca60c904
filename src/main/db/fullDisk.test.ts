import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SetwiseError } from '../../shared/errors.ts'
import type { ImageId, Shown } from '../../shared/domain.ts'
import { mountSmallDisk } from '../../../tools/trouble/smallDisk.ts'
import { explainSqliteError } from './openDatabase.ts'
import { openTestLibrary } from './testing.ts'

test('on a full disk no line of the journal is acknowledged, and with space the next one is kept', async ({
  skip,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'setwise-full-'))
  const disk = mountSmallDisk(folder, '8m')
  if (disk === null) skip('mounting a small disk needs root on Linux')
  try {
    const file = join(folder, 'setwise.db')
    const { database, decisions, images, rootId, testSets } = await openTestLibrary(file)
    const shownOf = (order: readonly ImageId[]): Shown => ({
      order,
      suggested: null,
      confidence: null,
      modelId: null,
      blind: false,
      elapsedMs: null,
    })
    const decide = (index: number): number => {
      const { setId, images: order } = testSets[index]!
      return decisions.append(setId, { kind: 'reject' }, shownOf(order), 'app', index)
    }
    decide(0)
    // SQLite's log keeps the room it once had; without it the next line needs new room.
    database.pragma('wal_checkpoint(TRUNCATE)')
    disk?.fill()
    const before = decisions.journal()
    const writes: (() => unknown)[] = [
      () => decide(1),
      () => decisions.appendUndo(decisions.latestStanding(rootId)!, 'app', 9),
      () => images.openRoot('/elsewhere', 9),
      () => images.savePosition(rootId, testSets[1]!.setId),
    ]
    for (const write of writes) {
      const error = explainSqliteError(errorOf(write), file)
      expect(error).toBeInstanceOf(SetwiseError)
      expect(error).toMatchObject({ code: 'disk-full', message: expect.stringContaining(file) })
      expect(decisions.journal()).toEqual(before)
    }
    disk?.free()
    decide(1)
    expect(decisions.journal().map(({ atMs }) => atMs)).toEqual([0, 1])
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    database.close()
  } finally {
    disk?.unmount()
    rmSync(folder, { recursive: true, force: true })
  }
})

function errorOf(write: () => unknown): unknown {
  try {
    write()
  } catch (error) {
    return error
  }
  return 'nothing was thrown'
}
