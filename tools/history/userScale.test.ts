/** The history at the first user's scale: his amounts, his taste, and counts that add up. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeHistory } from './history.ts'
import type { HistoryTruth } from './truth.ts'

let folder: string
let truth: HistoryTruth
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'setwise-history-'))
  truth = await writeHistory({
    folder: join(folder, 'one'),
    scale: 1,
    seed: '1',
    hasPictures: false,
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Rows below the header as csv-parse understands them, ragged ones and quotes that stay open included. */
function rowsOf(file: string): string[][] {
  return readFileSync(join(folder, 'one', 'history', file), 'utf8')
    .split(/\r?\n/)
    .slice(1, -1)
    .map((line): string[] => parse(line, { relax_column_count: true, relax_quotes: true })[0] ?? [])
}

test('the amounts are his', () => {
  const readable = (name: string) =>
    truth.files
      .find((file) => file.name === name)!
      .rows.filter(({ told, leftOut }) => told !== undefined && leftOut === undefined)
  expect(readable('selection_only_log.csv')).toHaveLength(21_250)
  expect(readable('anomaly_cases.csv')).toHaveLength(518)
  expect(readable('select_crop_log.csv')).toHaveLength(12_679)
  expect(new Set(truth.pictures.map(({ file }) => file.split('/')[0])).size).toBe(15)

  const rows = rowsOf('select_crop_log.csv')
  expect(rows.filter((row) => row.length === 9)).toHaveLength(5431)
  expect(
    rows.filter((row) => row.length === 9 && row.slice(4, 8).map(Number).join() !== '0,0,1,1'),
  ).toEqual([])
  const ragged = rows.filter(
    (row) => [15, 19, 23, 27].includes(row.length) && row[0] !== 'session_id',
  )
  expect(ragged.filter((row) => row[13] === '0' && row[14] === '0')).toHaveLength(7193)
  // The oldest are in fractions.
  const isFractions = (row: string[]) => row.slice(6, 10).every((edge) => Number(edge) <= 1)
  expect(ragged.slice(0, 50).every(isFractions)).toBe(true)
  expect(ragged.filter(isFractions)).toHaveLength(54)
})

test('every row ends once, and the counts add up', () => {
  const sum = { read: 0, imported: 0, duplicate: 0, waiting: 0, quarantined: 0 }
  for (const { totals, rows, totalsWithoutPictures: without } of truth.files) {
    expect(totals.read).toBe(rows.length)
    for (const outcome of ['imported', 'duplicate', 'waiting', 'quarantined'] as const) {
      expect(rows.filter((row) => row.outcome === outcome)).toHaveLength(totals[outcome])
      expect(rows.filter((row) => row.withoutPictures.outcome === outcome)).toHaveLength(
        without[outcome],
      )
      sum[outcome] += totals[outcome]
    }
    sum.read += totals.read
    expect(without.imported).toBe(0)
    expect(
      rows.every(
        (row) => row.withoutPictures.outcome !== 'quarantined' || row.outcome === 'quarantined',
      ),
    ).toBe(true)
  }
  expect(truth.totals).toEqual(sum)
  expect(sum.imported + sum.duplicate + sum.waiting + sum.quarantined).toBe(sum.read)
  const totals = Object.fromEntries(truth.files.map((file) => [file.name, file.totals]))
  // What the plan repeats and breaks on purpose.
  expect(totals['selection_only_log.csv']).toMatchObject({
    duplicate: 212,
    quarantined: 14,
    waiting: 160,
  })
  expect(totals['select_crop_log.csv']).toMatchObject({ duplicate: 124, quarantined: 36 })
  expect(totals['anomaly_cases.csv']).toMatchObject({ quarantined: 12 })
})

test('taste, crops and kept areas are his', () => {
  const told = truth.files.flatMap(({ rows }) =>
    rows.flatMap(({ outcome, told }) =>
      outcome === 'duplicate' || told === undefined ? [] : [told],
    ),
  )
  const stage = (image: string) => Number(/stage([\d.]+)_/.exec(image)![1])
  const choices = new Map(
    told
      .filter(({ images, chosen }) => images.length > 1 && chosen !== null)
      .map(({ images, chosen }) => [
        images.toSorted().join(),
        images.every((image) => stage(image) <= stage(images[chosen!]!)),
      ]),
  )
  const highest = [...choices.values()].filter(Boolean).length / choices.size
  expect(highest).toBeCloseTo(0.976, 3)

  const cropped = new Set(
    told.flatMap(({ images, chosen, crop }) => (crop === null ? [] : images[chosen!]!)),
  )
  const chosen = new Set(
    told.flatMap(({ images, chosen }) => (chosen === null ? [] : images[chosen]!)),
  )
  const rates = truth.projects.map((project) => {
    const own = [...chosen].filter((image) => image.startsWith(`${project}/`))
    return own.filter((image) => cropped.has(image)).length / own.length
  })
  expect(Math.min(...rates)).toBe(0)
  expect(Math.max(...rates)).toBeCloseTo(0.99, 2)

  const sizes = new Map(
    truth.pictures.map(({ name, widthPx, heightPx }) => [name, [widthPx, heightPx]]),
  )
  const areas = told.flatMap(({ images, chosen, crop }) => {
    const [width, height] = sizes.get(images[chosen ?? 0]!) ?? []
    if (crop?.unit !== 'pixels' || width === undefined || height === undefined) return []
    const [left, top, right, bottom] = crop.box
    // To the pixel.
    expect(Math.abs(right - left - ((bottom - top) * width) / height)).toBeLessThanOrEqual(0.5)
    return ((right - left) * (bottom - top)) / (width * height)
  })
  areas.sort((a, b) => a - b)
  const deciles = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(
    (tenth) => areas[Math.floor((areas.length * tenth) / 10)]!,
  )
  const his = [0.33, 0.39, 0.45, 0.49, 0.54, 0.58, 0.63, 0.7, 0.83]
  for (const [index, decile] of deciles.entries()) expect(decile).toBeCloseTo(his[index]!, 1.7)
})

test('one name is in two projects, and a lost picture has a namesake', () => {
  const names = new Map<string, number>()
  for (const { name } of truth.pictures) {
    const fileName = name.slice(name.indexOf('/') + 1)
    names.set(fileName, (names.get(fileName) ?? 0) + 1)
  }
  expect([...names.values()].filter((count) => count === 2).length).toBeGreaterThan(300)
  expect(truth.gone.some((name) => names.has(name.slice(name.indexOf('/') + 1)))).toBe(true)
})
