/** The services over a fresh library, with the vision worker as a process of its own, as the app has it. */
import { resolve } from 'node:path'
import type { JobContext } from '../../../src/main/jobs/jobs.ts'
import { processChannel, threadChannel } from '../../../src/main/jobs/workerChannel.ts'
import { createServices, type Services } from '../../../src/main/services/compose.ts'
import { ENCODER_FOLDER } from './alone.ts'

export function openServices(libraryFolder: string): Services {
  return createServices({
    libraryFolder,
    encoderFolder: ENCODER_FOLDER,
    openVision: processChannel(resolve('src/workers/vision.worker.ts'), process.execPath),
    openTraining: threadChannel(resolve('src/workers/training.worker.ts')),
    people: null,
    sqliteBinding: null,
    nowMs: () => Date.now(),
    log: { info: () => undefined, warn: console.error, error: console.error },
  })
}

export const QUIET: JobContext = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  onFailure: ({ path, reason }) => console.error(`${path}: ${reason}`),
  whilePaused: () => Promise.resolve(),
}
