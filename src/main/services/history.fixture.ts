/** A library with real workers, and a history made by tools/history, for tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { HistoryTruth } from '../../../tools/history/truth.ts'
import type { ImportReport } from '../../shared/history.ts'
import type { JobContext } from '../jobs/jobs.ts'
import { threadChannel } from '../jobs/workerChannel.ts'
import { createLog } from '../log.ts'
import { createServices, type Services } from './compose.ts'

const project = resolve(import.meta.dirname, '..', '..', '..')
const workers = join(project, 'src', 'workers')

export function temporaryFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'setwise-history-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export function openLibrary(libraryFolder: string): Services {
  return createServices({
    libraryFolder,
    encoderFolder: join(project, 'resources', 'models', 'efficientnet-lite0'),
    openVision: threadChannel(join(workers, 'vision.worker.ts')),
    openTraining: threadChannel(join(workers, 'training.worker.ts')),
    people: null,
    sqliteBinding: null,
    nowMs: () => Date.UTC(2026, 0, 1),
    log: createLog(() => undefined),
  })
}

export function quiet(signal = new AbortController().signal): JobContext {
  return {
    signal,
    onProgress: () => undefined,
    onFailure: () => undefined,
    whilePaused: () => Promise.resolve(),
  }
}

export interface Ending {
  readonly file: string
  readonly line: number
  readonly outcome: string
}

/** How the truth says that every row ends, but for Parquet files. */
export function wantedEndings(truth: HistoryTruth, withPictures: boolean): Ending[] {
  return csvAndDatabases(truth).flatMap(({ name, rows }) =>
    rows.map(({ line, outcome, withoutPictures }) => ({
      file: name,
      line,
      outcome: withPictures ? outcome : withoutPictures.outcome,
    })),
  )
}

export function csvAndDatabases(truth: HistoryTruth): HistoryTruth['files'] {
  return truth.files.filter(({ name }) => !name.endsWith('.parquet'))
}

/** How every row of an import ended, in the order of the files. */
export function endings(services: Services, importId: number | null, folder: string): Ending[] {
  const found: Ending[] = []
  for (;;) {
    const { rows } = services.history.rows({
      importId,
      outcome: null,
      reason: null,
      offset: found.length,
      limit: 500,
    })
    if (rows.length === 0) return found
    for (const { path, line, outcome } of rows) {
      found.push({ file: path.slice(folder.length + 1), line, outcome })
    }
  }
}

/** The four outcomes, which must add up to the rows read. */
export function countsOf({ read, imported, duplicate, waiting, quarantined }: ImportReport) {
  return { read, imported, duplicate, waiting, quarantined }
}
