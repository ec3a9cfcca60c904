/** Downloads that cannot work, are stopped, or do not fit: a sentence, and nothing wrong is kept. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { mountSmallDisk } from '../../../tools/trouble/smallDisk.ts'
import { CancelledError } from '../../shared/errors.ts'
import type { Network } from './download.ts'
import {
  CONTENT,
  WHOLE,
  contentOf,
  fail,
  impatientNetwork,
  redirect,
  serve,
  startServer,
  useDownload,
} from './download.fixture.ts'

const { wanted, want, script, requests, ranges, download, arrived, expectNothing } = useDownload()

describe('what cannot work says so in a sentence', () => {
  const cases: readonly (readonly [string, () => void, string, RegExp, number])[] = [
    ['404', () => script(fail(404)), 'download-failed', /answered 404 for http/, 1],
    ['500', () => script(fail(500)), 'download-failed', /it answers 500/, 6],
    ['a page for logging in', () => script(fail(200)), 'model-altered', /sends 14 bytes/, 1],
    [
      'a redirect loop',
      () => script(redirect('/again')),
      'download-failed',
      /only leads from one address to the next/,
      6,
    ],
    [
      'a redirect to http elsewhere',
      () => script(redirect('http://example.com/model.onnx')),
      'download-failed',
      /leads to http:\/\/example.com, which is not secure/,
      1,
    ],
    [
      'a redirect to a file of this computer',
      () => script(redirect('file:///etc/passwd')),
      'download-failed',
      /not secure/,
      1,
    ],
    [
      'a redirect to nowhere',
      () => script(redirect('http://')),
      'download-failed',
      /leads to no address/,
      1,
    ],
    [
      'wrong bytes',
      () => script(serve(contentOf(200_000, 9))),
      'model-altered',
      /has the SHA-256 [0-9a-f]{64} and not [0-9a-f]{64}/,
      1,
    ],
    [
      'too few bytes',
      () => script(serve(CONTENT.subarray(0, 100_000))),
      'model-altered',
      /sends 100000 bytes where about 200000/,
      1,
    ],
    [
      'bytes without end',
      () => script(serve(contentOf(900_000), { hidesLength: true })),
      'model-altered',
      /sends more than/,
      1,
    ],
  ]
  test.each(cases)('%s', async (_, begin, code, sentence, asked) => {
    begin()
    await expect(download()).rejects.toMatchObject({
      code,
      message: expect.stringMatching(sentence),
    })
    expect(requests()).toHaveLength(asked)
    if (code === 'model-altered') expectNothing()
    script(serve(CONTENT))
    await download()
    expect(arrived()).toBe(WHOLE)
  })

  test('nobody there, said at once', async () => {
    const closed = await startServer()
    await closed.stop()
    want({ url: closed.url })
    const { network, waitsMs } = impatientNetwork()
    await expect(download(network)).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringMatching(/does not answer \(ECONNREFUSED\)\. Check the network/),
    })
    expect(waitsMs).toEqual([])
  })

  test('a server that never says a word', async () => {
    script(() => undefined)
    await expect(download(impatientNetwork(150).network)).rejects.toMatchObject({
      message: expect.stringContaining('does not answer (nothing came for 0.15 seconds)'),
    })
  })
})

describe('stopped', () => {
  test('cancelled: what has arrived is kept, and the next call goes on', async () => {
    const abort = new AbortController()
    script(
      serve(CONTENT, {
        hangAfterBytes: 80_000,
        onPause: () => setTimeout(() => abort.abort(), 50),
      }),
      serve(CONTENT),
    )
    await expect(download(impatientNetwork().network, abort.signal)).rejects.toThrow(CancelledError)
    expect(statSync(wanted().partFile).size).toBe(80_000)
    await download()
    expect(ranges().at(-1)).toBe('bytes=80000-')
    expect(arrived()).toBe(WHOLE)
  })

  test('cancelled while it waits for the next try', async () => {
    script(fail(503))
    const abort = new AbortController()
    const wait: Network['wait'] = async () => abort.abort()
    const network = { ...impatientNetwork().network, wait }
    await expect(download(network, abort.signal)).rejects.toThrow(CancelledError)
    expect(requests()).toHaveLength(1)
  })

  test('killed: a new process goes on', async () => {
    script(serve(CONTENT, { hangAfterBytes: 120_000 }))
    const module = pathToFileURL(join(import.meta.dirname, 'download.ts')).href
    const program = `
      import { downloadFile } from ${JSON.stringify(module)}
      const context = { signal: new AbortController().signal, onFailure() {},
        onProgress: ({ done }) => console.log(done) }
      await downloadFile(${JSON.stringify(wanted())}, context)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program])
    child.stdout.setEncoding('utf8')
    for await (const text of child.stdout) if (String(text).includes('120000')) break
    child.kill('SIGKILL')
    await once(child, 'exit')
    script(serve(CONTENT))
    await download()
    expect(ranges()).toEqual(['bytes=120000-'])
    expect(arrived()).toBe(WHOLE)
  })

  test.each([
    ['cut off', '{"url": "http'],
    ['of another file', JSON.stringify({ url: 'x', sha256: 'x', etag: null, totalBytes: 9 })],
  ])('what is known of the part is %s: begins anew', async (_, origin) => {
    script(serve(CONTENT, { dropAfterBytes: 20_000 }))
    await expect(download()).rejects.toThrow('again and again')
    writeFileSync(`${wanted().partFile}.json`, origin)
    script(serve(CONTENT))
    await download()
    expect(ranges()).toEqual([undefined])
    expect(arrived()).toBe(WHOLE)
  })
})

describe('a full disk', () => {
  test('is said before the first byte, and when it fills up on the way', async ({ skip }) => {
    const disk = mountSmallDisk(dirname(wanted().partFile), '1m')
    if (disk === null) skip('mounting a small disk needs root on Linux')
    try {
      disk?.fill()
      script(serve(CONTENT))
      await expect(download()).rejects.toMatchObject({
        code: 'disk-full',
        message: expect.stringMatching(/needs 200000 bytes and has \d+\. Free some space/),
      })
      expect(requests()).toHaveLength(0)
      disk?.free()
      const fill = (): void => disk?.fill()
      script(serve(CONTENT, { dropAfterBytes: 100_000, onPause: fill }), serve(CONTENT))
      await expect(download()).rejects.toMatchObject({
        code: 'disk-full',
        message: expect.stringContaining(wanted().partFile),
      })
      expect(readdirSync(dirname(wanted().partFile))).toEqual(['filler'])
      disk?.free()
      await download()
      expect(arrived()).toBe(WHOLE)
    } finally {
      disk?.unmount()
    }
  })
})
