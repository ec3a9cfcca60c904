/** What history files, their rows and their imports are called. */
import type { HistoryKind, ImportReport, RowCounts, RowOutcome } from '../../shared/history.ts'
import { count, counted } from './numbers.ts'

export const KIND_WORDS: Readonly<Record<HistoryKind, string>> = {
  selections: 'selections',
  'selections-and-crops': 'selections and crops',
  crops: 'crops',
  anomalies: 'choices of a lower stage',
  'crops-without-place': 'crops, where is not told',
  'decision-database': 'decisions of one project',
  embeddings: 'embeddings',
  hashes: 'hashes',
}

/** In the order in which they add up to the rows read. */
export const OUTCOMES: readonly RowOutcome[] = ['imported', 'duplicate', 'waiting', 'quarantined']

/** What an outcome means, for a row that has no reason of its own. */
export const OUTCOME_MEANING: Readonly<Record<RowOutcome, string>> = {
  imported: 'a decision now',
  duplicate: 'known already',
  waiting: 'used as soon as its image is in the library',
  quarantined: 'not used, and why',
}

/** "Imported 21,244 of 33,929 rows: 5 duplicate, 7,193 waiting, 5,487 quarantined." */
export function importSentence(report: ImportReport): string {
  const strangers = report.files.filter(({ kind }) => kind === null).length
  const unread =
    strangers === 0
      ? ''
      : ` ${strangers === 1 ? '1 file is' : `${count(strangers)} files are`} no history.`
  return `${rowsSentence(report)}${unread}`
}

function rowsSentence(counts: RowCounts): string {
  const { read, imported } = counts
  if (read === 0) return 'No rows were found.'
  const others = OUTCOMES.filter((outcome) => outcome !== 'imported' && counts[outcome] > 0)
    .map((outcome) => `${count(counts[outcome])} ${outcome}`)
    .join(', ')
  const start =
    imported === 0
      ? `Nothing new in ${counted(read, 'row')}`
      : `Imported ${count(imported)} of ${counted(read, 'row')}`
  return others === '' ? `${start}.` : `${start}: ${others}.`
}

/** After rows were looked at again: "1,204 more rows are used now: 7,193 waiting, 94 quarantined." */
export function retrySentence(more: number, { waiting, quarantined }: RowCounts): string {
  const start =
    more <= 0
      ? 'Looked again, nothing new'
      : `${more === 1 ? '1 more row is' : `${count(more)} more rows are`} used now`
  return `${start}: ${count(waiting)} waiting, ${count(quarantined)} quarantined.`
}

/** The counts of several imports together. */
export function sumOf(imports: readonly RowCounts[]): RowCounts {
  const total = (of: keyof RowCounts): number => imports.reduce((sum, one) => sum + one[of], 0)
  return {
    read: total('read'),
    imported: total('imported'),
    duplicate: total('duplicate'),
    waiting: total('waiting'),
    quarantined: total('quarantined'),
  }
}

const WHEN = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** "22 Nov 2026, 18:45", in the time of this computer. */
export function when(atMs: number): string {
  return WHEN.format(atMs)
}
