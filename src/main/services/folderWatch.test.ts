import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFolderWatch, type FolderWatch } from './folderWatch.ts'

let folder: string
let watch: FolderWatch
const onChange = vi.fn<() => void>()
const onFailure = vi.fn<(sentence: string) => void>()

beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'setwise-watch-')))
  mkdirSync(join(folder, 'own'))
  mkdirSync(join(folder, '__selected'))
  onChange.mockReset()
  onFailure.mockReset()
  watch = createFolderWatch({ onChange, onFailure, ignore: [join(folder, 'own')] })
  await watch.watch(folder)
})
afterEach(async () => {
  await watch.stop()
  rmSync(folder, { recursive: true })
})

const PATIENCE = { timeout: 10_000 }

test('a burst of new pictures is told once', async () => {
  for (let index = 0; index < 20; index += 1) {
    writeFileSync(join(folder, `${index}.png`), 'x')
    await setTimeout(20)
  }
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1), PATIENCE)
  await setTimeout(300)
  expect(onChange).toHaveBeenCalledTimes(1)
})

test('pictures in a new folder and renamed ones are noticed', async () => {
  mkdirSync(join(folder, 'new'))
  await setTimeout(200)
  writeFileSync(join(folder, 'new', 'a.JPG'), 'x')
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1), PATIENCE)
  onChange.mockReset()
  renameSync(join(folder, 'new', 'a.JPG'), join(folder, 'b.JPG'))
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1), PATIENCE)
})

test('other files, hidden ones, those of Setwise and decided ones are left alone', async () => {
  writeFileSync(join(folder, 'notes.txt'), 'x')
  writeFileSync(join(folder, '.hidden.png'), 'x')
  writeFileSync(join(folder, 'own', 'a.png'), 'x')
  writeFileSync(join(folder, '__selected', 'a.png'), 'x')
  await setTimeout(2500)
  expect(onChange).not.toHaveBeenCalled()
  // The watch itself is awake.
  writeFileSync(join(folder, 'a.png'), 'x')
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1), PATIENCE)
})

test('what is no folder cannot be watched, and the sentence names it; one that is gone is not spoken of', async () => {
  const file = join(folder, 'own', 'file')
  writeFileSync(file, 'x')
  await watch.watch(file)
  expect(onFailure).toHaveBeenCalledWith(expect.stringContaining(file))
  onFailure.mockReset()
  await watch.watch(join(folder, 'gone'))
  expect(onFailure).not.toHaveBeenCalled()
})
