/** The ledger: imports, their files, and how every row of them ended. Nothing here opens a transaction. */
import type { DecisionId } from '../../shared/domain.ts'
import type {
  HistoryKind,
  ImportedFile,
  LedgerPage,
  LedgerQuery,
  LedgerRow,
  PastDecision,
  ReasonCount,
  RowOutcome,
  RowReason,
} from '../../shared/history.ts'
import type { Database } from './openDatabase.ts'

/** What a row tells, as it is kept for later: the decision, and what of the row was left out. */
export interface KeptTold {
  readonly decision: PastDecision
  readonly notes: readonly RowReason[]
}

/** How a row ended, as it is written down. */
export interface RowEnd {
  readonly outcome: RowOutcome
  readonly reason: string | null
  readonly detail: string | null
  readonly decisionId: DecisionId | null
}

export interface RowToSave extends RowEnd {
  readonly line: number
  readonly text: string
  readonly told: KeptTold | null
}

export interface StoredImport {
  readonly importId: number
  readonly atMs: number
  readonly undone: 0 | 1
}

export interface RowToRetry {
  readonly rowId: number
  readonly outcome: RowOutcome
  readonly told: KeptTold
}

type FileRow = Omit<ImportedFile, 'read'>

/** Some 10 ms. */
const TOLD_AT_ONCE = 2000

/** A query without its page: null matches all. */
const MATCHES = `(@importId IS NULL OR import_id = @importId) AND (@outcome IS NULL OR outcome = @outcome)
  AND (@reason IS NULL OR history_row.reason = @reason)`

/** The column holds what `saveRow` wrote. */
function parseTold(text: string): KeptTold {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written only by saveRow() below, from a KeptTold
  return JSON.parse(text) as KeptTold
}

export function createHistoryRepository(database: Database) {
  const addImport = database.prepare<[number]>('INSERT INTO history_import (at_ms) VALUES (?)')
  const addFile = database.prepare<[number, string, HistoryKind | null, string | null]>(
    'INSERT INTO history_file (import_id, path, kind, reason) VALUES (?, ?, ?, ?)',
  )
  const addRow = database.prepare<
    [
      number,
      number,
      string,
      RowOutcome,
      string | null,
      string | null,
      string | null,
      DecisionId | null,
    ]
  >(
    `INSERT INTO history_row (file_id, line, text, outcome, reason, detail, told, decision_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const changeRow = database.prepare<
    [RowOutcome, string | null, string | null, DecisionId | null, number]
  >('UPDATE history_row SET outcome = ?, reason = ?, detail = ?, decision_id = ? WHERE row_id = ?')
  const imports = database.prepare<[], StoredImport>(
    `SELECT import_id AS importId, at_ms AS atMs, undone_at_ms IS NOT NULL AS undone
     FROM history_import ORDER BY import_id DESC`,
  )
  const files = database.prepare<[number], FileRow>(
    `SELECT path, kind, history_file.reason, count(*) FILTER (WHERE outcome = 'imported') AS imported,
       count(*) FILTER (WHERE outcome = 'duplicate') AS duplicate,
       count(*) FILTER (WHERE outcome = 'waiting') AS waiting,
       count(*) FILTER (WHERE outcome = 'quarantined') AS quarantined
     FROM history_file LEFT JOIN history_row USING (file_id)
     WHERE import_id = ? GROUP BY file_id ORDER BY file_id`,
  )
  const reasons = database.prepare<[number], ReasonCount>(
    `SELECT outcome, history_row.reason, count(*) AS count
     FROM history_row JOIN history_file USING (file_id)
     WHERE import_id = ? AND history_row.reason IS NOT NULL
     GROUP BY outcome, history_row.reason ORDER BY count(*) DESC, history_row.reason`,
  )
  const total = database
    .prepare<[LedgerQuery], number>(
      `SELECT count(*) FROM history_row JOIN history_file USING (file_id) WHERE ${MATCHES}`,
    )
    .pluck()
  const page = database.prepare<[LedgerQuery], LedgerRow>(
    `SELECT row_id AS rowId, import_id AS importId, path, line, outcome, history_row.reason, detail, text
     FROM history_row JOIN history_file USING (file_id)
     WHERE ${MATCHES} ORDER BY row_id LIMIT @limit OFFSET @offset`,
  )
  const toldRows = database.prepare<
    [RowOutcome, number, number],
    { readonly rowId: number; readonly told: string }
  >(
    `SELECT row_id AS rowId, told
     FROM history_row JOIN history_file USING (file_id) JOIN history_import USING (import_id)
     WHERE outcome = ? AND row_id > ? AND undone_at_ms IS NULL AND told IS NOT NULL
     ORDER BY row_id LIMIT ?`,
  )
  const rowsToRetry = database.prepare<
    [RowOutcome, RowOutcome],
    { readonly rowId: number; readonly outcome: RowOutcome; readonly told: string }
  >(
    `SELECT row_id AS rowId, outcome, told
     FROM history_row JOIN history_file USING (file_id) JOIN history_import USING (import_id)
     WHERE outcome IN (?, ?) AND undone_at_ms IS NULL AND told IS NOT NULL ORDER BY row_id`,
  )
  const markUndone = database.prepare<[number, number]>(
    'UPDATE history_import SET undone_at_ms = ? WHERE import_id = ? AND undone_at_ms IS NULL',
  )
  const decisionsOf = database
    .prepare<[number], DecisionId>(
      `SELECT decision_id FROM history_row JOIN history_file USING (file_id)
       WHERE import_id = ? AND decision_id IS NOT NULL ORDER BY decision_id DESC`,
    )
    .pluck()
  const waiting = database
    .prepare<[], 0 | 1>(
      `SELECT EXISTS (SELECT 1 FROM history_row WHERE outcome = 'waiting' AND told IS NOT NULL)`,
    )
    .pluck()
  const kindCounts = database.prepare<
    [],
    { readonly outcome: RowOutcome; readonly hasCrop: 0 | 1; readonly count: number }
  >(
    `SELECT outcome, coalesce(json_extract(told, '$.decision.crop') IS NOT NULL, 0) AS hasCrop,
       count(*) AS count
     FROM history_row JOIN history_file USING (file_id) JOIN history_import USING (import_id)
     WHERE (outcome = 'quarantined' OR outcome = 'waiting' AND told IS NOT NULL)
       AND undone_at_ms IS NULL GROUP BY 1, 2`,
  )

  return {
    addImport: (atMs: number): number => Number(addImport.run(atMs).lastInsertRowid),
    addFile: (importId: number, file: Pick<ImportedFile, 'path' | 'kind' | 'reason'>): number =>
      Number(addFile.run(importId, file.path, file.kind, file.reason).lastInsertRowid),
    saveRow: (fileId: number, row: RowToSave): void => {
      const { line, text, outcome, reason, detail, told, decisionId } = row
      const kept = told === null ? null : JSON.stringify(told)
      addRow.run(fileId, line, text, outcome, reason, detail, kept, decisionId)
    },
    changeRow: (rowId: number, { outcome, reason, detail, decisionId }: RowEnd): void =>
      void changeRow.run(outcome, reason, detail, decisionId, rowId),
    imports: (): StoredImport[] => imports.all(),
    files: (importId: number): ImportedFile[] =>
      files.all(importId).map(({ path, kind, reason, ...counts }) => ({
        path,
        kind,
        reason,
        read: counts.imported + counts.duplicate + counts.waiting + counts.quarantined,
        ...counts,
      })),
    reasons: (importId: number): ReasonCount[] => reasons.all(importId),
    rows: (query: LedgerQuery): LedgerPage => ({
      total: total.get(query) ?? 0,
      rows: page.all(query),
    }),
    /**
     * What rows told that ended so, in order, without undone imports; some at a time, so that other work can run
     * between.
     */
    *told(outcome: RowOutcome): Generator<readonly KeptTold[]> {
      let after = 0
      for (;;) {
        const some = toldRows.all(outcome, after, TOLD_AT_ONCE)
        if (some.length === 0) return
        after = some.at(-1)?.rowId ?? after
        yield some.map(({ told }) => parseTold(told))
      }
    },
    /** Rows that wait, and, when asked, those in quarantine that tell something; without undone imports. */
    rowsToRetry: (withQuarantined: boolean): RowToRetry[] =>
      rowsToRetry
        .all('waiting', withQuarantined ? 'quarantined' : 'waiting')
        .map((row) => ({ ...row, told: parseTold(row.told) })),
    /** False when it was undone before, or never was. */
    markUndone: (importId: number, atMs: number): boolean =>
      markUndone.run(atMs, importId).changes > 0,
    /** The latest first. */
    decisionsOf: (importId: number): DecisionId[] => decisionsOf.all(importId),
    /** True when a decision waits for its pictures. */
    isWaiting: (): boolean => waiting.get() === 1,
    /** Rows that are not used, with and without a crop. */
    unused: () => kindCounts.all(),
  }
}

export type HistoryRepository = ReturnType<typeof createHistoryRepository>
