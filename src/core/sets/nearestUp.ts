import { fileNameOf, parseFileName } from './fileName.ts'
import { compareText } from './naturalOrder.ts'

/** How many files after the latest member are looked at for the next one (DOMAIN, "nearest-up"). */
export const LOOKAHEAD = 50

interface Entry<File> {
  readonly file: File
  readonly relativePath: string
  readonly name: string
  readonly stage: number
  readonly timestampMs: number | null
}

/**
 * Groups the files of ONE project into runs of rising stages, exactly as DOMAIN's "nearest-up" says.
 * Files are sorted by (timestamp in the name, stage, name); from each unused file on, the next member is
 * the one with the smallest higher stage in the window that follows, the earliest on equal stages. Files
 * skipped inside a run are not reused. The order of the input does not matter.
 * @param gapLimitMs a file later than this after the latest member ends the window; null for no limit.
 *   Where either file has no timestamp there is no gap to measure, and the limit does not apply.
 * @returns runs of 2 or more, in time order; stages rise strictly within each.
 */
export function groupNearestUp<File extends { readonly relativePath: string }>(
  files: readonly File[],
  gapLimitMs: number | null = null,
): File[][] {
  const entries = files.map(toEntry).toSorted(compareEntries)
  const runs: File[][] = []
  let next = 0
  while (next < entries.length) {
    const run: File[] = []
    for (let index: number | null = next; index !== null;) {
      const member: Entry<File> | undefined = entries[index]
      if (member === undefined) break
      run.push(member.file)
      next = index + 1
      index = nearestUp(entries, index, member, gapLimitMs)
    }
    if (run.length >= 2) runs.push(run)
  }
  return runs
}

/** Index of the member that follows `member` in its run; null when the run ends. */
function nearestUp<File>(
  entries: readonly Entry<File>[],
  memberIndex: number,
  member: Entry<File>,
  gapLimitMs: number | null,
): number | null {
  let bestIndex: number | null = null
  let bestStage = Infinity
  for (let index = memberIndex + 1; index <= memberIndex + LOOKAHEAD; index += 1) {
    const entry = entries[index]
    if (entry === undefined || entry.stage <= member.stage) break
    if (isBeyondGap(member, entry, gapLimitMs)) break
    if (entry.stage < bestStage) {
      bestStage = entry.stage
      bestIndex = index
    }
  }
  return bestIndex
}

function isBeyondGap(
  earlier: Entry<unknown>,
  later: Entry<unknown>,
  gapLimitMs: number | null,
): boolean {
  if (gapLimitMs === null || earlier.timestampMs === null || later.timestampMs === null)
    return false
  return later.timestampMs - earlier.timestampMs > gapLimitMs
}

function toEntry<File extends { readonly relativePath: string }>(file: File): Entry<File> {
  const { relativePath } = file
  const name = fileNameOf(relativePath)
  const { stage, timestampMs } = parseFileName(name)
  return { file, relativePath, name, stage, timestampMs }
}

function compareEntries(left: Entry<unknown>, right: Entry<unknown>): number {
  return (
    compareTimestamps(left.timestampMs, right.timestampMs) ||
    left.stage - right.stage ||
    compareText(left.name, right.name) ||
    // The same name in two folders of a project: the path decides, so that sets never depend on luck.
    compareText(left.relativePath, right.relativePath)
  )
}

/** A file without a timestamp sorts last. */
function compareTimestamps(left: number | null, right: number | null): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null)
  return left - right
}
