/** Embeddings and hashes among history files: the import of features takes them, the ledger tells of each row. */
import { assertNever } from '../../shared/errors.ts'
import type { JobContext } from '../jobs/jobs.ts'
import type { Judgement } from './historyJudge.ts'
import type { ImportFeatures } from './importFeatures.ts'
import type { Outcome } from './importTally.ts'

/**
 * @returns how each row ended; its text is the name of its picture.
 * @throws SetwiseError for a file that cannot be used as a whole; CancelledError.
 */
export async function readFeatureRows(
  importFeatures: ImportFeatures,
  path: string,
  { isDry, encoderId }: { readonly isDry: boolean; readonly encoderId: string | null },
  context: JobContext,
): Promise<(Judgement & { readonly line: number; readonly text: string })[]> {
  const judged: (Judgement & { readonly line: number; readonly text: string })[] = []
  const waiting = new Set<string>()
  await importFeatures.run(path, encoderId, context, {
    isDry,
    onRow: (line, text, outcome) => {
      const end = outcome.kind === 'unmatched' && waiting.has(text) ? REPEATED : endOf(outcome)
      if (end.outcome === 'waiting') waiting.add(text)
      judged.push({ line, text, ...end, plan: null, told: null })
    },
  })
  return judged
}

type End = Pick<Judgement, 'outcome' | 'reason' | 'detail'>

const REPEATED: End = {
  outcome: 'duplicate',
  reason: 'an earlier row says the same',
  detail: null,
}

function endOf(outcome: Outcome): End {
  switch (outcome.kind) {
    case 'imported':
      return { outcome: 'imported', reason: null, detail: null }
    case 'alreadyThere':
      return { outcome: 'duplicate', reason: 'the picture has this already', detail: null }
    case 'unmatched':
    case 'refused': {
      const { kind, reason, detail } = outcome
      const ended = kind === 'unmatched' ? 'waiting' : 'quarantined'
      return { outcome: ended, reason, detail: detail === '' ? null : detail }
    }
    default:
      return assertNever(outcome)
  }
}
