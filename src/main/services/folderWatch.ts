/** Notices that pictures come, change or go in the open folder, and says so once they have come to rest. */
import { existsSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { subscribe, type AsyncSubscription, type Event } from '@parcel/watcher'
import { extensionOf } from '../../core/sets/fileName.ts'
import { isImageName, isLeftOut } from '../../core/sets/pictureNames.ts'

export interface FolderWatchOptions {
  /** Pictures below the folder may have changed: look again. */
  readonly onChange: () => void
  /** Watching is not possible: a sentence. Files are then found at the next start only. */
  readonly onFailure: (sentence: string) => void
  /** Folders of Setwise itself, should one lie below the open folder. */
  readonly ignore: readonly string[]
}

/** A copy of many files comes in bursts: wait until it pauses this long, but not longer than the second. */
const QUIET_MS = 1500
const LONGEST_WAIT_MS = 15_000

export function createFolderWatch({ onChange, onFailure, ignore }: FolderWatchOptions) {
  let folder: string | null = null
  let subscription: Promise<AsyncSubscription | null> = Promise.resolve(null)
  let timer: NodeJS.Timeout | null = null
  let firstChangeMs: number | null = null

  const settle = (): void => {
    timer = null
    firstChangeMs = null
    onChange()
  }

  const changed = (): void => {
    const nowMs = performance.now()
    firstChangeMs ??= nowMs
    if (timer !== null) clearTimeout(timer)
    const longestMs = Math.max(0, firstChangeMs + LONGEST_WAIT_MS - nowMs)
    timer = setTimeout(settle, Math.min(QUIET_MS, longestMs))
    timer.unref()
  }

  const begin = async (path: string): Promise<AsyncSubscription | null> => {
    const fail = (error: unknown): null => {
      // The scan has said so already.
      if (!existsSync(path)) return null
      onFailure(
        `The folder ${path} cannot be watched (${String(error)}): new pictures are found when it is opened again.`,
      )
      return null
    }
    try {
      return await subscribe(
        path,
        (error, events) => {
          if (path !== folder) return
          if (error !== null) fail(error)
          else if (events.some((event) => matters(event, path))) changed()
        },
        { ignore: [...ignore] },
      )
    } catch (error) {
      return fail(error)
    }
  }

  const end = async (): Promise<void> => {
    folder = null
    if (timer !== null) clearTimeout(timer)
    timer = null
    firstChangeMs = null
    await (await subscription)?.unsubscribe()
  }

  return {
    /** Watches this folder from now on, and no other. */
    watch: async (path: string): Promise<void> => {
      if (path === folder) return
      await end()
      folder = path
      subscription = begin(path)
      await subscription
    },
    stop: end,
  }
}

export type FolderWatch = ReturnType<typeof createFolderWatch>

/** A picture by its name, or something without an extension: perhaps a folder that was moved here. */
function matters({ path }: Event, root: string): boolean {
  const names = relative(root, path).split(sep)
  const name = names.at(-1) ?? ''
  return !names.some(isLeftOut) && (extensionOf(name) === '' || isImageName(name))
}
