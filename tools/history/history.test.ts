import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openParquet } from '../../src/main/parquet/openParquet.ts'
import { writeHistory } from './history.ts'
import { readHistoryTruth } from './truth.ts'
import type { HistoryTruth } from './truth.ts'

let folder: string
let small: HistoryTruth
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'setwise-history-'))
  small = await writeSmall('small', 'a')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function writeSmall(name: string, seed: string): Promise<HistoryTruth> {
  return writeHistory({ folder: join(folder, name), scale: 0.006, seed, hasPictures: true })
}

/** Hashes of all files by path. */
function hashes(name: string): Map<string, string> {
  const root = join(folder, name)
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).toSorted()
  return new Map(
    paths
      .filter((path) => statSync(join(root, path)).isFile())
      .map((path) => [
        path,
        createHash('sha256')
          .update(readFileSync(join(root, path)))
          .digest('hex'),
      ]),
  )
}

/** Physical lines without byte order mark and line ends. */
function linesOf(name: string, file: string): string[] {
  const text = readFileSync(join(folder, name, 'history', file), 'utf8').replace(/^\uFEFF/, '')
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}

test('the same seed gives the same bytes, another seed others', async () => {
  await writeSmall('again', 'a')
  await writeSmall('other', 'b')
  const first = hashes('small')
  expect(first.size).toBeGreaterThan(300)
  expect(hashes('again')).toEqual(first)
  const other = hashes('other')
  for (const { name } of small.files) {
    expect(other.get(`history/${name}`)).not.toBe(first.get(`history/${name}`))
  }
})

test('what is written as truth is read again', async () => {
  expect(await readHistoryTruth(join(folder, 'small'))).toEqual(small)
})

test('a folder that holds something is refused', async () => {
  await expect(writeSmall('small', 'a')).rejects.toThrow('already holds files')
})

test('the smallest scale has every trap', () => {
  const codes = new Set(small.files.flatMap(({ rows }) => rows.map(({ code }) => code)))
  expect([...codes].toSorted()).toEqual([
    'action-unknown',
    'all-gone',
    'chosen-gone',
    'crop-impossible',
    'cropped-somewhere',
    'field-count',
    'free-aspect',
    'index-outside',
    'list-unreadable',
    'name-in-two-projects',
    'repeated-header',
    'repeated-row',
    'rivals-gone',
    'some-rivals-gone',
    'told-before',
    'truncated',
    'two-projects',
    'undecided',
    'whole',
  ])
  const all = small.files.map(({ name }) =>
    readFileSync(join(folder, 'small', 'history', name), 'utf8'),
  )
  const text = all.join('')
  expect(text).toContain('\uFEFFtimestamp')
  expect(text).toMatch(/,=1\+1,/)
  expect(text).toMatch(/[^\r]\n[^\n]*\r\n/)
  for (const path of [/\/Users\/x\//, /"PROJECT_ROOT\//, /training data\/mojo1_final\/_/]) {
    expect(text).toMatch(path)
  }
  for (const moment of [
    /T[\d:]{8}Z/,
    /T[\d:]{8}-04:00/,
    /T[\d:]{8}\.\d{6}/,
    /,\d{8}_\d{6}(,|\r?\n)/,
  ]) {
    expect(text).toMatch(moment)
  }
})

test('pictures have the size that the truth says, and the crops fit into them', async () => {
  const sizes = new Map(
    small.pictures.map(({ name, widthPx, heightPx }) => [name, [widthPx, heightPx]]),
  )
  for (const { file, name } of small.pictures) {
    const { width, height } = await sharp(join(folder, 'small', 'pictures', file)).metadata()
    expect([width, height]).toEqual(sizes.get(name))
  }
  expect(readdirSync(join(folder, 'small', 'pictures'))).toEqual([...small.projects].toSorted())
  const told = small.files.flatMap(({ rows }) => rows.flatMap((row) => row.told ?? []))
  let pixelCrops = 0
  for (const { images, chosen, crop } of told) {
    const size = sizes.get(images[chosen ?? 0]!)
    if (size === undefined || crop === null || crop.unit !== 'pixels') continue
    const [left, top, right, bottom] = crop.box
    expect(left >= 0 && left < right && right <= size[0]!).toBe(true)
    expect(top >= 0 && top < bottom && bottom <= size[1]!).toBe(true)
    pixelCrops += 1
  }
  expect(pixelCrops).toBeGreaterThan(20)
})

test('a line of the truth is that line of the file', () => {
  let compared = 0
  for (const { name, rows } of small.files.filter(({ name }) => name.endsWith('.csv'))) {
    const lines = linesOf('small', name)
    expect(rows.map(({ line }) => line)).toEqual(rows.map((_, index) => index + 2))
    expect(lines).toHaveLength(rows.length + 1)
    for (const { line, told } of rows) {
      for (const image of told?.images ?? []) {
        const [project = '', fileName = ''] = image.split('/')
        expect(lines[line - 1]).toContain(fileName)
        expect(lines[line - 1]).toContain(project)
        compared += 1
      }
    }
  }
  expect(compared).toBeGreaterThan(400)
})

test('databases and Parquet files have the rows of the truth', async () => {
  for (const { name, totals, rows } of small.files) {
    const path = join(folder, 'small', 'history', name)
    if (name.endsWith('.db')) {
      const database = new Sqlite(path, { readonly: true })
      const found = database
        .prepare<[], Record<string, unknown>>('SELECT rowid, * FROM ai_decisions')
        .all()
      database.close()
      expect(found.map(({ rowid }) => rowid)).toEqual(rows.map(({ line }) => line))
      for (const [index, { told }] of rows.entries()) {
        if (told === undefined) continue
        const { project_id: project, images } = found[index]!
        expect(
          JSON.parse(String(images)).map((image: string) => `${String(project)}/${image}`),
        ).toEqual(told.images)
      }
    }
    if (name.endsWith('.parquet')) {
      const table = await openParquet(path)
      expect(table.rows).toBe(totals.read)
      await table.close()
    }
  }
})
