/** A disk that is truly full soon, for the tests. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface SmallDisk {
  readonly folder: string
  /** Writes until nothing more fits. */
  readonly fill: () => void
  /** Takes back what `fill` wrote. */
  readonly free: () => void
  /** What is on it is gone then. */
  readonly unmount: () => void
}

/**
 * Mounts a tmpfs.
 * @param folder made when it is not there.
 * @param size as `mount` takes it, for example `64k`.
 * @returns null where mounting is not allowed (not root, not Linux): such a test is skipped.
 */
export function mountSmallDisk(folder: string, size: string): SmallDisk | null {
  mkdirSync(folder, { recursive: true })
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  if (mount.status !== 0) return null
  const filler = join(folder, 'filler')
  return {
    folder,
    fill: () => writeUntilFull(filler),
    free: () => rmSync(filler),
    // Lazily, so that a program that has not quite ended does not keep it.
    unmount: () => void spawnSync('umount', ['--lazy', folder]),
  }
}

function writeUntilFull(path: string): void {
  const file = openSync(path, 'w')
  const block = Buffer.alloc(4096)
  try {
    for (;;) writeSync(file, block)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    closeSync(file)
  }
}
