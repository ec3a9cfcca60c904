/** What the cells of a row mean by themselves. */
import { CROP_COLUMNS } from './headers.ts'
import { failed } from './reasons.ts'
import type { ListedImage } from './decide.ts'
import type { ParsedDecision } from '../../shared/history.ts'

/** Cells behind the last column are padding of a spreadsheet when empty. */
export function fits(cells: readonly string[], columns: readonly string[]): boolean {
  return (
    cells.length >= columns.length &&
    cells.slice(columns.length).every((cell) => cell.trim() === '')
  )
}

/** The row has another number of cells than the header: cut off, or two rows run into one. */
export function wrongCount(cells: readonly string[], columns: readonly string[]): ParsedDecision {
  return failed(
    'the row has another number of cells than its header',
    `${cells.length} instead of ${columns.length}`,
  )
}

/** An image of a row; a bare file name lies in the row's directory. */
export function listed(path: string, column: string, directory: string): ListedImage {
  const isBare = path.trim() !== '' && !/[/\\]/.test(path)
  const whole = isBare && directory.trim() !== '' ? `${directory.trim()}/${path.trim()}` : path
  return { path: whole, column, widthPx: null, heightPx: null }
}

/** The four cells of a crop. */
export function cropCells(cell: (name: string) => string): [string, string, string, string] {
  const [x1, y1, x2, y2] = CROP_COLUMNS
  return [cell(x1), cell(y1), cell(x2), cell(y2)]
}

/** Whole pixels above 0; null for 0 and anything else: the size is read from the image itself. */
export function sizePx(text: string): number | null {
  const trimmed = text.trim()
  const value = /^\d{1,6}(?:\.0*)?$/.test(trimmed) ? Number(trimmed) : 0
  return value > 0 ? value : null
}

/** Null for an empty cell. */
export function textOrNull(text: string): string | null {
  const trimmed = text.trim()
  return trimmed === '' ? null : trimmed
}
