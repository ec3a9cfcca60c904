import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellsOf } from './csvCells.ts'

test('cells with and without quotes', () => {
  expect(cellsOf(['a,b', '"a ""x"", y",b,', '', '""'])).toEqual([
    { ok: true, cells: ['a', 'b'] },
    { ok: true, cells: ['a "x", y', 'b', ''] },
    { ok: true, cells: [''] },
    { ok: true, cells: [''] },
  ])
})

test('a line with broken quotes is told and costs no other', () => {
  const good = '"a","b"'
  for (const broken of ['"a', 'a"b', '"a"b', '"a,""', 'x,"y\\",z"']) {
    for (let at = 0; at < 5; at += 1) {
      const lines = Array.from({ length: 5 }, (_, index) => (index === at ? broken : good))
      expect(cellsOf(lines).map(({ ok }) => ok)).toEqual(lines.map((line) => line === good))
    }
  }
})

test('a line means the same alone as among others', () => {
  const anyLine = fc
    .array(fc.constantFrom('"', '""', ',', 'a', ' ', "'", '\\'))
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 12 }), (lines) => {
      expect(cellsOf(lines)).toEqual(lines.flatMap((line) => cellsOf([line])))
    }),
  )
})

test('any cells come back', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string().filter((text) => !/[\r\n\0]/.test(text)),
        { minLength: 1 },
      ),
      (cells) => {
        const line = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
        expect(cellsOf([line])).toEqual([{ ok: true, cells }])
      },
    ),
  )
})
