/** Judging rows of a history many at a time, while other work runs between. */
import { setImmediate } from 'node:timers/promises'
import { createToldBefore } from '../../core/history/toldBefore.ts'
import type { RootId } from '../../shared/domain.ts'
import { CancelledError } from '../../shared/errors.ts'
import type { ParsedRow, PastDecision } from '../../shared/history.ts'
import type { KeptTold } from '../db/historyRepository.ts'
import type { KnownImage, PastDecisionRepository } from '../db/pastDecisionRepository.ts'
import type { JobContext } from '../jobs/jobs.ts'
import type { WorkerHost } from '../jobs/workerHost.ts'
import { createHistoryJudge, wantsSize, type Judgement } from './historyJudge.ts'
import { createPastImageMatcher } from './historyMatch.ts'
import { createPastSets } from './historySets.ts'
import { createPictureSizes } from './historySizes.ts'

export interface HistoryJudgingDependencies {
  readonly past: PastDecisionRepository
  readonly transaction: (work: () => void) => void
  readonly vision: Pick<WorkerHost, 'request'>
  readonly nowMs: () => number
}

/** A row of a file, and how it ends. */
export interface JudgedRow extends Judgement {
  readonly line: number
  readonly text: string
}

/** Judged between two turns of other work: some 10 ms. */
const ROWS_PER_TURN = 500

export function createHistoryJudging(dependencies: HistoryJudgingDependencies) {
  const { past, transaction, vision, nowMs } = dependencies

  /** With the library as it is now. @param preferred roots whose pictures win over those of others. */
  const begin = (context: JobContext, preferred: readonly RootId[]) => {
    const match = createPastImageMatcher(withRootsFirst(past.knownImages(), preferred))
    const toldBefore = createToldBefore()
    const sets = createPastSets(past)
    const sizes = createPictureSizes({ past, transaction, vision, context })
    const judge = createHistoryJudge({
      sets,
      toldBefore,
      sizeOf: sizes.sizeOf,
      nowMs: nowMs(),
    })

    const stopWhenCancelled = (): void => {
      if (context.signal.aborted) throw new CancelledError('The import was cancelled.')
    }

    /** Judges in this order. @throws CancelledError. */
    const told = async (all: readonly KeptTold[]): Promise<Judgement[]> => {
      const judgements: Judgement[] = []
      for (let start = 0; start < all.length; start += ROWS_PER_TURN) {
        await setImmediate()
        stopWhenCancelled()
        const matched = all
          .slice(start, start + ROWS_PER_TURN)
          .map((one) => ({ one, match: match(one.decision) }))
        await sizes.measure(
          matched.flatMap(({ match }) => ('reason' in match ? [] : (wantsSize(match) ?? []))),
        )
        for (const { one, match } of matched) judgements.push(judge(one, match))
      }
      return judgements
    }

    return {
      told,
      sets,
      /** What rows told that are known already. */
      remember: async (known: Iterable<readonly KeptTold[]>): Promise<void> => {
        for (const some of known) {
          for (const { decision } of some) toldBefore.remember(decision)
          await setImmediate()
          stopWhenCancelled()
        }
      },
      /** Rows that decide nothing end in quarantine at once. @param project of rows that tell none. */
      parsed: async (
        rows: readonly ParsedRow[],
        project: string | null,
      ): Promise<readonly JudgedRow[]> => {
        const judgements = await told(
          rows.flatMap(({ parsed }) =>
            parsed.ok
              ? [{ decision: inProject(parsed.decision, project), notes: parsed.notes }]
              : [],
          ),
        )
        const inOrder = judgements.values()
        return rows.map(({ line, text, parsed }) => {
          if (!parsed.ok) return { line, text, ...undecided(parsed.reason, parsed.detail) }
          const { value } = inOrder.next()
          if (value === undefined) throw new Error('a row was not judged')
          return { line, text, ...value }
        })
      },
    }
  }

  return { begin }
}

function undecided(reason: string, detail: string): Judgement {
  return {
    outcome: 'quarantined',
    reason,
    detail: detail === '' ? null : detail,
    plan: null,
    told: null,
  }
}

function inProject(decision: PastDecision, project: string | null): PastDecision {
  if (project === null || decision.images.every((image) => image.project !== null)) return decision
  const images = decision.images.map((image) => ({ ...image, project: image.project ?? project }))
  return { ...decision, images }
}

function withRootsFirst(
  images: readonly KnownImage[],
  preferred: readonly RootId[],
): readonly KnownImage[] {
  if (preferred.length === 0) return images
  return [
    ...preferred.flatMap((root) => images.filter(({ rootId }) => rootId === root)),
    ...images.filter(({ rootId }) => !preferred.includes(rootId)),
  ]
}
