/** A server that behaves as told, on this computer, and a file to fetch from it, for the tests of downloads. */
import { createHash } from 'node:crypto'
import { EventEmitter, on } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, beforeEach, expect } from 'vitest'
import type { JobProgress } from '../../shared/jobs.ts'
import type { JobContext } from '../jobs/jobs.ts'
import { downloadFile, type Network, type WantedFile } from './download.ts'

/** How one request is answered; `arrived` waits until the client has said that it has so many bytes of the file. */
export type Turn = (
  request: IncomingMessage,
  response: ServerResponse,
  arrived: (sizeBytes: number) => Promise<void>,
) => void

export interface TestServer {
  /** Of the file; every path is answered alike. */
  readonly url: string
  readonly requests: readonly IncomingMessage['headers'][]
  /** One per request; the last one goes on answering. */
  readonly script: (...turns: readonly Turn[]) => void
  /** Tell it what has arrived: a connection that breaks takes along what was not read yet. */
  readonly onProgress: (progress: JobProgress) => void
  readonly stop: () => Promise<void>
}

export async function startServer(): Promise<TestServer> {
  let turns: readonly Turn[] = []
  const requests: IncomingMessage['headers'][] = []
  let arrivals = new EventEmitter()
  const server = createServer((request, response) => {
    const current = (arrivals = new EventEmitter())
    const arrived = async (sizeBytes: number): Promise<void> => {
      for await (const [done] of on(current, 'arrived')) if (Number(done) >= sizeBytes) return
    }
    const turn = turns[Math.min(requests.length, turns.length - 1)]
    requests.push(request.headers)
    turn?.(request, response, arrived)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/model.onnx`,
    requests,
    script: (...next) => {
      turns = next
      requests.length = 0
    },
    onProgress: ({ done }) => void arrivals.emit('arrived', done),
    stop: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

export interface Serving {
  readonly etag?: string | null
  readonly ignoresRange?: boolean
  /** No Content-Length, no total in Content-Range. */
  readonly hidesLength?: boolean
  /** The connection breaks after this many bytes of the answer. */
  readonly dropAfterBytes?: number
  /** After this many bytes nothing more comes. */
  readonly hangAfterBytes?: number
  /** Called when that is sent. */
  readonly onPause?: () => void
}

/** Serves `content` as a good server does, but for what `serving` says. */
export function serve(content: Uint8Array, serving: Serving = {}): Turn {
  const { etag = '"one"', ignoresRange, hidesLength, dropAfterBytes, hangAfterBytes } = serving
  return (request, response, arrived) => {
    const wanted = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')
    const { 'if-range': condition } = request.headers
    const isSame = condition === undefined || condition === etag
    const from = wanted !== null && isSame && ignoresRange !== true ? Number(wanted[1]) : 0
    if (from > 0 && from >= content.length) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end()
      return
    }
    const rest = content.subarray(from)
    const total = hidesLength === true ? '*' : content.length
    const range = `bytes ${from}-${content.length - 1}/${total}`
    response.writeHead(from > 0 ? 206 : 200, {
      ...(etag === null ? {} : { etag }),
      ...(hidesLength === true ? {} : { 'content-length': rest.length }),
      ...(from > 0 ? { 'content-range': range } : {}),
    })
    const stopAfter = dropAfterBytes ?? hangAfterBytes
    if (stopAfter === undefined || stopAfter >= rest.length) {
      response.end(rest)
      return
    }
    response.write(rest.subarray(0, stopAfter))
    void arrived(from + stopAfter).then(() => {
      serving.onPause?.()
      if (dropAfterBytes !== undefined) response.socket?.destroySoon()
    })
  }
}

/** Answers with a status and a page for people. */
export function fail(status: number): Turn {
  return (_request, response) => void response.writeHead(status).end('<h1>Sorry</h1>')
}

export function redirect(location: string, status = 302): Turn {
  return (_request, response) => void response.writeHead(status, { location }).end('elsewhere')
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Bytes that differ everywhere, so that a piece in the wrong place is noticed. */
export function contentOf(sizeBytes: number, seed = 1): Uint8Array {
  let state = seed
  return Uint8Array.from({ length: sizeBytes }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state >>> 24
  })
}

/** The real network with short patience; `waitsMs` collects what was waited between two tries. */
export function impatientNetwork(silenceMs = 10_000) {
  const waitsMs: number[] = []
  const network: Network = {
    fetchFile: fetch,
    wait: async (durationMs) => void waitsMs.push(durationMs),
    silenceMs,
  }
  return { network, waitsMs }
}

export function jobContext(
  server: Pick<TestServer, 'onProgress'>,
  signal: AbortSignal = new AbortController().signal,
) {
  const progress: JobProgress[] = []
  const context: JobContext = {
    signal,
    onProgress: (now) => {
      progress.push(now)
      server.onProgress(now)
    },
    onFailure: ({ path, reason }) => {
      throw new Error(`${path}: ${reason}`)
    },
    whilePaused: () => Promise.resolve(),
  }
  return { context, progress }
}

/** What `useDownload` fetches. */
export const CONTENT = contentOf(200_000)
export const WHOLE = sha256(CONTENT)

/** A server for all tests of a file, and an empty folder for each. */
export function useDownload() {
  let server: TestServer
  let folder: string
  let wanted: WantedFile
  beforeAll(async () => {
    server = await startServer()
    return () => server.stop()
  })
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'setwise-download-'))
    const partFile = join(folder, 'below', 'a-1.part')
    const { url } = server
    wanted = { title: 'Tiny', url, sha256: sha256(CONTENT), bytes: CONTENT.length, partFile }
    return () => rmSync(folder, { recursive: true, force: true })
  })
  return {
    wanted: () => wanted,
    /** For this test: another size, address or content. */
    want: (changes: Partial<WantedFile>): void => {
      wanted = { ...wanted, ...changes }
    },
    script: (...turns: readonly Turn[]): void => server.script(...turns),
    requests: () => server.requests,
    ranges: () => server.requests.map(({ range }) => range),
    /** @returns the progress it reported. */
    download: async (
      network: Network = impatientNetwork().network,
      signal?: AbortSignal,
    ): Promise<readonly JobProgress[]> => {
      const { context, progress } = jobContext(server, signal)
      await downloadFile(wanted, context, network)
      return progress
    },
    /** SHA-256 of what lies there. */
    arrived: (): string => sha256(readFileSync(wanted.partFile)),
    /** Not a byte is left of what must not be used. */
    expectNothing: (): void => {
      expect(existsSync(wanted.partFile)).toBe(false)
      expect(readdirSync(dirname(wanted.partFile))).toEqual([])
    },
  }
}
