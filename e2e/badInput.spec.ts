/** Bad pictures, vanishing folders, full disks and broken libraries in the real app: it says so and goes on. */
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import Sqlite from 'better-sqlite3'
import { findElectron, launchOptions } from '../tools/electron-runtime/index.mjs'
import { fingerprint, makeBadPictures, makeManyPictures } from '../tools/trouble/badPictures.ts'
import { keepLearnedModel } from '../tools/trouble/learnedModel.ts'
import { mountSmallDisk } from '../tools/trouble/smallDisk.ts'
import { UNPRIVILEGED } from '../tools/trouble/unprivileged.ts'
import type { JobKind } from '../src/shared/jobs.ts'
import { call, expect, jobDone, nextSet, shownSet, test } from './app.ts'
import { loadSet } from './sample.ts'

const projectFolder = join(import.meta.dirname, '..')
const encoder = join(projectFolder, 'resources', 'models', 'efficientnet-lite0-320')

/** Waits until the job has failed, and tells what it says. */
async function jobFailure(page: Page, kind: JobKind): Promise<string> {
  const find = async () => (await call(page, 'app:get-state')).jobs.find((job) => job.kind === kind)
  await expect.poll(async () => (await find())?.phase, { timeout: 60_000 }).toBe('failed')
  return (await find())?.message ?? ''
}

function withDatabase(library: string, use: (database: Sqlite.Database) => void): void {
  const database = new Sqlite(join(library, 'setwise.db'))
  try {
    use(database)
  } finally {
    database.close()
  }
}

async function countDecided(page: Page): Promise<number> {
  const { states } = await call(page, 'review:get-queue')
  return states.filter((state) => state !== 'open').length
}

test('every kind of bad picture: named in the library room, shown as a sentence, reviewed to the end', async ({
  temporary,
  start,
}) => {
  test.skip(UNPRIVILEGED === null, 'root without setpriv may read every file')
  const folder = join(temporary, 'pictures')
  mkdirSync(folder)
  const bad = await makeBadPictures(folder)
  const before = fingerprint(folder)
  const { page } = await start({
    library: join(temporary, 'library'),
    folder,
    prefix: UNPRIVILEGED ?? [],
  })
  await shownSet(page)
  await jobDone(page, 'features')

  const failures = await call(page, 'library:list-failures')
  const expected = { ...bad.unreadable, ...bad.unlisted }
  expect(failures.map(({ path }) => path).toSorted()).toEqual(Object.keys(expected).toSorted())
  for (const { path, reason } of failures) expect(reason).toMatch(expected[path] ?? /^never$/)
  await page.keyboard.press('l')
  await expect(page.getByTestId('failures')).toContainText(failures[0]!.path)
  await expect(page.getByTestId('failures')).toContainText(failures[0]!.reason)
  await page.keyboard.press('g')

  const { setIds } = await call(page, 'review:get-queue')
  for (let left = setIds.length; left > 0; left -= 1) {
    const setId = await shownSet(page)
    const { set } = await loadSet(page, setId)
    for (const { position, relativePath, failure } of set.candidates) {
      expect(failure === null).toBe(bad.readable.includes(relativePath))
      const figure = page.getByTestId(`candidate-${position}`)
      if (failure === null) await expect(figure.locator('img.picture').last()).toBeVisible()
      else await expect(figure).toContainText(failure)
    }
    await page.keyboard.press('Enter')
    if (set.key === bad.hopelessSet) {
      await expect(page.getByTestId('told')).toContainText('No suggestion')
      await page.keyboard.press('r')
    }
    if (left > 1) await nextSet(page, setId)
  }
  await expect.poll(() => countDecided(page)).toBe(setIds.length)
  for (const setId of setIds) {
    const { set, picked, state } = await loadSet(page, setId)
    expect(state).toBe(set.key === bad.hopelessSet ? 'reject' : 'pick')
    const kept = set.candidates.find(({ imageId }) => imageId === picked)
    if (kept !== undefined) expect(bad.readable).toContain(kept.relativePath)
  }
  expect(fingerprint(folder)).toEqual(before)
})

test('the folder vanishes while it is read and while it is reviewed: a sentence, and nothing is lost', async ({
  temporary,
  start,
}) => {
  const folder = join(temporary, 'pictures')
  const library = join(temporary, 'library')
  await makeManyPictures(folder, 96)
  const before = fingerprint(folder)
  const first = await start({ library, folder })
  const { page } = first
  const firstSet = await shownSet(page)
  await expect
    .poll(
      async () => {
        const { jobs } = await call(page, 'app:get-state')
        return jobs.find(({ kind }) => kind === 'features')?.done ?? 0
      },
      { intervals: [20] },
    )
    .toBeGreaterThan(0)
  renameSync(folder, `${folder}-away`)
  expect(await jobFailure(page, 'features')).toContain(folder)
  await expect(page.getByTestId('error')).toContainText(folder)
  expect(await call(page, 'library:list-failures')).toEqual([])

  await test.step('Review goes on, with a sentence in place of each picture', async () => {
    rmSync(join(library, 'previews'), { recursive: true })
    await page.keyboard.press('1')
    await nextSet(page, firstSet)
    for (let step = 0; step < 5; step += 1) {
      const here = await shownSet(page)
      await page.keyboard.press('ArrowDown')
      await nextSet(page, here)
    }
    await expect(page.getByTestId('candidate-2')).toContainText('could not be read')
    const here = await shownSet(page)
    await page.keyboard.press('2')
    await nextSet(page, here)
    expect(await countDecided(page)).toBe(2)
  })

  await test.step('Started without the folder: its sets and decisions are there', async () => {
    await first.electron.close()
    const second = await start({ library })
    await shownSet(second.page)
    expect(await jobFailure(second.page, 'scan')).toContain(folder)
    await expect(second.page.getByTestId('error')).toContainText(folder)
    expect((await call(second.page, 'review:get-queue')).setIds).toHaveLength(48)
    expect(await countDecided(second.page)).toBe(2)

    renameSync(`${folder}-away`, folder)
    await call(second.page, 'job:start', 'scan')
    await jobDone(second.page, 'features')
    expect(await call(second.page, 'library:list-failures')).toEqual([])
    expect(await countDecided(second.page)).toBe(2)
  })
  expect(fingerprint(folder)).toEqual(before)
})

test('a full disk: the sentence names the file, decisions before it stay, with space it goes on', async ({
  temporary,
  start,
}) => {
  const folder = join(temporary, 'pictures')
  const library = join(temporary, 'library')
  const disk = mountSmallDisk(library, '64m')
  test.skip(disk === null, 'mounting a small disk needs root on Linux')
  if (disk === null) return
  try {
    const previews = mountSmallDisk(join(library, 'previews'), '64k')
    await makeManyPictures(folder, 24)
    const before = fingerprint(folder)
    previews?.fill()
    const { page, electron } = await start({ library, folder })
    const firstSet = await shownSet(page)

    await test.step('For previews: no picture is blamed', async () => {
      expect(await jobFailure(page, 'features')).toContain(join(library, 'previews'))
      await expect(page.getByTestId('error')).toContainText(join(library, 'previews'))
      expect(await call(page, 'library:list-failures')).toEqual([])
      previews?.unmount()
      await call(page, 'job:start', 'features')
      await jobDone(page, 'features')
    })

    await page.keyboard.press('1')
    const secondSet = await nextSet(page, firstSet)
    await call(page, 'review:save-position', secondSet)
    // SQLite's log keeps the room it once had; without it the next line needs new room.
    withDatabase(library, (database) => database.pragma('wal_checkpoint(TRUNCATE)'))
    disk.fill()

    await test.step('For decisions: the set stays on screen until it is on disk', async () => {
      for (const key of ['2', 'r']) {
        await page.keyboard.press(key)
        await expect(page.getByTestId('error')).toContainText(join(library, 'setwise.db'))
      }
      expect(await shownSet(page)).toBe(secondSet)
      expect(await countDecided(page)).toBe(1)
    })

    await test.step('For models', async () => {
      await call(page, 'job:start', 'train')
      expect(await jobFailure(page, 'train')).toContain(join(library, 'models'))
    })

    disk.free()
    await page.keyboard.press('2')
    await nextSet(page, secondSet)
    expect(await countDecided(page)).toBe(2)
    await call(page, 'job:start', 'train')
    await jobDone(page, 'train')
    expect(fingerprint(folder)).toEqual(before)
    await electron.close()
    withDatabase(library, (database) =>
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok'),
    )
  } finally {
    disk.unmount()
  }
})

test('a missing encoder and an altered model: a banner names both, the rule suggests', async ({
  temporary,
  start,
}) => {
  const folder = join(temporary, 'pictures')
  const library = join(temporary, 'library')
  await makeManyPictures(folder, 4)
  const modelFile = keepLearnedModel(library)
  writeFileSync(modelFile, 'other weights')
  const encoderFolder = join(temporary, 'encoder')
  cpSync(encoder, encoderFolder, { recursive: true })
  rmSync(join(encoderFolder, 'model.onnx'))
  const environment = { SETWISE_ENCODER: encoderFolder }
  const { page } = await start({ library, folder, environment })
  const setId = await shownSet(page)
  expect(await jobFailure(page, 'features')).toContain(join(encoderFolder, 'model.onnx'))
  await expect(page.getByTestId('banner')).toContainText(modelFile)
  await expect(page.getByTestId('banner')).toContainText(join(encoderFolder, 'model.onnx'))
  const { set, suggestion } = await loadSet(page, setId)
  expect(suggestion).toMatchObject({ winner: set.candidates[1]!.imageId })
  await page.keyboard.press('Enter')
  await nextSet(page, setId)
  expect(await countDecided(page)).toBe(1)
})

test.describe('a library that cannot be opened: a sentence, exit code 1, never a hang', () => {
  const spoilt: readonly (readonly [string, (library: string) => string])[] = [
    [
      'damaged',
      (library) => {
        const file = join(library, 'setwise.db')
        mkdirSync(library)
        writeFileSync(file, 'a shopping list '.repeat(99))
        return file
      },
    ],
    [
      'newer',
      (library) => {
        const file = join(library, 'setwise.db')
        mkdirSync(library)
        withDatabase(library, (database) => database.pragma('user_version = 99990'))
        return file
      },
    ],
    [
      'not a folder',
      (library) => {
        writeFileSync(library, 'a file')
        return library
      },
    ],
  ]
  for (const [name, spoil] of spoilt) {
    test(name, async ({ temporary }) => {
      const library = join(temporary, 'library')
      const named = spoil(library)
      const { executablePath, args, env } = launchOptions(findElectron(), projectFolder, [], {
        SETWISE_LIBRARY: library,
        // As on every machine where nobody could close a dialog.
        SETWISE_VIRTUAL_DISPLAY: '1',
      })
      const app = spawn(executablePath, args, { env })
      let log = ''
      app.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()))
      const code = await new Promise((resolve) => app.once('close', resolve))
      expect(code).toBe(1)
      expect(log).toMatch(/^error: .+/m)
      expect(log).toContain(named)
    })
  }
})
