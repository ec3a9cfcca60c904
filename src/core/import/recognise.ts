/** Tells what a file is by what it holds, never by its name. */
import { decodeStart } from './encoding.ts'
import { columnsOf, headerOf } from './headers.ts'
import type { HistoryKind } from '../../shared/history.ts'

export type Recognised =
  | { readonly kind: HistoryKind }
  /** A plain sentence without a full stop: `not a history file: columns seen a, b, c`. */
  | { readonly reason: string }

/** How much of a file's beginning `recognise` wants; of its end likewise. */
export const RECOGNISE_BYTES = 65_536

/** The first bytes of files that are often dropped by mistake. */
const OTHER_FILES: readonly (readonly [magic: string, at: number, reason: string])[] = [
  [
    'PK\u0003\u0004',
    0,
    'a zip archive or an office document: unpack it, or save the table as CSV, and import that',
  ],
  ['PK\u0005\u0006', 0, 'an empty zip archive'],
  ['\u001F\u008B', 0, 'a gzip archive: unpack it and import the files inside'],
  ['7z\u00BC\u00AF', 0, 'a 7-Zip archive: unpack it and import the files inside'],
  ['Rar!', 0, 'a RAR archive: unpack it and import the files inside'],
  ['\u0089PNG', 0, 'a picture, not a history file'],
  ['\u00FF\u00D8\u00FF', 0, 'a picture, not a history file'],
  ['GIF8', 0, 'a picture, not a history file'],
  ['II*\0', 0, 'a picture, not a history file'],
  ['MM\0*', 0, 'a picture, not a history file'],
  ['WEBP', 8, 'a picture, not a history file'],
  ['ftyp', 4, 'a picture or film, not a history file'],
  ['%PDF', 0, 'a PDF document, not a history file'],
]
const SQLITE_MAGIC = 'SQLite format 3\0'
const PARQUET_MAGIC = 'PAR1'
/** The length of a Parquet footer (4 bytes, little-endian) and the magic behind it. */
const PARQUET_TAIL_BYTES = 8

const MOST_COLUMNS_SHOWN = 8
const LONGEST_COLUMN_SHOWN = 40

/**
 * @param start the file's first bytes, RECOGNISE_BYTES or the whole file.
 * @param tail its last bytes likewise: only there does a Parquet file name its columns.
 */
export function recognise(start: Uint8Array, tail: Uint8Array = start): Recognised {
  if (start.length === 0) return { reason: 'the file is empty' }
  if (hasText(start, SQLITE_MAGIC, 0)) return { kind: 'decision-database' }
  if (hasText(start, PARQUET_MAGIC, 0)) return recogniseParquet(tail)
  const other = OTHER_FILES.find(([magic, at]) => hasText(start, magic, at))
  return other === undefined ? recogniseText(decodeStart(start)) : { reason: other[2] }
}

function recogniseText(text: string): Recognised {
  const line = text
    .split(/[\r\n]/)
    .find((candidate) => candidate.replaceAll(/[\0\uFEFF\s]/g, '') !== '')
  if (line === undefined) {
    return {
      reason: text.includes('\0') ? 'the file holds nothing but zero bytes' : 'the file is empty',
    }
  }
  const header = headerOf(line)
  if (header !== null) return { kind: header.kind }
  if (!isText(line)) return { reason: 'not a history file: it holds no text' }
  const columns = columnsOf(line).map((name) => shortened(name, LONGEST_COLUMN_SHOWN))
  const shown = columns.slice(0, MOST_COLUMNS_SHOWN).map((name) => (name === '' ? '(none)' : name))
  const more = columns.length - shown.length
  return {
    reason: `not a history file: columns seen ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  }
}

/** Text holds no control characters and hardly a byte that could not be read. */
function isText(line: string): boolean {
  const beginning = line.slice(0, 1000)
  // oxlint-disable-next-line no-control-regex -- finding control characters is its purpose
  if (/[\0-\u0008\u000E-\u001F]/.test(beginning)) return false
  return (beginning.match(/\uFFFD/g)?.length ?? 0) * 10 <= beginning.length
}

/** The footer names the columns in plain letters. */
function recogniseParquet(tail: Uint8Array): Recognised {
  const end = tail.length - PARQUET_TAIL_BYTES
  if (end < 0 || !hasText(tail, PARQUET_MAGIC, end + 4))
    return { reason: 'a Parquet file that is cut off' }
  const [first = 0, second = 0, third = 0, fourth = 0] = tail.subarray(end, end + 4)
  const length = first + second * 0x1_00 + third * 0x1_00_00 + fourth * 0x1_00_00_00
  const footer = latinOf(tail.subarray(Math.max(0, end - length), end))
  if (footer.includes('embedding')) return { kind: 'embeddings' }
  if (footer.includes('phash')) return { kind: 'hashes' }
  return { reason: 'a Parquet file with neither embeddings nor hashes' }
}

function hasText(bytes: Uint8Array, text: string, at: number): boolean {
  return latinOf(bytes.subarray(at, at + text.length)) === text
}

/** One letter per byte. */
function latinOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCodePoint(byte)).join('')
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text
}
