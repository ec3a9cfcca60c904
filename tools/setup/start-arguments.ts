import { statSync } from 'node:fs'
import { resolve } from 'node:path'

/** What the person asked `npm start` for. `folder` null: the app opens what it had open last. */
export type StartArguments =
  | { kind: 'open'; folder: string | null }
  | { kind: 'sample' }
  | { kind: 'wrong use'; reason: string }

/** Shown with every wrong use. */
export const USAGE = `usage: npm start                  opens Setwise as you left it
       npm start -- FOLDER        opens a folder of pictures
       npm start -- --sample      opens a sample library, made on first use`

/**
 * Reads the arguments of `npm start`.
 * @param commandLine the arguments after `--`
 * @param callerFolder what a relative folder is relative to
 */
export function parseStartArguments(
  commandLine: readonly string[],
  callerFolder: string,
): StartArguments {
  const [first, ...rest] = commandLine
  if (rest.length > 0) return { kind: 'wrong use', reason: 'one folder at a time, please' }
  if (first === undefined) return { kind: 'open', folder: null }
  if (first === '--sample') return { kind: 'sample' }
  if (first.startsWith('-')) return { kind: 'wrong use', reason: `there is no option ${first}` }
  const folder = resolve(callerFolder, first)
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found?.isDirectory()) return { kind: 'open', folder }
  return { kind: 'wrong use', reason: `${folder} is not a folder` }
}
