/** How fast a job goes and how long it will take, from its reports of progress. */
import type { JobProgress } from '../../shared/jobs.ts'

export interface Pace {
  readonly itemsPerSecond: number | null
  readonly secondsLeft: number | null
}

const UNKNOWN: Pace = { itemsPerSecond: null, secondsLeft: null }
/** Before that, a guess would jump. */
const MINIMUM_MS = 500

/**
 * Measures from the first report of each stretch on: a new title is new work, and a pause is no work. What
 * was done before the stretch began counts for nothing.
 */
export function createPace(nowMs: () => number) {
  let stretch: {
    readonly title: string
    readonly startedMs: number
    readonly done: number
  } | null = null
  return {
    of: ({ title, done, total }: JobProgress): Pace => {
      if (stretch?.title !== title) stretch = { title, startedMs: nowMs(), done }
      const elapsedMs = nowMs() - stretch.startedMs
      const doneHere = done - stretch.done
      if (doneHere <= 0 || elapsedMs < MINIMUM_MS) return UNKNOWN
      const itemsPerSecond = (doneHere / elapsedMs) * 1000
      return { itemsPerSecond, secondsLeft: Math.max(0, (total - done) / itemsPerSecond) }
    },
    restart: (): void => {
      stretch = null
    },
  }
}
