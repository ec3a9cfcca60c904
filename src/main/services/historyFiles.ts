/** History files as they lie on the disk: found, recognised by what they hold, read row by row. */
import { createReadStream } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { CsvKind } from '../../core/import/headers.ts'
import { parseDecisionRow } from '../../core/import/decisionRow.ts'
import { createHistoryParser } from '../../core/import/historyParser.ts'
import { recognise, RECOGNISE_BYTES } from '../../core/import/recognise.ts'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import type { HistoryKind, ParsedRow } from '../../shared/history.ts'
import { readDecisionRows } from '../db/decisionDatabase.ts'

/** A file that may be a history. */
export interface FoundFile {
  readonly path: string
  /** Null for a file that is no history; `reason` then says why. */
  readonly kind: HistoryKind | null
  readonly reason: string | null
}

/** The kinds in the order of DOMAIN: what a folder holds is read in this order. */
const KIND_ORDER: readonly HistoryKind[] = [
  'selections',
  'selections-and-crops',
  'crops',
  'anomalies',
  'crops-without-place',
  'decision-database',
  'embeddings',
  'hashes',
]
/** Files of a folder that are told of even when they are no history; the others lie there for other ends. */
const LOOKS_LIKE_DATA = /\.(?:csv|tsv|db|sqlite3?|parquet|zip|xlsx?)$/i
/** Read at a time: some 5,000 rows, 20 ms. */
const CHUNK_BYTES = 1 << 18
const DATABASE_ROWS_PER_TURN = 500

/**
 * What these paths name: files in their order, folders with the history files below them.
 * Never throws over a path; what cannot be read has a reason.
 */
export async function findHistoryFiles(paths: readonly string[]): Promise<FoundFile[]> {
  const found: FoundFile[] = []
  for (const given of paths) {
    const path = resolve(given)
    try {
      if ((await stat(path)).isDirectory()) found.push(...(await inFolder(path)))
      else found.push(await recogniseFile(path))
    } catch (error) {
      found.push({ path, kind: null, reason: whyUnreadable(error) })
    }
  }
  const seen = new Set<string>()
  return found.filter(({ path }) => !seen.has(path) && seen.add(path))
}

async function inFolder(folder: string): Promise<FoundFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).toSorted()
  const found: FoundFile[] = []
  for (const path of paths) {
    const file = await recogniseFile(path)
    if (file.kind !== null || LOOKS_LIKE_DATA.test(path)) found.push(file)
  }
  if (found.length === 0) {
    return [{ path: folder, kind: null, reason: 'no history file lies in this folder' }]
  }
  const place = ({ kind }: FoundFile): number => (kind === null ? -1 : KIND_ORDER.indexOf(kind))
  return found.toSorted((a, b) => place(a) - place(b))
}

async function recogniseFile(path: string): Promise<FoundFile> {
  try {
    const file = await open(path)
    try {
      const { size } = await file.stat()
      const length = Math.min(size, RECOGNISE_BYTES)
      const start = Buffer.alloc(length)
      const tail = Buffer.alloc(length)
      await file.read(start, 0, length, 0)
      await file.read(tail, 0, length, size - length)
      const recognised = recognise(start, tail)
      if ('kind' in recognised) return { path, kind: recognised.kind, reason: null }
      return { path, kind: null, reason: recognised.reason }
    } finally {
      await file.close()
    }
  } catch (error) {
    return { path, kind: null, reason: whyUnreadable(error) }
  }
}

/** A reason for the ledger; what is nobody's bad file is thrown on. */
export function whyUnreadable(error: unknown): string {
  if (error instanceof SetwiseError) return error.message
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES' || code === 'EPERM') return 'you may not read it: check its permissions'
  if (typeof code === 'string' && code.startsWith('E')) return `it cannot be read (${code})`
  throw error
}

export interface ReadOptions {
  readonly signal: AbortSignal
  readonly nativeBinding: string | null
  /** Bytes read so far, of all. */
  readonly onBytes: (done: number, total: number) => void
}

/**
 * The rows of a file, some at a time; other work runs between.
 * @throws SetwiseError whose message is the reason when the file cannot be used; CancelledError.
 */
export async function* readHistoryRows(
  path: string,
  kind: CsvKind | 'decision-database',
  options: ReadOptions,
): AsyncGenerator<readonly ParsedRow[]> {
  const before = await stat(path)
  const stopWhenCancelled = (): void => {
    if (options.signal.aborted) throw new CancelledError('The import was cancelled.')
  }
  stopWhenCancelled()
  if (kind === 'decision-database') {
    const rows = readDecisionRows(path, options.nativeBinding)
    for (let start = 0; start < rows.length; start += DATABASE_ROWS_PER_TURN) {
      await setImmediate()
      stopWhenCancelled()
      const some = rows.slice(start, start + DATABASE_ROWS_PER_TURN)
      yield some.map((row, index) => parseDecisionRow(row, start + index + 1))
      options.onBytes((before.size * (start + some.length)) / rows.length, before.size)
    }
  } else {
    const parser = createHistoryParser(kind)
    let done = 0
    const stream: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: CHUNK_BYTES })
    for await (const chunk of stream) {
      stopWhenCancelled()
      yield parser.push(chunk)
      done += chunk.length
      options.onBytes(done, before.size)
      await setImmediate()
    }
    yield parser.end()
  }
  const after = await stat(path)
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
    throw new SetwiseError(
      'file-unreadable',
      'the file changed while it was read: import it again when no program writes to it',
    )
  }
}
