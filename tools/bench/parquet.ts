// Writing and reading a collection's embeddings as Parquet: `npm run bench:parquet [-- IMAGES DIMENSION]`.
// 77,304 images with 1,280 numbers each, into a real database and back into an empty one; the pictures themselves
// are not read: their contents are known. Prints seconds, file size, and the peak memory of each half, which runs
// in a process of its own. `npm run bench:parquet -- import FILE` imports a file of others over the same names.
import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeEmbedding, encodePhash } from '../../src/core/features/codec.ts'
import type { ContentHash } from '../../src/shared/domain.ts'
import { PHASH } from '../../src/shared/features.ts'
import { withoutWaiting } from '../../src/main/db/commit.ts'
import { createFeatureRepository } from '../../src/main/db/featureRepository.ts'
import { createImageRepository } from '../../src/main/db/imageRepository.ts'
import { openDatabase } from '../../src/main/db/openDatabase.ts'
import type { JobContext } from '../../src/main/jobs/jobs.ts'
import { createExportFeatures } from '../../src/main/services/exportFeatures.ts'
import { embeddingKey } from '../../src/main/services/featureFile.ts'
import { createImportFeatures } from '../../src/main/services/importFeatures.ts'

const FOLDER = '/pictures'
const context: JobContext = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  onFailure: () => undefined,
  whilePaused: () => Promise.resolve(),
}

const [step, ...words] = process.argv.slice(2)
if (step === 'step') {
  await runStep(words)
} else if (step === 'import') {
  const [file = '', images = '77304', dimension = '1280'] = words
  await inTemporary(async (folder) => {
    await inProcess(['prepare', folder, images, dimension])
    await inProcess(['import', folder, images, dimension, file])
  })
} else {
  const [images = '77304', dimension = '1280'] = [step, ...words].filter(
    (word) => word !== undefined,
  )
  await inTemporary(async (folder) => {
    await inProcess(['fill', folder, images, dimension])
    await inProcess(['prepare', folder, images, dimension])
    await inProcess(['export', folder, images, dimension])
    await inProcess([
      'import',
      folder,
      images,
      dimension,
      join(folder, 'out', 'embeddings.parquet'),
    ])
    await inProcess(['again', folder, images, dimension, join(folder, 'out', 'embeddings.parquet')])
    await inProcess(['again', folder, images, dimension, join(folder, 'out', 'hashes.parquet')])
  })
}

async function inTemporary(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'setwise-bench-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function inProcess(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    fork(import.meta.filename, ['step', ...args]).once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`${args.join(' ')} ended with ${code}`))
    })
  })
}

async function runStep([
  name,
  folder = '',
  imageWord,
  dimensionWord,
  file = '',
]: readonly string[]): Promise<void> {
  const [imageCount, dimension] = [Number(imageWord), Number(dimensionWord)]
  const isSource = name === 'fill' || name === 'export'
  const databaseFile = join(folder, isSource ? 'source.db' : 'target.db')
  const isNew = !existsSync(databaseFile)
  const database = openDatabase(databaseFile, { nativeBinding: null })
  const images = createImageRepository(database)
  const featureRows = createFeatureRepository(database)
  const root = images.openRoot(FOLDER, 1)
  const transaction = (work: () => void): void =>
    withoutWaiting(database, database.transaction(work))
  const encoder = { encoderId: 'bench', version: 1, dimension, l2Normalised: false }
  if (isNew) await addImages(images, root.rootId, imageCount, transaction)
  const shared = {
    images,
    featureRows,
    library: { currentRoot: () => root },
    encoders: () => [encoder],
  }
  const fromMs = performance.now()
  const before = Math.round(process.memoryUsage.rss() / 2 ** 20)
  let answer = ''
  if (name === 'fill') {
    fill()
  } else if (name === 'export') {
    const out = join(folder, 'out')
    mkdirSync(out)
    const exporting = createExportFeatures({ ...shared, encoderInUse: () => encoder.encoderId })
    const report = await exporting.run(out, null, context)
    const megabytes = statSync(report.embeddings.file).size / 1e6
    answer = `${report.embeddings.rows} embeddings (${megabytes.toFixed(0)} MB) and ${report.hashes.rows} hashes`
  } else if (name !== 'prepare') {
    const vision = { request: () => Promise.reject(new Error('every content is known')) }
    const importing = createImportFeatures({ ...shared, transaction, vision })
    const encoderId = file.includes('hashes') ? null : encoder.encoderId
    const report = await importing.run(file, encoderId, context)
    answer = JSON.stringify({ ...report, reasons: report.reasons.length })
  }
  const seconds = ((performance.now() - fromMs) / 1000).toFixed(1)
  const peak = Math.round(process.resourceUsage().maxRSS / 1024)
  console.log(`${name}: ${seconds} s, memory ${before} MB before, ${peak} MB at most; ${answer}`)
  database.close()

  function fill(): void {
    let state = 1
    for (let start = 0; start < imageCount; start += 500) {
      transaction(() => {
        for (let index = start; index < Math.min(imageCount, start + 500); index++) {
          const vector = new Float32Array(dimension)
          for (let at = 0; at < dimension; at++) {
            state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
            vector[at] = state / 2 ** 30
          }
          const phash = encodePhash(contentOf(index).slice(0, 16))
          featureRows.save(contentOf(index), { widthPx: 832, heightPx: 1216 }, [
            { key: embeddingKey(encoder), bytes: encodeEmbedding({ vector, map: null }) },
            { key: PHASH, bytes: phash },
          ])
        }
      })
    }
  }
}

async function addImages(
  images: ReturnType<typeof createImageRepository>,
  rootId: ReturnType<typeof images.openRoot>['rootId'],
  count: number,
  transaction: (work: () => void) => void,
): Promise<void> {
  const pathOf = (index: number): string =>
    `project${index % 15}/2025_${String(index).padStart(6, '0')}_stage1_generated.png`
  await images.saveFiles(
    rootId,
    Array.from({ length: count }, (_, index) => ({
      relativePath: pathOf(index),
      stage: 1,
      sizeBytes: 1,
      modifiedMs: 1,
    })),
  )
  const indexOf = new Map(Array.from({ length: count }, (_, index) => [pathOf(index), index]))
  transaction(() => {
    for (const { imageId, relativePath } of images.presentImages(rootId)) {
      images.recordContent(imageId, contentOf(indexOf.get(relativePath) ?? 0), 832, 1216)
    }
  })
}

function contentOf(index: number): ContentHash {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- that is what a content hash is
  return createHash('sha256').update(String(index)).digest('hex') as ContentHash
}
