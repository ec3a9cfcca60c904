/** Files as DOMAIN describes them, for the tests of the parsers. */
import { createHistoryParser, type HistoryParserOptions } from './historyParser.ts'
import { assertNever } from '../../shared/errors.ts'
import type { CsvKind } from './headers.ts'
import type { ParsedRow, PastDecision } from '../../shared/history.ts'

export const HEADERS: Readonly<Record<CsvKind, string>> = {
  selections: 'session_id,set_id,chosen_path,neg_paths,timestamp',
  'selections-and-crops':
    'session_id,set_id,directory,image_count,chosen_index,chosen_path,crop_x1,crop_y1,crop_x2,crop_y2,' +
    'timestamp,image_0_path,image_0_stage,width_0,height_0,image_1_path,image_1_stage,width_1,height_1',
  crops: 'timestamp,project_id,filename,crop_x1,crop_y1,crop_x2,crop_y2,width,height',
  anomalies:
    'session_id,set_id,project,chosen_stage,max_rejected_stage,chosen_path,rejected_paths,timestamp',
  'crops-without-place': 'session_id,set_id,directory,chosen_path,chosen_stage,timestamp,note',
}
export const CSV_KINDS: readonly CsvKind[] = [
  'selections',
  'selections-and-crops',
  'crops',
  'anomalies',
  'crops-without-place',
]

export const FIRST = '20250708_060558_stage1_generated.png'
export const SECOND = '20250708_060711_stage2_upscaled.png'

/** A good row of each kind; `id` makes it the only one of its text. */
export function goodRow(kind: CsvKind, id: number): string {
  const session = `20251004_213737,group_${id}`
  const chosen = `/Users/x/mojo1/${id}_${SECOND}`
  const rejected = `/Users/x/mojo1/${id}_${FIRST}`
  const other = `/Users/x/mojo1/__selected/${id}_Erik's café.png`
  switch (kind) {
    case 'selections':
      return `${session},${chosen},"[""${rejected}"", ""${other}""]",2025-10-05T01:43:47Z`
    case 'selections-and-crops':
      if (id % 4 === 1) return `s,mojo1,${chosen},stage2_upscaled,0,0,1,1,20250728_040606`
      if (id % 4 === 2) {
        return `${session},/Users/x/mojo1,1,0,${chosen},0.1,0,0.9,0.8,2025-10-05T01:43:47.123456,${chosen},2,832,1216`
      }
      return `${session},/Users/x/mojo1,2,1,${chosen},120,0,732,895,2025-10-04T21:43:47-04:00,${rejected},1,0,0,${chosen},2,0,0`
    case 'crops':
      return `2025-10-05T01:43:47.5+00:00,mojo1,${id}_${SECOND},0.1,0,0.9,0.8,832,1216`
    case 'anomalies':
      return `${session},mojo1,1,2,${rejected},"['${chosen}', ""${other}""]",20250728_040606`
    case 'crops-without-place':
      return `${session},/Users/x/mojo1,${chosen},2,2025-10-05T01:43:47Z,already cropped`
    default:
      return assertNever(kind)
  }
}

/** As in encoding.ts: the core's types do not know it. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array }

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function inChunks(bytes: Uint8Array, chunkBytes: number): Uint8Array[] {
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += Math.min(chunkBytes, bytes.length)) {
    chunks.push(bytes.subarray(at, at + chunkBytes))
  }
  return chunks
}

export function parseBytes(
  kind: CsvKind,
  chunks: readonly Uint8Array[],
  options?: HistoryParserOptions,
): ParsedRow[] {
  const parser = createHistoryParser(kind, options)
  return [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.end()]
}

/** Rows of a file of this kind: its header and these lines, each with a line end. */
export function parseLines(
  kind: CsvKind,
  lines: readonly string[],
  options?: HistoryParserOptions,
): ParsedRow[] {
  const text = [HEADERS[kind], ...lines].map((line) => `${line}\n`).join('')
  return parseBytes(kind, [bytesOf(text)], options)
}

/** The row's parse, when it is the only one of its file. */
export function parseOne(kind: CsvKind, row: string, options?: HistoryParserOptions) {
  const rows = parseLines(kind, [row], options)
  const [only] = rows
  if (only === undefined || rows.length > 1) throw new Error(`${rows.length} rows`)
  return only.parsed
}

/** The decision of a row that must be one. */
export function decisionOf(
  kind: CsvKind,
  row: string,
  options?: HistoryParserOptions,
): PastDecision {
  const parsed = parseOne(kind, row, options)
  if (!parsed.ok) throw new Error(`${parsed.reason}: ${parsed.detail}`)
  return parsed.decision
}

/** The reason of a row that must be none. */
export function reasonOf(kind: CsvKind, row: string): string {
  const parsed = parseOne(kind, row)
  if (parsed.ok) throw new Error(`is a decision: ${row}`)
  return parsed.reason
}
