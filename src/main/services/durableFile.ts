/** Writing small files so that they are either whole or not there. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { explainWriteError } from '../writeError.ts'

/**
 * Makes a folder with these files in it, or leaves no trace: they are on the disk before the folder gets its name.
 * A folder of that name is replaced.
 * @param files contents by name.
 * @throws SetwiseError `disk-full` or `file-unreadable`, naming the file.
 */
export function writeFolderDurably(
  folder: string,
  files: ReadonlyMap<string, Uint8Array | string>,
): void {
  const unfinished = `${folder}.unfinished`
  let path = folder
  try {
    rmSync(unfinished, { recursive: true, force: true })
    mkdirSync(unfinished, { recursive: true })
    for (const [name, content] of files) {
      path = join(folder, name)
      writeFileDurably(join(unfinished, name), content)
    }
    rmSync(folder, { recursive: true, force: true })
    renameSync(unfinished, folder)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    throw explainWriteError(path, error)
  }
}

function writeFileDurably(path: string, content: Uint8Array | string): void {
  const file = openSync(path, 'w')
  try {
    writeFileSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
