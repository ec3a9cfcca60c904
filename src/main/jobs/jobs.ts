/** Jobs: one at a time of each kind, with progress, cancel and a state that the screens show. */
import { CancelledError } from '../../shared/errors.ts'
import type { FailedFile } from '../../shared/domain.ts'
import type { JobKind, JobProgress, JobState } from '../../shared/jobs.ts'
import { createPace } from './pace.ts'
import { createPauses, type Pauses } from './pauses.ts'

export interface JobContext {
  readonly signal: AbortSignal
  readonly onProgress: (progress: JobProgress) => void
  readonly onFailure: (failed: FailedFile) => void
  /** Resolves at once, or when a paused job goes on or is cancelled. To be awaited between two pieces of work. */
  readonly whilePaused: () => Promise<void>
}

export interface JobsOptions {
  readonly nowMs: () => number
  readonly onChange: (state: JobState) => void
  /** Turns anything thrown into the sentence to show, and logs it. */
  readonly explain: (error: unknown) => string
}

export interface Jobs {
  /**
   * Runs `work` as the one job of its kind; a running one of that kind is cancelled and awaited first,
   * and one that was paused is followed by one that begins paused.
   * Never rejects: the returned state says how it ended.
   */
  readonly run: (
    kind: JobKind,
    title: string,
    work: (context: JobContext) => Promise<void>,
  ) => Promise<JobState>
  readonly cancel: (kind: JobKind) => void
  /** What has begun is finished, nothing new begins. For work that awaits `whilePaused`; no job, no effect. */
  readonly pause: (kind: JobKind) => void
  readonly resume: (kind: JobKind) => void
  /** Cancels everything and waits until it has ended. */
  readonly stop: () => Promise<void>
  readonly states: () => JobState[]
}

/** Progress is pushed at most this often; the last state of a job always is. */
const PUSH_INTERVAL_MS = 100
/** Failures shown with a job; the library room lists all of them. */
const MAX_FAILURES = 100

interface Running {
  readonly abort: AbortController
  readonly pauses: Pauses
  readonly ended: Promise<JobState>
}

export function createJobs({ nowMs, onChange, explain }: JobsOptions): Jobs {
  const running = new Map<JobKind, Running>()
  const states = new Map<JobKind, JobState>()

  const execute = async (
    kind: JobKind,
    title: string,
    work: (context: JobContext) => Promise<void>,
    abort: AbortController,
    pauses: Pauses,
  ): Promise<JobState> => {
    const pace = createPace(nowMs)
    let pushedMs = Number.NEGATIVE_INFINITY
    const failed: FailedFile[] = []
    let state: JobState = {
      kind,
      title,
      phase: 'running',
      fraction: 0,
      done: 0,
      total: 0,
      message: null,
      itemsPerSecond: null,
      secondsLeft: null,
      failed,
    }
    const update = (change: Partial<JobState>, always: boolean): void => {
      state = { ...state, ...change, failed: failed.slice(0, MAX_FAILURES) }
      states.set(kind, state)
      if (!always && nowMs() - pushedMs < PUSH_INTERVAL_MS) return
      pushedMs = nowMs()
      onChange(state)
    }
    abort.signal.addEventListener(
      'abort',
      () => {
        update({ phase: 'cancelling' }, true)
        pauses.end()
      },
      { once: true },
    )
    pauses.onChange = (isPaused) => {
      if (state.phase === 'cancelling') return
      pace.restart()
      const phase = isPaused ? 'paused' : 'running'
      update({ phase, itemsPerSecond: null, secondsLeft: null }, true)
    }
    update({}, true)
    try {
      await work({
        signal: abort.signal,
        onProgress: (progress) =>
          update({ ...progress, ...(pauses.isPaused() ? {} : pace.of(progress)) }, false),
        onFailure: (file) => failed.push(file),
        whilePaused: pauses.wait,
      })
      const cancelled = abort.signal.aborted
      update({ phase: cancelled ? 'cancelled' : 'done', fraction: 1, secondsLeft: null }, true)
    } catch (error) {
      if (error instanceof CancelledError) update({ phase: 'cancelled', secondsLeft: null }, true)
      else update({ phase: 'failed', message: explain(error), secondsLeft: null }, true)
    }
    return state
  }

  const cancel = (kind: JobKind): void => running.get(kind)?.abort.abort()

  const run: Jobs['run'] = async (kind, title, work) => {
    let beginsPaused = false
    for (let earlier = running.get(kind); earlier !== undefined; earlier = running.get(kind)) {
      beginsPaused ||= earlier.pauses.isPaused()
      earlier.abort.abort()
      await earlier.ended
    }
    const abort = new AbortController()
    const pauses = createPauses()
    const ended = execute(kind, title, work, abort, pauses).finally(() => running.delete(kind))
    running.set(kind, { abort, pauses, ended })
    if (beginsPaused) pauses.begin()
    return ended
  }

  return {
    run,
    cancel,
    pause: (kind) => running.get(kind)?.pauses.begin(),
    resume: (kind) => running.get(kind)?.pauses.end(),
    stop: async () => {
      const all = [...running.values()]
      for (const { abort } of all) abort.abort()
      await Promise.all(all.map(({ ended }) => ended))
    },
    states: () => [...states.values()],
  }
}
