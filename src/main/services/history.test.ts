/** A made history against its truth, row by row, through the real library and the real files. */
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { writeHistory } from '../../../tools/history/history.ts'
import type { HistoryTruth } from '../../../tools/history/truth.ts'
import { CancelledError } from '../../shared/errors.ts'
import type { ImportReport } from '../../shared/history.ts'
import type { Services } from './compose.ts'
import {
  countsOf,
  csvAndDatabases,
  endings,
  openLibrary,
  quiet,
  temporaryFolder,
  wantedEndings,
} from './history.fixture.ts'
import { PLAIN_IMPORT } from './history.ts'

const made = temporaryFolder()
const history = join(made.folder, 'made', 'history')
const pictures = join(made.folder, 'made', 'pictures')
let truth: HistoryTruth
let paths: string[]

beforeAll(async () => {
  const folder = join(made.folder, 'made')
  truth = await writeHistory({ folder, scale: 0.006, seed: 'import', hasPictures: true })
  paths = csvAndDatabases(truth).map(({ name }) => join(history, name))
}, 120_000)
afterAll(made.remove)

let library: ReturnType<typeof temporaryFolder>
let services: Services
beforeEach(() => {
  library = temporaryFolder()
  services = openLibrary(library.folder)
})
afterEach(async () => {
  await services.close()
  library.remove()
})

const importAll = (change: Partial<typeof PLAIN_IMPORT> = {}): Promise<ImportReport> =>
  services.history.run(paths, { ...PLAIN_IMPORT, ...change }, quiet())

async function openPictures(): Promise<void> {
  await services.library.choose(pictures)
  await services.library.scan(quiet())
}

/** What counts for every set that was decided. */
const standing = () =>
  services.decisions
    .journal()
    .map(({ setKey, action, picked, atMs }) => [setKey, action, picked, atMs])

test('with the pictures every row ends as the truth says', async () => {
  await openPictures()
  const report = await importAll()
  expect(endings(services, report.importId, history)).toEqual(wantedEndings(truth, true))
  expect(report.files.map(({ path, read }) => [path, read])).toEqual(
    csvAndDatabases(truth).map(({ name, totals }) => [join(history, name), totals.read]),
  )
  const { read, ...outcomes } = countsOf(report)
  expect(Object.values(outcomes).reduce((sum, count) => sum + count)).toBe(read)
  expect(services.decisions.journal()).toHaveLength(report.imported)
  expect(services.decisions.countPicks()).toBeGreaterThan(50)
})

test('without pictures too; those that come later bring what waits to life, in any number of steps', async () => {
  const report = await importAll()
  expect(endings(services, report.importId, history)).toEqual(wantedEndings(truth, false))
  expect(services.decisions.journal()).toEqual([])

  await openPictures()
  expect(services.history.hasNewPictures()).toBe(true)
  await services.history.retry(false, quiet())
  expect(services.history.hasNewPictures()).toBe(false)
  expect(endings(services, report.importId, history)).toEqual(wantedEndings(truth, true))
  const [listed] = services.history.list()
  expect(services.decisions.journal()).toHaveLength(listed!.imported)
})

test('the same files again change nothing', async () => {
  await openPictures()
  const first = await importAll()
  const journal = services.decisions.journal()
  const again = await importAll()
  expect(services.decisions.journal()).toEqual(journal)
  const { read, imported, waiting, duplicate, quarantined } = again
  expect({ read, imported, waiting }).toEqual({ read: first.read, imported: 0, waiting: 0 })
  // A choice beside an impossible crop was news the first time; now only the crop remains, which nobody can use.
  const withoutCrop = truth.files.flatMap(({ rows }) =>
    rows.filter(({ leftOut, outcome }) => leftOut !== undefined && outcome === 'imported'),
  )
  expect(quarantined).toBe(first.quarantined + withoutCrop.length)
  expect(duplicate).toBe(read - quarantined)
})

test('a dry run answers the same and writes nothing', async () => {
  await openPictures()
  const dry = await importAll({ isDry: true })
  expect(services.history.list()).toEqual([])
  expect(services.decisions.journal()).toEqual([])
  const { importId, ...rest } = dry
  expect(importId).toBeNull()
  const real = await importAll()
  expect({ ...rest, reasons: new Set(rest.reasons) }).toEqual({
    ...real,
    importId: undefined,
    reasons: new Set(real.reasons),
  })
})

test('cancelled in the middle of a file, that file leaves nothing and the import can be repeated', async () => {
  await openPictures()
  const abort = new AbortController()
  let lines = 0
  const context = {
    ...quiet(abort.signal),
    onProgress: ({ title }: { readonly title: string }) => {
      if (title.includes('select_crop_log') && (lines += 1) === 2) abort.abort()
    },
  }
  await expect(services.history.run(paths, PLAIN_IMPORT, context)).rejects.toThrow(CancelledError)
  const [half] = services.history.list()
  expect(half!.files.map(({ path }) => path)).toEqual(paths.slice(0, 2))
  expect(services.decisions.journal()).toHaveLength(half!.imported)

  await importAll()
  const twice = standing()
  const whole = temporaryFolder()
  await services.close()
  services = openLibrary(whole.folder)
  await openPictures()
  await importAll()
  expect(new Set(twice.map(String))).toEqual(new Set(standing().map(String)))
  whole.remove()
})

test('rows of Parquet files end as the truth says', async () => {
  await openPictures()
  for (const file of truth.files.filter(({ name }) => name.endsWith('.parquet'))) {
    const report = await services.history.run([join(history, file.name)], PLAIN_IMPORT, quiet())
    if (file.kind === 'embeddings') {
      // Which encoder made them is never guessed, and none here has 512 numbers.
      expect(report.files[0]!.reason).toContain('does not say which encoder')
      continue
    }
    const wanted = file.rows.map(({ line, outcome }) => ({ file: file.name, line, outcome }))
    expect(endings(services, report.importId, history)).toEqual(wanted)
  }
})

test('an import is undone as a whole, and can be made again', async () => {
  await openPictures()
  const first = await importAll()
  services.history.undo(first.importId!)
  expect(services.decisions.countPicks()).toBe(0)
  expect(services.decisions.statistics()).toMatchObject({ picks: 0, rejects: 0 })
  expect(services.history.list()[0]!.undone).toBe(true)
  expect(() => services.history.undo(first.importId!)).toThrow('no import')
  expect(await services.history.retry(true, quiet())).toBe(0)

  const again = await importAll()
  expect(countsOf(again)).toEqual(countsOf(first))
})

test('a decision made in Setwise is not overridden', async () => {
  await openPictures()
  const [set] = services.library.allSets()
  const [first] = set!.candidates
  services.decisions.record({
    setId: set!.setId,
    verdict: { kind: 'pick', imageId: first!.imageId },
    shown: {
      order: set!.candidates.map(({ imageId }) => imageId),
      suggested: null,
      confidence: null,
      modelId: null,
      blind: false,
      elapsedMs: null,
    },
    source: 'app',
  })
  const report = await importAll()
  expect(report.reasons.map(({ reason }) => reason)).toContain('decided in Setwise since')
  expect(services.decisions.standing(set!.setId).picked).toBe(first!.imageId)
  // Undo takes back what the person did last, not what was imported after it.
  expect(services.decisions.undo('app')!.setId).toBe(set!.setId)
  expect(services.decisions.undo('app')).toBeNull()
})
