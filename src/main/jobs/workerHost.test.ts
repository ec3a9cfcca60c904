import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CancelledError, SetwiseError } from '../../shared/errors.ts'
import { createLog } from '../log.ts'
import { processChannel, threadChannel } from './workerChannel.ts'
import { createWorkerHost, type WorkerHost } from './workerHost.ts'

const entry = join(import.meta.dirname, 'testing', 'counting.worker.ts')
const silent = createLog(() => {})

describe.each([
  { kind: 'a thread', open: threadChannel(entry) },
  { kind: 'a process', open: processChannel(entry, process.execPath) },
])('$kind', ({ kind, open }) => {
  let host: WorkerHost
  beforeEach(() => {
    host = createWorkerHost('counting', open, silent)
  })
  afterEach(() => host.stop())

  const hash = (paths: string[], options = {}) => host.request('vision.hash', { paths }, options)

  test('answers requests that run side by side, each with its own', async () => {
    const answers = await Promise.all([hash(['a']), hash(['b', 'c']), hash([])])
    expect(answers.map((answer) => answer.map(({ path }) => path))).toEqual([['a'], ['b', 'c'], []])
  })

  test('reports progress', async () => {
    const seen: number[] = []
    await hash(['a', 'b'], { onProgress: ({ done }: { done: number }) => seen.push(done) })
    expect(seen).toEqual([1, 2])
  })

  test('a buffer to transfer is taken from here by a thread, and copied for a process', async () => {
    const buffer = new ArrayBuffer(8)
    await expect(hash(['a'], { transfer: [buffer] })).resolves.toHaveLength(1)
    expect(buffer.byteLength).toBe(kind === 'a thread' ? 0 : 8)
  })

  test('cancel ends the request with CancelledError and leaves others alone', async () => {
    const abort = new AbortController()
    const long = hash(Array.from({ length: 1000 }, String), {
      signal: abort.signal,
      onProgress: () => abort.abort(),
    })
    const other = hash(['a'])
    await expect(long).rejects.toBeInstanceOf(CancelledError)
    await expect(other).resolves.toHaveLength(1)
  })

  test('a request that was cancelled before it began never runs', async () => {
    const request = hash(['a'], { signal: AbortSignal.abort() })
    await expect(request).rejects.toBeInstanceOf(CancelledError)
  })

  test('expected errors keep their code, bugs name the task', async () => {
    await expect(hash(['expected'])).rejects.toMatchObject({ code: 'disk-full' })
    await expect(hash(['expected'])).rejects.toBeInstanceOf(SetwiseError)
    await expect(hash(['bug'])).rejects.toThrow('vision.hash: oops')
  })

  test('a worker that dies fails what it owed, and the next request gets a new one', async () => {
    await expect(Promise.all([hash(['die']), hash(['a'])])).rejects.toThrow(/ended/)
    await expect(hash(['a'])).resolves.toHaveLength(1)
  })

  test('stop waits for running work, and twice is fine', async () => {
    const running = hash(['a', 'b'])
    await host.stop()
    await expect(running).resolves.toHaveLength(2)
    await host.stop()
  })
})
