/** Downloads from a real server on this computer that means well, over connections that break. */
import { statSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  CONTENT,
  WHOLE,
  contentOf,
  fail,
  impatientNetwork,
  redirect,
  serve,
  sha256,
  useDownload,
  type Turn,
} from './download.fixture.ts'

const { wanted, want, script, requests, ranges, download, arrived } = useDownload()

describe('a server that means well', () => {
  test('sends it at once; progress counts bytes', async () => {
    script(serve(CONTENT))
    const progress = await download()
    expect(arrived()).toBe(WHOLE)
    expect(requests()).toHaveLength(1)
    expect(requests()[0]).toMatchObject({ 'accept-encoding': 'identity' })
    const done = progress.map((one) => one.done)
    expect(done).toEqual(done.toSorted((one, two) => one - two))
    const total = CONTENT.length
    const last = { title: 'Downloading Tiny', done: total, total, fraction: 1 }
    expect(progress.at(-1)).toEqual(last)
  })

  test('without a length', async () => {
    script(serve(CONTENT, { hidesLength: true }))
    await download()
    expect(arrived()).toBe(WHOLE)
  })

  test('a size that was rounded in the manifest', async () => {
    want({ bytes: 201_000 })
    script(serve(CONTENT))
    await download()
    expect(arrived()).toBe(WHOLE)
  })

  test('redirects, relative ones too, up to five', async () => {
    const hops = [redirect('/two'), redirect(wanted().url, 307), redirect('three', 308)]
    script(...hops, redirect('/four', 301), redirect('/five', 303), serve(CONTENT))
    await download()
    expect(arrived()).toBe(WHOLE)
  })

  test('one that lies here whole needs no server', async () => {
    script(serve(CONTENT))
    await download()
    script(fail(500))
    await download()
    expect(requests()).toHaveLength(0)
    expect(arrived()).toBe(WHOLE)
  })
})

describe('connections that break', () => {
  test('go on where they broke, after longer and longer waits', async () => {
    script(serve(CONTENT, { dropAfterBytes: 30_000 }))
    const { network, waitsMs } = impatientNetwork()
    await expect(download(network)).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringContaining('What has arrived is kept'),
    })
    expect(waitsMs).toEqual([1000, 2000, 4000, 8000, 16_000])
    expect(ranges()).toEqual([
      undefined,
      ...[30_000, 60_000, 90_000, 120_000, 150_000].map((from) => `bytes=${from}-`),
    ])
    expect(
      requests()
        .slice(1)
        .every((headers) => headers['if-range'] === '"one"'),
    ).toBe(true)
    expect(statSync(wanted().partFile).size).toBe(180_000)
    await download(network)
    expect(arrived()).toBe(WHOLE)
    expect(ranges().at(-1)).toBe('bytes=180000-')
  })

  test('as long as much arrives each time, are opened again and again', async () => {
    const large = contentOf(9_000_000)
    want({ sha256: sha256(large), bytes: large.length })
    script(serve(large, { dropAfterBytes: 1_100_000 }))
    const { network, waitsMs } = impatientNetwork()
    await download(network)
    expect(waitsMs).toEqual(Array.from({ length: 8 }, () => 1000))
    expect(arrived()).toBe(wanted().sha256)
  })

  test('with a server that ignores ranges begin anew, and not forever', async () => {
    script(serve(CONTENT, { dropAfterBytes: 90_000, ignoresRange: true }))
    await expect(download()).rejects.toMatchObject({ code: 'download-failed' })
    expect(requests()).toHaveLength(6)
    script(serve(CONTENT, { ignoresRange: true }))
    await download()
    expect(arrived()).toBe(WHOLE)
  })

  test.each([
    ['another ETag', serve(CONTENT, { etag: '"two"' })],
    ['another length', serve(CONTENT.subarray(0, 199_000))],
    ['a range that nobody asked for', shifted()],
  ])('%s: begins anew', async (_, turn: Turn) => {
    script(
      serve(contentOf(CONTENT.length, 2), { dropAfterBytes: 50_000 }),
      turn,
      serve(CONTENT, { etag: '"two"' }),
    )
    await download()
    expect(arrived()).toBe(WHOLE)
  })

  test('what is here is longer than the file: begins anew', async () => {
    script(
      serve(contentOf(203_000, 2), { dropAfterBytes: 202_000 }),
      serve(CONTENT, { etag: '"two"' }),
    )
    await download()
    expect(arrived()).toBe(WHOLE)
  })

  test('the file shrank below what is here: 416, begins anew', async () => {
    script(
      serve(CONTENT, { dropAfterBytes: 150_000 }),
      serve(CONTENT.subarray(0, 100_000)),
      serve(CONTENT),
    )
    await download()
    expect(ranges()).toEqual([undefined, 'bytes=150000-', undefined])
    expect(arrived()).toBe(WHOLE)
  })

  test('all of an unknown length had arrived: 416 says so', async () => {
    const hidden = { hidesLength: true }
    script(serve(CONTENT, { ...hidden, hangAfterBytes: 199_999 }), serve(CONTENT, hidden))
    await download(impatientNetwork(1000).network)
    expect(arrived()).toBe(WHOLE)
    writeFileSync(
      `${wanted().partFile}.json`,
      JSON.stringify({ url: wanted().url, sha256: wanted().sha256, etag: null, totalBytes: null }),
    )
    await download()
    expect(ranges().at(-1)).toBe('bytes=200000-')
    expect(arrived()).toBe(WHOLE)
  })

  test('in silence are given up and opened again', async () => {
    script(serve(CONTENT, { hangAfterBytes: 100_000 }), serve(CONTENT))
    await download(impatientNetwork(1000).network)
    expect(ranges()).toEqual([undefined, 'bytes=100000-'])
    expect(arrived()).toBe(WHOLE)
  })

  test('a server in trouble is asked again', async () => {
    script(fail(503), fail(429), serve(CONTENT))
    await download()
    expect(arrived()).toBe(WHOLE)
  })
})

/** Sends the end of the file when asked for its middle, as a broken cache does. */
function shifted() {
  const bytes = CONTENT.length
  return serveRange(`bytes ${bytes - 10}-${bytes - 1}/${bytes}`, CONTENT.subarray(bytes - 10))
}

function serveRange(range: string, bytes: Uint8Array): ReturnType<typeof serve> {
  return (_request, response) =>
    void response.writeHead(206, { 'content-range': range, etag: '"one"' }).end(bytes)
}
