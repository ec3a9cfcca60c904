/** Main half of the worker protocol: starts a worker when first needed, matches answers to requests. */
import { CancelledError, fromPlainError } from '../../shared/errors.ts'
import type {
  JobProgress,
  WorkerTaskInput,
  WorkerTaskName,
  WorkerTaskOutput,
} from '../../shared/jobs.ts'
import type { FromWorker } from '../../shared/workerProtocol.ts'
import type { Log } from '../log.ts'
import type { OpenChannel, WorkerChannel } from './workerChannel.ts'

export interface RequestOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: JobProgress) => void
  /** Large buffers of the input that are not needed here any more: a thread takes them without a copy. */
  readonly transfer?: readonly ArrayBufferLike[]
}

export interface WorkerHost {
  /** @throws what the task threw: SetwiseError, CancelledError, or Error for a bug; WorkerEndedError. */
  readonly request: <Name extends WorkerTaskName>(
    task: Name,
    input: WorkerTaskInput<Name>,
    options?: RequestOptions,
  ) => Promise<WorkerTaskOutput<Name>>
  /** Lets running native work end, then the worker exits. Never terminates it: that would abort the app. */
  readonly stop: () => Promise<void>
}

/** The worker was at work, and its thread or process ended: what it was asked may have brought it down. */
export class WorkerEndedError extends Error {
  /** `SIGSEGV`, `exit code 3` and the like. */
  readonly how: string

  constructor(name: string, how: string) {
    super(`The ${name} worker ended (${how}) before it answered.`)
    this.name = 'WorkerEndedError'
    this.how = how
  }
}

interface Pending {
  readonly task: WorkerTaskName
  // The task's name decides the type of the output; the map holds them side by side.
  readonly resolve: (output: never) => void
  readonly reject: (error: Error) => void
  readonly onProgress: ((progress: JobProgress) => void) | undefined
}

/**
 * @param name of the worker, for messages.
 * @param open starts it, see workerChannel.ts.
 * @param log receives the worker's log lines.
 */
export function createWorkerHost(name: string, open: OpenChannel, log: Log): WorkerHost {
  let channel: WorkerChannel | null = null
  let exited: Promise<void> = Promise.resolve()
  let nextId = 1
  const pending = new Map<number, Pending>()

  const failAll = (error: Error): void => {
    for (const { reject } of pending.values()) reject(error)
    pending.clear()
  }

  const receive = (message: FromWorker): void => {
    switch (message.type) {
      case 'ready':
        break
      case 'log':
        log[message.level](message.text)
        break
      case 'progress':
        pending.get(message.id)?.onProgress?.(message.progress)
        break
      case 'answer': {
        const request = pending.get(message.id)
        pending.delete(message.id)
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the worker's handler for this task made it (TaskHandlers)
        request?.resolve(message.output as never)
        break
      }
      case 'error': {
        const request = pending.get(message.id)
        pending.delete(message.id)
        request?.reject(named(request.task, fromPlainError(message.error)))
        break
      }
    }
  }

  const start = (): WorkerChannel => {
    let hasExited = (): void => {}
    let wasReady = false
    exited = new Promise((resolve) => (hasExited = resolve))
    const started = open({
      onMessage: (message) => {
        wasReady ||= message.type === 'ready'
        receive(message)
      },
      onError: (error) => {
        log.error(`${name} worker: ${error.stack ?? error.message}`)
        failAll(error)
      },
      onExit: (how) => {
        if (channel === started) channel = null
        // One that never got ready is broken itself: no request is to blame.
        failAll(
          wasReady
            ? new WorkerEndedError(name, how)
            : new Error(`The ${name} worker ended (${how}) before it was ready.`),
        )
        hasExited()
      },
    })
    return started
  }

  return {
    request: (task, input, options = {}) =>
      new Promise((resolve, reject) => {
        if (options.signal?.aborted === true) {
          reject(new CancelledError(`${task} was cancelled before it began.`))
          return
        }
        channel ??= start()
        const target = channel
        const id = nextId
        nextId += 1
        const cancel = (): void => target.post({ type: 'cancel', id })
        const settle = (): void => {
          options.signal?.removeEventListener('abort', cancel)
          if (pending.size === 0) target.setBusy(false)
        }
        target.setBusy(true)
        pending.set(id, {
          task,
          resolve: (output) => {
            settle()
            resolve(output)
          },
          reject: (error) => {
            settle()
            reject(error)
          },
          onProgress: options.onProgress,
        })
        target.post({ type: 'request', id, task, input }, options.transfer)
        options.signal?.addEventListener('abort', cancel, { once: true })
      }),
    stop: async () => {
      channel?.setBusy(true)
      channel?.post({ type: 'stop' })
      if (channel !== null) await exited
    },
  }
}

/** A bug's message says which operation it happened in; a sentence for people stays as it is. */
function named(task: WorkerTaskName, error: Error): Error {
  return error.constructor === Error ? new Error(`${task}: ${error.message}`) : error
}
