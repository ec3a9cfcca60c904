import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodeEmbedding, encodePhash } from '../../core/features/codec.ts'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import { PHASH } from '../../shared/features.ts'
import type { ByteMap } from '../../shared/people.ts'
import { openParquet } from '../parquet/openParquet.ts'
import { embeddingKey } from './featureFile.ts'
import {
  ENCODERS,
  hashOfFile,
  openOver,
  quietContext,
  writePictures,
  type Pictures,
} from './parquetFeatures.fixture.ts'

const PLAIN = embeddingKey(ENCODERS[0]!)
const PATHS = [
  'a.png',
  'alba/a.png',
  'alba/b.png',
  'bea/a.png',
  'bea/deep/é.png',
  'bea/without.png',
]
let into: string
let pictures: Pictures
let library: Awaited<ReturnType<typeof openOver>>

beforeEach(async () => {
  into = join(mkdtempSync(join(tmpdir(), 'setwise-export-')), 'made', 'here')
  pictures = writePictures(PATHS)
  library = await openOver(pictures)
})
afterEach(() => {
  library.database.close()
  pictures.remove()
  rmSync(join(into, '..', '..'), { recursive: true })
})

interface Stored {
  readonly vector: Float32Array
  readonly map: ByteMap | null
  readonly phash: string
}

/** Stores values for all but the last picture. */
function fill(stored: readonly Stored[]): void {
  const { images, featureRows, rootId } = library
  for (const { imageId, relativePath } of images.presentImages(rootId)) {
    const one = stored[PATHS.indexOf(relativePath)]
    if (one === undefined) continue
    const contentHash = hashOfFile(join(pictures.folder, relativePath))
    images.recordContent(imageId, contentHash, 832, 1216)
    featureRows.save(contentHash, { widthPx: 832, heightPx: 1216 }, [
      { key: PLAIN, bytes: encodeEmbedding(one) },
      { key: PHASH, bytes: encodePhash(one.phash) },
    ])
  }
}

/** The same at each call, and at the time when pyarrow read it. */
const FIXED: readonly Stored[] = PATHS.slice(0, -1).map((_, row) => ({
  vector: Float32Array.from({ length: 8 }, (__, column) => row * 0.1 - column / 3),
  map: row % 2 === 0 ? null : { columns: 3, rows: 2, values: Uint8Array.of(1, 2, 3, 4, 5, row) },
  phash: (0x1234567890abcdn * BigInt(row + 1)).toString(16).padStart(16, '0'),
}))

const sha256 = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(join(into, name)))
    .digest('hex')

/**
 * Proof that pyarrow reads the files: these are the hashes that `tools/golden/parquet.py check` printed when
 * pyarrow 26.0.1 and pandas 3.1.1 read them and found the numbers of FIXED (the folder to check is kept with
 * SETWISE_KEEP_EXPORT=FOLDER). Other bytes: run it again, and put the new hashes here.
 */
test('the files are those that pyarrow and pandas were seen to read', async () => {
  fill(FIXED)
  const report = await library.exportTo(into)
  expect(report).toEqual({
    images: 6,
    embeddings: { file: join(into, 'embeddings.parquet'), rows: 5, encoder: 'plain' },
    hashes: { file: join(into, 'hashes.parquet'), rows: 5 },
    sameNames: 3,
  })
  const keep = process.env['SETWISE_KEEP_EXPORT']
  if (keep !== undefined) {
    mkdirSync(keep, { recursive: true })
    for (const name of readdirSync(into))
      writeFileSync(join(keep, name), readFileSync(join(into, name)))
    const expected = FIXED.map(({ vector }) => Array.from(vector))
    writeFileSync(join(keep, 'expected.json'), JSON.stringify(expected))
  }
  expect([sha256('embeddings.parquet'), sha256('hashes.parquet')]).toEqual([
    '25d4a9816aae5bb3d038d5ef29bed7aa7bdfb55c8064e6cf78625126627cf7cd',
    '1c60cbfad4b9070858562d598d00d6c5d38ec2dd927f77e41e1f2a87cb0f64d7',
  ])
})

test('the columns that scripts expect come first; the metadata names the encoder', async () => {
  fill(FIXED)
  await library.exportTo(into)
  const table = await openParquet(join(into, 'embeddings.parquet'))
  expect(table.columns.slice(0, 5)).toEqual([
    'image',
    'embedding',
    'project',
    'path',
    'content_hash',
  ])
  expect(Object.fromEntries(table.metadata)).toEqual({
    'setwise.encoder': 'plain',
    'setwise.encoder_version': '2',
    'setwise.dimension': '8',
    'setwise.l2_normalised': 'false',
  })
  expect(await table.texts('image').take(9)).toEqual(['a.png', 'a.png', 'b.png', 'a.png', 'é.png'])
  expect(await table.texts('project').take(9)).toEqual(['mojo1', 'alba', 'alba', 'bea', 'bea'])
  await table.close()
})

const anyStored: fc.Arbitrary<Stored> = fc.record({
  vector: fc
    .float32Array({ minLength: 8, maxLength: 8, noNaN: true, noDefaultInfinity: true })
    // All zero, or of length 1: no embedding of an encoder that does not normalise, see judgeEmbedding.
    .filter((vector) => Math.abs(Math.hypot(...vector) - 0.5) > 0.6),
  map: fc.option(
    fc
      .uint8Array({ minLength: 6, maxLength: 6 })
      .map((values) => ({ columns: 2, rows: 3, values })),
    { nil: null },
  ),
  phash: fc
    .bigInt({ min: 0n, max: 2n ** 64n - 1n })
    .map((bits) => bits.toString(16).padStart(16, '0')),
})

test('exported and imported into an empty library, every value has the same bytes', async () => {
  const all = fc.array(anyStored, { minLength: 5, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(all, fc.boolean(), async (stored, moved) => {
      library.database.close()
      library = await openOver(pictures)
      fill(stored)
      await library.exportTo(into)
      const expected = library.values()
      library.database.close()
      // The same contents under other names: found by content alone.
      const other = moved ? writePictures([]) : pictures
      const paths = PATHS.map((path) => (moved ? `elsewhere/${path}` : path))
      if (moved) {
        for (const path of PATHS) {
          const target = join(other.folder, 'elsewhere', path)
          mkdirSync(join(target, '..'), { recursive: true })
          writeFileSync(target, path)
        }
      }
      library = await openOver({ ...other, paths })
      for (const name of ['embeddings.parquet', 'hashes.parquet']) {
        const report = await library.importFile(join(into, name))
        expect(report).toMatchObject({ read: 5, imported: 5, reasons: [] })
      }
      expect(library.values()).toEqual(expected)
      const [hash] = PATHS.map((path) => hashOfFile(join(pictures.folder, path)))
      expect(library.featureRows.sizeOf(hash!)).toEqual({ widthPx: 832, heightPx: 1216 })
      if (moved) other.remove()
    }),
    { numRuns: 30 },
  )
})

test('an encoder may be named; its own embeddings alone are written', async () => {
  fill(FIXED)
  const { embeddings, hashes } = await library.exportTo(into, 'unit')
  expect(embeddings).toMatchObject({ rows: 0, encoder: 'unit' })
  expect(hashes).toMatchObject({ rows: 5 })
  await expect(library.exportTo(into, 'none')).rejects.toThrow('There are: plain, unit, long.')
})

test('cancelled or failed, the files of before are kept and nothing else is left', async () => {
  fill(FIXED)
  mkdirSync(into, { recursive: true })
  writeFileSync(join(into, 'embeddings.parquet'), 'before')
  const work = library.exportTo(into, null, quietContext(AbortSignal.abort()))
  await expect(work).rejects.toBeInstanceOf(CancelledError)
  expect(readdirSync(into)).toEqual(['embeddings.parquet'])
  expect(readFileSync(join(into, 'embeddings.parquet'), 'utf8')).toBe('before')
  // A folder of that name cannot be replaced by a file.
  mkdirSync(join(into, 'hashes.parquet'))
  await expect(library.exportTo(into)).rejects.toThrow(/hashes\.parquet cannot be written/)
  expect(readdirSync(into)).toEqual(['embeddings.parquet', 'hashes.parquet'])
})

test('with nothing to write it says so, and makes no folder', async () => {
  const error = await library.exportTo(into).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(SetwiseError)
  expect((error as SetwiseError).message).toContain('setwise features')
  expect(existsSync(into)).toBe(false)
})

test('a file where the folder should be is told in a sentence', async () => {
  fill(FIXED)
  const path = join(pictures.folder, 'a.png')
  await expect(library.exportTo(path)).rejects.toThrow(`${path} cannot be written`)
})
