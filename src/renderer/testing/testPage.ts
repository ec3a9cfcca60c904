/** The real store on a main process in memory, with pictures and paints that a test can watch. */
import type { ImageId, SetId } from '../../shared/domain.ts'
import { createClient } from '../api.ts'
import type { Painted, Pictures } from '../store/ports.ts'
import { createSetwiseStore, type SetwiseStore } from '../store/store.ts'
import { createFakeMain, type FakeMain, type FakeMainOptions } from './fakeMain.ts'

export interface TestPageOptions extends FakeMainOptions {
  /** Awaited for each picture before it counts as decoded. */
  readonly decode?: (imageId: ImageId) => Promise<void>
}

export interface TestPage {
  readonly main: FakeMain
  readonly store: SetwiseStore
  readonly paints: readonly Painted[]
  /** Ids of the sets painted, in order; null for a page without a set. */
  readonly paintedSets: () => readonly (SetId | null)[]
  /** Pictures held at this moment. */
  readonly heldPictures: () => ReadonlySet<ImageId>
  /** The clock that paints and keys share; each paint takes 16 ms. */
  readonly clock: { nowMs: number }
  /** Lets time pass for `after`. */
  readonly elapse: () => void
}

/** Starts the page and waits for its first paint. */
export async function startTestPage(options: TestPageOptions): Promise<TestPage> {
  const main = createFakeMain(options)
  const paints: Painted[] = []
  const clock = { nowMs: 1000 }
  const held = new Map<ImageId, { isReady: boolean; settled: Promise<void> }>()
  let timers: (() => void)[] = []

  const pictures: Pictures = {
    prepare: async (imageIds) => {
      await Promise.all(
        imageIds.map((imageId) => {
          const entry = held.get(imageId) ?? { isReady: false, settled: Promise.resolve() }
          if (!held.has(imageId)) {
            held.set(imageId, entry)
            entry.settled = (options.decode?.(imageId) ?? Promise.resolve()).then(() => {
              entry.isReady = true
            })
          }
          return entry.settled
        }),
      )
    },
    ready: (imageIds) => new Set(imageIds.filter((imageId) => held.get(imageId)?.isReady)),
    keepOnly: (imageIds) => {
      for (const imageId of held.keys()) if (!imageIds.includes(imageId)) held.delete(imageId)
    },
  }

  const store = createSetwiseStore({
    client: createClient(main.bridge),
    pictures,
    screen: {
      nextPaint: async () => {
        await Promise.resolve()
        clock.nowMs += 16
        return clock.nowMs
      },
      announce: (painted) => {
        paints.push(painted)
      },
      setReady: () => undefined,
    },
    after: () => new Promise((resolve) => timers.push(resolve)),
  })
  store.getState().start()
  await store.getState().whenIdle()
  return {
    main,
    store,
    paints,
    paintedSets: () => paints.map((painted) => painted.setId),
    heldPictures: () => new Set(held.keys()),
    clock,
    elapse: () => {
      const due = timers
      timers = []
      for (const resolve of due) resolve()
    },
  }
}

/** Waits until nothing is left to do: keys, and what follows them in the background. */
export async function settle(page: TestPage): Promise<void> {
  await page.store.getState().whenIdle()
  // Background work (prefetch, save-position) is a short chain of microtasks on the fakes.
  await new Promise((resolve) => setTimeout(resolve, 0))
  await page.store.getState().whenIdle()
}

/** A promise and its key. */
export function gate(): { readonly wait: Promise<void>; readonly open: () => void } {
  const resolvers: (() => void)[] = []
  const wait = new Promise<void>((resolve) => resolvers.push(resolve))
  return { wait, open: () => resolvers.forEach((resolve) => resolve()) }
}
