/** History through the channels of the page, with real files, workers and jobs. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { JobState } from '../shared/jobs.ts'
import { createController, type Controller } from './controller.ts'
import { createLog } from './log.ts'
import type { Services } from './services/compose.ts'
import { openLibrary, temporaryFolder } from './services/history.fixture.ts'

const HEADER = 'session_id,set_id,chosen_path,neg_paths,timestamp\n'
const ROW = `s,g,/x/alba/20250708_060711_stage2_upscaled.png,"[""/x/alba/20250708_060558_stage1_generated.png""]",2025-10-05T01:43:47Z\n`
const ALL = { importId: null, outcome: null, reason: null, offset: 0, limit: 500 }

let temporary: ReturnType<typeof temporaryFolder>
let services: Services
let controller: Controller
let pushed: string[]
let jobs: JobState[]
let newFile: string | null
let chosenFiles: readonly string[] | null

beforeEach(() => {
  temporary = temporaryFolder()
  services = openLibrary(join(temporary.folder, 'library'))
  pushed = []
  jobs = []
  newFile = null
  chosenFiles = null
  controller = createController({
    services,
    version: '1',
    push: (channel, event) => {
      pushed.push(channel)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what this channel carries
      if (channel === 'job:changed') jobs.push(event as JobState)
    },
    askForFolder: () => Promise.resolve(null),
    askForFiles: () => Promise.resolve(chosenFiles),
    askForNewFile: () => Promise.resolve(newFile),
    nowMs: () => Date.now(),
    log: createLog(() => undefined),
  })
})
afterEach(async () => {
  await controller.stop()
  await services.close()
  temporary.remove()
})

function file(name: string, content: string): string {
  const path = join(temporary.folder, name)
  writeFileSync(path, content)
  return path
}

async function drawPictures(): Promise<string> {
  const folder = join(temporary.folder, 'pictures')
  mkdirSync(join(folder, 'alba'), { recursive: true })
  for (const name of ['20250708_060711_stage2_upscaled', '20250708_060558_stage1_generated']) {
    await sharp({ create: { width: 8, height: 12, channels: 3, background: '#804020' } })
      .png()
      .toFile(join(folder, 'alba', `${name}.png`))
  }
  return folder
}

const outcomes = async (): Promise<readonly string[]> =>
  (await controller.api['history:rows'](ALL)).rows.map(({ outcome }) => outcome)

test('files come in as a job; when their pictures are opened, what waited is decided', async () => {
  chosenFiles = [file('past.csv', HEADER + ROW)]
  await controller.api['history:import'](null)
  await vi.waitFor(() => expect(pushed).toContain('history:changed'))
  expect(jobs.at(-1)).toMatchObject({ kind: 'import', phase: 'done' })
  expect(await outcomes()).toEqual(['waiting'])
  const expected = await controller.api['history:expectations']()
  expect(expected.missing).toEqual(['1 choice waits for its images: add a folder.'])

  await controller.api['library:open'](await drawPictures())
  await vi.waitFor(async () => expect(await outcomes()).toEqual(['imported']))
  expect((await controller.api['review:get-queue']()).states).toEqual(['pick'])
  expect((await controller.api['history:expectations']()).projects).toEqual([
    { project: 'alba', decisions: 1, highestStageShare: 1, cropRate: null },
  ])

  const [report] = await controller.api['history:list']()
  await controller.api['history:undo'](report!.importId!)
  expect((await controller.api['review:get-queue']()).states).toEqual(['open'])
})

test('files dropped during an import wait for it', async () => {
  const [one, two] = [file('one.csv', HEADER + ROW), file('two.csv', HEADER + ROW)]
  await controller.api['history:import']([one])
  await controller.api['history:import']([two])
  await vi.waitFor(() => {
    expect(pushed.filter((channel) => channel === 'history:changed')).toHaveLength(2)
  })
  expect(await outcomes()).toEqual(['waiting', 'duplicate'])
  expect((await controller.api['history:list']()).map(({ importId }) => importId)).toEqual([2, 1])
})

test('closing a dialog does nothing; the ledger goes where the person says', async () => {
  await controller.api['history:import'](null)
  expect(await controller.api['history:export-ledger'](ALL)).toBeNull()
  expect(pushed).toEqual([])
  newFile = join(temporary.folder, 'ledger.csv')
  expect(await controller.api['history:export-ledger'](ALL)).toBe(newFile)
})
