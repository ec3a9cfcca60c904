/** A worker's other end of the line: a thread, or a process of plain Node. Both speak the same protocol. */
import { fork } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { FromWorker, ToWorker } from '../../shared/workerProtocol.ts'

export interface WorkerEvents {
  readonly onMessage: (message: FromWorker) => void
  readonly onError: (error: Error) => void
  readonly onExit: (how: string) => void
}

export interface WorkerChannel {
  /** @param transfer buffers in the message that may be taken from here; a process copies them anyway. */
  readonly post: (message: ToWorker, transfer?: readonly ArrayBufferLike[]) => void
  /** While busy the worker keeps this process alive, while waiting it does not. */
  readonly setBusy: (busy: boolean) => void
}

export type OpenChannel = (events: WorkerEvents) => WorkerChannel

/** @param entryFile absolute path of the worker's script. */
export function threadChannel(entryFile: string): OpenChannel {
  return ({ onMessage, onError, onExit }) => {
    const worker = new Worker(entryFile)
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', (code) => onExit(`exit code ${code}`))
    worker.unref()
    return {
      // Shared memory is shared, not moved.
      post: (message, transfer = []) =>
        worker.postMessage(
          message,
          transfer.filter((buffer) => buffer instanceof ArrayBuffer),
        ),
      setBusy: (busy) => (busy ? worker.ref() : worker.unref()),
    }
  }
}

/**
 * @param entryFile absolute path of the worker's script.
 * @param nodeFile the Node to run it with.
 */
export function processChannel(entryFile: string, nodeFile: string): OpenChannel {
  return ({ onMessage, onError, onExit }) => {
    const child = fork(entryFile, [], {
      execPath: nodeFile,
      execArgv: [],
      // Structured clone, as between threads: typed arrays arrive as typed arrays.
      serialization: 'advanced',
    })
    // The person in front of the screen goes first.
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only serve.ts is at the other end
    child.on('message', (message) => onMessage(message as FromWorker))
    child.on('error', onError)
    child.on('exit', (code, signal) => onExit(signal ?? `exit code ${code}`))
    const setBusy = (busy: boolean): void => {
      if (busy) {
        child.ref()
        child.channel?.ref()
      } else {
        child.unref()
        child.channel?.unref()
      }
    }
    setBusy(false)
    return {
      // A child that is gone tells so by its exit; a message it never got needs no second telling.
      post: (message) => child.send(message, () => {}),
      setBusy,
    }
  }
}
