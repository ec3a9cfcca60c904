/** Use case: write the decisions of the journal as the history files that Setwise imports (DOMAIN, "His files"). */
import { mkdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileNameOf } from '../../core/sets/fileName.ts'
import { projectOf } from '../../core/sets/project.ts'
import type { ImageId } from '../../shared/domain.ts'
import type {
  PastDecisionRepository,
  StandingDecision,
  StoredCrop,
} from '../db/pastDecisionRepository.ts'
import { explainWriteError } from '../writeError.ts'

/** What `export-history` answers: rows by file, and what these files have no words for. */
export interface HistoryExport {
  readonly folder: string
  readonly selections: number
  readonly selectionsAndCrops: number
  readonly crops: number
  /** Sets that were rejected or skipped as a whole. */
  readonly leftOut: number
}

const SELECTIONS = 'session_id,set_id,chosen_path,neg_paths,timestamp'
const BASE =
  'session_id,set_id,directory,image_count,chosen_index,chosen_path,crop_x1,crop_y1,crop_x2,crop_y2,timestamp'
const CROPS = 'timestamp,project_id,filename,crop_x1,crop_y1,crop_x2,crop_y2,width,height'
const PLACEHOLDER = ['0', '0', '1', '1']

interface ExportedImage {
  readonly project: string
  readonly path: string
  readonly stage: number
  readonly widthPx: number | null
  readonly heightPx: number | null
}

interface CropTold {
  readonly crop: StoredCrop
  readonly atMs: number
}

export function createExportHistory(past: Pick<PastDecisionRepository, 'standing' | 'images'>) {
  /**
   * Writes selection_only_log.csv, select_crop_log.csv and crop_training_data.csv: for every set what counts of it,
   * and the latest crop of every image that was ever kept. Imported into an empty library that has the same
   * pictures, they give the same decisions. "Kept whole" cannot be said in them.
   * @throws SetwiseError naming the file when it cannot be written.
   */
  return async (folder: string): Promise<HistoryExport> => {
    const target = resolve(folder)
    const images = past.images()
    const standing = past.standing()
    const imageOf = (imageId: ImageId): ExportedImage[] => {
      const image = images.get(imageId)
      if (image === undefined) return []
      const { rootPath, relativePath, stage, widthPx, heightPx } = image
      const project = projectOf(relativePath, basename(rootPath))
      const path = `PROJECT_ROOT/${project}/${fileNameOf(relativePath)}`
      return [{ project, path, stage, widthPx, heightPx }]
    }
    const crops = latestCrops(standing)
    const selections: string[][] = []
    const withCrops: string[][] = []
    const trainingRows: string[][] = []
    let widest = 2
    let leftOut = 0
    const addWithCrop = (
      decision: StandingDecision,
      order: readonly ImageId[],
      told: CropTold,
    ): void => {
      const { setId, picked } = decision
      const listed = order.flatMap(imageOf)
      const index = picked === null ? -1 : order.indexOf(picked)
      const chosen = listed[index]
      if (chosen === undefined || listed.length !== order.length) return
      widest = Math.max(widest, listed.length)
      const time = new Date(told.atMs).toISOString()
      const choice = ['setwise', setId, '', listed.length, index, chosen.path]
      const columns = listed.flatMap(({ path, stage, widthPx, heightPx }) => [
        path,
        stage,
        widthPx ?? 0,
        heightPx ?? 0,
      ])
      withCrops.push([...choice, ...cropCells(told.crop), time, ...columns].map(String))
      if (typeof told.crop === 'string') return
      const { project, widthPx, heightPx } = chosen
      const size = [widthPx ?? 0, heightPx ?? 0]
      const name = fileNameOf(chosen.path)
      trainingRows.push([time, project, name, ...cropCells(told.crop), ...size].map(String))
    }

    const written = new Set<ImageId>()
    for (const decision of standing.filter(({ isCurrent }) => isCurrent)) {
      const { setId, picked, order, atMs } = decision
      if (picked === null) {
        leftOut += 1
        continue
      }
      const told = crops.get(picked)
      const isSayable = told !== undefined && told.crop !== 'none'
      if (isSayable) written.add(picked)
      if (isSayable && (order.length === 1 || told.atMs === atMs)) {
        addWithCrop(decision, order, told)
        continue
      }
      // The crop was told at another time: a row of its own keeps both times.
      const [chosen, ...rivals] = [picked, ...order.filter((one) => one !== picked)].flatMap(
        imageOf,
      )
      if (chosen !== undefined && rivals.length > 0) {
        const list = JSON.stringify(rivals.map(({ path }) => path))
        selections.push(['setwise', String(setId), chosen.path, list, new Date(atMs).toISOString()])
      }
      if (isSayable) addWithCrop(decision, [picked], told)
    }
    for (const decision of standing) {
      const { picked } = decision
      const told = picked === null ? undefined : crops.get(picked)
      if (picked === null || told === undefined || told.crop === 'none' || written.has(picked))
        continue
      written.add(picked)
      addWithCrop(decision, [picked], told)
    }

    const columns = Array.from({ length: widest }, (_, index) =>
      [`image_${index}_path`, `image_${index}_stage`, `width_${index}`, `height_${index}`].join(
        ',',
      ),
    )
    await writeCsv(target, 'selection_only_log.csv', SELECTIONS, selections)
    await writeCsv(target, 'select_crop_log.csv', [BASE, ...columns].join(','), withCrops)
    await writeCsv(target, 'crop_training_data.csv', CROPS, trainingRows)
    return {
      folder: target,
      selections: selections.length,
      selectionsAndCrops: withCrops.length,
      crops: trainingRows.length,
      leftOut,
    }
  }
}

/** Of each kept image; where says more than that. */
function latestCrops(standing: readonly StandingDecision[]): ReadonlyMap<ImageId, CropTold> {
  const crops = new Map<ImageId, CropTold>()
  for (const { picked, crop, atMs } of standing) {
    if (picked === null || crop === null) continue
    if (crop === 'somewhere' && crops.has(picked)) continue
    crops.set(picked, { crop, atMs })
  }
  return crops
}

/** All digits, so that the same numbers are read again. */
function cropCells(crop: StoredCrop): readonly string[] {
  if (typeof crop === 'string') return PLACEHOLDER
  return [crop.left, crop.top, crop.right, crop.bottom].map(String)
}

async function writeCsv(
  folder: string,
  name: string,
  header: string,
  rows: readonly (readonly string[])[],
): Promise<void> {
  const path = join(folder, name)
  const lines = rows.map((cells) => `${cells.map(csvCell).join(',')}\n`)
  try {
    mkdirSync(folder, { recursive: true })
    await writeFile(path, `${header}\n${lines.join('')}`, { flush: true })
  } catch (error) {
    throw explainWriteError(path, error)
  }
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
