/** Times as history files write them. */
import { utcMs } from '../sets/fileName.ts'

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?\s?(Z|[+-]\d{2}(?::?\d{2})?)?$/i
const BARE = /^(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})$/
const MINUTE_MS = 60_000
/** The widest zones there are: UTC-12 to UTC+14. */
const WIDEST_OFFSET_MINUTES = 14 * 60

/**
 * Milliseconds since 1970 in UTC of the four forms: ISO with Z, ISO with offset, either with a fraction of a second
 * (cut to milliseconds), and `20250728_040606`. Times without a zone (the bare form, and Python's isoformat) were
 * written in a place that no file names: they are read as UTC, like the times in file names, so that the same file
 * gives the same times on any machine; they may be hours off, their order within a log is right.
 * @returns null for anything else and for moments that do not exist.
 */
export function timeOf(text: string): number | null {
  const trimmed = text.trim()
  const bare = BARE.exec(trimmed)
  if (bare !== null) return utcMs(bare.slice(1))
  const iso = ISO.exec(trimmed)
  if (iso === null) return null
  const moment = utcMs(iso.slice(1, 7))
  const offsetMinutes = offsetMinutesOf(iso[8] ?? 'Z')
  if (moment === null || offsetMinutes === null) return null
  const milliseconds = Number((iso[7] ?? '').slice(0, 3).padEnd(3, '0'))
  return moment + milliseconds - offsetMinutes * MINUTE_MS
}

/** True for a time to which no further character could belong: it is not cut off. */
export function isWholeTime(text: string): boolean {
  return timeOf(text) !== null && /(?:Z|[+-]\d{2}:?\d{2}|^\d{8}_\d{6})$/i.test(text)
}

function offsetMinutesOf(zone: string): number | null {
  if (zone.toUpperCase() === 'Z') return 0
  const digits = zone.replaceAll(/\D/g, '')
  const minutes = Number(digits.slice(2))
  const total = Number(digits.slice(0, 2)) * 60 + minutes
  if (minutes > 59 || total > WIDEST_OFFSET_MINUTES) return null
  return zone.startsWith('-') ? -total : total
}
