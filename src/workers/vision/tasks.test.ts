import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CancelledError } from '../../shared/errors.ts'
import {
  decodeEmbedding,
  decodePhash,
  decodePixels,
  decodeSaliency,
} from '../../core/features/codec.ts'
import type { ExtractorId } from '../../shared/features.ts'
import { previewFileName, type JobProgress } from '../../shared/jobs.ts'
import type { FromWorker, TaskContext, ToWorker } from '../../shared/workerProtocol.ts'
import { createVisionTasks } from './tasks.ts'
import {
  ENCODER_FOLDER,
  mountSmallDisk,
  picture,
  QUIET,
  temporaryFolder,
  writeInto,
} from './testPictures.ts'

const folder = temporaryFolder()
const previewsFolder = join(folder, 'previews')
const { handlers, release } = createVisionTasks()
const fullDisk = mountSmallDisk('16k')
const paths: string[] = []

beforeAll(async () => {
  for (const size of [300, 400, 500, 600]) {
    paths.push(writeInto(folder, `p${size}.png`, await picture(size, 200).png().toBuffer()))
  }
})
afterAll(release)

const ENCODER: ExtractorId = 'encoder:efficientnet-lite0-320'
const ALL: readonly ExtractorId[] = [ENCODER, 'pixels', 'phash', 'saliency']

function wanting(files: readonly string[]) {
  return files.map((path) => ({ path, wanted: ALL }))
}

function extract(files: readonly string[], context: TaskContext = QUIET) {
  const input = { pictures: wanting(files), previewsFolder, encoderFolder: ENCODER_FOLDER }
  return handlers['vision.extract'](input, context)
}

describe('vision.extract', () => {
  test('answers in the order asked, with features, and writes the previews', async () => {
    const results = await extract(paths)
    expect(results.map((result) => result.path)).toEqual(paths)
    results.forEach((result, index) => {
      if (!result.ok) throw new Error(result.reason)
      const { contentHash, widthPx, heightPx, values } = result.value
      const bytes = readFileSync(paths[index]!)
      expect(contentHash).toBe(createHash('sha256').update(bytes).digest('hex'))
      expect([widthPx, heightPx]).toEqual([300 + index * 100, 200])
      expect(values.map(({ key }) => key.extractor).toSorted()).toEqual(ALL.toSorted())
      const bytesOf = (extractor: ExtractorId) =>
        values.find(({ key }) => key.extractor === extractor)!.bytes
      expect(decodeEmbedding(bytesOf(ENCODER))!.vector).toHaveLength(1280)
      expect(decodeEmbedding(bytesOf(ENCODER))!.map).toMatchObject({ columns: 10, rows: 10 })
      expect(decodePhash(bytesOf('phash'))).toMatch(/^[0-9a-f]{16}$/)
      expect(decodeSaliency(bytesOf('saliency'))!.box.left).toBeGreaterThanOrEqual(0)
      const { logPixels } = decodePixels(bytesOf('pixels'))!
      expect(logPixels).toBeCloseTo(Math.log2(widthPx * heightPx), 5)
      expect(readFileSync(join(previewsFolder, previewFileName(contentHash, 320)))[0]).toBe(0xff)
    })
  })

  test('computes what is wanted of each picture, and no more', async () => {
    const input = {
      pictures: [
        { path: paths[0]!, wanted: [ENCODER] },
        { path: paths[1]!, wanted: ['saliency'] as const },
        { path: paths[2]!, wanted: [] },
      ],
      previewsFolder,
      encoderFolder: ENCODER_FOLDER,
    }
    const results = await handlers['vision.extract'](input, QUIET)
    const found = results.map((result) =>
      result.ok ? result.value.values.map(({ key }) => key.extractor) : null,
    )
    expect(found).toEqual([[ENCODER], ['saliency'], []])
  })

  test('lets bad pictures fail alone, each with its sentence', async () => {
    const text = writeInto(folder, 'text.png', 'not a picture')
    const empty = writeInto(folder, 'empty.jpg', '')
    mkdirSync(join(folder, 'folder.png'))
    const mixed = [
      paths[0]!,
      text,
      join(folder, 'folder.png'),
      empty,
      join(folder, 'no.png'),
      paths[1]!,
    ]
    const results = await extract(mixed)
    expect(results.map((result) => result.ok)).toEqual([true, false, false, false, false, true])
    for (const result of results) {
      if (!result.ok) expect(result.reason).toMatch(/^(text|folder|empty|no)\.(png|jpg) /)
    }
  })

  test('reports progress per picture', async () => {
    const reports: JobProgress[] = []
    await extract(paths, { ...QUIET, onProgress: (progress) => reports.push(progress) })
    expect(reports.map(({ done }) => done)).toEqual([1, 2, 3, 4])
    expect(reports.at(-1)).toMatchObject({ fraction: 1, total: 4 })
  })

  test('stops between two pictures when cancelled', async () => {
    let done = 0
    const many = Array.from({ length: 40 }, (_, index) => paths[index % paths.length]!)
    const context = { isCancelled: () => done >= 2, onProgress: () => (done += 1) }
    await expect(extract(many, context)).rejects.toThrow(CancelledError)
    // Those in flight were finished, the rest never begun.
    expect(done).toBeLessThan(10)
  })

  test('fails as a whole when the model is missing, and works once it is there', async () => {
    const input = {
      pictures: wanting(paths),
      previewsFolder,
      encoderFolder: join(folder, 'no-model'),
    }
    const failing = handlers['vision.extract'](input, QUIET)
    await expect(failing).rejects.toMatchObject({ code: 'model-missing' })
    mkdirSync(input.encoderFolder)
    for (const name of readdirSync(ENCODER_FOLDER)) {
      writeInto(input.encoderFolder, name, readFileSync(join(ENCODER_FOLDER, name)))
    }
    const results = await handlers['vision.extract'](input, QUIET)
    expect(results.every((result) => result.ok)).toBe(true)
  })

  test.skipIf(fullDisk === null)('fails as a whole when the disk is full', async () => {
    const input = {
      pictures: wanting(paths),
      previewsFolder: fullDisk!,
      encoderFolder: ENCODER_FOLDER,
    }
    await expect(handlers['vision.extract'](input, QUIET)).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(/p\d00\.png/),
    })
  })

  test('never writes beside or into the originals', async () => {
    const before = paths.map((path) => readFileSync(path))
    const namesBefore = readdirSync(folder)
    await extract(paths)
    expect(readdirSync(folder)).toEqual(namesBefore)
    expect(paths.map((path) => readFileSync(path))).toEqual(before)
  })
})

describe('the other tasks', () => {
  test('vision.hash hashes files of any kind and names those that are gone', async () => {
    const text = writeInto(folder, 'hash.txt', 'abc')
    const [known, gone] = await handlers['vision.hash']({ paths: [text, '/none.png'] }, QUIET)
    expect(known).toMatchObject({
      ok: true,
      value: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    })
    expect(gone).toMatchObject({ ok: false, reason: expect.stringContaining('none.png is gone') })
  })

  test('vision.inspect answers per picture', async () => {
    const results = await handlers['vision.inspect']({ paths: [paths[0]!, '/none.png'] }, QUIET)
    expect(results.map((result) => result.ok)).toEqual([true, false])
  })

  test('vision.preview makes both previews of one picture, or says why not', async () => {
    const path = writeInto(folder, 'now.png', await picture(333, 222).png().toBuffer())
    const made = await handlers['vision.preview']({ path, previewsFolder }, QUIET)
    expect(made).toMatchObject({ widthPx: 333, heightPx: 222 })
    const again = await handlers['vision.preview']({ path, previewsFolder }, QUIET)
    expect(again).toEqual(made)
    const bad = handlers['vision.preview']({ path: '/none.png', previewsFolder }, QUIET)
    await expect(bad).rejects.toMatchObject({ code: 'file-unreadable' })
  })

  test('vision.encoder names the encoder', async () => {
    const encoder = await handlers['vision.encoder']({ encoderFolder: ENCODER_FOLDER }, QUIET)
    expect(encoder).toMatchObject({
      key: { extractor: ENCODER, version: 1 },
      encoderId: 'efficientnet-lite0-320',
      dimension: 1280,
    })
  })
})

test('the worker thread serves the tasks and leaves when asked', async () => {
  const worker = new Worker(new URL('../vision.worker.ts', import.meta.url))
  const send = (message: ToWorker): void => worker.postMessage(message)
  const left = new Promise<number>((resolve) => worker.once('exit', resolve))
  const answer = new Promise<FromWorker>((resolve, reject) => {
    worker.on('error', reject)
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'answer' || message.type === 'error') resolve(message)
    })
  })
  const input = { pictures: wanting(paths), previewsFolder, encoderFolder: ENCODER_FOLDER }
  send({ type: 'request', id: 7, task: 'vision.extract', input })
  expect(await answer).toMatchObject({ type: 'answer', id: 7 })
  send({ type: 'stop' })
  expect(await left).toBe(0)
})
