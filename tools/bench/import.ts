// Bringing in a history at a little over the first user's scale: `npm run bench:import [-- SCALE]`.
// Once into a library without pictures, where all rows wait, once into one that has them with their sizes known;
// then the same files again. Each import runs in a process of its own. Prints rows, seconds, rows per second, the
// longest time during which nothing else could run, and the peak memory of the process. Parquet: `bench:parquet`.
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseFileName, fileNameOf } from '../../src/core/sets/fileName.ts'
import { groupLibrary } from '../../src/core/sets/groupLibrary.ts'
import { SetwiseError } from '../../src/shared/errors.ts'
import { createHistoryRepository } from '../../src/main/db/historyRepository.ts'
import { createImageRepository } from '../../src/main/db/imageRepository.ts'
import { openDatabase } from '../../src/main/db/openDatabase.ts'
import { createPastDecisionRepository } from '../../src/main/db/pastDecisionRepository.ts'
import { createSetRepository } from '../../src/main/db/setRepository.ts'
import type { JobContext } from '../../src/main/jobs/jobs.ts'
import { findHistoryFiles } from '../../src/main/services/historyFiles.ts'
import { createHistory, PLAIN_IMPORT } from '../../src/main/services/history.ts'
import { writeHistory } from '../history/history.ts'
import { readHistoryTruth } from '../history/truth.ts'

/** Some 50,000 rows. */
const DEFAULT_SCALE = '1.35'
const LIMIT_SECONDS = 3
const LIMIT_MIB = 300

const [step = DEFAULT_SCALE, ...words] = process.argv.slice(2)
if (step === 'make') await make(words)
else if (step === 'fill') await fill(words)
else if (step === 'import') await importAll(words)
else {
  const folder = mkdtempSync(join(tmpdir(), 'setwise-bench-'))
  try {
    await inProcess(['make', folder, step])
    console.log('without pictures')
    await inProcess(['import', folder, 'waiting.db'])
    await inProcess(['import', folder, 'waiting.db'])
    console.log('with all pictures')
    await inProcess(['fill', folder, 'filled.db'])
    await inProcess(['import', folder, 'filled.db'])
    await inProcess(['import', folder, 'filled.db'])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function inProcess(args: readonly string[]): Promise<void> {
  const child = fork(import.meta.filename, [...args])
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}`)
}

async function make([folder = '', scale = '']: readonly string[]): Promise<void> {
  const made = join(folder, 'made')
  await writeHistory({ folder: made, scale: Number(scale), seed: 'bench', hasPictures: false })
}

/** The library's rows as a scan leaves them, with sizes as an extraction does. */
async function fill([folder = '', name = '']: readonly string[]): Promise<void> {
  const { pictures } = await readHistoryTruth(join(folder, 'made'))
  const database = openDatabase(join(folder, name), { nativeBinding: null })
  const images = createImageRepository(database)
  const { rootId } = images.openRoot('/pictures', 1)
  await images.saveFiles(
    rootId,
    pictures.map(({ file }) => {
      const { stage } = parseFileName(fileNameOf(file))
      return { relativePath: file, stage, sizeBytes: 1, modifiedMs: 1 }
    }),
  )
  const sizes = new Map(pictures.map((picture) => [picture.file, picture]))
  const rows = images.presentImages(rootId)
  await images.recordInspections(
    rows.map(({ imageId, relativePath }) => {
      const { widthPx = null, heightPx = null } = sizes.get(relativePath) ?? {}
      return { imageId, widthPx, heightPx, takenAtMs: null, signature: null, failure: null }
    }),
  )
  const idByPath = new Map(rows.map(({ relativePath, imageId }) => [relativePath, imageId]))
  const files = rows.map(({ relativePath }) => ({ relativePath, takenAtMs: null, signature: null }))
  await createSetRepository(database).replaceSets(
    rootId,
    groupLibrary(files, { rootName: 'pictures' }).sets.map(({ project, groupedBy, members }) => ({
      key: members[0]?.relativePath ?? '',
      project,
      groupedBy,
      members: members.flatMap(({ relativePath }) => idByPath.get(relativePath) ?? []),
    })),
  )
  database.close()
}

async function importAll([folder = '', name = '']: readonly string[]): Promise<void> {
  const found = await findHistoryFiles([join(folder, 'made', 'history')])
  const paths = found.flatMap(({ path, kind }) =>
    kind === 'embeddings' || kind === 'hashes' ? [] : [path],
  )
  const database = openDatabase(join(folder, name), { nativeBinding: null })
  const unused = () =>
    Promise.reject(new SetwiseError('wrong-use', 'Not a part of this benchmark.'))
  const history = createHistory({
    transaction: (work) => database.transaction(work)(),
    rows: createHistoryRepository(database),
    past: createPastDecisionRepository(database),
    library: { choose: unused, scan: unused, root: () => null },
    importFeatures: { run: unused },
    vision: { request: unused },
    nativeBinding: null,
    nowMs: () => Date.now(),
  })
  const before = mibNow()
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const startedAtMs = performance.now()
  const report = await history.run(paths, PLAIN_IMPORT, context())
  const seconds = (performance.now() - startedAtMs) / 1000
  delay.disable()
  const mib = mibNow()
  const { read, imported, duplicate, waiting, quarantined } = report
  console.log(
    `  ${read} rows (${imported} imported, ${duplicate} duplicate, ${waiting} waiting, ${quarantined} quarantined): ` +
      `${seconds.toFixed(2)} s, ${Math.round(read / seconds)} rows/s, ` +
      `longest pause ${Math.round(delay.max / 1e6)} ms, peak ${Math.round(mib)} MiB, ${Math.round(before)} of them before`,
  )
  if (seconds > LIMIT_SECONDS) console.log(`  slower than the limit of ${LIMIT_SECONDS} s`)
  if (mib > LIMIT_MIB) console.log(`  more than the limit of ${LIMIT_MIB} MiB`)
  database.close()
}

function mibNow(): number {
  return process.resourceUsage().maxRSS / 1024
}

function context(): JobContext {
  return {
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onFailure: () => undefined,
    whilePaused: () => Promise.resolve(),
  }
}
