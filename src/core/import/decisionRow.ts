/** Rows of the table ai_decisions, in the SQLite files that projects kept. */
import { readCrop, type CropReading } from './crop.ts'
import { decide } from './decide.ts'
import { listed, sizePx } from './cells.ts'
import { readTextList } from './pathList.ts'
import { failed } from './reasons.ts'
import type { ParsedDecision, ParsedRow } from '../../shared/history.ts'

/** A row as it is kept is no longer than this. */
const LONGEST_TEXT = 65_536

/**
 * @param row the values of one row by column, as SQLite gives them.
 * @param rowNumber from 1.
 * @param project the person's word for all rows; null where the row tells.
 */
export function parseDecisionRow(
  row: Readonly<Record<string, unknown>>,
  rowNumber: number,
  project: string | null = null,
): ParsedRow {
  return { line: rowNumber, text: textOfRow(row), parsed: parsedOf(row, project) }
}

function parsedOf(row: Readonly<Record<string, unknown>>, project: string | null): ParsedDecision {
  const cell = (name: string): string => textOf(row[name])
  const paths = readTextList(cell('images'))
  if (paths === null) return failed('no list of file names in images', cell('images'))
  const action = cell('user_action').trim().toLowerCase()
  if (action === '') return failed('the row says nothing of what the user did')
  if (action !== 'approve' && action !== 'crop' && action !== 'reject') {
    return failed('user_action is neither approve, crop nor reject', action)
  }
  const index = cell('user_selected_index').trim()
  const chosen = /^\d{1,6}(?:\.0+)?$/.test(index) ? Number(index) : null
  if (action !== 'reject') {
    if (chosen === null) return failed('no number in user_selected_index', index)
    if (chosen >= paths.length) {
      return failed('user_selected_index is beyond the images', `${index} of ${paths.length}`)
    }
  }
  const size = { widthPx: sizePx(cell('image_width')), heightPx: sizePx(cell('image_height')) }
  const images = paths.map((path, position) => ({
    ...listed(path, 'images', cell('directory')),
    ...(position === chosen ? size : {}),
  }))
  return decide({
    images,
    chosen: action === 'reject' ? null : chosen,
    crop: action === 'reject' ? { crop: null, problem: null } : cropOf(row, action, size),
    projectHint: project ?? (cell('project_id').trim() || null),
    session: '',
    time: cell('timestamp'),
  })
}

/**
 * The user's own crop; the AI's where he accepted it; "somewhere" where he asked for a crop whose place is not
 * written; otherwise he approved the picture whole.
 */
function cropOf(
  row: Readonly<Record<string, unknown>>,
  action: 'approve' | 'crop',
  size: Parameters<typeof readCrop>[1],
): CropReading {
  const accepted = /^(?:1|1\.0|true)$/i.test(textOf(row['ai_crop_accepted']).trim())
  const final = textOf(row['final_crop_coords'])
  const coordinates = isNothing(final) && accepted ? textOf(row['ai_crop_coords']) : final
  if (isNothing(coordinates)) {
    return { crop: { kind: action === 'crop' || accepted ? 'somewhere' : 'whole' }, problem: null }
  }
  const reading = readCrop(fourCells(coordinates), size)
  const isPlaceholder =
    reading.problem === null &&
    reading.crop?.kind !== 'fractions' &&
    reading.crop?.kind !== 'pixels'
  if (action === 'crop' && (reading.crop === null || isPlaceholder)) {
    return { crop: { kind: 'somewhere' }, problem: reading.problem }
  }
  // Approved with a box over the whole picture: he kept it whole.
  if (isPlaceholder) return { crop: { kind: 'whole' }, problem: null }
  return reading
}

function isNothing(text: string): boolean {
  return /^\s*(?:null|none|nan|\[\s*\]|\{\s*\})?\s*$/i.test(text)
}

/** `[x1, y1, x2, y2]`, `{"x1": …}` or the same without JSON: the four cells, empty where one is missing. */
function fourCells(text: string): [string, string, string, string] {
  const named = ['x1', 'y1', 'x2', 'y2'].map(
    (edge) => new RegExp(`["']?${edge}["']?\\s*:\\s*["']?([^,"'}]*)`, 'i').exec(text)?.[1],
  )
  const plain = text.replaceAll(/[[\](){}"']/g, '').split(',')
  const [x1 = '', y1 = '', x2 = '', y2 = ''] = named.some((value) => value !== undefined)
    ? named
    : plain.length === 4
      ? plain
      : [text, text, text, text]
  return [x1, y1, x2, y2]
}

/** SQLite gives null, numbers, big integers, texts and bytes. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value)
  return ''
}

function textOfRow(row: Readonly<Record<string, unknown>>): string {
  const shown = Object.entries(row).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? `(${value.length} bytes)` : value === null ? null : textOf(value),
  ])
  return JSON.stringify(Object.fromEntries(shown)).slice(0, LONGEST_TEXT)
}
