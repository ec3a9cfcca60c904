/**
 * The review of one set after the other. Every action waits for its turn, acts on the set that is on
 * screen then, and ends when its answer is painted: no key is lost, doubled, or meant for another set.
 */
import type { ImageId, Verdict } from '../../shared/domain.ts'
import { SetwiseError } from '../../shared/errors.ts'
import type { ModelSummary, ReviewSet } from '../../shared/ipc.ts'
import { doneWords } from '../words/decisions.ts'
import { count } from '../words/numbers.ts'
import { newDecision } from './newDecision.ts'
import type { Ports } from './ports.ts'
import { createReviewCache } from './reviewCache.ts'
import type { SerialQueue } from './serialQueue.ts'
import type { ReviewSlice, SliceCreator } from './state.ts'
import { neighbour, nextOpen, placesToPrefetch } from './walk.ts'

/** A set is shown after this long even when its pictures are still being decoded. */
const LONGEST_WAIT_MS = 80
/** Decisions that the undo hint can name; undo itself goes back as far as the journal. */
const HISTORY_LENGTH = 200

export const createReviewSlice =
  ({ client, pictures, screen, after }: Ports, actions: SerialQueue): SliceCreator<ReviewSlice> =>
  (set, get) => {
    const cache = createReviewCache((setIds) => client.call('review:load-sets', setIds))
    let paintedAtMs: number | null = null
    let prefetchRound = 0
    let refreshesWanted = 0

    /** Call right after the change that is to be painted. */
    const waitForPaint = async (keyAtMs: number | null): Promise<void> => {
      paintedAtMs = await screen.nextPaint()
      const setId = get().shown?.reviewSet.set.setId ?? null
      screen.announce({ setId, keyAtMs, paintedAtMs })
    }

    const prefetch = async (place: number): Promise<void> => {
      prefetchRound += 1
      const round = prefetchRound
      const { setIds, states } = get().queue
      const wanted = [place, ...placesToPrefetch(states, place)].flatMap(
        (near) => setIds[near] ?? [],
      )
      const held = await cache.keepOnly(wanted)
      if (round !== prefetchRound) return
      pictures.keepOnly(held.flatMap(showableImages))
      for (const reviewSet of held) {
        await pictures.prepare(showableImages(reviewSet))
        if (round !== prefetchRound) return
      }
    }

    const inBackground = (work: Promise<unknown>): void => {
      work.catch((error: unknown) => get().report(error))
    }

    const show = async (place: number, keyAtMs: number | null): Promise<void> => {
      const setId = get().queue.setIds[place]
      const reviewSet = setId === undefined ? null : await cache.take(setId)
      if (reviewSet === null) {
        get().reloadQueue()
        throw new SetwiseError(
          'not-found',
          `Set ${count(place + 1)} is no longer in the folder. The list of sets is being read again.`,
        )
      }
      const imageIds = showableImages(reviewSet)
      await Promise.race([pictures.prepare(imageIds), after(LONGEST_WAIT_MS)])
      set({ page: 'set', place, shown: { reviewSet, ready: pictures.ready(imageIds) } })
      await waitForPaint(keyAtMs)
      inBackground(get().loadInsight())
      inBackground(client.call('review:save-position', reviewSet.set.setId))
      inBackground(prefetch(place))
    }

    const showPage = async (
      page: 'empty' | 'all-decided',
      keyAtMs: number | null,
    ): Promise<void> => {
      set({ page, shown: null })
      await waitForPaint(keyAtMs)
    }

    const setModel = (model: ModelSummary): void => {
      const { app } = get()
      if (app !== null) set({ app: { ...app, model } })
    }

    const setStateAt = (place: number, state: ReviewSet['state']): void => {
      const { queue } = get()
      set({ queue: { ...queue, states: queue.states.with(place, state) } })
    }

    const record = async (
      reviewSet: ReviewSet,
      verdict: Verdict,
      keyAtMs: number | null,
    ): Promise<void> => {
      const elapsedMs =
        keyAtMs === null || paintedAtMs === null
          ? null
          : Math.max(0, Math.round(keyAtMs - paintedAtMs))
      const recorded = await client.call(
        'decision:record',
        newDecision(reviewSet, verdict, elapsedMs),
      )
      // From here on it is on disk.
      const { place, history } = get()
      const picked = verdict.kind === 'pick' ? verdict.imageId : null
      const decided: ReviewSet = { ...reviewSet, state: verdict.kind, picked }
      cache.put(decided)
      setModel(recorded.model)
      setStateAt(place, verdict.kind)
      const done = {
        setId: reviewSet.set.setId,
        words: doneWords(verdict, reviewSet.set, place),
      }
      set({ history: [...history, done].slice(-HISTORY_LENGTH) })
      const next = nextOpen(get().queue.states, place)
      try {
        await (next === null ? showPage('all-decided', keyAtMs) : show(next, keyAtMs))
      } catch (error) {
        const { shown } = get()
        if (shown !== null) set({ shown: { ...shown, reviewSet: decided } })
        throw error
      }
    }

    /** @param choose answers null, or a sentence why not, when the key means nothing for this set. */
    const decide = (
      choose: (reviewSet: ReviewSet) => Verdict | string | null,
      keyAtMs: number | null,
    ): void => {
      actions.addKey(async () => {
        const { shown } = get()
        if (shown === null) return
        set({ notice: null })
        const choice = choose(shown.reviewSet)
        if (typeof choice === 'string') get().inform(choice)
        else if (choice !== null) await record(shown.reviewSet, choice, keyAtMs)
      })
    }

    /** What main knows now about the set on screen; its suggestion never changes under the hand. */
    const renewShown = (fresh: ReviewSet | undefined): void => {
      const { shown } = get()
      if (shown === null || fresh === undefined) return
      if (!haveSameImages(fresh, shown.reviewSet)) {
        actions.add(async () => {
          if (get().shown?.reviewSet.set.setId !== fresh.set.setId) return
          actions.dropKeys()
          await show(get().place, null)
        })
        return
      }
      const { state, picked, suggestion } = shown.reviewSet
      const reviewSet = { ...fresh, state, picked, suggestion: suggestion ?? fresh.suggestion }
      set({ shown: { ...shown, reviewSet } })
    }

    /** In the background: keys never wait for suggestions. */
    const refresh = async (): Promise<void> => {
      refreshesWanted += 1
      if (refreshesWanted > 1) return
      try {
        for (let served = 0; served !== refreshesWanted;) {
          served = refreshesWanted
          const loaded = await cache.refresh()
          const shownId = get().shown?.reviewSet.set.setId
          renewShown(loaded.find((fresh) => fresh.set.setId === shownId))
        }
      } finally {
        refreshesWanted = 0
      }
    }

    return {
      queue: { setIds: [], states: [] },
      page: 'loading',
      place: 0,
      shown: null,
      history: [],

      approve: (keyAtMs) =>
        decide(
          ({ suggestion }) =>
            suggestion === null
              ? 'No suggestion for this set yet: pick by number.'
              : { kind: 'pick', imageId: suggestion.winner },
          keyAtMs,
        ),

      pick: (position, keyAtMs) =>
        decide(({ set: { candidates } }) => {
          const candidate = candidates.find((one) => one.position === position)
          if (candidate === undefined) return null
          if (candidate.failure !== null) {
            return `Image ${position} cannot be shown: pick another, reject or skip.`
          }
          return { kind: 'pick', imageId: candidate.imageId }
        }, keyAtMs),

      reject: (keyAtMs) => decide(() => ({ kind: 'reject' }), keyAtMs),
      skip: (keyAtMs) => decide(() => ({ kind: 'skip' }), keyAtMs),

      step: (direction, keyAtMs, isRepeat) => {
        if (isRepeat && actions.isBusy()) return
        actions.addKey(async () => {
          const { page, place, queue } = get()
          set({ notice: null })
          // The page after the last set stands behind it: up leads back to the set that was on screen.
          if (page === 'all-decided' && direction === -1) return show(place, keyAtMs)
          if (page !== 'set') return
          const next = neighbour(queue.setIds.length, place, direction)
          if (next !== null) await show(next, keyAtMs)
        })
      },

      undo: (keyAtMs) => {
        actions.addKey(async () => {
          const undone = await client.call('decision:undo')
          if (undone === null) return get().inform('There is nothing to undo.')
          const { queue, history } = get()
          const latest = history.at(-1)
          const isLatest = latest?.setId === undone.setId
          set({ history: isLatest ? history.slice(0, -1) : [], notice: null })
          setModel(undone.model)
          const place = queue.setIds.indexOf(undone.setId)
          if (place === -1) {
            return get().inform('Took back a decision about a set that is not in this folder.')
          }
          setStateAt(place, undone.state)
          set({ room: 'review', keysShown: false })
          const reviewSet = await cache.take(undone.setId)
          if (reviewSet !== null) {
            cache.put({ ...reviewSet, state: undone.state, picked: undone.picked })
          }
          await show(place, keyAtMs)
          get().inform(`Took back: ${isLatest ? latest.words : `set ${count(place + 1)}`}.`)
        })
      },

      reloadQueue: () => {
        actions.add(async () => {
          if (get().app?.library == null) return
          const { setIds, states, position } = await client.call('review:get-queue')
          const { shown } = get()
          set({ queue: { setIds, states } })
          const place = shown === null ? -1 : setIds.indexOf(shown.reviewSet.set.setId)
          if (place !== -1) {
            set({ place })
            inBackground(refresh().then(() => prefetch(get().place)))
            return
          }
          // Keys that wait were meant for what is going away now.
          actions.dropKeys()
          if (setIds.length === 0) return showPage('empty', null)
          if (states.includes('open')) return show(Math.min(position, setIds.length - 1), null)
          set({ place: Math.min(position, setIds.length - 1) })
          return showPage('all-decided', null)
        })
      },

      refreshSuggestions: () => inBackground(refresh()),

      whenIdle: actions.idle,
    }
  }

/** Images without a failure: those that have a preview. */
function showableImages({ set: { candidates } }: ReviewSet): readonly ImageId[] {
  return candidates.filter((one) => one.failure === null).map((one) => one.imageId)
}

function haveSameImages(a: ReviewSet, b: ReviewSet): boolean {
  const [ours, theirs] = [a.set.candidates, b.set.candidates]
  return (
    ours.length === theirs.length &&
    ours.every(({ imageId }, index) => imageId === theirs[index]?.imageId)
  )
}
