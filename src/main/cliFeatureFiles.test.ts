/** Features out and in again on the command line: real pictures, real workers, real files. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerOf, failureOf, setwise } from './cli/testing.ts'

const golden = join(import.meta.dirname, 'parquet', 'golden')
const ENCODER = 'efficientnet-lite0-320'
let temporary: string
let pictures: string
let first: { readonly library: string }
let second: { readonly library: string }

beforeAll(async () => {
  temporary = mkdtempSync(join(tmpdir(), 'setwise-feature-files-'))
  pictures = join(temporary, 'pictures')
  first = { library: join(temporary, 'first') }
  second = { library: join(temporary, 'second') }
  for (const [index, project] of ['alba', 'alba', 'bea', 'bea'].entries()) {
    mkdirSync(join(pictures, project), { recursive: true })
    const name = `2025070${1 + (index % 2)}_060558_stage1_generated.png`
    const noise = { type: 'gaussian', mean: 40 * (index + 1), sigma: 20 } as const
    await sharp({ create: { width: 64, height: 96, channels: 3, background: 'grey', noise } })
      .png()
      .toFile(join(pictures, project, name))
  }
  await answerOf(first, 'open', pictures)
  await answerOf(first, 'features')
  await answerOf(second, 'open', pictures)
}, 60_000)
afterAll(() => rmSync(temporary, { recursive: true }))

test('what one library exports, an empty one imports and exports with the same bytes', async () => {
  const [out, again] = [join(temporary, 'out'), join(temporary, 'again')]
  expect(await answerOf(first, 'export-features', out)).toEqual({
    images: 4,
    embeddings: { file: join(out, 'embeddings.parquet'), rows: 4, encoder: ENCODER },
    hashes: { file: join(out, 'hashes.parquet'), rows: 4 },
    sameNames: 4,
  })
  const counts = { read: 4, unmatched: 0, refused: 0, normalised: 0, reasons: [] }
  for (const name of ['embeddings.parquet', 'hashes.parquet']) {
    const file = join(out, name)
    const imported = { ...counts, imported: 4, alreadyThere: 0 }
    expect(await answerOf(second, 'import-features', file)).toEqual(imported)
    const repeated = { ...counts, imported: 0, alreadyThere: 4 }
    expect(await answerOf(second, 'import-features', file)).toEqual(repeated)
  }
  await answerOf(second, 'export-features', again)
  for (const name of ['embeddings.parquet', 'hashes.parquet']) {
    expect(readFileSync(join(again, name)).equals(readFileSync(join(out, name)))).toBe(true)
  }
  // Embeddings are not computed again where they came in; the rest is.
  expect(await answerOf(second, 'features')).toMatchObject({ done: 4, failed: [] })
}, 60_000)

test('hashes made elsewhere for pictures not read yet: content and size come from the files', async () => {
  const third = { library: join(temporary, 'third') }
  await answerOf(third, 'open', join(pictures, 'alba'))
  const file = join(golden, 'hashes.parquet')
  expect(await answerOf(third, 'import-features', file)).toMatchObject({ read: 5, unmatched: 5 })
  // The folder says of which project its pictures are.
  const out = join(temporary, 'out', 'embeddings.parquet')
  expect(await answerOf(third, 'import-features', out)).toMatchObject({ imported: 2, unmatched: 2 })
}, 60_000)

test('sentences and exit codes', async () => {
  const file = join(golden, 'pandas.parquet')
  expect((await failureOf(first, 'import-features', file)).message).toContain('--encoder')
  const wrong = await failureOf(first, 'import-features', file, '--encoder', ENCODER)
  expect(wrong.message).toContain('have 8 numbers')
  expect(wrong.message).toContain('have 1280')
  expect(await failureOf(first, 'import-features', pictures)).toMatchObject({
    code: 'file-unreadable',
  })
  expect((await setwise(first, 'export-features')).code).toBe(2)
}, 60_000)
