import { fileNameOf, folderOf, momentOf } from './fileName.ts'
import { groupByKey } from './groupByKey.ts'
import { compareNatural } from './naturalOrder.ts'
import { patternDistance, toPattern, type Pattern } from './similarity.ts'

/**
 * Two images this close in time were shot in one go: bursts run at 3-30 a second, and EXIF counts whole
 * seconds. Nobody composes another picture meanwhile.
 */
export const BURST_GAP_MS = 3_000

/** Within this time the same frame is tried again (eyes closed, once more); later it is another picture. */
export const RETAKE_GAP_MS = 10_000

/**
 * Within a burst the subject may move: a shift by 10 % of the frame is 0.50 (median). Of 39,060 pairs of
 * different photographs 0.3 % are this close; the time gap keeps those apart.
 */
export const BURST_DISTANCE = 0.6

/**
 * The same frame again, or images without any time: likeness alone must carry it. Blur and exposure
 * variants and 93 % of 10 % zooms stay below; of 39,060 pairs of different photographs one did.
 */
export const SAME_FRAME_DISTANCE = 0.35

/** Keys 1-9 pick: every image of a set has a key. */
export const MAX_TIMED_IMAGES = 9

/** What grouping by time needs of an image. */
export interface TimedFile {
  readonly relativePath: string
  /** EXIF capture time in milliseconds, read as UTC; null without one. */
  readonly takenAtMs: number | null
  /** 8 x 8 RGB thumbnail, 192 bytes; null when the image could not be read. */
  readonly signature: Uint8Array | null
}

interface Shot<File> {
  readonly file: File
  readonly atMs: number | null
  readonly pattern: Pattern
}

/**
 * Groups photographs by time and likeness, each folder by itself. The time is EXIF's, else the one in the
 * name. Neighbours in time join when they are at most 3 s apart and alike, or at most 10 s apart and the
 * same frame. Images without any time are taken in natural order of their names, and neighbours join
 * when they are the same frame. A chain of more than 9 is cut into even parts. Images without a signature
 * join nothing. The order of the input does not matter.
 * @returns sets of 2 to 9, folder by folder in natural order, in order of time within.
 * @throws RangeError for a signature that does not have 192 bytes.
 */
export function groupByTime<File extends TimedFile>(files: readonly File[]): File[][] {
  const folders = [...groupByKey(files, (file) => folderOf(file.relativePath))]
  return folders
    .toSorted(([left], [right]) => compareNatural(left, right))
    .flatMap(([, filesOfFolder]) => groupFolder(filesOfFolder))
}

function groupFolder<File extends TimedFile>(files: readonly File[]): File[][] {
  const shots = files.flatMap(toShot).toSorted(compareShots)
  const chains: Shot<File>[][] = []
  for (const shot of shots) {
    const chain = chains.at(-1)
    const previous = chain?.at(-1)
    if (chain !== undefined && previous !== undefined && belongTogether(previous, shot)) {
      chain.push(shot)
    } else {
      chains.push([shot])
    }
  }
  return chains
    .filter((chain) => chain.length >= 2)
    .flatMap(cutEvenly)
    .map((part) => part.map((shot) => shot.file))
}

function toShot<File extends TimedFile>(file: File): Shot<File>[] {
  if (file.signature === null) return []
  const atMs = file.takenAtMs ?? momentOf(fileNameOf(file.relativePath))
  return [{ file, atMs, pattern: toPattern(file.signature) }]
}

/** Images with a time first, by time; then those without. Names decide the rest. */
function compareShots(left: Shot<TimedFile>, right: Shot<TimedFile>): number {
  const byTime =
    left.atMs === null || right.atMs === null
      ? Number(left.atMs === null) - Number(right.atMs === null)
      : left.atMs - right.atMs
  return byTime || compareNatural(left.file.relativePath, right.file.relativePath)
}

/** @param earlier the image just before `later` in the order of `compareShots`. */
function belongTogether(earlier: Shot<unknown>, later: Shot<unknown>): boolean {
  // An image with a time and one without follow each other only where the two lists meet.
  if ((earlier.atMs === null) !== (later.atMs === null)) return false
  const gapMs = earlier.atMs === null || later.atMs === null ? null : later.atMs - earlier.atMs
  if (gapMs !== null && gapMs > RETAKE_GAP_MS) return false
  const isBurst = gapMs !== null && gapMs <= BURST_GAP_MS
  const maxDistance = isBurst ? BURST_DISTANCE : SAME_FRAME_DISTANCE
  return patternDistance(earlier.pattern, later.pattern) <= maxDistance
}

/** The fewest parts of at most 9, their lengths equal to within one: 10 become 5 and 5, not 9 and a single. */
function cutEvenly<Item>(items: readonly Item[]): Item[][] {
  const partCount = Math.ceil(items.length / MAX_TIMED_IMAGES)
  const startOf = (part: number): number => Math.floor((part * items.length) / partCount)
  return Array.from({ length: partCount }, (_, part) =>
    items.slice(startOf(part), startOf(part + 1)),
  )
}
