/** Counts an import that is not written down. */
import type { ImportedFile, ImportReport, ReasonCount, RowOutcome } from '../../shared/history.ts'
import type { FoundFile } from './historyFiles.ts'

interface EndedRow {
  readonly outcome: RowOutcome
  readonly reason: string | null
}

export function createReportTally() {
  const files: ImportedFile[] = []
  const all: EndedRow[] = []

  return {
    add: (file: FoundFile, rows: readonly EndedRow[]): void => {
      files.push({ ...file, ...countsOf(rows) })
      for (const { outcome, reason } of rows) all.push({ outcome, reason })
    },
    report: (atMs: number): ImportReport => ({
      importId: null,
      atMs,
      undone: false,
      ...countsOf(all),
      files,
      reasons: reasonsOf(all),
    }),
  }
}

function countsOf(rows: readonly EndedRow[]) {
  const counts = { read: rows.length, imported: 0, duplicate: 0, waiting: 0, quarantined: 0 }
  for (const { outcome } of rows) counts[outcome] += 1
  return counts
}

function reasonsOf(rows: readonly EndedRow[]): ReasonCount[] {
  const reasons = new Map<string, ReasonCount>()
  for (const { outcome, reason } of rows) {
    if (reason === null) continue
    const key = `${outcome} ${reason}`
    const count = (reasons.get(key)?.count ?? 0) + 1
    reasons.set(key, { outcome, reason, count })
  }
  return [...reasons.values()].toSorted((a, b) => b.count - a.count)
}
