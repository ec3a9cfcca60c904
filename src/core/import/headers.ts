/** The header lines of history files: which kind a file is, and where its columns stand. */
import { cellsOf } from './csvCells.ts'
import type { HistoryKind } from '../../shared/history.ts'

/** The kinds that are CSV. */
export type CsvKind = Extract<
  HistoryKind,
  'selections' | 'selections-and-crops' | 'crops' | 'anomalies' | 'crops-without-place'
>

/** A header line understood. */
export interface Header {
  readonly kind: CsvKind
  /** Plain names in the order of the file. */
  readonly columns: readonly string[]
}

export const CROP_COLUMNS = ['crop_x1', 'crop_y1', 'crop_x2', 'crop_y2'] as const

/** The columns without which a kind cannot be read; the first kind that has all of its own is the file's. */
const NEEDED: readonly (readonly [CsvKind, readonly string[]])[] = [
  [
    'selections-and-crops',
    ['image_count', 'chosen_index', 'chosen_path', ...CROP_COLUMNS, 'image_0_path'],
  ],
  ['selections', ['chosen_path', 'neg_paths']],
  ['anomalies', ['chosen_path', 'rejected_paths']],
  ['crops', ['project_id', 'filename', ...CROP_COLUMNS]],
  ['crops-without-place', ['set_id', 'directory', 'chosen_path', 'chosen_stage']],
]

/** The schema of nine fields that was appended to select_crop_log, where its header came along. */
const NINE = ['session', 'project', 'path', 'stage', 'x1', 'y1', 'x2', 'y2', 'timestamp']

/** The plain names in a header line: lower case, `_` for blanks, `-` and dots, quotes of any kind taken off. */
export function columnsOf(line: string): string[] {
  const [cells] = cellsOf([line])
  // A header with a lone quote still names its columns.
  const names = cells?.ok === true ? cells.cells : line.split(',')
  return names.map((name) =>
    name
      .replaceAll(/["'\uFEFF\0]/g, '')
      .trim()
      .toLowerCase()
      .replaceAll(/[\s.-]+/g, '_'),
  )
}

/** @returns null for a line that is no header of a history file. */
export function headerOf(line: string): Header | null {
  const columns = columnsOf(line)
  const kind = NEEDED.find(([, needed]) => needed.every((name) => columns.includes(name)))?.[0]
  return kind === undefined ? null : { kind, columns }
}

/** A quick look at a line that may be a header. */
export function mayBeHeader(line: string): boolean {
  return /chosen[\s_.-]*path|file[\s_.-]*name|session[\s"',]+project/i.test(line)
}

/** True for the header of the nine-field schema: it is no row. */
export function isHeaderOfNine(line: string): boolean {
  const columns = columnsOf(line)
  return columns.length === NINE.length && NINE.every((name, index) => columns[index] === name)
}
