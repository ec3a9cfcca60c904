/** Holds the few sets around the one on screen, so that the next one needs no question to main. */
import type { SetId } from '../../shared/domain.ts'
import type { ReviewSet } from '../../shared/ipc.ts'

export interface ReviewCache {
  /** The set, from memory or from main; null when the library does not have it any more. */
  readonly take: (setId: SetId) => Promise<ReviewSet | null>
  /** Loads those that are missing in one call and keeps exactly these sets and no other. */
  readonly keepOnly: (setIds: readonly SetId[]) => Promise<readonly ReviewSet[]>
  readonly put: (reviewSet: ReviewSet) => void
  /**
   * Asks main again for all that is held, and answers what main said. What was decided here meanwhile
   * is newer than the answer and stays.
   */
  readonly refresh: () => Promise<readonly ReviewSet[]>
  /** How many sets are held. */
  readonly size: () => number
}

/** @param load asks main for at most 16 sets; sets that are gone are missing from the answer. */
export function createReviewCache(
  load: (setIds: readonly SetId[]) => Promise<readonly ReviewSet[]>,
): ReviewCache {
  const sets = new Map<SetId, ReviewSet>()
  const onTheirWay = new Map<SetId, Promise<void>>()
  let wanted: ReadonlySet<SetId> = new Set()

  const fetch = async (setIds: readonly SetId[]): Promise<void> => {
    try {
      for (const reviewSet of await load(setIds)) {
        const { setId } = reviewSet.set
        // What is there already was put or refreshed later than this question.
        if (!sets.has(setId) && wanted.has(setId)) sets.set(setId, reviewSet)
      }
    } finally {
      for (const setId of setIds) onTheirWay.delete(setId)
    }
  }

  const fetchMissing = async (setIds: readonly SetId[]): Promise<void> => {
    const missing = setIds.filter((setId) => !sets.has(setId) && !onTheirWay.has(setId))
    if (missing.length > 0) {
      const arrival = fetch(missing)
      for (const setId of missing) onTheirWay.set(setId, arrival)
    }
    await Promise.all(setIds.map((setId) => onTheirWay.get(setId) ?? Promise.resolve()))
  }

  return {
    take: async (setId) => {
      wanted = new Set([...wanted, setId])
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
    refresh: async () => {
      const setIds = [...new Set([...sets.keys(), ...onTheirWay.keys()])]
      const loaded = setIds.length === 0 ? [] : await load(setIds)
      for (const fresh of loaded) {
        const { setId } = fresh.set
        const { state, picked } = sets.get(setId) ?? fresh
        if (wanted.has(setId)) sets.set(setId, { ...fresh, state, picked })
      }
      return loaded
    },
    size: () => sets.size,
  }
}
