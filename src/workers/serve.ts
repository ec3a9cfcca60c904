/** Worker half of the protocol: runs tasks, answers every request exactly once, stops when asked. */
import { parentPort } from 'node:worker_threads'
import { toPlainError } from '../shared/errors.ts'
import type { WorkerTaskInput, WorkerTaskName, WorkerTaskOutput } from '../shared/jobs.ts'
import type { FromWorker, TaskContext, TaskHandlers, ToWorker } from '../shared/workerProtocol.ts'

type AnyHandler = (input: never, context: TaskContext) => Promise<WorkerTaskOutput<WorkerTaskName>>

/**
 * Serves the tasks of one worker until a `stop` message comes. Requests run side by side; a task that
 * must not overlap itself says so by queueing inside.
 * @param handlers one function per task.
 * @param release frees native resources (sessions) before the worker exits.
 * @throws Error when run neither as a thread nor as a forked process.
 */
export function serve<Names extends WorkerTaskName>(
  handlers: TaskHandlers<Names>,
  release: () => Promise<void>,
): void {
  const port = openPort()
  const handlerByTask = new Map<string, AnyHandler>(Object.entries(handlers))
  const cancelled = new Set<number>()
  const running = new Map<number, Promise<void>>()
  const run = async (
    id: number,
    task: WorkerTaskName,
    input: WorkerTaskInput<WorkerTaskName>,
  ): Promise<void> => {
    const context: TaskContext = {
      isCancelled: () => cancelled.has(id),
      onProgress: (progress) => port.post({ type: 'progress', id, progress }),
    }
    try {
      const handler = handlerByTask.get(task)
      if (handler === undefined) throw new Error(`This worker has no task ${task}`)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the task's name decides the type of its input; the compiler cannot follow a look-up by a union
      const output = await handler(input as never, context)
      port.post({ type: 'answer', id, output }, transferables(output))
    } catch (thrown) {
      port.post({ type: 'error', id, error: toPlainError(thrown) })
    } finally {
      cancelled.delete(id)
    }
  }

  port.listen((message) => {
    switch (message.type) {
      case 'request': {
        const work = run(message.id, message.task, message.input)
        running.set(message.id, work)
        void work.finally(() => running.delete(message.id))
        break
      }
      case 'cancel':
        if (running.has(message.id)) cancelled.add(message.id)
        break
      case 'stop':
        // Native code must be left before the thread ends, else the whole process aborts.
        void Promise.allSettled(running.values())
          .then(release)
          .finally(() => port.close())
        break
    }
  })
  port.post({ type: 'ready' })
}

interface Port {
  readonly post: (message: FromWorker, transfer?: readonly ArrayBuffer[]) => void
  readonly listen: (listener: (message: ToWorker) => void) => void
  readonly close: () => void
}

/** The line to main: of a thread, or of a process that main forked. */
function openPort(): Port {
  const thread = parentPort
  if (thread !== null) {
    return {
      post: (message, transfer = []) => thread.postMessage(message, transfer),
      listen: (listener) => thread.on('message', listener),
      close: () => thread.close(),
    }
  }
  if (process.send === undefined) throw new Error('serve() belongs in a worker')
  const send = process.send.bind(process)
  // Main is gone, perhaps killed: nobody waits for an answer any more.
  process.on('disconnect', () => process.exit())
  return {
    post: (message) => send(message),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only workerHost.ts is at the other end
    listen: (listener) => process.on('message', (message) => listener(message as ToWorker)),
    close: () => process.disconnect(),
  }
}

/** Every distinct, unshared ArrayBuffer inside an answer, so that posting moves instead of copies. */
function transferables(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    // Node pools small Buffers in one shared slab, which must not be moved away under their neighbours.
    const ownsItsBuffer = value.byteLength === value.buffer.byteLength
    if (ownsItsBuffer && value.buffer instanceof ArrayBuffer) found.add(value.buffer)
  } else if (Array.isArray(value)) {
    for (const item of value) transferables(item, found)
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) transferables(item, found)
  }
  return [...found]
}
