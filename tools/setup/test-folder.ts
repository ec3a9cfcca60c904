import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** An empty folder that goes away with the running test. */
export function makeTestFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'setwise-tools-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
