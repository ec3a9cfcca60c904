/** The parser of history files in CSV: chunks of bytes in, rows out, each a decision or a reason. */
import { cellsOf, type Cells } from './csvCells.ts'
import { headerOf, isHeaderOfNine, mayBeHeader, type CsvKind } from './headers.ts'
import { createLineReader, LONGEST_LINE, type TextLine } from './lines.ts'
import { failed } from './reasons.ts'
import { isWholeTime } from './time.ts'
import { rowReader, type RowReader } from './csvRows.ts'
import type { ParsedDecision, ParsedRow } from '../../shared/history.ts'

export interface HistoryParserOptions {
  /** The project of all rows, in the person's word; wins over what the file says. */
  readonly project?: string
}

/** Give it a file's bytes in order, in chunks of any size, then `end` once. Never throws over what they hold. */
export interface HistoryParser {
  /** The rows that these bytes complete. */
  push(bytes: Uint8Array): ParsedRow[]
  /** The last row where it has no line end. */
  end(): ParsedRow[]
}

/** Letters that no history file holds: control characters, and what bytes become that are no text. */
// oxlint-disable-next-line no-control-regex -- finding control characters is its purpose
const NO_TEXT = /[\0-\u0008\u000B-\u001F\u007F\uFFFD]/

const REPEATED_HEADER = failed('the header line again, in the middle of the file')

/**
 * Every line with something on it is one row, but for the header. A header in the middle of joined files is a row
 * that decides nothing; it says anew where the columns of the rows below it stand (even those of another kind). A
 * last row without a line end is believed only where its last cell is provably whole: in a size cut off (`12|16`)
 * nothing shows.
 * @param kind what `recognise` told; used until a header says more.
 */
export function createHistoryParser(
  kind: CsvKind,
  options: HistoryParserOptions = {},
): HistoryParser {
  const lines = createLineReader()
  const project = options.project ?? null
  let read: RowReader | null = null

  const parsedOf = (line: TextLine, cells: Cells | null): ParsedDecision => {
    if (line.tooLong) {
      return failed(
        'the row is far longer than any row of a history file',
        `more than ${LONGEST_LINE} characters`,
      )
    }
    if (cells === null) return failed('the row holds bytes that are no text')
    if (!cells.ok) return failed('a quote in the row is not closed or stands inside a cell')
    if (read === null) return failed(`no header line of the kind ${kind} above the row`)
    const last = cells.cells.at(-1) ?? ''
    if (!line.ended && !isWholeTime(last) && !line.text.endsWith('"')) {
      return failed('the last row may be cut off: it has no line end', last)
    }
    return read(cells.cells)
  }

  const rowsOf = (complete: readonly TextLine[]): ParsedRow[] => {
    const rows = complete.filter((line) => line.tooLong || line.text.trim() !== '')
    const readable = rows.filter(({ text, tooLong }) => !tooLong && !NO_TEXT.test(text))
    const cellsRead = cellsOf(readable.map(({ text }) => text))
    const cells = new Map(readable.map(({ line }, index) => [line, cellsRead[index]]))
    return rows.flatMap((line) => {
      if (!line.tooLong && mayBeHeader(line.text)) {
        const header = headerOf(line.text)
        const isFirst = read === null
        if (header !== null) read = rowReader(header, project)
        if (header !== null && isFirst) return []
        if (header !== null || isHeaderOfNine(line.text)) return [rowOf(line, REPEATED_HEADER)]
      }
      const parsed = parsedOf(line, cells.get(line.line) ?? null)
      return [rowOf(line, parsed)]
    })
  }

  return {
    push: (bytes) => rowsOf(lines.push(bytes)),
    end: () => rowsOf(lines.end()),
  }
}

function rowOf({ line, text }: TextLine, parsed: ParsedDecision): ParsedRow {
  return { line, text, parsed }
}
