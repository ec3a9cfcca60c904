/** A full disk, a broken database, missing and altered models, end to end through the command line. */
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fingerprint, makeManyPictures } from '../../tools/trouble/badPictures.ts'
import { keepLearnedModel } from '../../tools/trouble/learnedModel.ts'
import { mountSmallDisk, type SmallDisk } from '../../tools/trouble/smallDisk.ts'
import { answerOf, failureOf, setwise, type RunOptions } from './cli/testing.ts'

const IMAGES = 8
const encoder = join(import.meta.dirname, '../../resources/models/efficientnet-lite0-320')

let temporary: string
let pictures: string
/** A library with the pictures opened and extracted; each test works on a copy. */
let prepared: string
let before: ReadonlyMap<string, string>
let library: string
let options: RunOptions
const mounted: SmallDisk[] = []

beforeAll(async () => {
  temporary = mkdtempSync(join(tmpdir(), 'setwise-bad-library-'))
  pictures = join(temporary, 'pictures')
  prepared = join(temporary, 'prepared')
  await makeManyPictures(pictures, IMAGES)
  before = fingerprint(pictures)
  await answerOf({ library: prepared }, 'open', pictures)
  await answerOf({ library: prepared }, 'features')
})
beforeEach(() => {
  library = mkdtempSync(join(temporary, 'library-'))
  options = { library }
})
afterAll(() => {
  for (const disk of mounted) disk.unmount()
  rmSync(temporary, { recursive: true, force: true })
})

const copyPrepared = (): void => cpSync(prepared, library, { recursive: true })
const databaseFile = (): string => join(library, 'setwise.db')

async function setKeys(): Promise<string[]> {
  const sets = await answerOf<{ set: string }[]>(options, 'sets')
  return sets.map(({ set }) => set)
}

const canMount = ((): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'setwise-mount-'))
  const probe = mountSmallDisk(folder, '4k')
  probe?.unmount()
  rmSync(folder, { recursive: true, force: true })
  return probe !== null
})()

describe.skipIf(!canMount)('a full disk', () => {
  const mount = (folder: string, size: string): SmallDisk => {
    const disk = mountSmallDisk(folder, size)
    if (disk === null) throw new Error('mounting worked a moment ago')
    mounted.push(disk)
    return disk
  }

  test('under the database: the sentence names it, what was decided stays, deciding goes on with space', async () => {
    const disk = mount(library, '8m')
    copyPrepared()
    const [first, second] = await setKeys()
    await answerOf(options, 'decide', first!, '--reject')
    disk.fill()
    for (const words of [['decide', second!, '--skip'], ['open', pictures], ['features']]) {
      const { code, message } = await failureOf(options, ...words)
      expect(code).toBe('disk-full')
      expect(message).toContain(databaseFile())
    }
    disk.free()
    await answerOf(options, 'decide', second!, '--skip')
    const journal = await answerOf<{ action: string }[]>(options, 'decisions')
    expect(journal.map(({ action }) => action)).toEqual(['reject', 'skip'])
  })

  test('under the previews: no picture is blamed, and all are read with space', async () => {
    const disk = mount(join(library, 'previews'), '64k')
    await answerOf(options, 'open', pictures)
    disk.fill()
    const { code, message } = await failureOf(options, 'features')
    expect(code).toBe('disk-full')
    expect(message).toContain(disk.folder)
    expect(message).toMatch(/_stage\w+\.png/)
    expect(await answerOf(options, 'stats')).toMatchObject({ library: { failed: 0 } })
    disk.unmount()
    expect(await answerOf(options, 'features')).toMatchObject({ done: IMAGES, failed: [] })
  })

  test('under the models: what was in use stays, nothing half is left, training works with space', async () => {
    const disk = mount(join(library, 'models'), '64k')
    copyPrepared()
    disk.fill()
    const { code, message } = await failureOf(options, 'train')
    expect(code).toBe('disk-full')
    expect(message).toContain(disk.folder)
    expect(readdirSync(disk.folder)).toEqual(['filler'])
    expect(await answerOf(options, 'stats')).toMatchObject({
      model: { modelId: 'rule-highest-stage' },
    })
    disk.free()
    const { modelId } = await answerOf<{ modelId: string }>(options, 'train')
    expect(readdirSync(disk.folder)).toEqual([modelId])
  })
})

describe('a database that cannot be used is named and left as it is', () => {
  test.each([
    [
      'text',
      'database-corrupt',
      () => writeFileSync(databaseFile(), 'a shopping list '.repeat(99)),
    ],
    ['cut short', 'database-corrupt', () => truncateSync(databaseFile(), 40_000)],
    ['newer', 'database-newer', makeNewer],
  ])('%s', async (_, code, spoil) => {
    copyPrepared()
    spoil()
    const bytes = readFileSync(databaseFile())
    for (const words of [['sets'], ['open', pictures]]) {
      const error = await failureOf(options, ...words)
      expect(error.code).toBe(code)
      expect(error.message).toContain(databaseFile())
    }
    expect(readFileSync(databaseFile()).equals(bytes)).toBe(true)
  })

  function makeNewer(): void {
    const database = new Sqlite(databaseFile())
    database.pragma('user_version = 99990')
    database.close()
  }
})

describe('an encoder that cannot be used is named, and the rule suggests', () => {
  test.each([
    ['no manifest', 'manifest.json', 'model-missing', (file: string) => rmSync(file)],
    [
      'altered manifest',
      'manifest.json',
      'model-altered',
      (file: string) => writeFileSync(file, '{'),
    ],
    ['no model', 'model.onnx', 'model-missing', (file: string) => rmSync(file)],
    ['altered model', 'model.onnx', 'model-altered', flipLastBit],
  ])('%s', async (_, name, code, spoil) => {
    const folder = join(library, 'encoder')
    cpSync(encoder, folder, { recursive: true })
    spoil(join(folder, name))
    const broken = { ...options, environment: { SETWISE_ENCODER: folder } }
    copyPrepared()
    const error = await failureOf(broken, 'features')
    expect(error.code).toBe(code)
    expect(error.message).toContain(join(folder, name))
    const { code: exitCode, stdout, stderr } = await setwise(broken, 'suggest')
    expect(exitCode).toBe(0)
    expect(stderr).toContain(join(folder, name))
    const suggestions = JSON.parse(stdout) as { winner: string; model: string }[]
    expect(suggestions).toHaveLength(IMAGES / 2)
    for (const { winner, model } of suggestions) {
      expect(winner).toContain('stage2')
      expect(model).toBe('rule-highest-stage')
    }
  })
})

describe('a learned model that cannot be used is named, and the rule suggests', () => {
  test.each([
    ['missing', (file: string) => rmSync(file)],
    ['altered', flipLastBit],
  ])('%s', async (_, spoil) => {
    copyPrepared()
    const file = keepLearnedModel(library)
    expect(await answerOf(options, 'stats')).toMatchObject({ model: { learned: true } })
    spoil(file)
    for (const words of [['stats'], ['suggest']]) {
      const { code, stderr, stdout } = await setwise(options, ...words)
      expect(code).toBe(0)
      expect(stderr).toContain(file)
      expect(stdout).toContain('rule-highest-stage')
    }
  })
})

function flipLastBit(file: string): void {
  const bytes = readFileSync(file)
  bytes[bytes.length - 1]! ^= 1
  writeFileSync(file, bytes)
}

test('no original was written by any of this', () => {
  expect(fingerprint(pictures)).toEqual(before)
})
