import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  CSV_KINDS,
  HEADERS,
  bytesOf,
  goodRow,
  inChunks,
  parseBytes,
} from './historyFiles.fixture.ts'
import { recognise } from './recognise.ts'
import type { CsvKind } from './headers.ts'
import type { ParsedRow } from '../../shared/history.ts'

const anyKind = fc.constantFrom(...CSV_KINDS)

/** What each text of a row became, wherever it stands. */
function byText(rows: readonly ParsedRow[]): Map<string, unknown> {
  return new Map(rows.map(({ text, parsed }) => [text, parsed]))
}

/** One change to the bytes of a row. */
const anyEdit = fc.record({
  at: fc.nat(400),
  remove: fc.nat(3),
  insert: fc.oneof(
    fc.constantFrom('\n', '\r', '\r\n', '"', '\0', ',', '""', '\uFEFF', "'", '[').map(bytesOf),
    fc.uint8Array({ maxLength: 4 }),
  ),
})

function edited(
  bytes: Uint8Array,
  edit: { at: number; remove: number; insert: Uint8Array },
): Uint8Array {
  const at = edit.at % (bytes.length + 1)
  return new Uint8Array([
    ...bytes.subarray(0, at),
    ...edit.insert,
    ...bytes.subarray(at + edit.remove),
  ])
}

test('changed bytes give rows or reasons, and leave every row alone that they do not touch', () => {
  const rowCount = 6
  fc.assert(
    fc.property(
      anyKind,
      fc.array(fc.tuple(fc.nat(rowCount - 1), anyEdit), { minLength: 1, maxLength: 4 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.integer({ min: 1, max: 3000 }),
      (kind, edits, lineEnd, chunkBytes) => {
        const rows = Array.from({ length: rowCount }, (_, id) => goodRow(kind, id))
        const expected = byText(parseBytes(kind, [fileOf(kind, rows.map(bytesOf), lineEnd)]))
        expect(expected.size).toBe(rowCount)
        const mangled = rows.map((row, id) =>
          edits.reduce(
            (bytes, [of, edit]) => (of === id ? edited(bytes, edit) : bytes),
            bytesOf(row),
          ),
        )
        const parsed = parseBytes(kind, inChunks(fileOf(kind, mangled, lineEnd), chunkBytes))
        const actual = byText(parsed)
        for (const [id, row] of rows.entries()) {
          if (edits.every(([of]) => of !== id)) expect(actual.get(row)).toEqual(expected.get(row))
        }
        for (const row of parsed) {
          if (!row.parsed.ok) expect(row.parsed.reason).not.toBe('')
        }
      },
    ),
    { numRuns: 400 },
  )
})

function fileOf(kind: CsvKind, rows: readonly Uint8Array[], lineEnd: string): Uint8Array {
  const end = bytesOf(lineEnd)
  return new Uint8Array([bytesOf(HEADERS[kind]), ...rows].flatMap((row) => [...row, ...end]))
}

test.each(CSV_KINDS)(
  '%s cut off anywhere keeps the rows before the cut and invents none',
  (kind) => {
    for (const lineEnd of ['\n', '\r\n']) {
      const rows = [0, 1, 2].map((id) => goodRow(kind, id))
      const file = fileOf(kind, rows.map(bytesOf), lineEnd)
      const whole = parseBytes(kind, [file])
      const known = new Map(whole.map(({ line, parsed }) => [line, parsed]))
      expect(whole.every((row) => row.parsed.ok)).toBe(true)
      for (let length = bytesOf(HEADERS[kind]).length; length < file.length; length += 1) {
        const cut = parseBytes(kind, [file.subarray(0, length)])
        for (const row of cut) {
          if (row.parsed.ok) expect([length, row.parsed]).toEqual([length, known.get(row.line)])
        }
        const complete =
          new TextDecoder().decode(file.subarray(0, length)).split(lineEnd).length - 2
        expect(cut.filter((row) => row.parsed.ok).length).toBeGreaterThanOrEqual(complete)
      }
    }
  },
)

test('chunk boundaries, the byte order mark, UTF-16 and the line end never change the outcome', () => {
  fc.assert(
    fc.property(
      anyKind,
      fc.array(fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\r\r\n'), {
        minLength: 5,
        maxLength: 5,
      }),
      fc.constantFrom('utf-8', 'utf-8 with mark', 'utf-16le', 'utf-16be', 'utf-16le without mark'),
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 20 }),
      (kind, lineEnds, encoding, lengths) => {
        const lines = [HEADERS[kind], ...[0, 1, 2, 3].map((id) => goodRow(kind, id))]
        const expected = parseBytes(kind, [bytesOf(lines.map((line) => `${line}\n`).join(''))])
        const text = lines.map((line, index) => `${line}${lineEnds[index]}`).join('')
        const bytes = encoded(text, encoding)
        const chunks: Uint8Array[] = []
        for (let at = 0; at < bytes.length;) {
          const length = lengths[chunks.length % lengths.length] ?? 1
          chunks.push(bytes.subarray(at, at + length))
          at += length
        }
        const actual = parseBytes(kind, chunks)
        expect(actual.map(({ text: row, parsed }) => ({ row, parsed }))).toEqual(
          expected.map(({ text: row, parsed }) => ({ row, parsed })),
        )
        expect(actual).toEqual(parseBytes(kind, [bytes]))
        expect(recognise(bytes)).toEqual({ kind })
      },
    ),
    { numRuns: 200 },
  )
})

function encoded(text: string, encoding: string): Uint8Array {
  if (encoding === 'utf-8') return bytesOf(text)
  if (encoding === 'utf-8 with mark') return bytesOf(`\uFEFF${text}`)
  const marked = encoding.endsWith('without mark') ? text : `\uFEFF${text}`
  const isLittle = encoding.startsWith('utf-16le')
  return new Uint8Array(
    Array.from({ length: marked.length }, (_, index) => marked.charCodeAt(index)).flatMap((unit) =>
      isLittle ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff],
    ),
  )
}

test('anything at all is recognised or refused, and parsed without an exception', () => {
  const anyBytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 200 }).map(bytesOf),
    fc
      .array(fc.constantFrom('"', ',', '\n', '\r', '\0', 'a', '[', ']', "'", '\\', '1', '.png'))
      .map((parts) => bytesOf(parts.join(''))),
  )
  fc.assert(
    fc.property(anyKind, anyBytes, fc.boolean(), (kind, bytes, hasHeader) => {
      const recognised = recognise(bytes)
      expect('kind' in recognised || recognised.reason.length > 0).toBe(true)
      const chunks = hasHeader ? [bytesOf(`${HEADERS[kind]}\n`), bytes] : [bytes]
      for (const row of parseBytes(kind, chunks)) expect(row.parsed.ok).toBe(false)
    }),
    { numRuns: 500 },
  )
})
