/** The ledger as a file for spreadsheets. */
import { open } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import type { LedgerPage, LedgerQuery, LedgerRow } from '../../shared/history.ts'
import { explainWriteError } from '../writeError.ts'

const PAGE = 500
const COLUMNS = ['import', 'file', 'line', 'outcome', 'reason', 'detail', 'text'] as const

/**
 * Writes all rows that the query matches, whatever its page.
 * @throws SetwiseError naming the file when it cannot be written.
 */
export async function writeLedger(
  path: string,
  rowsOf: (query: LedgerQuery) => LedgerPage,
  query: LedgerQuery,
): Promise<void> {
  try {
    const file = await open(path, 'w')
    try {
      await file.write(`${COLUMNS.join(',')}\r\n`)
      for (let offset = 0; ; offset += PAGE) {
        const { rows } = rowsOf({ ...query, offset, limit: PAGE })
        if (rows.length === 0) break
        await file.write(rows.map(lineOf).join(''))
        await setImmediate()
      }
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw explainWriteError(path, error)
  }
}

function lineOf({ importId, path, line, outcome, reason, detail, text }: LedgerRow): string {
  const cells = [String(importId), path, String(line), outcome, reason ?? '', detail ?? '', text]
  return `${cells.map(spreadsheetCell).join(',')}\r\n`
}

/**
 * A quoted cell that a spreadsheet shows and never runs: what begins like a formula gets an apostrophe before it
 * (OWASP, "CSV Injection").
 */
export function spreadsheetCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${harmless.replaceAll('"', '""')}"`
}
