import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ToWorker } from '../shared/workerProtocol.ts'
import { createController, type Controller } from './controller.ts'
import { openTestLibrary } from './db/testing.ts'
import type { OpenChannel } from './jobs/workerChannel.ts'
import { createLog } from './log.ts'
import { createServices, type Services } from './services/compose.ts'
import { libraryPaths } from './services/paths.ts'

const ENCODER = {
  key: { extractor: 'encoder:e', version: 1 },
  encoderId: 'e',
  dimension: 2,
  provider: 'cpu',
  withoutCoreml: null,
}

/** A worker that answers when it is let. */
function heldWorker(outputOf: (message: ToWorker) => unknown) {
  const waiting: (() => void)[] = []
  let isHeld = true
  const open: OpenChannel = ({ onMessage, onExit }) => ({
    post: (message) => {
      if (message.type === 'stop') queueMicrotask(() => onExit('exit code 0'))
      if (message.type !== 'request') return
      const { id } = message
      const answer = (): void =>
        onMessage({ type: 'answer', id, output: outputOf(message) as never })
      if (isHeld) waiting.push(answer)
      else queueMicrotask(answer)
    },
    setBusy: () => undefined,
  })
  const letGo = (): void => {
    isHeld = false
    for (const answer of waiting.splice(0)) answer()
  }
  return { open, letGo }
}

/** Every set of the test library has two images: the second is sure. */
const training = () => heldWorker(() => ({ probability: Float32Array.from([0, 1, 0, 1]) }))

let folder: string
let services: Services
let controller: Controller
let pushed: string[]
let worker: ReturnType<typeof training>

async function start(setCount: number): Promise<void> {
  const { databaseFile } = libraryPaths(folder)
  const { database } = await openTestLibrary(databaseFile, setCount)
  database.close()
  worker = training()
  const vision = heldWorker(() => ENCODER)
  vision.letGo()
  const log = createLog(() => {})
  services = createServices({
    libraryFolder: folder,
    encoderFolder: folder,
    openVision: vision.open,
    openTraining: worker.open,
    people: null,
    sqliteBinding: null,
    nowMs: () => 1,
    log,
  })
  pushed = []
  controller = createController({
    services,
    version: '1',
    push: (channel) => pushed.push(channel),
    askForFolder: () => Promise.resolve(null),
    askForFiles: () => Promise.resolve(null),
    askForNewFile: () => Promise.resolve(null),
    nowMs: () => 1,
    log,
  })
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'setwise-controller-'))
})
afterEach(async () => {
  await controller.stop()
  await services.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the start', () => {
  test('the first set does not wait for the worker; its suggestion is told of when it comes', async () => {
    await start(2)
    const { setIds } = await controller.api['review:get-queue']()
    const first = await controller.api['review:load-sets'](setIds.slice(0, 1))
    expect(first.map(({ suggestion }) => suggestion)).toEqual([null])
    expect(pushed).not.toContain('suggestions:changed')

    worker.letGo()
    await vi.waitFor(() => expect(pushed).toContain('suggestions:changed'))
    const again = await controller.api['review:load-sets'](setIds)
    expect(
      again.map(({ set, suggestion }) => suggestion?.winner === set.candidates[1]?.imageId),
    ).toEqual([true, true])
  })

  test('a worker that answers in time is waited for, and nothing is told twice', async () => {
    await start(2)
    worker.letGo()
    const { setIds } = await controller.api['review:get-queue']()
    const [first] = await controller.api['review:load-sets'](setIds.slice(0, 1))
    expect(first?.suggestion?.winner).toBe(first?.set.candidates[1]?.imageId)
    expect(pushed).not.toContain('suggestions:changed')
  })

  test('the folder is read when the first set is on the screen, and only once', async () => {
    await start(2)
    const { setIds } = await controller.api['review:get-queue']()
    expect(pushed).not.toContain('job:changed')
    await controller.api['review:save-position'](setIds[0]!)
    expect(pushed).toContain('job:changed')
    await vi.waitFor(() => expect(pushed).toContain('library:changed'))
    pushed = []
    await controller.api['review:save-position'](setIds[1]!)
    expect(pushed).toEqual([])
  })

  test('without a set to show the folder is read at once', async () => {
    await start(0)
    await controller.api['review:get-queue']()
    expect(pushed).toContain('job:changed')
    await vi.waitFor(() => expect(pushed).toContain('library:changed'))
  })
})
