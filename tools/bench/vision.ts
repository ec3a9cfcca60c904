// Speed of the vision worker's tasks over a folder of pictures: `npm run bench:vision -- FOLDER`.
// Prints pictures per second as the app extracts them, then milliseconds per stage of one picture alone.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { decodePicture, readHeader } from '../../src/workers/vision/decode.ts'
import { loadEncoder } from '../../src/workers/vision/encoder.ts'
import { writePreviews } from '../../src/workers/vision/previews.ts'
import { contentHashOf, readPictureFile } from '../../src/workers/vision/readFile.ts'
import { createVisionTasks } from '../../src/workers/vision/tasks.ts'
import { measurePicture } from '../../src/workers/vision/technical.ts'
import type { TaskContext } from '../../src/shared/workerProtocol.ts'

const encoderFolder = resolve('resources/models/efficientnet-lite0-320')
/** As many as the app sends in one request. */
const BATCH = 24
const STAGE_SAMPLES = 40

const folder = process.argv[2]
if (folder === undefined) throw new Error('usage: npm run bench:vision -- FOLDER')
const names = await readdir(folder, { recursive: true })
const paths = names
  .filter((name) => /\.(png|jpe?g|webp|tiff?|avif)$/i.test(name))
  .toSorted()
  .map((name) => join(folder, name))
if (paths.length === 0) throw new Error(`${folder} holds no pictures`)
console.log(`${paths.length} pictures, ${availableParallelism()} cores`)

const previewsFolder = await mkdtemp(join(tmpdir(), 'setwise-bench-'))
const context: TaskContext = { isCancelled: () => false, onProgress: () => undefined }
const { handlers, release } = createVisionTasks()
try {
  await handlers['vision.encoder']({ encoderFolder }, context)
  await overAll('hash', (batch) => handlers['vision.hash']({ paths: batch }, context))
  await overAll('inspect', (batch) => handlers['vision.inspect']({ paths: batch }, context))
  const input = { previewsFolder, encoderFolder }
  await overAll('extract', (batch) =>
    handlers['vision.extract']({ ...input, paths: batch }, context),
  )
  await overAll('extract, previews there', (batch) =>
    handlers['vision.extract']({ ...input, paths: batch }, context),
  )
} finally {
  await release()
  await rm(previewsFolder, { recursive: true })
}
await stages()
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`)

async function overAll(
  title: string,
  task: (batch: readonly string[]) => Promise<readonly { readonly ok: boolean }[]>,
): Promise<void> {
  const fromMs = performance.now()
  let failed = 0
  for (let start = 0; start < paths.length; start += BATCH) {
    const results = await task(paths.slice(start, start + BATCH))
    failed += results.filter((result) => !result.ok).length
  }
  const seconds = (performance.now() - fromMs) / 1000
  const rate = (paths.length / seconds).toFixed(1)
  console.log(`${title}: ${rate} pictures/s (${seconds.toFixed(1)} s, ${failed} failed)`)
}

async function stages(): Promise<void> {
  const temporary = await mkdtemp(join(tmpdir(), 'setwise-bench-'))
  const encoder = await loadEncoder(encoderFolder)
  const times = new Map<string, number[]>()
  const timed = async <Value>(
    stage: string,
    work: () => Value | Promise<Value>,
  ): Promise<Value> => {
    const fromMs = performance.now()
    const value = await work()
    times.set(stage, [...(times.get(stage) ?? []), performance.now() - fromMs])
    return value
  }
  const every = Math.max(1, Math.floor(paths.length / STAGE_SAMPLES))
  for (const path of paths.filter((_, index) => index % every === 0)) {
    const bytes = await timed('read', () => readPictureFile(path))
    const contentHash = await timed('hash', () => contentHashOf(bytes))
    const header = await timed('header', () => readHeader(bytes, path))
    const pixels = await timed('decode', () => decodePicture(bytes, header, path))
    await timed('previews', () => writePreviews(pixels, temporary, contentHash, path))
    await timed('embed', () => encoder.embed(pixels))
    await timed('measure', () => measurePicture(pixels))
  }
  for (const [stage, values] of times) {
    const median = values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
    console.log(`${stage}: ${median.toFixed(1)} ms (median of ${values.length})`)
  }
  await encoder.release()
  await rm(temporary, { recursive: true })
}
