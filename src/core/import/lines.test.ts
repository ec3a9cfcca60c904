import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf, inChunks } from './historyFiles.fixture.ts'
import { KEPT_CHARACTERS, LONGEST_LINE, createLineReader, type TextLine } from './lines.ts'

function linesOf(text: string, chunkBytes: number): TextLine[] {
  const reader = createLineReader()
  return [
    ...inChunks(bytesOf(text), chunkBytes).flatMap((chunk) => reader.push(chunk)),
    ...reader.end(),
  ]
}

test('every form of line end, cut anywhere', () => {
  for (const chunkBytes of [1, 2, 3, 100]) {
    expect(linesOf('a\r\nb\rc\n\nd', chunkBytes)).toEqual([
      { line: 1, text: 'a', tooLong: false, ended: true },
      { line: 2, text: 'b', tooLong: false, ended: true },
      { line: 3, text: 'c', tooLong: false, ended: true },
      { line: 4, text: '', tooLong: false, ended: true },
      { line: 5, text: 'd', tooLong: false, ended: false },
    ])
    expect(linesOf('a\r', chunkBytes)).toMatchObject([{ text: 'a', ended: true }])
    expect(linesOf('', chunkBytes)).toEqual([])
  }
})

test('the longest line passes, one more letter does not, in chunks of any size', () => {
  for (const chunkBytes of [999, LONGEST_LINE, LONGEST_LINE + 1, 1_000_000]) {
    for (const lineEnd of ['\n', '\r\n', '\r', '']) {
      const longest = linesOf(`\uFEFFa\n${'x'.repeat(LONGEST_LINE)}${lineEnd}`, chunkBytes)
      expect(longest.map(({ text, tooLong }) => [text.length, tooLong])).toEqual([
        [1, false],
        [LONGEST_LINE, false],
      ])
      const longer = linesOf(`\uFEFF${'x'.repeat(LONGEST_LINE + 1)}${lineEnd}`, chunkBytes)
      expect(longer).toEqual([
        { line: 1, text: 'x'.repeat(KEPT_CHARACTERS), tooLong: true, ended: lineEnd !== '' },
      ])
    }
  }
})

test('chunks never change the lines', () => {
  const anyText = fc
    .array(fc.constantFrom('a', 'é', '😀', '\r', '\n', '\uFEFF', 'x'.repeat(LONGEST_LINE)), {
      maxLength: 12,
    })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1000, max: 70_000 }), (text, chunkBytes) => {
      expect(linesOf(text, chunkBytes)).toEqual(linesOf(text, Infinity))
    }),
    { numRuns: 60 },
  )
})
