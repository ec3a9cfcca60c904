/** Whatever a server does, a library has the right model or none. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { EncoderManifest } from '../../core/encoders/manifest.ts'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import {
  contentOf,
  fail,
  impatientNetwork,
  jobContext,
  redirect,
  serve,
  startServer,
  type TestServer,
  type Turn,
} from './download.fixture.ts'
import { makeHouse, manifestOf, writeEncoder } from './encoders.fixture.ts'

const CONTENT = contentOf(3000)

let server: TestServer
let house: ReturnType<typeof makeHouse>
let offered: EncoderManifest

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())
beforeEach(() => {
  house = makeHouse()
  offered = manifestOf(CONTENT, { download: { url: server.url } })
  writeEncoder(join(house.shipped, 'tiny'), offered, null)
  return () => house.remove()
})

const stateOf = (encoders = house.start()): string | undefined =>
  encoders.list().find(({ encoderId }) => encoderId === 'tiny')?.state
const model = (): string => join(house.library, 'tiny-1', 'model.onnx')
const start = (silenceMs?: number) => house.start({ network: impatientNetwork(silenceMs).network })

function expectWhole(): void {
  expect(stateOf()).toBe('ready')
  expect(new Uint8Array(readFileSync(model()))).toEqual(CONTENT)
  expect(readdirSync(join(house.library, 'tiny-1')).toSorted()).toEqual([
    'manifest.json',
    'model.onnx',
  ])
  expect(readdirSync(join(house.library, '.partial'))).toEqual([])
}

describe('an encoder that is offered', () => {
  test('is downloaded, used, and found again at the next start', async () => {
    server.script(serve(CONTENT))
    const encoders = start()
    await encoders.download('tiny', jobContext(server).context)
    expectWhole()
    encoders.use('tiny')
    expect(house.start().inUse()).toEqual({ encoderId: 'tiny', folder: dirname(model()) })
    await encoders.download('tiny', jobContext(server).context)
    expect(server.requests).toHaveLength(1)
  })

  test('nothing but a download asks a server for anything', async () => {
    server.script(serve(CONTENT))
    const encoders = start()
    encoders.list()
    encoders.inUse()
    expect(() => encoders.use('tiny')).toThrow('not ready')
    expect(server.requests).toHaveLength(0)
  })

  test('one at a time', async () => {
    server.script(serve(CONTENT, { hangAfterBytes: 1000 }))
    const abort = new AbortController()
    const encoders = start()
    const first = encoders.download('tiny', jobContext(server, abort.signal).context)
    await expect(encoders.download('tiny', jobContext(server).context)).rejects.toThrow(
      'tiny is being downloaded',
    )
    abort.abort()
    await expect(first).rejects.toThrow(CancelledError)
    server.script(serve(CONTENT))
    await encoders.download('tiny', jobContext(server).context)
    expectWhole()
  })

  test('one that turned out broken is downloaded anew', async () => {
    server.script(serve(CONTENT))
    const encoders = start()
    await encoders.download('tiny', jobContext(server).context)
    writeFileSync(model(), 'rotten')
    encoders.reportBroken('tiny', 'Its SHA-256 differs.')
    await encoders.download('tiny', jobContext(server).context)
    expect(server.requests).toHaveLength(2)
    expectWhole()
  })
})

test('whatever the server does, and whatever was left behind: the right model, or none', async () => {
  const some = fc.integer({ min: 1, max: 2999 })
  const etag = fc.constantFrom('"one"', '"two"', 'W/"weak"', null)
  const isSo = fc.boolean()
  const content = fc.constantFrom(
    CONTENT,
    CONTENT,
    CONTENT,
    contentOf(3000, 2),
    contentOf(3020),
    CONTENT.subarray(0, 2990),
    contentOf(9000),
    new Uint8Array(0),
  )
  const serving = fc
    .tuple(content, etag, isSo, isSo, fc.constantFrom('whole', 'drop', 'drop', 'hang'), some)
    .map(([bytes, name, ignoresRange, hidesLength, end, after]): Turn => {
      const stop = { drop: { dropAfterBytes: after }, hang: { hangAfterBytes: after }, whole: {} }
      return serve(bytes, { etag: name, ignoresRange, hidesLength, ...stop[end as 'drop'] })
    })
  const range = fc.tuple(some, some, some).map(([from, to, total]): Turn => {
    const headers = { 'content-range': `bytes ${from}-${to}/${total}`, etag: '"one"' }
    return (_request, response) =>
      void response.writeHead(206, headers).end(CONTENT.subarray(from, to))
  })
  const status = fc.constantFrom(200, 204, 206, 304, 400, 403, 404, 416, 429, 500, 503).map(fail)
  const elsewhere = fc
    .constantFrom('/here', 'http://example.com/', 'ftp://x', '//', '')
    .map((to) => redirect(to))
  const hangUp: Turn = (request) => void request.socket.destroy()
  const turn = fc.oneof(
    { weight: 14, arbitrary: serving },
    range,
    status,
    elsewhere,
    fc.constant(hangUp),
  )
  const left = fc.option(
    fc.record({
      bytes: fc.constantFrom(CONTENT, contentOf(3000, 2), contentOf(5000)),
      sizeBytes: some,
      origin: fc.oneof(
        fc.record({ etag, totalBytes: fc.constantFrom(null, 3000, 2999) }),
        fc.string(),
      ),
    }),
  )
  const { shipped, library } = house
  const manifest = offered
  let whole = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(turn, { minLength: 1, maxLength: 8 }),
      left,
      async (turns, before) => {
        rmSync(library, { recursive: true, force: true })
        expect(existsSync(join(shipped, 'tiny', 'model.onnx'))).toBe(false)
        if (before !== null) {
          const part = join(library, '.partial', 'tiny-1.part')
          mkdirSync(dirname(part), { recursive: true })
          writeFileSync(part, before.bytes.subarray(0, before.sizeBytes))
          const { origin } = before
          const known = { url: server.url, sha256: manifest.sha256 }
          const text = typeof origin === 'string' ? origin : JSON.stringify({ ...known, ...origin })
          writeFileSync(`${part}.json`, text)
        }
        server.script(...turns)
        try {
          await start(150).download('tiny', jobContext(server).context)
          expectWhole()
          whole += 1
        } catch (error) {
          if (!(error instanceof SetwiseError)) throw error
          expect(stateOf()).toBe('not-downloaded')
          expect(readdirSync(library)).toEqual(['.partial'])
          // Nothing that is left behind stands in the way of a server that means well, at most once.
          server.script(serve(CONTENT, { etag: '"good"' }))
          await start()
            .download('tiny', jobContext(server).context)
            .catch((again: unknown) => {
              expect(again).toMatchObject({ code: 'model-altered' })
              return start().download('tiny', jobContext(server).context)
            })
          expectWhole()
        }
      },
    ),
    { numRuns: 100 },
  )
  expect(whole).toBeGreaterThan(5)
  expect(whole).toBeLessThan(95)
})
