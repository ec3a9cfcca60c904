/** What the person does runs one thing after the other, in the order of the keys. */

export interface SerialQueue {
  /** Runs `task` after all that was added before it. */
  readonly add: (task: () => Promise<void>) => void
  /** Like `add`, for a key: it is dropped when the screen it was meant for did not come. */
  readonly addKey: (task: () => Promise<void>) => void
  /** Forgets the keys that wait, not the one that runs. */
  readonly dropKeys: () => number
  readonly isBusy: () => boolean
  /** Resolves when nothing runs or waits. */
  readonly idle: () => Promise<void>
}

export interface SerialQueueOptions {
  readonly onBusyChange: (busy: boolean) => void
  /** A task failed. Keys that waited behind it were aimed at a screen that never came and are dropped. */
  readonly onError: (error: unknown, droppedKeys: number) => void
}

interface Waiting {
  readonly task: () => Promise<void>
  readonly isKey: boolean
}

export function createSerialQueue({ onBusyChange, onError }: SerialQueueOptions): SerialQueue {
  let waiting: Waiting[] = []
  let running: Promise<void> | null = null

  const dropKeys = (): number => {
    const before = waiting.length
    waiting = waiting.filter((entry) => !entry.isKey)
    return before - waiting.length
  }

  const drain = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        await next.task()
      } catch (error) {
        onError(error, dropKeys())
      }
    }
    running = null
    onBusyChange(false)
  }

  const push = (entry: Waiting): void => {
    waiting.push(entry)
    if (running !== null) return
    onBusyChange(true)
    // Not at once: a task that adds another must find this one running.
    running = Promise.resolve().then(drain)
  }

  const idle = async (): Promise<void> => {
    if (running === null) return
    await running
    await idle()
  }

  return {
    add: (task) => push({ task, isKey: false }),
    addKey: (task) => push({ task, isKey: true }),
    dropKeys,
    isBusy: () => running !== null,
    idle,
  }
}
