/** The only stages there are (DOMAIN, "File names"): the text that a name carries and its number. */
const STAGES: readonly (readonly [text: string, stage: number])[] = [
  ['stage1_generated', 1],
  ['stage1.5_face_swapped', 1.5],
  ['stage2_upscaled', 2],
  ['stage3_enhanced', 3],
]

/** `YYYYMMDD_HHMMSS`, not a part of a longer number. */
const TIMESTAMP = /(?<!\d)(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})(?!\d)/g

/**
 * The forms in which cameras, phones and screenshots write a moment: `IMG_20250708_060558`,
 * `PXL_20250708_060558123`, `20250708T060558`, `2025-07-08 06.05.58`, `2025-07-08_06-05-58`,
 * `Screenshot 2025-07-08 at 06.05.58`. A date alone is no moment.
 */
const MOMENT =
  /(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?: at |[T_ -]{0,3})(\d{2})([-_.:]?)(\d{2})\6(\d{2})(\d{3})?(?!\d)/g

/** What a file name says. */
export interface FileName {
  /** The name without its last extension: `20250708_060558_stage1.5_face_swapped`. */
  readonly stem: string
  /** Lower case, without the dot; empty when there is none. */
  readonly extension: string
  /** The `YYYYMMDD_HHMMSS` in the name, read as UTC; null without one or when no such date exists. */
  readonly timestampMs: number | null
  /** 1, 1.5, 2 or 3; 0 when the name carries none of the four stages. */
  readonly stage: number
}

/** The folder part of a relative path with forward slashes; empty for a file in the root. */
export function folderOf(relativePath: string): string {
  return relativePath.slice(0, Math.max(0, relativePath.lastIndexOf('/')))
}

/** The last part of a relative path with forward slashes. */
export function fileNameOf(relativePath: string): string {
  return relativePath.slice(relativePath.lastIndexOf('/') + 1)
}

/** The extension of a file name (not a path) in lower case, without the dot; empty when there is none. */
export function extensionOf(fileName: string): string {
  return fileName.slice(stemLength(fileName) + 1).toLowerCase()
}

function stemLength(fileName: string): number {
  const lastDot = fileName.lastIndexOf('.')
  // A leading dot makes a hidden file, not an extension.
  return lastDot > 0 ? lastDot : fileName.length
}

/** Reads a file name (not a path) of the form `YYYYMMDD_HHMMSS_<stage>.<extension>`; every part may be absent. */
export function parseFileName(fileName: string): FileName {
  const lowerCase = fileName.toLowerCase()
  return {
    stem: fileName.slice(0, stemLength(fileName)),
    extension: extensionOf(fileName),
    timestampMs: timestampOf(fileName),
    stage: STAGES.find(([text]) => lowerCase.includes(text))?.[1] ?? 0,
  }
}

/**
 * The moment that a camera or phone wrote into a file name, in milliseconds, read as UTC like EXIF times.
 * Null when there is none or no such date exists.
 */
export function momentOf(fileName: string): number | null {
  for (const found of fileName.matchAll(MOMENT)) {
    const [, year, , month, day, hour, , minute, second, millisecond] = found
    const moment = utcMs([year, month, day, hour, minute, second])
    if (moment !== null) return moment + Number(millisecond ?? 0)
  }
  return null
}

/**
 * The companions of an image: every other file of its folder with the same stem, whatever its extension.
 * Names that differ only in how accents are encoded (NFC, NFD) are the same stem: disks mix both.
 * @param folderFileNames the names of all files in the image's folder.
 */
export function companionsOf(imageName: string, folderFileNames: readonly string[]): string[] {
  const stem = parseFileName(imageName).stem.normalize()
  return folderFileNames.filter(
    (other) => other !== imageName && parseFileName(other).stem.normalize() === stem,
  )
}

function timestampOf(fileName: string): number | null {
  for (const [, ...parts] of fileName.matchAll(TIMESTAMP)) {
    const timestamp = utcMs(parts)
    if (timestamp !== null) return timestamp
  }
  return null
}

/** Milliseconds of year, month (1-12), day, hour, minute, second in digits; null when no such moment exists. */
export function utcMs(parts: readonly (string | undefined)[]): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number)
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return null
  const moment = new Date(0)
  moment.setUTCFullYear(year, month - 1, day)
  // 31 February rolls over into March.
  return moment.getUTCDate() === day ? moment.setUTCHours(hour, minute, second) : null
}
