import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, dirname, extname, join } from 'node:path'
import sharp from 'sharp'
import { SetwiseError } from '../../src/shared/errors.ts'
import { drawSet, frameSize } from './draw.ts'
import { planLibrary, singleCount } from './plan.ts'
import type { PlanOptions, Subject } from './plan.ts'
import { seededRandom, shuffled } from './random.ts'
import { readTruth, writeTruth } from './truth.ts'
import type { SampleTruth, SetTruth } from './truth.ts'

const PHOTOGRAPH_EXTENSIONS = new Set(['.jpg', '.jpeg', '.png', '.webp', '.tif', '.tiff'])
const PHOTOGRAPH_LONG_EDGE_PX = 1024

export interface LibraryOptions extends Omit<PlanOptions, 'photographs'> {
  /** The library's folder: new or empty, or one that these same options began. */
  readonly folder: string
  /** Take photographs from this folder instead of drawing scenes. */
  readonly photographsFolder?: string
  readonly onProgress?: (doneSets: number, allSets: number) => void
}

/**
 * Makes a sample library and writes its truth beside it. The same options give the same bytes. An
 * interrupted library is continued. Throws a SetwiseError when the folder holds anything else, or when
 * there are too few readable photographs.
 */
export async function makeSampleLibrary(options: LibraryOptions): Promise<SampleTruth> {
  const { folder, photographsFolder, onProgress } = options
  const photographs =
    photographsFolder === undefined ? null : await choosePhotographs(photographsFolder, options)
  const truth = planLibrary(photographs === null ? options : { ...options, photographs })
  await claimFolder(folder, truth)
  const all = [...truth.sets, ...truth.singles]
  let done = 0
  await forEachAtOnce(all, availableParallelism() + 1, async (set) => {
    await writeSet(folder, set, truth.seed, photographsFolder ?? null)
    done += 1
    onProgress?.(done, all.length)
  })
  return truth
}

/** Makes sure that the folder is ours to fill, and says in it what it will hold. */
export async function claimFolder(folder: string, truth: SampleTruth): Promise<void> {
  await mkdir(folder, { recursive: true })
  const before = await readTruth(folder)
  const isOurs = before !== null && JSON.stringify(before) === JSON.stringify(truth)
  const isEmpty = (await readdir(folder)).length === 0
  if (!isOurs && !isEmpty) {
    throw new SetwiseError(
      'wrong-use',
      `${folder} already holds other files: name a new or empty folder for the sample library.`,
    )
  }
  await writeTruth(folder, truth)
}

/** Readable photographs in a random but repeatable order, as many as the library needs. */
async function choosePhotographs(
  folder: string,
  { setCount, seed }: LibraryOptions,
): Promise<Subject[]> {
  const names = await readdir(folder, { recursive: true })
  const paths = names
    .filter((name) => PHOTOGRAPH_EXTENSIONS.has(extname(name).toLowerCase()))
    .map((name) => name.replaceAll('\\', '/'))
    .toSorted()
  const needed = setCount + singleCount(setCount)
  const subjects: Subject[] = []
  for (const path of shuffled(seededRandom(`photographs/${seed}`), paths)) {
    if (subjects.length === needed) break
    const size = frameSize(await uprightSize(join(folder, path)), PHOTOGRAPH_LONG_EDGE_PX)
    subjects.push({ source: { kind: 'photograph', path }, ...size })
  }
  if (subjects.length < needed) {
    throw new SetwiseError(
      'wrong-use',
      `${folder} holds ${subjects.length} photographs, but ${setCount} sets and their singles need ${needed}: ask for fewer sets.`,
    )
  }
  return subjects
}

async function uprightSize(path: string): Promise<{ width: number; height: number }> {
  try {
    return (await sharp(path).metadata()).autoOrient
  } catch (error) {
    const message = `${path} cannot be read as a photograph: move it out of the folder.`
    throw new SetwiseError('file-not-an-image', message, { cause: error })
  }
}

/** Draws and writes one set, unless an earlier run already did. */
async function writeSet(
  folder: string,
  set: SetTruth,
  seed: string,
  photographsFolder: string | null,
): Promise<void> {
  const files = set.variants.flatMap((variant) => [variant.file, ...variant.companions])
  if (files.every((file) => existsSync(join(folder, file)))) return
  const { images, caption } = await drawSet(set, seed, photographsFolder)
  await mkdir(dirname(join(folder, set.key)), { recursive: true })
  for (const [index, variant] of set.variants.entries()) {
    for (const companion of variant.companions) {
      const text = companion.endsWith('.yaml')
        ? `prompt: "${caption}"\nseed: "${seed}"\nstage: ${variant.stage}\n`
        : `${caption}\n`
      await writeWhole(join(folder, companion), text)
    }
    await writeWhole(join(folder, variant.file), images[index] ?? Buffer.alloc(0))
  }
}

/** Under a hidden name first: a file with its real name is always whole. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.unfinished`)
  await writeFile(unfinished, content)
  await rename(unfinished, path)
}

/** Works on all items, `limit` of them at once. The first failure ends it. */
export async function forEachAtOnce<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: limit }, worker))
}
