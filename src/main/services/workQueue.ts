/** Images that wait for something, in order of use; those in view come first. */
import type { ImageId } from '../../shared/domain.ts'

export interface WorkQueue<Item> {
  readonly add: (items: readonly Item[]) => void
  /** At most `count` items, those in view first. */
  readonly take: (count: number) => Item[]
  readonly size: () => number
  /** Nothing more will be added. */
  readonly end: () => void
  /** True when something may have been added since; false when nothing was and nothing will be. */
  readonly moreComes: () => Promise<boolean>
}

/**
 * @param inView the images on screen and near it, most wanted first; asked at each `take`, since the person
 * walks on meanwhile.
 */
export function createWorkQueue<Item extends { readonly imageId: ImageId }>(
  inView: () => readonly ImageId[],
): WorkQueue<Item> {
  const waiting = new Map<ImageId, Item>()
  let hasEnded = false
  let wakers: (() => void)[] = []
  const wakeAll = (): void => {
    const all = wakers
    wakers = []
    for (const wake of all) wake()
  }
  return {
    add: (items) => {
      for (const item of items) waiting.set(item.imageId, item)
      wakeAll()
    },
    take: (count) => {
      const taken: Item[] = []
      const takeOne = (imageId: ImageId): void => {
        const item = waiting.get(imageId)
        if (item === undefined || taken.length === count) return
        waiting.delete(imageId)
        taken.push(item)
      }
      for (const imageId of inView()) takeOne(imageId)
      for (const imageId of waiting.keys()) {
        if (taken.length === count) break
        takeOne(imageId)
      }
      return taken
    },
    size: () => waiting.size,
    end: () => {
      hasEnded = true
      wakeAll()
    },
    moreComes: async () => {
      if (hasEnded) return false
      await new Promise<void>((resolve) => wakers.push(resolve))
      return true
    },
  }
}
