/** Bad pictures and folders that vanish, end to end through the command line: each named, the rest goes on. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FailedFile } from '../shared/domain.ts'
import {
  fingerprint,
  makeBadPictures,
  makeManyPictures,
  type BadPictures,
} from '../../tools/trouble/badPictures.ts'
import { UNPRIVILEGED } from '../../tools/trouble/unprivileged.ts'
import { answerOf, failureOf, setwise, type RunOptions } from './cli/testing.ts'
import type { JobContext } from './jobs/jobs.ts'
import { processChannel, threadChannel, type OpenChannel } from './jobs/workerChannel.ts'
import { createLog } from './log.ts'
import { createServices } from './services/compose.ts'
import type { FeaturesReport } from './services/features.ts'
import type { OpenReport } from './services/library.ts'

let temporary: string
beforeAll(() => {
  temporary = mkdtempSync(join(tmpdir(), 'setwise-bad-'))
})
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

const sortedPaths = (failed: readonly FailedFile[]): string[] =>
  failed.map(({ path }) => path).toSorted()

const imageCount = ({ readable, unreadable }: BadPictures): number =>
  readable.length + Object.keys(unreadable).length

/** The file's name as sentences show it: control characters are made visible, each reader in its own way. */
const plainPartOf = (path: string): string => basename(path).split(/\p{Cc}/u)[0]!

describe.skipIf(UNPRIVILEGED === null)('a folder with every kind of bad picture', () => {
  let pictures: string
  let bad: BadPictures
  let before: ReadonlyMap<string, string>
  let options: RunOptions

  beforeAll(async () => {
    pictures = join(temporary, 'pictures')
    mkdirSync(pictures)
    bad = await makeBadPictures(pictures)
    before = fingerprint(pictures)
    options = { library: join(temporary, 'library'), prefix: UNPRIVILEGED! }
  })

  test('open: odd names, links and loops; what is no file is named', async () => {
    const { images, failed } = await answerOf<OpenReport>(options, 'open', pictures)
    expect(images).toBe(imageCount(bad))
    expect(sortedPaths(failed)).toEqual(Object.keys(bad.unlisted).toSorted())
    for (const { path, reason } of failed) {
      expect(reason).toMatch(bad.unlisted[path]!)
      expect(reason).toContain(plainPartOf(path))
    }
  })

  test.each(['first', 'second'])(
    'features, the %s time: bad ones named, all others read',
    async (time) => {
      const { stdout, stderr } = await setwise(options, 'features')
      const { done, reused, failed } = JSON.parse(stdout) as FeaturesReport
      const read = bad.readable.length
      expect({ done, reused }).toEqual(
        time === 'first' ? { done: read, reused: 0 } : { done: 0, reused: read },
      )
      expect(sortedPaths(failed)).toEqual(Object.keys(bad.unreadable).toSorted())
      for (const { path, reason } of failed) {
        expect(reason).toMatch(bad.unreadable[path]!)
        expect(reason).toContain(plainPartOf(path))
      }
      // One line each, whatever the names hold.
      const lines = stderr.trimEnd().split('\n')
      expect(lines).toHaveLength(failed.length)
      expect(lines.join('')).not.toMatch(/\p{Cc}/u)
    },
  )

  test('suggest: one bad picture costs its set nothing; a set of bad ones has no suggestion', async () => {
    const suggestions = await answerOf<
      { set: string; winner: string | null; images: { path: string; probability: number }[] }[]
    >(options, 'suggest')
    expect(suggestions).toHaveLength(imageCount(bad) / 2)
    for (const { set, winner, images } of suggestions) {
      if (set === bad.hopelessSet) expect(winner).toBeNull()
      else expect(bad.readable).toContain(winner)
      for (const { path, probability } of images) {
        if (path in bad.unreadable) expect(probability).toBe(0)
      }
    }
  })

  test('decide: every odd name goes in and comes out letter for letter', async () => {
    const odd = bad.readable.filter((path) => path.startsWith('names/'))
    const firsts = odd.filter((path) => path.includes('stage1'))
    expect(firsts.length).toBeGreaterThan(4)
    for (const path of firsts) await answerOf(options, 'decide', path, path)
    const journal = await answerOf<{ setKey: string; picked: string }[]>(options, 'decisions')
    expect(journal.map(({ setKey, picked }) => [setKey, picked])).toEqual(
      firsts.map((path) => [path, path]),
    )
  })

  test('no original was written', () => {
    expect(fingerprint(pictures)).toEqual(before)
  })

  test('a picture is read once that is allowed', async () => {
    const closed = Object.keys(bad.unreadable).find((path) =>
      bad.unreadable[path]!.source.includes('may not be read'),
    )!
    chmodSync(join(pictures, closed), 0o644)
    const { done, failed } = await answerOf<FeaturesReport>(options, 'features')
    expect(done).toBe(1)
    expect(sortedPaths(failed)).not.toContain(closed)
  })

  test('photographs that group by likeness are looked at again once they may be read', async () => {
    const photographs = join(temporary, 'photographs')
    await makeManyPictures(photographs, 2, (index) => `IMG_000${index}.png`)
    chmodSync(join(photographs, 'IMG_0001.png'), 0)
    const other = { ...options, library: join(temporary, 'photograph-library') }
    expect(await answerOf(other, 'open', photographs)).toMatchObject({
      sets: 0,
      failed: [{ path: 'IMG_0001.png', reason: expect.stringContaining('permission') }],
    })
    chmodSync(join(photographs, 'IMG_0001.png'), 0o644)
    expect(await answerOf(other, 'open', photographs)).toMatchObject({ images: 2, failed: [] })
  })
})

describe('a folder that vanishes in the middle', () => {
  test('of the extraction: one sentence, no picture is blamed, and it goes on when the folder is back', async () => {
    const IMAGES = 48
    const pictures = join(temporary, 'vanishing')
    const options = { library: join(temporary, 'vanishing-library') }
    await makeManyPictures(pictures, IMAGES)
    const before = fingerprint(pictures)
    expect(await answerOf(options, 'open', pictures)).toMatchObject({ images: IMAGES })
    const failing = failureOf(options, 'features')
    const previews = join(options.library, 'previews')
    const isUnderWay = (): boolean => {
      try {
        return readdirSync(previews).length > 0
      } catch {
        return false
      }
    }
    while (!isUnderWay()) await setTimeout(5)
    renameSync(pictures, `${pictures}-away`)
    expect(await failing).toMatchObject({
      code: 'folder-missing',
      message: expect.stringContaining(pictures),
    })
    expect(await answerOf(options, 'stats')).toMatchObject({ library: { failed: 0 } })
    renameSync(`${pictures}-away`, pictures)
    const { done, reused, failed } = await answerOf<FeaturesReport>(options, 'features')
    expect(done + reused).toBe(IMAGES)
    expect(failed).toEqual([])
    expect(fingerprint(pictures)).toEqual(before)
  })

  test('of the scan: one sentence, and the next scan reads everything', async () => {
    // More than one request to the worker, so that there is a middle.
    const IMAGES = 70
    const pictures = join(temporary, 'photographs-leaving')
    await makeManyPictures(pictures, IMAGES, (index) => `IMG_${index}.png`)
    const services = openServices('leaving-library', threadChannel(visionWorker))
    const scan = (onTitle: (title: string) => void) =>
      services.library.scan({ ...QUIET, onProgress: ({ title }) => onTitle(title) })
    try {
      await services.library.choose(pictures)
      let isAway = false
      const leaving = scan((title) => {
        if (isAway || title !== 'Reading capture times') return
        renameSync(pictures, `${pictures}-away`)
        isAway = true
      })
      await expect(leaving).rejects.toMatchObject({
        code: 'folder-missing',
        message: expect.stringContaining(pictures),
      })
      renameSync(`${pictures}-away`, pictures)
      expect(await scan(() => {})).toMatchObject({ images: IMAGES, failed: [] })
    } finally {
      await services.close()
    }
  })
})

describe('a picture that brings the reader down', () => {
  const fragile = join(import.meta.dirname, 'jobs', 'testing', 'fragile.worker.ts')
  test.each([
    { kind: 'a thread', open: threadChannel(fragile) },
    { kind: 'a process', open: processChannel(fragile, process.execPath) },
  ])('in $kind: it fails alone, in the scan and in the extraction', async ({ kind, open }) => {
    const pictures = join(temporary, `pictures of ${kind}`)
    await makeManyPictures(
      pictures,
      3,
      (index) => `IMG_${index}${index === 1 ? ' deadly' : ''}.png`,
    )
    const services = openServices(`library of ${kind}`, open)
    const reason = expect.stringMatching(/IMG_1 deadly\.png.*exit code 9/)
    try {
      await services.library.choose(pictures)
      const expected = [{ path: 'IMG_1 deadly.png', reason }]
      expect(await services.library.scan(QUIET)).toMatchObject({ images: 3, failed: expected })
      expect(await services.features.run(QUIET)).toMatchObject({ done: 2, failed: expected })
    } finally {
      await services.close()
    }
  })
})

const visionWorker = join(import.meta.dirname, '..', 'workers', 'vision.worker.ts')

const QUIET: JobContext = {
  signal: new AbortController().signal,
  onProgress: () => {},
  onFailure: () => {},
  whilePaused: () => Promise.resolve(),
}

function openServices(library: string, openVision: OpenChannel) {
  const project = join(import.meta.dirname, '..', '..')
  return createServices({
    libraryFolder: join(temporary, library),
    encoderFolder: join(project, 'resources', 'models', 'efficientnet-lite0-320'),
    openVision,
    openTraining: threadChannel(join(project, 'src', 'workers', 'training.worker.ts')),
    people: null,
    sqliteBinding: null,
    nowMs: () => 1,
    log: createLog(() => {}),
  })
}
