import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { groupByKey } from '../../src/core/sets/groupByKey.ts'
import { drawSet } from './draw.ts'
import { claimFolder } from './library.ts'
import { planLibrary } from './plan.ts'
import type { SampleTruth, SetTruth, VariantTruth } from './truth.ts'

const TINY_SIZE = { widthPx: 64, heightPx: 96 }
const TINY_PROJECTS = 5
/** Sets of each length that are really drawn; the others show one of these. */
const MODELS_PER_LENGTH = 4
/** An 8-byte signature and a header chunk of 25 bytes start every PNG file. */
const AFTER_PNG_HEADER = 33

/** The same PNG with a comment in it, so that its content hash is its own. */
export function withComment(png: Uint8Array, comment: string): Buffer {
  const body = Buffer.from(`tEXtComment\0${comment}`, 'latin1')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length - 4)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([
    png.subarray(0, AFTER_PNG_HEADER),
    length,
    body,
    check,
    png.subarray(AFTER_PNG_HEADER),
  ])
}

/** A third of the bytes: 30,000 files should not fill a disk. */
function withFewColours(png: Buffer): Promise<Buffer> {
  return sharp(png).png({ palette: true, colours: 32 }).toBuffer()
}

/** A set that was drawn, and its encoded images. */
interface Model {
  readonly set: SetTruth
  readonly images: readonly Buffer[]
}

/** Draws a few of the sets of each length. */
async function drawModels(
  sets: readonly SetTruth[],
  seed: string,
): Promise<Map<number, readonly Model[]>> {
  const byLength = groupByKey(sets, (set) => set.variants.length)
  const models = new Map<number, readonly Model[]>()
  for (const [length, alike] of byLength) {
    const drawn = alike.slice(0, MODELS_PER_LENGTH).map(async (set) => {
      const { images } = await drawSet(set, seed, null)
      return { set, images: await Promise.all(images.map(withFewColours)) }
    })
    models.set(length, await Promise.all(drawn))
  }
  return models
}

/** The names and times of one set with the pictures and defects of another of the same length. */
function lookingLike(set: SetTruth, model: Model): SetTruth {
  const variants = set.variants.map((variant, index): VariantTruth => {
    const { file, stage, takenAtMs } = variant
    return { ...(model.set.variants[index] ?? variant), file, stage, takenAtMs, companions: [] }
  })
  return { ...set, source: model.set.source, variants }
}

/**
 * Writes a library of very many tiny pictures (64 x 96) with names as DOMAIN.md has them, for measuring
 * scans and lists: 10,000 sets in seconds. Every picture is valid, and no two files are the same. Its
 * truth holds the defects of what each file shows.
 */
export async function writeTinyLibrary(
  folder: string,
  setCount: number,
  seed: string | number,
): Promise<SampleTruth> {
  const planned = planLibrary({
    setCount,
    seed: String(seed),
    projectCount: TINY_PROJECTS,
    layout: 'stages',
    size: TINY_SIZE,
  })
  const models = await drawModels([...planned.sets, ...planned.singles], planned.seed)
  const imageOf = new Map<string, Buffer>()
  const copied = (set: SetTruth, index: number): SetTruth => {
    const alike = models.get(set.variants.length) ?? []
    const model = alike[index % alike.length]
    if (model === undefined) throw new RangeError(`no model for ${set.key}`)
    for (const [at, image] of model.images.entries()) {
      const file = set.variants[at]?.file
      if (file !== undefined) imageOf.set(file, image)
    }
    return lookingLike(set, model)
  }
  const truth = {
    ...planned,
    sets: planned.sets.map(copied),
    singles: planned.singles.map(copied),
  }
  await claimFolder(folder, truth)
  for (const project of new Set([...truth.sets, ...truth.singles].map((set) => set.project))) {
    mkdirSync(join(folder, project), { recursive: true })
  }
  for (const [file, image] of imageOf) {
    // One call after another: at this size waiting for a promise costs more than the write.
    writeFileSync(join(folder, file), withComment(image, file))
  }
  return truth
}
