/** Makes a history like the first user's: every kind of file, every documented trap, and the truth about each row. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { SetwiseError } from '../../src/shared/errors.ts'
import { placelessFiles, trainingFile } from './cropFiles.ts'
import { databaseFiles } from './databaseFiles.ts'
import { featureFiles } from './featureFiles.ts'
import { writePictures } from './pictures.ts'
import { planHistory } from './plan.ts'
import type { HistoryPlan } from './past.ts'
import type { HistoryFile } from './rows.ts'
import { selectCropFile } from './selectCropFile.ts'
import { anomalyFile, selectionFiles } from './selectionFiles.ts'
import { TRUTH_FILE, describeHistory } from './truth.ts'
import type { HistoryTruth } from './truth.ts'

export interface HistoryOptions {
  /** New or empty. */
  readonly folder: string
  /** 1: the first user's scale. From 0.003, where every trap is still there. */
  readonly scale: number
  readonly seed: string
  /** Draw the pictures too, at an eighth of their size; the crops are then made of the small ones. */
  readonly hasPictures: boolean
}

/** Of pictures that are drawn: 832 x 1216 becomes 104 x 152. */
export const PICTURE_SHRINK = 8

/** All files of a history, in the order of DOMAIN, for which the truth holds. Nothing is written yet. */
export function historyFiles(plan: HistoryPlan): HistoryFile[] {
  return [
    ...selectionFiles(plan),
    selectCropFile(plan),
    trainingFile(plan),
    anomalyFile(plan),
    ...placelessFiles(plan),
    ...databaseFiles(plan),
    ...featureFiles(plan),
  ]
}

/**
 * Writes `history/` (the files), `truth.json` and, when asked, `pictures/` (one folder for each project).
 * The same options give the same bytes. Throws a SetwiseError when the folder is not empty.
 */
export async function writeHistory(options: HistoryOptions): Promise<HistoryTruth> {
  const { folder, scale, seed, hasPictures } = options
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new SetwiseError(
      'wrong-use',
      `${folder} already holds files: name a new or empty folder for the history.`,
    )
  }
  const plan = planHistory({ scale, seed, shrink: hasPictures ? PICTURE_SHRINK : 1 })
  const files = historyFiles(plan)
  for (const file of files) {
    const path = join(folder, 'history', file.name)
    mkdirSync(dirname(path), { recursive: true })
    file.write(path)
  }
  const truth = describeHistory(plan, files)
  writeFileSync(join(folder, TRUTH_FILE), `${JSON.stringify(truth)}\n`)
  if (hasPictures) await writePictures(join(folder, 'pictures'), plan)
  return truth
}
