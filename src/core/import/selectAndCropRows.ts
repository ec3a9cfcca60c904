/** Rows of select_crop_log: as many images as image_count says, or nine cells of another schema. */
import { cropCells, listed, sizePx, textOrNull, wrongCount } from './cells.ts'
import { readCrop } from './crop.ts'
import { decide, type ListedImage } from './decide.ts'
import { nameOfPath } from './pastImage.ts'
import { failed } from './reasons.ts'
import type { ParsedDecision } from '../../shared/history.ts'

/** session, project, path, stage, x1, y1, x2, y2, timestamp. */
const NINE_CELLS = 9
/** path, stage, width, height. */
const GROUP_CELLS = 4
const OF_AN_IMAGE = /^(?:image_\d+_(?:path|stage)|(?:width|height)_\d+)$/

/** Where the columns of one listed image stand. */
interface Group {
  readonly path: number
  readonly width: number
  readonly height: number
  /** The cell behind its last one. */
  readonly end: number
}

/** Where the images of a row stand that lists a certain number of them. */
interface Layout {
  /** Fewer than the row's images where the columns do not go that far. */
  readonly groups: readonly Group[]
  /** The cell behind the last one that belongs to the row. */
  readonly end: number
  /** The cells of further paths, which must be empty. */
  readonly unused: readonly number[]
}

/** @param project the person's word for all rows; null where the file tells. */
export function selectAndCropReader(
  columns: readonly string[],
  project: string | null,
): (cells: readonly string[]) => ParsedDecision {
  const baseEnd = Math.max(
    ...columns.map((name, index) => (OF_AN_IMAGE.test(name) ? 0 : index + 1)),
  )
  const layouts = new Map<number, Layout>()
  const layoutFor = (count: number): Layout => {
    const layout = layouts.get(count) ?? layoutOf(columns, count)
    layouts.set(count, layout)
    return layout
  }

  return (cells) => {
    if (cells.length === NINE_CELLS && columns.length > NINE_CELLS) return readNine(cells, project)
    if (cells.length < baseEnd) return wrongCount(cells, columns)
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? ''
    const count = wholeNumber(cell('image_count'))
    if (count === null || count < 1) {
      return failed('image_count is not a number above 0', cell('image_count'))
    }
    const { groups, end, unused } = layoutFor(Math.min(count, cells.length))
    const detail = `${cells.length} cells, image_count is ${count}`
    if (groups.length < count || cells.length < end) {
      return failed('the row lists fewer images than image_count says', detail)
    }
    const isFilled = (index: number): boolean => (cells[index] ?? '').trim() !== ''
    const behind = Math.max(end, columns.length)
    if (unused.some(isFilled) || cells.some((_, index) => index >= behind && isFilled(index))) {
      return failed('the row lists more images than image_count says', detail)
    }
    const images = groups.map(({ path, width, height }, index): ListedImage => ({
      ...listed(cells[path] ?? '', `image_${index}_path`, cell('directory')),
      widthPx: sizePx(cells[width] ?? ''),
      heightPx: sizePx(cells[height] ?? ''),
    }))
    const chosen = chosenOf(images, cell('chosen_path'), cell('chosen_index'))
    if (typeof chosen !== 'number') return chosen
    return decide({
      images,
      chosen,
      crop: readCrop(cropCells(cell), images[chosen] ?? { widthPx: null, heightPx: null }),
      projectHint: project ?? textOrNull(cell('project')),
      session: cell('session_id'),
      time: cell('timestamp'),
    })
  }
}

function readNine(cells: readonly string[], project: string | null): ParsedDecision {
  const [session = '', told = '', path = '', , x1 = '', y1 = '', x2 = '', y2 = '', time = ''] =
    cells
  const size = { widthPx: null, heightPx: null }
  return decide({
    images: [{ path, column: 'path', ...size }],
    chosen: 0,
    crop: readCrop([x1, y1, x2, y2], size),
    projectHint: project ?? textOrNull(told),
    session,
    time,
  })
}

/** The columns of the first `count` images; where the header ends they go on in the same order. */
function layoutOf(columns: readonly string[], count: number): Layout {
  const groups: Group[] = []
  for (let index = 0; index < count; index += 1) {
    const group = groupOf(columns, index) ?? groupBehind(groups.at(-1), columns.length)
    if (group === null) break
    groups.push(group)
  }
  const unused = columns.flatMap((name, index) => {
    const image = /^image_(\d+)_path$/.exec(name)?.[1]
    return image !== undefined && Number(image) >= count ? [index] : []
  })
  return { groups, end: Math.max(0, ...groups.map((group) => group.end)), unused }
}

function groupOf(columns: readonly string[], image: number): Group | null {
  const names = [`image_${image}_path`, `image_${image}_stage`, `width_${image}`, `height_${image}`]
  const places = names.map((name) => columns.indexOf(name))
  const [path = -1, , width = -1, height = -1] = places
  return path < 0 ? null : { path, width, height, end: Math.max(...places) + 1 }
}

function groupBehind(before: Group | undefined, columnCount: number): Group | null {
  if (before === undefined || before.end !== before.path + GROUP_CELLS) return null
  const path = before.end
  if (path < columnCount) return null
  return { path, width: path + 2, height: path + 3, end: path + GROUP_CELLS }
}

/** The index of the chosen image, on which chosen_path and chosen_index must agree; or why there is none. */
function chosenOf(
  images: readonly ListedImage[],
  chosenPath: string,
  chosenIndex: string,
): number | ParsedDecision {
  const name = nameOfPath(chosenPath)?.fileName
  if (name === undefined) return failed('no file name in chosen_path', chosenPath)
  const isChosen = images.map(({ path }) => nameOfPath(path)?.fileName === name)
  if (!isChosen.includes(true)) return failed('chosen_path is none of the listed images', name)
  const index = chosenIndex.trim() === '' ? isChosen.indexOf(true) : wholeNumber(chosenIndex)
  if (index === null) return failed('chosen_index is not a number', chosenIndex)
  if (index >= images.length) {
    return failed('chosen_index is beyond the listed images', `${index} of ${images.length}`)
  }
  if (isChosen[index] !== true) {
    const detail = `chosen_index is ${chosenIndex}, chosen_path ${name}`
    return failed('chosen_index and chosen_path name different images', detail)
  }
  return index
}

function wholeNumber(text: string): number | null {
  const trimmed = text.trim()
  return /^\d{1,6}(?:\.0+)?$/.test(trimmed) ? Number(trimmed) : null
}
