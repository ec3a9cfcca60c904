/** Embeddings and hashes among history files: the import of features takes them, the ledger tells of each row. */
import type { JobContext } from '../jobs/jobs.ts'
import type { Judgement } from './historyJudge.ts'
import type { ImportFeatures } from './importFeatures.ts'
import type { Outcome } from './importTally.ts'

const OUTCOMES = {
  imported: 'imported',
  alreadyThere: 'duplicate',
  unmatched: 'waiting',
  refused: 'quarantined',
} as const

/**
 * @returns how each row ended; its text is the name of its picture.
 * @throws SetwiseError for a file that cannot be used as a whole; CancelledError.
 */
export async function readFeatureRows(
  importFeatures: ImportFeatures,
  path: string,
  isDry: boolean,
  context: JobContext,
): Promise<(Judgement & { readonly line: number; readonly text: string })[]> {
  const judged: (Judgement & { readonly line: number; readonly text: string })[] = []
  await importFeatures.run(path, null, context, {
    isDry,
    onRow: (line, text, outcome) =>
      judged.push({
        line,
        text,
        outcome: OUTCOMES[outcome.kind],
        ...reasonOf(outcome),
        plan: null,
        told: null,
      }),
  })
  return judged
}

function reasonOf(outcome: Outcome): Pick<Judgement, 'reason' | 'detail'> {
  if (outcome.kind === 'imported') return { reason: null, detail: null }
  if (outcome.kind === 'alreadyThere') {
    return { reason: 'the picture has this already', detail: null }
  }
  const { reason, detail } = outcome
  return { reason, detail: detail === '' ? null : detail }
}
