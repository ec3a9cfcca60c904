/** The commands about history files. */
import { SetwiseError } from '../../shared/errors.ts'
import type { LedgerRow, RowOutcome } from '../../shared/history.ts'
import type { JobContext } from '../jobs/jobs.ts'
import type { Services } from '../services/compose.ts'

export interface HistoryInput {
  readonly words: readonly string[]
  readonly roots: readonly string[]
  readonly project: string | null
  readonly isDry: boolean
  readonly encoder: string | null
  readonly outcome: string | null
}

const OUTCOMES: readonly RowOutcome[] = ['imported', 'duplicate', 'waiting', 'quarantined']
const PAGE = 500

/** @throws SetwiseError `wrong-use` without a file. */
export function importHistory(
  { history }: Services,
  { words, roots, project, encoder: encoderId, isDry }: HistoryInput,
  context: JobContext,
) {
  if (words.length === 0) {
    throw wrongUse('import FILE… [--root DIR…] [--project NAME] [--encoder ID] [--dry-run]')
  }
  return history.run(words, { roots, project, encoderId, isDry }, context)
}

/** Every row of every import, or those that ended so. */
export function ledger({ history }: Services, { outcome: wanted }: HistoryInput): LedgerRow[] {
  const outcome = OUTCOMES.find((one) => one === wanted) ?? null
  if (wanted !== null && outcome === null) {
    throw wrongUse(`ledger [--outcome ${OUTCOMES.join('|')}]`)
  }
  const found: LedgerRow[] = []
  for (;;) {
    const query = { importId: null, outcome, reason: null, offset: found.length, limit: PAGE }
    const { rows } = history.rows(query)
    if (rows.length === 0) return found
    found.push(...rows)
  }
}

/** @throws SetwiseError `wrong-use`, or `not-found` for an import that cannot be undone. */
export function undoImport({ history }: Services, { words }: HistoryInput) {
  const importId = words.length === 1 ? Number(words[0]) : NaN
  if (!Number.isSafeInteger(importId)) throw wrongUse('undo-import ID')
  history.undo(importId)
  return { undone: importId }
}

/** After a folder was read: rows that waited for its pictures. */
export async function lookAgain({ history }: Services, context: JobContext): Promise<void> {
  if (history.isWaiting()) await history.retry(false, context)
}

function wrongUse(usage: string): SetwiseError {
  return new SetwiseError('wrong-use', `Use it like this: setwise ${usage}`)
}
