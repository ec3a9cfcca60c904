/** How the many scripts of many machines wrote the same path and the same moment. */
import { timestampText } from '../sample/names.ts'
import { pick, wholeBetween } from '../sample/random.ts'
import type { Random } from '../sample/random.ts'

/** A moment as a file writes it, and what it says: milliseconds since 1970. */
export interface WrittenMoment {
  readonly text: string
  readonly atMs: number
}

/** Hours west of Greenwich in the form with an offset. */
const OFFSET_HOURS = 4
const HOUR_MS = 3_600_000

/**
 * One of the four forms of DOMAIN: ISO with Z, ISO with an offset, microseconds, bare `20250728_040606`.
 * Microseconds come with an offset of zero or with nothing, which is UTC, as moments in file names are.
 * @param atMs whole seconds.
 */
export function writtenMoment(random: Random, atMs: number): WrittenMoment {
  const iso = new Date(atMs).toISOString().slice(0, 19)
  switch (wholeBetween(random, 0, 3)) {
    case 0:
      return { text: `${iso}Z`, atMs }
    case 1: {
      const local = new Date(atMs - OFFSET_HOURS * HOUR_MS).toISOString().slice(0, 19)
      return { text: `${local}-04:00`, atMs }
    }
    case 2: {
      const microseconds = wholeBetween(random, 0, 999_999)
      const zone = random() < 0.5 ? '' : '+00:00'
      const text = `${iso}.${String(microseconds).padStart(6, '0')}${zone}`
      return { text, atMs: atMs + Math.floor(microseconds / 1000) }
    }
    default:
      return { text: timestampText(atMs), atMs }
  }
}

/** Folders between a project and its images, as people and scripts make them. */
const INNER_FOLDERS = ['', '', '__selected/', 'crop_auto/', '__crop/', '_faces/'] as const
const HOMES = ['/Users/x/', "/Users/x/Erik's Pictures/", '/Volumes/Old Disk/images/'] as const

/** The folder of a project as one of the old machines named it, with a slash at the end. */
export function writtenFolder(random: Random, project: string): string {
  const inner = pick(random, INNER_FOLDERS)
  switch (wholeBetween(random, 0, 5)) {
    case 0:
      return `PROJECT_ROOT/${project}/${inner}`
    case 1:
      return `training data/${project}_final/${pick(random, ['_alone', '_pairs', '_night'])}/`
    case 2:
      return `PROJECT_ROOT/training data/${project}_final/${pick(random, ['_alone', '_pairs'])}/`
    default:
      return `${pick(random, HOMES)}${project}/${inner}`
  }
}

/** A cell of a CSV file, quoted only when it must be, as Python's csv and pandas do. */
export function cell(value: string | number): string {
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function csvRow(values: readonly (string | number)[]): string {
  return values.map(cell).join(',')
}

/** A list of texts as Python's json prints it: with a space after each comma. */
export function jsonList(texts: readonly string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`
}

/** A list of texts as Python prints it: single quotes, double ones around a text with a single quote. */
export function pythonList(texts: readonly string[]): string {
  const literal = (text: string) =>
    text.includes("'") ? `"${text}"` : `'${text.replaceAll('\\', '\\\\')}'`
  return `[${texts.map(literal).join(', ')}]`
}
