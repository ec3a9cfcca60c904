/** Writing small files so that they are either whole or not there. */
import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs'

/** Writes and waits until the bytes are on the disk. The caller renames the file or its folder into place. */
export function writeFileDurably(path: string, content: Uint8Array | string): void {
  const file = openSync(path, 'w')
  try {
    writeFileSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
