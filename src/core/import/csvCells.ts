/** Lines of CSV to cells, by csv-parse. */
import { parse } from 'csv-parse/sync'

export type Cells =
  | { readonly ok: true; readonly cells: readonly string[] }
  /** The quotes of the line cannot be understood. */
  | { readonly ok: false }

/**
 * The cells of each line. csv-parse's stream is not used: there a lone quote swallows the rows that follow it, its
 * memory grows with the line, and with `max_record_size` and `skip_records_with_error` the rest of a chunk is lost
 * without a word. Lines that are told first and read in batches have none of that.
 * @param lines without line ends and NUL (which csv-parse takes for the end of the text).
 */
export function cellsOf(lines: readonly string[]): Cells[] {
  const answers: Cells[] = lines.map((line) => ({ ok: true, cells: line.split(',') }))
  const quoted = lines.flatMap((line, index) => (line.includes('"') ? [index] : []))
  const read = quotedCells(quoted.map((index) => lines[index] ?? ''))
  for (const [position, index] of quoted.entries()) answers[index] = read[position] ?? { ok: false }
  return answers
}

/** Strict reading fails or gives fewer records than lines when any line is broken; halving finds which one. */
function quotedCells(lines: readonly string[]): Cells[] {
  if (lines.length === 0) return []
  const records = recordsOf(lines)
  if (records !== null) return records.map((cells) => ({ ok: true, cells }))
  if (lines.length === 1) return [{ ok: false }]
  const half = Math.ceil(lines.length / 2)
  return [...quotedCells(lines.slice(0, half)), ...quotedCells(lines.slice(half))]
}

function recordsOf(lines: readonly string[]): string[][] | null {
  try {
    const records = parse(lines.join('\n'), {
      relax_column_count: true,
      record_delimiter: '\n',
    })
    return records.length === lines.length ? records : null
  } catch (error) {
    // Anything but csv-parse's own complaint about the text is a bug.
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}
