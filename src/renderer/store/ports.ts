/** What the store needs from the world around it. The page passes the real ones, tests pass their own. */
import type { ImageId, SetId } from '../../shared/domain.ts'
import type { Client } from '../api.ts'

/** Pictures held in memory, decoded before they are shown. */
export interface Pictures {
  /** Loads and decodes; resolves when each one is ready or has failed. Never rejects. */
  readonly prepare: (imageIds: readonly ImageId[]) => Promise<void>
  /** Those of `imageIds` that can be painted at once. */
  readonly ready: (imageIds: readonly ImageId[]) => ReadonlySet<ImageId>
  /** Lets go of all others. */
  readonly keepOnly: (imageIds: readonly ImageId[]) => void
}

/** What was painted, for tests and benchmarks to wait on. */
export interface Painted {
  /** Null for the pages without a set. */
  readonly setId: SetId | null
  /** Time of the key that asked for it, on the clock of `performance.now`; null when no key did. */
  readonly keyAtMs: number | null
  readonly paintedAtMs: number
}

export interface Screen {
  /** Resolves with the time when what was committed before the call is on the glass. */
  readonly nextPaint: () => Promise<number>
  readonly announce: (painted: Painted) => void
  /** False from a key until everything it asked for is done and painted. */
  readonly setReady: (ready: boolean) => void
}

export interface Ports {
  readonly client: Client
  readonly pictures: Pictures
  readonly screen: Screen
  readonly after: (durationMs: number) => Promise<void>
}
