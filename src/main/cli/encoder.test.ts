/** Encoders from the command line: a real server on this computer, real models, real workers. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeManyPictures } from '../../../tools/trouble/badPictures.ts'
import type { EncoderSummary } from '../../shared/features.ts'
import { contentOf, serve, startServer, type TestServer } from '../services/download.fixture.ts'
import { answerOf, failureOf, setwise, type RunOptions } from './testing.ts'

const IMAGES = 4
const shippedDefault = join(import.meta.dirname, '../../../resources/models/efficientnet-lite0-320')

let temporary: string
let server: TestServer
let options: RunOptions
/** The default's own model: what is served under another id. */
let content: Uint8Array

beforeAll(async () => {
  temporary = mkdtempSync(join(tmpdir(), 'setwise-encoder-'))
  server = await startServer()
  const shipped = join(temporary, 'shipped')
  const encoder = join(shipped, 'standard')
  cpSync(shippedDefault, encoder, { recursive: true })
  content = readFileSync(join(encoder, 'model.onnx'))
  writeManifest(join(shipped, 'offered'), { id: 'offered', download: { url: server.url } })
  options = { library: join(temporary, 'library'), environment: { SETWISE_ENCODER: encoder } }
  const pictures = join(temporary, 'pictures')
  await makeManyPictures(pictures, IMAGES)
  await answerOf(options, 'open', pictures)
})
afterAll(async () => {
  await server.stop()
  rmSync(temporary, { recursive: true, force: true })
})

/** The default's manifest with other fields, in a folder without a model. */
function writeManifest(folder: string, changes: Record<string, unknown>): void {
  cpSync(shippedDefault, folder, {
    recursive: true,
    filter: (source) => !source.endsWith('.onnx'),
  })
  const text = readFileSync(join(shippedDefault, 'manifest.json'), 'utf8')
  const manifest: unknown = JSON.parse(text)
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(Object.assign({}, manifest, changes)))
}

async function standings(): Promise<Record<string, readonly [string, number]>> {
  const encoders = await answerOf<EncoderSummary[]>(options, 'encoders')
  return Object.fromEntries(
    encoders.map(({ encoderId, state, embedded }) => [encoderId, [state, embedded]]),
  )
}

test('download, use, compute what is missing, and back again at no cost', async () => {
  expect(await standings()).toEqual({
    'efficientnet-lite0-320': ['in-use', 0],
    offered: ['not-downloaded', 0],
  })
  await answerOf(options, 'features')
  expect(await failureOf(options, 'encoder', 'use', 'offered')).toMatchObject({
    code: 'invalid-request',
    message: expect.stringContaining('Download it first: setwise encoder download offered'),
  })
  server.script(serve(contentOf(content.length)))
  expect(await failureOf(options, 'encoder', 'download', 'offered')).toMatchObject({
    code: 'model-altered',
  })
  expect(readdirSync(join(options.library, 'encoders', '.partial'))).toEqual([])

  server.script(serve(content))
  const downloaded = await answerOf(options, 'encoder', 'download', 'offered')
  expect(downloaded).toEqual({ encoderId: 'offered', inUse: false })
  const used = await answerOf(options, 'encoder', 'use', 'offered')
  expect(used).toEqual({ encoderId: 'offered', inUse: true })
  await answerOf(options, 'features')
  expect(await standings()).toEqual({
    'efficientnet-lite0-320': ['ready', IMAGES],
    offered: ['in-use', IMAGES],
  })
  await answerOf(options, 'encoder', 'use', 'efficientnet-lite0-320')
  expect(await answerOf(options, 'features')).toMatchObject({ done: 0, reused: IMAGES })
})

test('a folder of the person: what cannot be loaded is refused, what can is copied', async () => {
  const own = join(temporary, 'own')
  writeManifest(own, { id: 'mine' })
  writeFileSync(join(own, 'model.onnx'), content)
  const { input } = JSON.parse(readFileSync(join(own, 'manifest.json'), 'utf8')) as {
    input: object
  }
  writeManifest(own, { id: 'mine', input: { ...input, name: 'picture' } })
  expect(await failureOf(options, 'encoder', 'add', own)).toMatchObject({
    code: 'model-altered',
    message: expect.stringContaining('picture'),
  })
  expect(Object.keys(await standings())).not.toContain('mine')
  writeManifest(own, { id: 'mine' })
  await answerOf(options, 'encoder', 'add', own)
  rmSync(own, { recursive: true })
  await answerOf(options, 'encoder', 'use', 'mine')
  expect(await answerOf(options, 'features')).toMatchObject({ done: IMAGES, failed: [] })
})

test.each([
  [['encoder']],
  [['encoder', 'use']],
  [['encoder', 'fly', 'offered']],
  [['encoder', 'use', 'offered', 'now']],
])('%j is wrong use', async (words) => {
  const { code, stderr } = await setwise(options, ...words)
  expect(code).toBe(2)
  expect(stderr).toContain('encoder download ID')
})
