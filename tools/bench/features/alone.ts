/** Each extractor alone, several pictures side by side, on pixels that are decoded before the clock runs. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { phash } from '../../../src/core/phash/phash.ts'
import type { ContentHash } from '../../../src/shared/domain.ts'
import { DEFAULT_ENCODER } from '../../../src/main/services/paths.ts'
import { decodePicture, readHeader, type Pixels } from '../../../src/workers/vision/decode.ts'
import { loadEncoder } from '../../../src/workers/vision/encoder.ts'
import { writePreviews } from '../../../src/workers/vision/previews.ts'
import { hashFile, readPictureFile } from '../../../src/workers/vision/readFile.ts'
import { measurePicture } from '../../../src/workers/vision/technical.ts'
import { rateOf, show } from './lanes.ts'

export const ENCODER_FOLDER = resolve('resources/models', DEFAULT_ENCODER)
/** So many decoded pictures are held: at most 12 MB each. */
const DECODED = 48
/** Enough for a steady figure. */
const REPEATS = 160

/** Pictures per second. */
export interface Alone {
  /** As many side by side as the worker has. */
  readonly decode: number
  readonly inference: number
  /** One picture after another: the two steps of a pipeline that overlaps them. */
  readonly decodeOneByOne: number
  readonly inferenceOneByOne: number
  /** All steps one after another, each on all cores: no order of them can be faster. */
  readonly allWork: number
}

export async function decode(path: string): Promise<Pixels> {
  const bytes = await readPictureFile(path)
  return decodePicture(bytes, await readHeader(bytes, path), path)
}

/** Prints one line for each; pictures per second of the two that bound the whole. */
export async function measureAlone(paths: readonly string[]): Promise<Alone> {
  // As in the vision worker.
  sharp.cache(false)
  sharp.concurrency(1)
  const folder = await mkdtemp(join(tmpdir(), 'setwise-bench-'))
  const encoder = await loadEncoder(ENCODER_FOLDER)
  const step = Math.max(1, Math.floor(paths.length / DECODED))
  const sample = paths.filter((_, index) => index % step === 0).slice(0, DECODED)
  const decoded = await Promise.all(sample.map(decode))
  const repeated = Array.from({ length: REPEATS }, (_, index) => index)
  const pixelsOf = (index: number): Pixels => decoded[index % decoded.length] ?? fail()

  console.log(' each alone, several pictures side by side:')
  const rates = {
    hash: await rateOf(paths, hashFile),
    decode: await rateOf(paths, decode),
    previews: await rateOf(repeated, (index) =>
      writePreviews(pixelsOf(index), folder, nameOf(index), 'bench'),
    ),
    phash: await rateOf(repeated, (index) => {
      const { rgb, widthPx, heightPx } = pixelsOf(index)
      phash(rgb, widthPx, heightPx)
    }),
    measure: await rateOf(repeated, (index) => measurePicture(pixelsOf(index))),
    inference: await rateOf(repeated, (index) => encoder.embed(pixelsOf(index))),
  }
  show('read and SHA-256', rates.hash)
  show('decode', rates.decode)
  show('previews, 320 and 2,560 px', rates.previews)
  show('perceptual hash', rates.phash)
  show('numbers of pixels, saliency', rates.measure)
  show('encoder with its preprocessing', rates.inference)
  const allWork = 1 / Object.values(rates).reduce((sum, rate) => sum + 1 / rate, 0)
  show('all of these', allWork, 'the times above added: the work there is')
  const some = paths.filter((_, index) => index % step === 0).slice(0, DECODED)
  const decodeOneByOne = await rateOf(some, decode, 1)
  const embed = (index: number) => encoder.embed(pixelsOf(index))
  const inferenceOneByOne = await rateOf(repeated.slice(0, DECODED), embed, 1)
  show('decode, one by one', decodeOneByOne)
  show('encoder, one by one', inferenceOneByOne)
  await encoder.release()
  await rm(folder, { recursive: true })
  return { ...rates, decodeOneByOne, inferenceOneByOne, allWork }
}

function nameOf(index: number): ContentHash {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a name for a file, as good as a hash
  return String(index).padStart(64, '0') as ContentHash
}

function fail(): never {
  throw new Error('no picture was decoded')
}
