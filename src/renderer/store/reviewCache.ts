/** Holds the few sets around the one on screen, so that the next one needs no question to main. */
import type { SetId } from '../../shared/domain.ts'
import type { ReviewSet } from '../../shared/ipc.ts'

export interface ReviewCache {
  /** The set, from memory or from main; null when the library does not have it any more. */
  readonly take: (setId: SetId) => Promise<ReviewSet | null>
  /** Loads those that are missing in one call and keeps exactly these sets and no other. */
  readonly keepOnly: (setIds: readonly SetId[]) => Promise<readonly ReviewSet[]>
  readonly put: (reviewSet: ReviewSet) => void
  /** Forgets everything, also what is still on its way. */
  readonly clear: () => void
  /** How many sets are held. */
  readonly size: () => number
}

/** @param load asks main for at most 16 sets; sets that are gone are missing from the answer. */
export function createReviewCache(
  load: (setIds: readonly SetId[]) => Promise<readonly ReviewSet[]>,
): ReviewCache {
  const sets = new Map<SetId, ReviewSet>()
  let onTheirWay = new Map<SetId, Promise<void>>()
  let wanted: ReadonlySet<SetId> | null = null

  const fetchMissing = (setIds: readonly SetId[]): Promise<unknown> => {
    const missing = setIds.filter((setId) => !sets.has(setId) && !onTheirWay.has(setId))
    if (missing.length > 0) {
      // Answers belong to the generation that asked: after clear() they would be stale.
      const generation = onTheirWay
      const arrival = load(missing).then(
        (loaded) => {
          if (generation !== onTheirWay) return
          for (const setId of missing) generation.delete(setId)
          for (const reviewSet of loaded) {
            const { setId } = reviewSet.set
            // What was put meanwhile is newer than what was asked before.
            if (!sets.has(setId) && (wanted === null || wanted.has(setId)))
              sets.set(setId, reviewSet)
          }
        },
        (error: unknown) => {
          for (const setId of missing) generation.delete(setId)
          throw error
        },
      )
      for (const setId of missing) generation.set(setId, arrival)
    }
    return Promise.all(setIds.map((setId) => onTheirWay.get(setId) ?? Promise.resolve()))
  }

  return {
    take: async (setId) => {
      if (wanted !== null) wanted = new Set([...wanted, setId])
      await fetchMissing([setId])
      return sets.get(setId) ?? null
    },
    keepOnly: async (setIds) => {
      wanted = new Set(setIds)
      for (const held of sets.keys()) if (!wanted.has(held)) sets.delete(held)
      await fetchMissing(setIds)
      return setIds.flatMap((setId) => sets.get(setId) ?? [])
    },
    put: (reviewSet) => {
      sets.set(reviewSet.set.setId, reviewSet)
    },
    clear: () => {
      sets.clear()
      onTheirWay = new Map()
    },
    size: () => sets.size,
  }
}
