/**
 * Splits a file that comes in chunks into its lines, within bounded memory. A row of a history file never spans
 * lines, so lines are told before quotes are: a lone quote costs its own row and no other.
 */
import { createChunkDecoder } from './encoding.ts'

export interface TextLine {
  /** From 1. */
  readonly line: number
  /** Without its line end; of a line that is too long the first KEPT_CHARACTERS. */
  readonly text: string
  readonly tooLong: boolean
  /** False for a last line without a line end: it may be cut off. */
  readonly ended: boolean
}

/** Real rows are below 2,000 characters; sixteen long paths are below this. */
export const LONGEST_LINE = 65_536
/** How much of a line that is too long is kept. */
export const KEPT_CHARACTERS = 2000

/** `\n`, `\r\n` and `\r`, mixed at will. */
const LINE_END = /\r\n|\n|\r/g
const BYTE_ORDER_MARK = '\uFEFF'

/** The lines that each chunk completes; `end` gives the last one where it has no line end. Keeps blank lines. */
export interface LineReader {
  push(bytes: Uint8Array): TextLine[]
  end(): TextLine[]
}

export function createLineReader(): LineReader {
  const decoder = createChunkDecoder()
  /** The unfinished line, at most LONGEST_LINE + one chunk; cut to KEPT_CHARACTERS once it is too long. */
  let rest = ''
  let isRestTooLong = false
  let line = 1

  const lineOf = (text: string, ended: boolean): TextLine => {
    const tooLong = isRestTooLong || text.length > LONGEST_LINE
    isRestTooLong = false
    // A file appended to another brings its byte order mark along.
    const bare = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
    const kept = tooLong ? bare.slice(0, KEPT_CHARACTERS) : bare
    const number = line
    line += 1
    return { line: number, text: kept, tooLong, ended }
  }

  const take = (text: string, isEnd: boolean): TextLine[] => {
    const lines: TextLine[] = []
    // Where a chunk ends in `\r`, the next one may begin with its `\n`.
    const all = rest + text
    const complete = !isEnd && all.endsWith('\r') ? all.length - 1 : all.length
    let from = 0
    for (const { 0: lineEnd, index } of all.slice(0, complete).matchAll(LINE_END)) {
      lines.push(lineOf(all.slice(from, index), true))
      from = index + lineEnd.length
    }
    rest = all.slice(from)
    const pending = all.slice(complete)
    if (rest.length - pending.length > LONGEST_LINE) {
      isRestTooLong = true
      // One more for a byte order mark, which is taken off later.
      rest = rest.slice(0, KEPT_CHARACTERS + 1) + pending
    }
    if (isEnd && (rest !== '' || isRestTooLong)) lines.push(lineOf(rest, false))
    return lines
  }

  return {
    push: (bytes) => take(decoder.push(bytes), false),
    end: () => take(decoder.end(), true),
  }
}
