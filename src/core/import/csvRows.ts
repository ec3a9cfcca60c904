/** Cells to decisions, for the kinds of CSV whose rows all have the header's columns. */
import { cropCells, fits, listed, sizePx, textOrNull, wrongCount } from './cells.ts'
import { readCrop } from './crop.ts'
import { decide } from './decide.ts'
import { readTextList } from './pathList.ts'
import { failed } from './reasons.ts'
import { selectAndCropReader } from './selectAndCropRows.ts'
import { assertNever } from '../../shared/errors.ts'
import type { Header } from './headers.ts'
import type { ParsedDecision } from '../../shared/history.ts'

/** Reads one row. */
export type RowReader = (cells: readonly string[]) => ParsedDecision

/** @param project the person's word for all rows; null where the file tells. */
export function rowReader(header: Header, project: string | null): RowReader {
  const { kind, columns } = header
  switch (kind) {
    case 'selections':
      return choiceReader(columns, 'neg_paths', project)
    case 'anomalies':
      return choiceReader(columns, 'rejected_paths', project)
    case 'crops':
      return cropReader(columns, project)
    case 'crops-without-place':
      return placelessReader(columns, project)
    case 'selections-and-crops':
      return selectAndCropReader(columns, project)
    default:
      return assertNever(kind)
  }
}

/** A choice and a list of its rejected images. */
function choiceReader(
  columns: readonly string[],
  listColumn: string,
  project: string | null,
): RowReader {
  return (cells) => {
    if (!fits(cells, columns)) return wrongCount(cells, columns)
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? ''
    const rejected = readTextList(cell(listColumn))
    if (rejected === null) return failed(`no list of paths in ${listColumn}`, cell(listColumn))
    if (rejected.length === 0) return failed(`no rejected image in ${listColumn}`)
    const images = [
      listed(cell('chosen_path'), 'chosen_path', cell('directory')),
      ...rejected.map((path) => listed(path, listColumn, cell('directory'))),
    ]
    return decide({
      images,
      chosen: 0,
      crop: { crop: null, problem: null },
      projectHint: project ?? textOrNull(cell('project')),
      session: cell('session_id'),
      time: cell('timestamp'),
    })
  }
}

/** A crop of one image. */
function cropReader(columns: readonly string[], project: string | null): RowReader {
  return (cells) => {
    if (!fits(cells, columns)) return wrongCount(cells, columns)
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? ''
    const size = { widthPx: sizePx(cell('width')), heightPx: sizePx(cell('height')) }
    return decide({
      images: [{ path: cell('filename'), column: 'filename', ...size }],
      chosen: 0,
      crop: readCrop(cropCells(cell), size),
      projectHint: project ?? textOrNull(cell('project_id')),
      session: cell('session_id'),
      time: cell('timestamp'),
    })
  }
}

/** That an image was cropped. What stands behind the columns that are used is not known and may be ragged. */
function placelessReader(columns: readonly string[], project: string | null): RowReader {
  const used = ['session_id', 'set_id', 'directory', 'chosen_path', 'chosen_stage', 'timestamp']
  const least = Math.max(...used.map((name) => columns.indexOf(name))) + 1
  return (cells) => {
    if (cells.length < least) return wrongCount(cells, columns)
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? ''
    return decide({
      images: [listed(cell('chosen_path'), 'chosen_path', cell('directory'))],
      chosen: 0,
      crop: { crop: { kind: 'somewhere' }, problem: null },
      projectHint: project ?? textOrNull(cell('project')),
      session: cell('session_id'),
      time: cell('timestamp'),
    })
  }
}
