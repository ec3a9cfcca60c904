import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openParquet } from './openParquet.ts'
import { createParquetFile, type CellValue } from './writeParquet.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'setwise-parquet-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const COLUMNS = { image: 'text', embedding: 'floats', map: 'bytes', widthPx: 'integer' } as const
type Row = Readonly<Record<keyof typeof COLUMNS, CellValue>>

function write(path: string, groups: readonly (readonly Row[])[]): void {
  const file = createParquetFile(path, COLUMNS, { 'setwise.dimension': '3' })
  for (const rows of groups) file.writeRows(rows)
  file.finish()
}

async function read(path: string): Promise<Row[]> {
  const table = await openParquet(path)
  try {
    const count = table.rows + 1
    const images = await table.texts('image').take(count)
    const embeddings = await table.vectors('embedding').take(count)
    const maps = await table.bytes('map').take(count)
    const widths = await table.integers('widthPx').take(count)
    return images.map((image, row) => ({
      image,
      embedding: embeddings[row] === null ? null : Array.from(embeddings[row]!),
      map: maps[row] === null ? null : Uint8Array.from(maps[row]!),
      widthPx: widths[row] ?? null,
    }))
  } finally {
    await table.close()
  }
}

const nullOr = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
const anyRow: fc.Arbitrary<Row> = fc.record({
  image: nullOr(fc.string({ unit: 'binary' })),
  embedding: nullOr(fc.array(fc.float(), { maxLength: 20 })),
  map: nullOr(fc.uint8Array({ maxLength: 20 })),
  widthPx: nullOr(fc.integer()),
})

test('what is written is read, whatever it is and however it is split', async () => {
  const path = join(folder, 'a.parquet')
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anyRow, { maxLength: 40 }), { maxLength: 4 }),
      async (groups) => {
        write(path, groups)
        expect(await read(path)).toEqual(groups.flat())
      },
    ),
    { numRuns: 60 },
  )
})

test('a file has its name only when it is whole; discarding leaves what was there', () => {
  const path = join(folder, 'a.parquet')
  writeFileSync(path, 'older')
  const row: Row = { image: 'a', embedding: [1, 2, 3], map: null, widthPx: 1 }
  const file = createParquetFile(path, COLUMNS, {})
  file.writeRows([row])
  expect(readFileSync(path, 'utf8')).toBe('older')
  file.discard()
  expect(readdirSync(folder)).toEqual(['a.parquet'])
  expect(readFileSync(path, 'utf8')).toBe('older')
  write(path, [[row]])
  expect(readdirSync(folder)).toEqual(['a.parquet'])
  expect(readFileSync(path).subarray(0, 4).toString()).toBe('PAR1')
})

test('a folder that is not there is told in a sentence', () => {
  const path = join(folder, 'none', 'a.parquet')
  expect(() => createParquetFile(path, COLUMNS, {})).toThrow(/a\.parquet cannot be written/)
  expect(existsSync(join(folder, 'none'))).toBe(false)
})

test('the same rows make the same bytes', () => {
  const row: Row = { image: 'a', embedding: [1, 2, 3], map: null, widthPx: 1 }
  const hashes = ['a', 'b'].map((name) => {
    write(join(folder, name), [[row], [row, row]])
    return createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex')
  })
  expect(hashes[0]).toBe(hashes[1])
})
