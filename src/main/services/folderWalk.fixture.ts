import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { WalkOptions } from './folderWalk.ts'

export const QUIET: WalkOptions = { isCancelled: () => false, onProgress: () => {} }

/** A fresh folder on the real disk for each test, with helpers that take paths below it. */
export interface TemporaryTree {
  readonly absolute: (path: string) => string
  /** Writes a small file, with its folders. */
  readonly put: (path: string, content?: string) => void
  /** Makes a symbolic link at `path` that leads to `target`, relative to the link's folder or absolute. */
  readonly link: (path: string, target: string) => void
}

/** Sets up the tree before each test of the file (with a folder `root` in it) and removes it after. */
export function useTemporaryTree(): TemporaryTree {
  let base = ''
  const absolute = (path: string): string => join(base, path)
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'setwise-walk-'))
    // Tests of permissions become another user, who must be able to come this far.
    chmodSync(base, 0o755)
    mkdirSync(absolute('root'))
  })
  afterEach(() => rmSync(base, { recursive: true, force: true }))
  return {
    absolute,
    put: (path, content = 'x') => {
      mkdirSync(dirname(absolute(path)), { recursive: true })
      writeFileSync(absolute(path), content)
    },
    link: (path, target) => symlinkSync(target, absolute(path)),
  }
}
