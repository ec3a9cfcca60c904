/**
 * The library that `bench:ui` works on: many sets as in DOMAIN.md, the first few hundred of them real
 * pictures, with features, decisions and, when it can be trained, a model. Made once and kept.
 */
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  encodeEmbedding,
  encodePeople,
  encodePhash,
  encodePixels,
  encodeSaliency,
} from '../../../src/core/features/codec.ts'
import { createDecisionRepository } from '../../../src/main/db/decisionRepository.ts'
import { createFeatureRepository } from '../../../src/main/db/featureRepository.ts'
import { createImageRepository, type ImageRow } from '../../../src/main/db/imageRepository.ts'
import { openDatabase } from '../../../src/main/db/openDatabase.ts'
import type { JobContext } from '../../../src/main/jobs/jobs.ts'
import { threadChannel } from '../../../src/main/jobs/workerChannel.ts'
import { createServices, type Services } from '../../../src/main/services/compose.ts'
import type { KnownEncoder } from '../../../src/main/services/features.ts'
import { createImageFeatures, extractorOf } from '../../../src/main/services/imageFeatures.ts'
import { DEFAULT_ENCODER, libraryPaths } from '../../../src/main/services/paths.ts'
import type { ContentHash, ImageId, ImageSet } from '../../../src/shared/domain.ts'
import { CancelledError } from '../../../src/shared/errors.ts'
import { PEOPLE, PHASH, PIXELS, SALIENCY, type EncoderKey } from '../../../src/shared/features.ts'
import { NOBODY } from '../../../src/shared/people.ts'
import { projectRoot } from '../../setup/paths.mjs'
import { makeSampleLibrary } from '../../sample/library.ts'
import { seededRandom } from '../../sample/random.ts'
import { writeTinyLibrary } from '../../sample/tiny.ts'

/** A change to what is prepared makes a new one. */
const VERSION = 2
/** Sorts before the tiny projects: what is reviewed first is real. */
const DRAWN_PROJECT = '0 drawn'
const DRAWN_SIZE = { widthPx: 832, heightPx: 1216 }
const TINY_SIZE = { widthPx: 64, heightPx: 96 }
/** 2026-01-05 09:00 UTC. */
const FIRST_DECISION_MS = Date.UTC(2026, 0, 5, 9)

export interface BenchLibraryOptions {
  readonly sets: number
  /** How many of them are 832x1216; the others are 64x96. */
  readonly drawnSets: number
  /** How many of the tiny ones are decided already. */
  readonly decidedSets: number
  readonly seed: string
  readonly say: (line: string) => void
}

export interface BenchLibrary {
  /** The folder of pictures. */
  readonly pictures: string
  /** Database, previews and models. Never opened by the app: see `workingCopy`. */
  readonly prepared: string
}

/** Makes the library unless it lies in the temporary folder already. */
export async function prepareLibrary(options: BenchLibraryOptions): Promise<BenchLibrary> {
  const { sets, drawnSets, decidedSets, seed, say } = options
  const name = `setwise-bench-ui-v${VERSION}-${seed}-${sets}-${drawnSets}-${decidedSets}`
  const folder = join(tmpdir(), name)
  const library = { pictures: join(folder, 'pictures'), prepared: join(folder, 'prepared') }
  const finished = join(folder, 'finished')
  if (existsSync(finished)) {
    say(`library: ${folder} (made by an earlier run)`)
    return library
  }
  say(`library: making ${folder}, once`)
  // Pictures that an interrupted run made are kept; a half library is not.
  rmSync(library.prepared, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await writeTinyLibrary(library.pictures, sets - drawnSets, seed)
  say(`library: drawing ${drawnSets} sets of ${DRAWN_SIZE.widthPx}x${DRAWN_SIZE.heightPx}`)
  await makeSampleLibrary({
    folder: join(library.pictures, DRAWN_PROJECT),
    setCount: drawnSets,
    seed,
    projectCount: 1,
    layout: 'stages',
    size: DRAWN_SIZE,
  })
  await fill(library, options)
  await writeFile(finished, '')
  return library
}

/** A copy for one run of the app: decisions go there, previews are shared. */
export function workingCopy({ prepared }: BenchLibrary, folder: string): void {
  const from = libraryPaths(prepared)
  const to = libraryPaths(folder)
  mkdirSync(folder, { recursive: true })
  cpSync(from.databaseFile, to.databaseFile)
  symlinkSync(from.previewsFolder, to.previewsFolder)
  if (existsSync(from.modelsFolder)) cpSync(from.modelsFolder, to.modelsFolder, { recursive: true })
}

/**
 * Forgets the features of all pictures but the drawn ones (which are shown) and the decided ones (which train):
 * 21,000 of 10,000 sets, extraction for as long as any keys last.
 */
export function forgetFeatures(folder: string): void {
  const database = openDatabase(libraryPaths(folder).databaseFile, { nativeBinding: null })
  database
    .prepare(
      `DELETE FROM extraction WHERE content_hash IN (
         SELECT content_hash FROM image WHERE relative_path NOT LIKE ? AND image_id NOT IN (
           SELECT image_id FROM set_member JOIN decision USING (set_id)))`,
    )
    .run(`${DRAWN_PROJECT}/%`)
  database.close()
}

async function fill(library: BenchLibrary, options: BenchLibraryOptions): Promise<void> {
  const { say, decidedSets, seed } = options
  const services = openServices(library.prepared)
  try {
    await services.library.choose(library.pictures)
    const { images, sets } = await services.library.scan(QUIET)
    say(`library: ${images} images, ${sets} sets; features of the drawn ones`)
    const drawn = services.library
      .allSets()
      .filter(({ project }) => project === DRAWN_PROJECT)
      .reduce((sum, { candidates }) => sum + candidates.length, 0)
    await extractFirst(services, drawn)
    say('library: features of the tiny ones, put in at random: computing them takes too long')
    const key = await services.features.encoderKey()
    putInFeatures(library, key, seed)
    putInDecisions(library, key, services.library.allSets().slice(-decidedSets))
    await services.training
      .run(QUIET)
      .then(({ chosen, promoted }) => say(`library: trained ${chosen}, in use: ${promoted}`))
      .catch((error: unknown) => say(`library: without a learned model (${String(error)})`))
  } finally {
    await services.close()
  }
}

const QUIET: JobContext = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  onFailure: ({ path, reason }) => console.error(`${path}: ${reason}`),
  whilePaused: () => Promise.resolve(),
}

function openServices(libraryFolder: string): Services {
  const log = { info: () => undefined, warn: console.error, error: console.error }
  const workers = join(projectRoot, 'src', 'workers')
  return createServices({
    libraryFolder,
    encoderFolder: join(projectRoot, 'resources', 'models', DEFAULT_ENCODER),
    openVision: threadChannel(join(workers, 'vision.worker.ts')),
    openTraining: threadChannel(join(workers, 'training.worker.ts')),
    people: null,
    sqliteBinding: null,
    nowMs: () => Date.now(),
    log,
  })
}

/** Extracts as the app does, set after set in order of the queue, and stops after `count` pictures. */
async function extractFirst(services: Services, count: number): Promise<void> {
  const abort = new AbortController()
  await services.features
    .run({
      ...QUIET,
      signal: abort.signal,
      onProgress: ({ done }) => {
        if (done >= count) abort.abort()
      },
    })
    .catch((error: unknown) => {
      if (!(error instanceof CancelledError)) throw error
    })
}

/** What extraction stores, but for the meaning of the numbers. Previews are made when they are looked at. */
function putInFeatures(
  { pictures, prepared }: BenchLibrary,
  key: KnownEncoder,
  seed: string,
): void {
  const random = seededRandom(`features/${seed}`)
  const database = openDatabase(libraryPaths(prepared).databaseFile, { nativeBinding: null })
  const images = createImageRepository(database)
  const features = createFeatureRepository(database)
  const root = images.latestRoot()
  if (root === null) throw new Error('The library was not opened.')
  const stored = images.presentImages(root.rootId)
  const reader = createImageFeatures(features)
  const known = stored
    .map(({ imageId }) => reader.insight(imageId, key))
    .find(({ pixels, saliency }) => pixels !== null && saliency !== null)
  if (!known?.pixels || !known.saliency) throw new Error('No drawn picture was extracted.')
  const { pixels, saliency } = known
  const put = (row: ImageRow): void => {
    const bytes = readFileSync(join(pictures, row.relativePath))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a SHA-256 in hex is what it is
    const hash = createHash('sha256').update(bytes).digest('hex') as ContentHash
    const vector = Float32Array.from({ length: key.dimension }, () => random() - 0.5)
    const numbers = { ...pixels, sharpness: 8 * random(), exposure: random(), contrast: random() }
    features.save(hash, TINY_SIZE, [
      { key: extractorOf(key), bytes: encodeEmbedding({ vector, map: null }) },
      { key: PIXELS, bytes: encodePixels(numbers) },
      { key: PHASH, bytes: encodePhash(hash.slice(0, 16)) },
      { key: SALIENCY, bytes: encodeSaliency(saliency) },
      { key: PEOPLE, bytes: encodePeople(NOBODY) },
    ])
    images.recordContent(row.imageId, hash, TINY_SIZE.widthPx, TINY_SIZE.heightPx)
  }
  database.transaction(() => {
    for (const row of stored) {
      if (row.contentHash === null) put(row)
      // Drawn ones were extracted without a window: nobody is to be looked for while keys are measured alone.
      else features.save(row.contentHash, null, [{ key: PEOPLE, bytes: encodePeople(NOBODY) }])
    }
  })()
  database.close()
}

/**
 * A person whose taste lies in a few of the encoder's numbers, so that a model with weights learns it and no
 * rule does; one decision in five seconds, an hour's break after each 200.
 */
function putInDecisions(
  { prepared }: BenchLibrary,
  key: EncoderKey,
  sets: readonly ImageSet[],
): void {
  const database = openDatabase(libraryPaths(prepared).databaseFile, { nativeBinding: null })
  const features = createFeatureRepository(database)
  const reader = createImageFeatures(features)
  const decisions = createDecisionRepository(database)
  const liking = (imageId: ImageId): number => {
    const embedding = reader.forRanker(imageId, key)?.embedding ?? new Float32Array()
    return embedding.slice(0, 4).reduce((sum, number) => sum + number, 0)
  }
  database.transaction(() => {
    for (const [index, { setId, candidates }] of sets.entries()) {
      const order = candidates.map(({ imageId }) => imageId)
      const imageId = order.toSorted((a, b) => liking(b) - liking(a))[0]
      if (imageId === undefined) continue
      const shown = { order, ...NOTHING_SUGGESTED }
      const atMs = FIRST_DECISION_MS + index * 5000 + Math.floor(index / 200) * 3_600_000
      decisions.append(setId, { kind: 'pick', imageId }, shown, 'app', atMs)
    }
  })()
  database.close()
}

const NOTHING_SUGGESTED = {
  suggested: null,
  confidence: null,
  modelId: null,
  blind: false,
  elapsedMs: 1500,
}
