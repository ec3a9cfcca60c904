/** Main half of the worker protocol: starts a worker when first needed, matches answers to requests. */
import { Worker } from 'node:worker_threads'
import { CancelledError, fromPlainError } from '../../shared/errors.ts'
import type {
  JobProgress,
  WorkerTaskInput,
  WorkerTaskName,
  WorkerTaskOutput,
} from '../../shared/jobs.ts'
import type { FromWorker, ToWorker } from '../../shared/workerProtocol.ts'
import type { Log } from '../log.ts'

export interface RequestOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: JobProgress) => void
}

export interface WorkerHost {
  /** @throws what the task threw: SetwiseError, CancelledError, or Error for a bug or a worker that died. */
  readonly request: <Name extends WorkerTaskName>(
    task: Name,
    input: WorkerTaskInput<Name>,
    options?: RequestOptions,
  ) => Promise<WorkerTaskOutput<Name>>
  /** Lets running native work end, then the worker exits. Never terminates it: that would abort the app. */
  readonly stop: () => Promise<void>
}

interface Pending {
  readonly task: WorkerTaskName
  // The task's name decides the type of the output; the map holds them side by side.
  readonly resolve: (output: never) => void
  readonly reject: (error: Error) => void
  readonly onProgress: ((progress: JobProgress) => void) | undefined
}

/**
 * @param entryFile absolute path of the worker's script.
 * @param log receives the worker's log lines.
 */
export function createWorkerHost(entryFile: string, log: Log): WorkerHost {
  let worker: Worker | null = null
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

  const start = (): Worker => {
    const started = new Worker(entryFile)
    started.on('message', receive)
    started.on('error', (error) => {
      log.error(`${entryFile}: ${error.stack ?? error.message}`)
      failAll(error)
    })
    started.on('exit', (code) => {
      if (worker === started) worker = null
      failAll(new Error(`The worker ${entryFile} ended (exit code ${code}) before it answered.`))
    })
    // A waiting worker does not keep the command line alive; a request in flight does (below).
    started.unref()
    return started
  }

  return {
    request: (task, input, options = {}) =>
      new Promise((resolve, reject) => {
        if (options.signal?.aborted === true) {
          reject(new CancelledError(`${task} was cancelled before it began.`))
          return
        }
        worker ??= start()
        const target = worker
        const id = nextId
        nextId += 1
        const cancel = (): void => target.postMessage({ type: 'cancel', id } satisfies ToWorker)
        const settle = (): void => {
          options.signal?.removeEventListener('abort', cancel)
          if (pending.size === 0) target.unref()
        }
        target.ref()
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
        target.postMessage({ type: 'request', id, task, input } satisfies ToWorker)
        options.signal?.addEventListener('abort', cancel, { once: true })
      }),
    stop: async () => {
      const running = worker
      if (running === null) return
      const exited = new Promise((resolve) => running.once('exit', resolve))
      running.ref()
      running.postMessage({ type: 'stop' } satisfies ToWorker)
      await exited
    },
  }
}

/** A bug's message says which operation it happened in; a sentence for people stays as it is. */
function named(task: WorkerTaskName, error: Error): Error {
  return error.constructor === Error ? new Error(`${task}: ${error.message}`) : error
}
