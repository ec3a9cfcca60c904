/** Imports and rows made up for tests and for looking at the screens. */
import type {
  Expectations,
  ImportedFile,
  ImportReport,
  LedgerPage,
  LedgerQuery,
  LedgerRow,
  ReasonCount,
  RowOutcome,
} from '../../shared/history.ts'
import { OUTCOMES, sumOf } from '../words/history.ts'

type Counts = readonly [imported: number, duplicate: number, waiting: number, quarantined: number]

/** A file whose rows ended as told, in the order of `OUTCOMES`. */
export function sampleFile(
  path: string,
  kind: ImportedFile['kind'],
  [imported, duplicate, waiting, quarantined]: Counts,
  reason: string | null = null,
): ImportedFile {
  const read = imported + duplicate + waiting + quarantined
  return { path, kind, reason, read, imported, duplicate, waiting, quarantined }
}

/** An import of these files; rows that are not imported all have the reason of their outcome. */
export function sampleImport(
  importId: number,
  files: readonly ImportedFile[],
  reasons?: readonly ReasonCount[],
): ImportReport {
  const counts = sumOf(files)
  return {
    ...counts,
    importId,
    atMs: new Date(2026, 10, 22, 18, 45).getTime() - (3 - importId) * 7_300_000,
    undone: false,
    files,
    reasons:
      reasons ??
      OUTCOMES.flatMap((outcome) =>
        outcome === 'imported' || counts[outcome] === 0
          ? []
          : [{ outcome, reason: `It is ${outcome}.`, count: counts[outcome] }],
      ),
  }
}

/** The rows that a query matches, out of imports made up above. */
export function sampleRows(
  imports: readonly ImportReport[],
  query: LedgerQuery,
  rowOf: (
    row: Omit<LedgerRow, 'text' | 'detail'>,
  ) => Pick<LedgerRow, 'text' | 'detail'> & Partial<LedgerRow>,
): LedgerPage {
  const groups = imports
    .filter(({ importId }) => query.importId === null || importId === query.importId)
    .flatMap((report) => groupsOf(report))
    .filter(({ outcome }) => query.outcome === null || outcome === query.outcome)
    .filter(({ reason }) => query.reason === null || reason === query.reason)
  const total = groups.reduce((sum, group) => sum + group.count, 0)
  const rows: LedgerRow[] = []
  const end = Math.min(total, query.offset + query.limit)
  for (let index = query.offset; index < end; index++) {
    let within = index
    const group = groups.find(({ count }) => {
      if (within < count) return true
      within -= count
      return false
    })
    if (group === undefined) break
    const { importId, path, outcome, reason } = group
    const row = { rowId: index, importId, path, line: 2 + within * 3, outcome, reason }
    rows.push({ ...row, ...rowOf(row) })
  }
  return { total, rows }
}

interface RowGroup {
  readonly importId: number
  readonly path: string
  readonly outcome: RowOutcome
  readonly reason: string | null
  readonly count: number
}

function groupsOf(report: ImportReport): readonly RowGroup[] {
  const importId = report.importId ?? 0
  const path = report.files[0]?.path ?? ''
  const explained = report.reasons.map((one) => ({ ...one, importId, path }))
  const others = OUTCOMES.map((outcome) => ({
    importId,
    path,
    outcome,
    reason: null,
    count:
      report[outcome] -
      explained.reduce((sum, one) => sum + (one.outcome === outcome ? one.count : 0), 0),
  }))
  return [...others.filter(({ count }) => count > 0), ...explained]
}

export const SAMPLE_EXPECTATIONS: Expectations = {
  projects: [
    { project: 'mojo1', decisions: 5412, highestStageShare: 0.981, cropRate: 0.99 },
    { project: 'eleni_raw', decisions: 1121, highestStageShare: null, cropRate: 0 },
    { project: 'dalia', decisions: 12, highestStageShare: 0.75, cropRate: null },
  ],
  keptAreaDeciles: [0.33, 0.39, 0.45, 0.49, 0.54, 0.58, 0.63, 0.7, 0.83],
  constantBox: [0.116, 0, 0.874, 0.755],
  trainable: 14_051,
  missing: ['7,193 crops wait for their images: add a folder.'],
}
