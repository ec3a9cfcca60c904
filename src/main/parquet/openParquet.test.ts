/** Files in golden/ were written by pyarrow and pandas: tools/golden/parquet.py. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SetwiseError } from '../../shared/errors.ts'
import { openParquet, type ParquetTable } from './openParquet.ts'

const golden = join(import.meta.dirname, 'golden')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'setwise-parquet-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The same numbers as in tools/golden/parquet.py. */
const vectorOf = (row: number): number[] =>
  Array.from({ length: 8 }, (_, column) => ((row * 31 + column * 7) % 64) / 64)
const nameOf = (row: number): string =>
  `20250708_${String(row).padStart(6, '0')}_stage1_generated.png`

async function readGolden<Answer>(
  file: string,
  read: (table: ParquetTable) => Promise<Answer>,
): Promise<Answer> {
  const table = await openParquet(file.startsWith('/') ? file : join(golden, file))
  try {
    return await read(table)
  } finally {
    await table.close()
  }
}

async function readAll(table: ParquetTable) {
  const [images, embeddings] = [table.texts('image'), table.vectors('embedding')]
  const rows: [string | null, number[] | null][] = []
  // Seven at a time: never where a page or a row group ends.
  for (;;) {
    const names = await images.take(7)
    const vectors = await embeddings.take(7)
    expect(vectors.length).toBe(names.length)
    if (names.length === 0) return rows
    names.forEach((name, index) => {
      const vector = vectors[index]
      rows.push([name, vector == null ? null : Array.from(vector)])
    })
  }
}

test.each([
  'pandas',
  'gzip',
  'zstd',
  'brotli',
  'none',
  'pages',
  'pages2',
  'plain',
  'large-list',
  'fixed-list',
  'half',
  'item',
  'split',
  'required',
])('%s.parquet says the same forty rows', async (name) => {
  const rows = await readGolden(`${name}.parquet`, readAll)
  expect(rows).toEqual(Array.from({ length: 40 }, (_, row) => [nameOf(row), vectorOf(row)]))
})

test('missing numbers are NaN, missing lists null, empty lists empty', async () => {
  const rows = await readGolden('odd.parquet', readAll)
  const [, withNaN, , , withNull] = [0, 1, 2, 3, 4].map(vectorOf)
  expect(rows).toEqual([
    [nameOf(0), vectorOf(0)],
    [nameOf(1), withNaN!.with(3, Number.NaN)],
    [nameOf(2), null],
    [nameOf(3), []],
    [nameOf(4), withNull!.with(0, Number.NaN)],
    [null, vectorOf(5)],
  ])
})

test('a table without rows', async () => {
  expect(await readGolden('no-rows.parquet', readAll)).toEqual([])
})

test('names of the columns, and metadata', async () => {
  await readGolden('other-columns.parquet', async (table) => {
    expect(table.columns).toEqual(['file', 'vector'])
    expect(table.rows).toBe(2)
    expect([...table.metadata.keys()]).toContain('pandas')
  })
})

const failure = async (file: string): Promise<string> => {
  const error = await readGolden(file, readAll).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(SetwiseError)
  const { message } = error as SetwiseError
  expect(message).toContain(file)
  return message
}

test('what is no Parquet file, or not the right one, is told in a sentence', async () => {
  const write = (name: string, content: Uint8Array | string): string => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
  const whole = readFileSync(join(golden, 'pandas.parquet'))
  expect(await failure(join(folder, 'missing.parquet'))).toContain('cannot be opened')
  expect(await failure(folder)).toContain('is a folder')
  expect(await failure(write('empty', ''))).toContain('is empty')
  expect(await failure(write('a.csv', 'image,phash\n'))).toContain('is not a Parquet file')
  expect(await failure(write('short', 'PAR'))).toContain('is not a Parquet file')
  expect(await failure(write('magic', 'PAR1'))).toContain('its end is missing')
  expect(await failure(write('cut', whole.subarray(0, 1500)))).toContain('its end is missing')
  expect(await failure('lz4.parquet')).toContain('LZ4')
  expect(await failure('text-embedding.parquet')).toContain('one list of numbers per row')
})

test('any byte may be wrong, and the file may lack any: never anything but rows or a sentence', async () => {
  const path = join(folder, 'damaged.parquet')
  for (const name of ['pandas.parquet', 'pages2.parquet', 'gzip.parquet']) {
    const whole = readFileSync(join(golden, name))
    for (let at = 4; at < whole.length; at += 19) {
      const altered = Uint8Array.from(whole)
      altered[at] = (altered[at]! + 1 + ((at * 89) % 255)) % 256
      writeFileSync(path, altered)
      const outcome = await readGolden(path, readAll).catch((error: unknown) => error)
      expect(Array.isArray(outcome) || outcome instanceof SetwiseError, `${name} ${at}`).toBe(true)
    }
    for (let length = 1; length < whole.length; length += 101) {
      writeFileSync(path, Buffer.concat([whole.subarray(0, length), Buffer.from('PAR1')]))
      expect(await failure(path)).toContain('Parquet file')
    }
  }
}, 60_000)
