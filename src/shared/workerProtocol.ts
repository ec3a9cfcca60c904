/** Messages between main and a worker. Every request is answered exactly once, whatever happens. */
import type { PlainError } from './errors.ts'
import type { JobProgress, WorkerTaskInput, WorkerTaskName, WorkerTaskOutput } from './jobs.ts'

export type ToWorker =
  | {
      readonly type: 'request'
      readonly id: number
      readonly task: WorkerTaskName
      readonly input: WorkerTaskInput<WorkerTaskName>
    }
  /** Cooperative: the task asks `isCancelled` between two items. The answer is an error `cancelled`. */
  | { readonly type: 'cancel'; readonly id: number }
  /** The worker finishes native work, then exits by itself. It is never terminated from outside. */
  | { readonly type: 'stop' }

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly id: number; readonly progress: JobProgress }
  | {
      readonly type: 'answer'
      readonly id: number
      readonly output: WorkerTaskOutput<WorkerTaskName>
    }
  | { readonly type: 'error'; readonly id: number; readonly error: PlainError }
  | { readonly type: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly text: string }

/** What a task gets besides its input. */
export interface TaskContext {
  /** Looked at between two items; then the task throws CancelledError. */
  readonly isCancelled: () => boolean
  readonly onProgress: (progress: JobProgress) => void
}

/** One function per task of a worker; the compiler lists what is missing. */
export type TaskHandlers<Names extends WorkerTaskName> = {
  readonly [Name in Names]: (
    input: WorkerTaskInput<Name>,
    context: TaskContext,
  ) => Promise<WorkerTaskOutput<Name>>
}
