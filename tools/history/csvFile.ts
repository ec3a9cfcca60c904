import { writeFileSync } from 'node:fs'
import type { HistoryKind } from '../../src/shared/history.ts'
import type { HistoryFile, HistoryRow } from './rows.ts'

export interface CsvOptions {
  readonly name: string
  readonly kind: HistoryKind
  readonly header: string
  readonly rows: readonly HistoryRow[]
  /** Of the header, and of each row that has none of its own. */
  readonly lineEnd?: '\n' | '\r\n'
  readonly hasByteOrderMark?: boolean
  /** False: the file ends within its last row, as after a crash. */
  readonly endsWithLineEnd?: boolean
}

/** A CSV file: no field of these files holds a line break, so each row is one line and the first is line 2. */
export function csvFile(options: CsvOptions): HistoryFile {
  const { name, kind, header, rows, lineEnd = '\n' } = options
  const text = () => {
    const lines = [header + lineEnd, ...rows.map((row) => row.text + (row.lineEnd ?? lineEnd))]
    const whole = (options.hasByteOrderMark === true ? '\uFEFF' : '') + lines.join('')
    return options.endsWithLineEnd === false ? whole.slice(0, -lineEnd.length) : whole
  }
  return { name, kind, rows, firstLine: 2, write: (path) => writeFileSync(path, text()) }
}
