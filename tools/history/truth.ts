/** truth.json: what stands in each row of a made history, and how the row must end. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HistoryKind, RowOutcome } from '../../src/shared/history.ts'
import type { Amounts } from './amounts.ts'
import { judgeHistory } from './judge.ts'
import type { OutcomeCode, PicturesThere, Verdict } from './judge.ts'
import type { HistoryPlan, PastPicture } from './past.ts'
import { nameOf } from './rows.ts'
import type { BrokenCode, HistoryFile, HistoryRow, PictureName, Told } from './rows.ts'

export interface RowTruth {
  /** Of the file, from 1; in a database the rowid, in a Parquet file the number of the row. */
  readonly line: number
  /** With the pictures of this truth in the library. */
  readonly outcome: RowOutcome
  readonly code: OutcomeCode
  /** With no picture at all in the library. */
  readonly withoutPictures: Verdict
  /** Absent where the row says nothing usable, and in rows of Parquet files. */
  readonly told?: Told
  /** Why a part of the row is not in `told`: a crop that nobody can use, beside a choice. */
  readonly leftOut?: BrokenCode
}

export type OutcomeTotals = Readonly<Record<RowOutcome | 'read', number>>

export interface FileTruth {
  /** Below the folder `history`. */
  readonly name: string
  readonly kind: HistoryKind
  readonly totals: OutcomeTotals
  readonly totalsWithoutPictures: OutcomeTotals
  readonly rows: readonly RowTruth[]
}

export interface PictureTruth {
  /** Below the folder `pictures`: the project is the first folder. */
  readonly file: string
  readonly name: PictureName
  readonly widthPx: number
  readonly heightPx: number
}

export interface HistoryTruth {
  readonly format: 1
  readonly seed: string
  readonly amounts: Amounts
  readonly projects: readonly string[]
  /** Outcomes hold for files taken in this order. */
  readonly files: readonly FileTruth[]
  readonly totals: OutcomeTotals
  readonly totalsWithoutPictures: OutcomeTotals
  /** All that the library of this truth has, whether they were drawn or not. */
  readonly pictures: readonly PictureTruth[]
  /** Named in the logs, and not in the library. */
  readonly gone: readonly PictureName[]
}

export const TRUTH_FILE = 'truth.json'

/** Where a picture lies below the folder `pictures`. */
export function pictureFile({ project, folder, fileName }: PastPicture): string {
  return `${project}/${folder}${fileName}`
}

/** The truth about files made from a plan. */
export function describeHistory(plan: HistoryPlan, files: readonly HistoryFile[]): HistoryTruth {
  const pictures = plan.sets.flatMap((set) => set.pictures)
  const present = pictures.filter(({ isThere }) => isThere)
  const there: PicturesThere = new Map(
    present.map((picture) => [nameOf(picture), [picture.widthPx, picture.heightPx]]),
  )
  const verdicts = judgeHistory(files, there)
  const verdictsWithout = judgeHistory(files, new Map())
  return {
    format: 1,
    seed: plan.seed,
    amounts: plan.amounts,
    projects: plan.projects,
    files: files.map((file, index) =>
      describeFile(file, verdicts[index] ?? [], verdictsWithout[index] ?? []),
    ),
    totals: totalsOf(verdicts.flat()),
    totalsWithoutPictures: totalsOf(verdictsWithout.flat()),
    pictures: present.map((picture) => ({
      file: pictureFile(picture),
      name: nameOf(picture),
      widthPx: picture.widthPx,
      heightPx: picture.heightPx,
    })),
    gone: pictures.filter(({ isThere }) => !isThere).map(nameOf),
  }
}

function describeFile(
  { name, kind, rows, firstLine }: HistoryFile,
  verdicts: readonly Verdict[],
  verdictsWithout: readonly Verdict[],
): FileTruth {
  const describeRow = ({ content }: HistoryRow, index: number): RowTruth[] => {
    const [verdict, withoutPictures] = [verdicts[index], verdictsWithout[index]]
    if (verdict === undefined || withoutPictures === undefined) return []
    const line = firstLine + index
    if (content.state !== 'told') return [{ line, ...verdict, withoutPictures }]
    const { state: _, ...told } = content
    return [{ line, ...verdict, withoutPictures, ...told }]
  }
  return {
    name,
    kind,
    totals: totalsOf(verdicts),
    totalsWithoutPictures: totalsOf(verdictsWithout),
    rows: rows.flatMap(describeRow),
  }
}

function totalsOf(verdicts: readonly Verdict[]): OutcomeTotals {
  const totals = { read: verdicts.length, imported: 0, duplicate: 0, waiting: 0, quarantined: 0 }
  for (const { outcome } of verdicts) totals[outcome] += 1
  return totals
}

/** The truth of the history in this folder. Throws when there is none. */
export async function readHistoryTruth(folder: string): Promise<HistoryTruth> {
  return JSON.parse(await readFile(join(folder, TRUTH_FILE), 'utf8'))
}
