/** Use case: record what the person says about a set, take it back, tell what stands. */
import type {
  DecisionSource,
  ImageId,
  JournalEntry,
  NewDecision,
  SetId,
} from '../../shared/domain.ts'
import { SetwiseError } from '../../shared/errors.ts'
import type { Queue, SetState } from '../../shared/ipc.ts'
import type { DecisionRepository } from '../db/decisionRepository.ts'
import type { ImageRepository } from '../db/imageRepository.ts'
import type { SetRepository } from '../db/setRepository.ts'
import type { Library } from './library.ts'

export interface DecisionsDependencies {
  readonly decisions: DecisionRepository
  readonly images: ImageRepository
  readonly sets: SetRepository
  readonly library: Library
  readonly nowMs: () => number
}

/** The state of one set as the journal tells it. */
export interface StandingState {
  readonly setId: SetId
  readonly state: SetState
  readonly picked: ImageId | null
}

/** Counts over the journal; `stats` on the command line. */
export interface DecisionStatistics {
  readonly sets: number
  readonly open: number
  readonly picks: number
  readonly rejects: number
  readonly skips: number
  readonly undone: number
  /** Standing picks made beside a suggestion, and how many of them followed it. */
  readonly suggestedPicks: number
  readonly followedSuggestion: number
}

export function createDecisions(dependencies: DecisionsDependencies) {
  const { decisions, images, sets, library, nowMs } = dependencies

  const standing = (setId: SetId): StandingState => {
    const current = decisions.current(setId)
    return { setId, state: current?.action ?? 'open', picked: current?.picked ?? null }
  }

  return {
    /**
     * Appends a decision to the journal; on disk when this returns.
     * @throws SetwiseError `not-found` for a set that is not there or an image that is not in it.
     */
    record: (decision: NewDecision) => {
      const set = sets.load(decision.setId)
      if (set === null) throw new SetwiseError('not-found', 'This set is no longer in the library.')
      const members = new Set(set.candidates.map((candidate) => candidate.imageId))
      const { verdict, shown, source } = decision
      if (verdict.kind === 'pick' && !members.has(verdict.imageId)) {
        throw new SetwiseError('not-found', `The picked image is not in the set ${set.key}.`)
      }
      if (shown.order.length === 0 || !shown.order.every((imageId) => members.has(imageId))) {
        throw new SetwiseError(
          'invalid-request',
          `What was shown does not fit the set ${set.key} any more. Look at it again and decide.`,
        )
      }
      return decisions.append(decision.setId, verdict, shown, source, nowMs())
    },
    /** Takes back the latest standing decision in the open folder; null when there is none. */
    undo: (source: DecisionSource): StandingState | null => {
      const latest = decisions.latestStanding(library.currentRoot().rootId)
      if (latest === null) return null
      decisions.appendUndo(latest, source, nowMs())
      return standing(latest.setId)
    },
    standing,
    journal: (): JournalEntry[] => decisions.journal(),
    countPicks: (): number => decisions.countPicks(),
    /** Every set of the open folder with its state, and where to begin. */
    queue: (): Queue => {
      const { rootId } = library.currentRoot()
      const states = sets.states(rootId)
      const remembered = images.position(rootId)
      const left = states.findIndex(({ setId }) => setId === remembered)
      const firstOpen = states.findIndex(({ state }) => state === 'open')
      return {
        setIds: states.map(({ setId }) => setId),
        states: states.map(({ state }) => state),
        position: left >= 0 ? left : Math.max(0, firstOpen),
      }
    },
    savePosition: (setId: SetId): void => images.savePosition(library.currentRoot().rootId, setId),
    statistics: (): DecisionStatistics => {
      const states = sets.states(library.currentRoot().rootId)
      const count = (wanted: SetState): number =>
        states.filter(({ state }) => state === wanted).length
      const suggested = decisions.picks().filter(({ shown }) => shown.suggested !== null)
      return {
        sets: states.length,
        open: count('open'),
        picks: count('pick'),
        rejects: count('reject'),
        skips: count('skip'),
        undone: decisions.journal().filter(({ action }) => action === 'undo').length,
        suggestedPicks: suggested.length,
        followedSuggestion: suggested.filter(({ picked, shown }) => picked === shown.suggested)
          .length,
      }
    },
  }
}

export type Decisions = ReturnType<typeof createDecisions>
