/** A library over pictures that exist as files, for export and import: contents are hashed and measured for real. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ImportableEncoder } from '../../core/features/importedValue.ts'
import type { ContentHash } from '../../shared/domain.ts'
import type { ItemResult, WorkerTaskName } from '../../shared/jobs.ts'
import { createFeatureRepository } from '../db/featureRepository.ts'
import { createImageRepository } from '../db/imageRepository.ts'
import { openDatabase } from '../db/openDatabase.ts'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { JobContext } from '../jobs/jobs.ts'
import type { WorkerHost } from '../jobs/workerHost.ts'
import { createExportFeatures } from './exportFeatures.ts'
import { createImportFeatures } from './importFeatures.ts'

export const ENCODERS: readonly ImportableEncoder[] = [
  { encoderId: 'plain', version: 2, dimension: 8, l2Normalised: false },
  { encoderId: 'unit', version: 1, dimension: 8, l2Normalised: true },
  { encoderId: 'long', version: 1, dimension: 9, l2Normalised: false },
]

export interface Pictures {
  readonly folder: string
  readonly paths: readonly string[]
  readonly remove: () => void
}

/** Files that hold their own path; a worker that is stood in for below takes them for pictures of 3 x 4. */
export function writePictures(paths: readonly string[]): Pictures {
  const parent = mkdtempSync(join(tmpdir(), 'setwise-features-'))
  const folder = join(parent, 'mojo1')
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), path)
  }
  return { folder, paths, remove: () => rmSync(parent, { recursive: true }) }
}

/** An empty library with the folder open. */
export async function openOver({ folder, paths }: Pictures) {
  const database = openDatabase(':memory:', { nativeBinding: null })
  const images = createImageRepository(database)
  const featureRows = createFeatureRepository(database)
  const root = images.openRoot(folder, 1)
  await images.saveFiles(
    root.rootId,
    paths.map((relativePath) => ({ relativePath, stage: 0, sizeBytes: 1, modifiedMs: 1 })),
  )
  const asked: string[] = []
  const shared = {
    images,
    featureRows,
    library: { currentRoot: () => root },
    encoders: () => ENCODERS,
  }
  const importing = createImportFeatures({
    ...shared,
    transaction: (work) => database.transaction(work)(),
    vision: visionOf(asked),
  })
  const exporting = createExportFeatures({ ...shared, encoderInUse: () => 'plain' })
  return {
    database,
    images,
    featureRows,
    rootId: root.rootId,
    /** Paths that the worker was asked about, each with the task. */
    asked,
    importFile: (file: string, encoderId: string | null = null, context = quietContext()) =>
      importing.run(file, encoderId, context),
    exportTo: (into: string, encoderId: string | null = null, context = quietContext()) =>
      exporting.run(into, encoderId, context),
    /** All that is stored. */
    values: (): unknown[] =>
      database
        .prepare('SELECT content_hash, extractor, version, value FROM extraction ORDER BY 1, 2')
        .all(),
  }
}

export function quietContext(signal: AbortSignal = new AbortController().signal): JobContext {
  return {
    signal,
    onProgress: () => undefined,
    onFailure: () => undefined,
    whilePaused: () => Promise.resolve(),
  }
}

export function hashOfFile(path: string): ContentHash {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- that is what a content hash is
  return createHash('sha256').update(readFileSync(path)).digest('hex') as ContentHash
}

function visionOf(asked: string[]): Pick<WorkerHost, 'request'> {
  const one = (task: WorkerTaskName, path: string): ItemResult<unknown> => {
    asked.push(`${task} ${path}`)
    if (path.includes('unreadable')) return { ok: false, path, reason: 'it cannot be read' }
    const value = task === 'vision.hash' ? hashOfFile(path) : { widthPx: 3, heightPx: 4 }
    return { ok: true, path, value }
  }
  return {
    request: (task, input) => {
      const paths = 'paths' in input ? input.paths : []
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the task's name tells the type of its answer
      return Promise.resolve(paths.map((path) => one(task, path)) as never)
    },
  }
}
