/** What a row of a history file says, and how rows are put in the order of a file. */
import type { HistoryKind } from '../../src/shared/history.ts'
import type { Random } from '../sample/random.ts'
import type { Box } from './cropBoxes.ts'
import type { PastPicture, PastSet } from './past.ts'

/** Why a row can never be a decision. */
export type BrokenCode =
  /** The file ends, or was cut, inside a quoted field. */
  | 'truncated'
  | 'field-count'
  /** The header again, in the middle of the file. */
  | 'repeated-header'
  /** The list of images is neither JSON nor a Python list. */
  | 'list-unreadable'
  /** The index points at no image. */
  | 'index-outside'
  /** Not a number, upside down, outside the picture. */
  | 'crop-impossible'
  | 'two-projects'
  /** Not approve, crop or reject. */
  | 'action-unknown'
  /** The user never answered. */
  | 'undecided'

/** `project/file name`: what holds on any machine. */
export type PictureName = string

export type ToldCrop =
  | {
      readonly unit: 'pixels' | 'fractions'
      readonly box: Box
      /** As the row says it; null where it says 0x0 or nothing. */
      readonly sizePx: readonly [number, number] | null
    }
  | { readonly unit: 'somewhere' }

/** What a readable row tells. */
export interface Told {
  readonly images: readonly PictureName[]
  /** Index; null: all were rejected. */
  readonly chosen: number | null
  readonly crop: ToldCrop | null
  /** True only where the row says that the picture was kept whole. */
  readonly isKeptWhole: boolean
  /** Null: no usable time. Forms without a zone are read as UTC, as moments in file names are. */
  readonly atMs: number | null
}

export type RowContent =
  | {
      readonly state: 'told'
      readonly told: Told
      /** A part of the row that nobody can use, and so is not in `told`. */
      readonly leftOut?: BrokenCode
    }
  | { readonly state: 'broken'; readonly code: BrokenCode }
  /** A row of a Parquet file, which names its picture without the project. */
  | { readonly state: 'feature'; readonly fileName: string }

export interface HistoryRow {
  /** The row as it stands in a CSV file; empty for the other kinds. */
  readonly text: string
  readonly content: RowContent
  readonly lineEnd?: '\r\n'
}

export interface HistoryFile {
  /** Below the folder of the history, with forward slashes. */
  readonly name: string
  readonly kind: HistoryKind
  readonly rows: readonly HistoryRow[]
  /** Line (CSV) or number (others) of the first row. */
  readonly firstLine: 1 | 2
  /** Writes the file; the same history gives the same bytes. */
  readonly write: (path: string) => void
}

/** A row and where it belongs: rows are written in order of their places. */
export interface PlacedRow {
  readonly place: number
  readonly row: HistoryRow
}

export function inOrder(rows: readonly PlacedRow[]): HistoryRow[] {
  return rows.toSorted((a, b) => a.place - b.place).map(({ row }) => row)
}

/** The same row again, somewhere after itself and before `end`. */
export function repeatedLater(random: Random, { place, row }: PlacedRow, end: number): PlacedRow {
  return { place: place + 0.1 + random() * Math.max(0, end - place - 0.2), row }
}

export function brokenRow(text: string, code: BrokenCode): HistoryRow {
  return { text, content: { state: 'broken', code } }
}

export function nameOf({ project, fileName }: PastPicture): PictureName {
  return `${project}/${fileName}`
}

/** The chosen picture. Throws a RangeError for a set that was rejected: ask only where one was chosen. */
export function chosenOf(set: PastSet): PastPicture {
  const picture = set.pictures[set.chosen ?? -1]
  if (picture === undefined)
    throw new RangeError(`${set.project} ${set.setId} has no chosen picture`)
  return picture
}

export function rivalsOf(set: PastSet): PastPicture[] {
  return set.pictures.filter((_, index) => index !== set.chosen)
}

/** A box in pixels as shares of the picture, to six decimals as his scripts printed them. */
export function fractionsOf(box: Box, { widthPx, heightPx }: PastPicture): Box {
  const share = (value: number, whole: number) => Math.round((value / whole) * 1e6) / 1e6
  const [left, top, right, bottom] = box
  return [
    share(left, widthPx),
    share(top, heightPx),
    share(right, widthPx),
    share(bottom, heightPx),
  ]
}
