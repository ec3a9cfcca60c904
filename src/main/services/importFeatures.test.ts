import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { decodeEmbedding, decodePhash } from '../../core/features/codec.ts'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import { PHASH } from '../../shared/features.ts'
import { createParquetFile, type CellValue, type Columns } from '../parquet/writeParquet.ts'
import { embeddingKey } from './featureFile.ts'
import {
  ENCODERS,
  hashOfFile,
  openOver,
  quietContext,
  writePictures,
  type Pictures,
} from './parquetFeatures.fixture.ts'

const golden = join(import.meta.dirname, '..', 'parquet', 'golden')
const [PLAIN, UNIT] = ENCODERS.map(embeddingKey)
let temporary: string
let pictures: Pictures
let library: Awaited<ReturnType<typeof openOver>>

/** Opens a library over these pictures in place of the one before. */
async function open(paths: readonly string[]): Promise<void> {
  pictures.remove()
  library.database.close()
  pictures = writePictures(paths)
  library = await openOver(pictures)
}
beforeEach(async () => {
  temporary = mkdtempSync(join(tmpdir(), 'setwise-import-'))
  pictures = writePictures(['alba/a.png', 'alba/b.png', 'bea/a.png'])
  library = await openOver(pictures)
})
afterEach(() => {
  library.database.close()
  pictures.remove()
  rmSync(temporary, { recursive: true })
})

const vector = (seed: number): number[] => Array.from({ length: 8 }, (_, index) => seed + index)

function file(
  rows: readonly Readonly<Record<string, CellValue>>[],
  columns: Columns = { image: 'text', embedding: 'floats' },
  metadata: Readonly<Record<string, string>> = {},
): string {
  const path = join(temporary, 'file.parquet')
  const writer = createParquetFile(path, columns, metadata)
  writer.writeRows(rows)
  writer.finish()
  return path
}
const contentOf = (relativePath: string) => hashOfFile(join(pictures.folder, relativePath))
const embeddingOf = (relativePath: string, key = PLAIN!): number[] | null => {
  const bytes = library.featureRows.valueOf(contentOf(relativePath), key)
  return bytes && Array.from(decodeEmbedding(bytes)!.vector)
}
const sentenceOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(SetwiseError)
  return (error as SetwiseError).message
}

test('a file as pandas writes it: bare names, doubles; nothing changes the second time', async () => {
  const names = Array.from(
    { length: 40 },
    (_, row) => `20250708_${String(row).padStart(6, '0')}_stage1_generated.png`,
  )
  await open(names.slice(0, 30).map((name, index) => `p${index % 3}/${name}`))
  const first = await library.importFile(join(golden, 'pandas.parquet'), 'plain')
  expect(first).toMatchObject({
    read: 40,
    imported: 30,
    alreadyThere: 0,
    unmatched: 10,
    refused: 0,
  })
  expect(first.reasons).toEqual([
    {
      reason: `no picture in ${pictures.folder} has this project and name`,
      count: 10,
      examples: names.slice(30).map((name, index) => `row ${index + 31}, ${name}`),
    },
  ])
  expect(embeddingOf(`p1/${names[1]}`)).toEqual(
    Array.from({ length: 8 }, (_, column) => ((31 + column * 7) % 64) / 64),
  )
  const stored = library.values()
  expect(stored).toHaveLength(30)
  const second = await library.importFile(join(golden, 'pandas.parquet'), 'plain')
  expect(second).toMatchObject({ read: 40, imported: 0, alreadyThere: 30, unmatched: 10 })
  expect(library.values()).toEqual(stored)
})

test('the hashes of imagehash, upper case too; what is none is refused with its row', async () => {
  await open(
    [0, 1, 2, 3, 4].map((row) => `20250708_${String(row).padStart(6, '0')}_stage1_generated.png`),
  )
  const report = await library.importFile(join(golden, 'hashes.parquet'))
  expect(report).toMatchObject({ read: 5, imported: 3, refused: 2 })
  expect(report.reasons.map(({ reason, examples }) => [reason, examples.length])).toEqual([
    ['the hash has not 16 hex characters', 1],
    ['the row has no hash', 1],
  ])
  expect(report.reasons[0]!.examples[0]).toBe('row 4, 20250708_000003_stage1_generated.png: xyz')
  const bytes = library.featureRows.valueOf(
    contentOf('20250708_000002_stage1_generated.png'),
    PHASH,
  )
  expect(decodePhash(bytes!)).toBe('abcdef0123456789')
})

test('the same name in two projects: a bare one is refused, project or folder tells', async () => {
  const bare = await library.importFile(file([{ image: 'a.png', embedding: vector(1) }]), 'plain')
  expect(bare).toMatchObject({ imported: 0, refused: 1 })
  expect(bare.reasons[0]).toMatchObject({ examples: ['row 1, a.png: alba/a.png, bea/a.png'] })
  const report = await library.importFile(
    file(
      [
        { image: 'a.png', project: 'bea', embedding: vector(1) },
        { image: '/Users/x/alba/a.png', project: null, embedding: vector(2) },
        { image: 'clara/b.png', project: null, embedding: vector(3) },
      ],
      { image: 'text', project: 'text', embedding: 'floats' },
    ),
    'plain',
  )
  expect(report).toMatchObject({ read: 3, imported: 2, unmatched: 1 })
  expect(embeddingOf('bea/a.png')).toEqual(vector(1))
  expect(embeddingOf('alba/a.png')).toEqual(vector(2))
})

test('a bare name of which the file says two things is refused, even where one picture has it', async () => {
  const rows = [1, 2].map((seed) => ({ image: 'b.png', embedding: vector(seed) }))
  const report = await library.importFile(file(rows), 'plain')
  expect(report).toMatchObject({ read: 2, refused: 2 })
  expect(report.reasons[0]!.reason).toContain('several rows for this name')
})

test('a bare name whose rows all say the same is no riddle', async () => {
  const rows = [1, 1, 1].map((seed) => ({ image: 'b.png', embedding: vector(seed) }))
  const report = await library.importFile(file(rows), 'plain')
  expect(report).toMatchObject({ read: 3, imported: 1, alreadyThere: 2 })
})

test('of two rows for one picture that contradict each other the first is kept', async () => {
  const rows = [1, 2, 1].map((seed) => ({ image: 'alba/b.png', embedding: vector(seed) }))
  const report = await library.importFile(file(rows), 'plain')
  expect(report).toMatchObject({ imported: 1, alreadyThere: 1, refused: 1 })
  expect(embeddingOf('alba/b.png')).toEqual(vector(1))
})

test('numbers that are none, too few, or on another scale are refused with row and image', async () => {
  const unit = vector(0).map((_, index) => (index === 0 ? 1 : 0))
  const rows = [
    vector(1).with(2, Number.NaN),
    vector(1).with(7, -Infinity),
    vector(1).slice(1),
    null,
    vector(0).fill(0),
    unit,
  ].map((embedding) => ({ image: 'alba/b.png', embedding }))
  const { reasons, ...counts } = await library.importFile(
    file([{ image: null, embedding: vector(1) }, ...rows]),
    'plain',
  )
  expect(counts).toMatchObject({ read: 7, imported: 0, refused: 7 })
  expect(reasons.map(({ examples }) => examples)).toEqual([
    ['row 1, without a name'],
    ['row 2, alba/b.png: number 3 is NaN', 'row 3, alba/b.png: number 8 is -Infinity'],
    ['row 4, alba/b.png: it has 7'],
    ['row 5, alba/b.png'],
    ['row 6, alba/b.png'],
    ['row 7, alba/b.png'],
  ])
  expect(library.values()).toEqual([])
})

test('where the encoder normalises, vectors are scaled; those that are stay as they are', async () => {
  const unit = Math.fround(Math.SQRT1_2)
  const report = await library.importFile(
    file([
      { image: 'alba/a.png', embedding: [3, 4, 0, 0, 0, 0, 0, 0] },
      { image: 'bea/a.png', embedding: [unit, -unit, 0, 0, 0, 0, 0, 0] },
    ]),
    'unit',
  )
  expect(report).toMatchObject({ imported: 2, normalised: 1 })
  expect(embeddingOf('alba/a.png', UNIT)).toEqual([0.6, 0.8, 0, 0, 0, 0, 0, 0].map(Math.fround))
  expect(embeddingOf('bea/a.png', UNIT)).toEqual([unit, -unit, 0, 0, 0, 0, 0, 0])
})

test('by content, wherever the picture lies now; another content is another picture', async () => {
  const columns = { content_hash: 'text', image: 'text', embedding: 'floats' } as const
  const rows = [
    { content_hash: contentOf('bea/a.png').toUpperCase(), image: 'x.png', embedding: vector(1) },
    { content_hash: '0'.repeat(64), image: 'alba/b.png', embedding: vector(2) },
    { content_hash: 'short', image: 'alba/b.png', embedding: vector(2) },
    { content_hash: null, image: 'alba/a.png', embedding: vector(3) },
  ]
  const report = await library.importFile(file(rows, columns), 'plain')
  expect(report).toMatchObject({ read: 4, imported: 2, unmatched: 1, refused: 1 })
  expect(embeddingOf('bea/a.png')).toEqual(vector(1))
  expect(embeddingOf('alba/a.png')).toEqual(vector(3))
  expect(library.featureRows.sizeOf(contentOf('bea/a.png'))).toEqual({ widthPx: 3, heightPx: 4 })
  // All were read once to find the content, and never again.
  library.asked.length = 0
  expect(await library.importFile(file(rows, columns), 'plain')).toMatchObject({ alreadyThere: 2 })
  expect(library.asked).toEqual([])
})

test('a picture that cannot be read is refused with the reason', async () => {
  await open(['alba/unreadable.png'])
  const report = await library.importFile(
    file([{ image: 'unreadable.png', embedding: vector(1) }]),
    'plain',
  )
  expect(report).toMatchObject({ refused: 1 })
  expect(report.reasons[0]).toMatchObject({
    reason: 'the picture cannot be read',
    examples: ['row 1, unreadable.png: it cannot be read'],
  })
})

test('which encoder: from the file or named, never guessed, never another', async () => {
  const rows = [{ image: 'b.png', embedding: vector(1) }]
  const made = (metadata: Record<string, string>, encoderId: string | null = null) =>
    sentenceOf(library.importFile(file(rows, undefined, metadata), encoderId))
  expect(await made({})).toMatch(/does not say which encoder.*8 numbers: plain, unit\./)
  expect(await made({}, 'none')).toMatch(/no encoder none here.*: plain, unit\./)
  expect(await made({}, 'long')).toMatch(/have 8 numbers, those of long have 9.*: plain, unit\./)
  expect(await made({ 'setwise.encoder': 'unit' }, 'plain')).toMatch(/says that unit made/)
  expect(await made({ 'setwise.encoder': 'plain', 'setwise.encoder_version': '1' })).toMatch(
    /version 1 of plain, and version 2/,
  )
  expect(await made({ 'setwise.encoder': 'plain', 'setwise.l2_normalised': 'true' })).toMatch(
    /scaled to length 1/,
  )
  const report = await library.importFile(file(rows, undefined, { 'setwise.encoder': 'plain' }))
  expect(report).toMatchObject({ imported: 1 })
})

test('what cannot be imported at all is told in a sentence that names the file', async () => {
  const text = { image: 'text', phash: 'text' } as const
  const about = async (path: string, encoderId: string | null, expected: RegExp): Promise<void> => {
    const sentence = await sentenceOf(library.importFile(path, encoderId))
    expect(sentence).toContain(path)
    expect(sentence).toMatch(expected)
  }
  await about(join(golden, 'other-columns.parquet'), 'plain', /Columns seen: file, vector\./)
  await about(join(golden, 'text-embedding.parquet'), 'plain', /one list of numbers per row/)
  await about(temporary, 'plain', /is a folder/)
  await about(file([{ phash: 'x' }], { phash: 'text' }), null, /Columns seen: phash\./)
  await about(file([], { ...text, embedding: 'floats' }), null, /embedding and a column phash/)
  await about(file([], text), 'plain', /hashes, which no encoder makes/)
  await about(file([], text, { 'setwise.phash_version': '9' }), null, /version 9/)
  await about(
    file([{ image: null, phash: 7 }], { image: 'text', phash: 'integer' }),
    null,
    /phash.*does not hold texts/,
  )
  const none = await library.importFile(file([], text))
  expect(none).toMatchObject({ read: 0, imported: 0, reasons: [] })
})

test('cancelled in time, nothing is stored', async () => {
  copyFileSync(join(golden, 'pandas.parquet'), join(temporary, 'copy.parquet'))
  const cancelled = quietContext(AbortSignal.abort())
  const work = library.importFile(join(temporary, 'copy.parquet'), 'plain', cancelled)
  await expect(work).rejects.toBeInstanceOf(CancelledError)
  expect(library.values()).toEqual([])
})
