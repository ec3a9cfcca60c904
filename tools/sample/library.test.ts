import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { groupLibrary } from '../../src/core/sets/groupLibrary.ts'
import { inspectPicture } from '../../src/workers/vision/inspect.ts'
import { makeSampleLibrary, type LibraryOptions } from './library.ts'
import { readTruth, type SetTruth, type VariantTruth } from './truth.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sample-'))
})
afterEach(async () => rm(folder, { recursive: true, force: true }))

const SMALL = {
  setCount: 6,
  seed: 'test',
  projectCount: 2,
  layout: 'stages',
  size: { widthPx: 208, heightPx: 304 },
} as const

const make = (name: string, options: Partial<LibraryOptions> = {}) =>
  makeSampleLibrary({ ...SMALL, folder: join(folder, name), ...options })

async function fingerprints(library: string): Promise<string[]> {
  const entries = await readdir(library, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const lines = paths.map(async (path) => {
    const hash = createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
    return `${path.slice(library.length)} ${hash}`
  })
  return (await Promise.all(lines)).toSorted()
}

interface Measured {
  readonly brightness: number
  readonly redOverBlue: number
  readonly detail: number
}

async function measure(library: string, variant: VariantTruth): Promise<Measured> {
  const image = sharp(join(library, variant.file))
  const { data, info } = await image.clone().raw().toBuffer({ resolveWithObject: true })
  const sums = [0, 0, 0]
  data.forEach((value, index) => (sums[index % 3]! += value))
  let detail = 0
  for (let at = 0; at < data.length - 6; at += 3) {
    if ((at / 3) % info.width < info.width - 2) {
      detail += Math.abs(2 * data[at + 4]! - data[at + 1]! - data[at + 7]!)
    }
  }
  return { brightness: sums[1]!, redOverBlue: sums[0]! / sums[2]!, detail }
}

/** In how many of the pairs within sets the measure and the truth have the same order. */
async function agreement(
  library: string,
  sets: readonly SetTruth[],
  measured: (of: Measured) => number,
  truth: (variant: VariantTruth) => number,
): Promise<number> {
  let [same, pairs] = [0, 0]
  for (const { variants } of sets) {
    const values = await Promise.all(variants.map((variant) => measure(library, variant)))
    variants.forEach((left, index) => {
      for (let other = index + 1; other < variants.length; other += 1) {
        const right = variants[other]!
        const order =
          (measured(values[index]!) - measured(values[other]!)) * (truth(left) - truth(right))
        same += order > 0 ? 1 : 0
        pairs += 1
      }
    })
  }
  return same / pairs
}

test('the same options give the same bytes, another seed others', async () => {
  await make('first')
  await make('second')
  await make('third', { seed: 'other' })
  const first = await fingerprints(join(folder, 'first'))
  expect(first.length).toBeGreaterThan(15)
  expect(await fingerprints(join(folder, 'second'))).toEqual(first)
  expect(await fingerprints(join(folder, 'third'))).not.toEqual(first)
})

test('every file of the truth is there, whole, of its size, with its companions', async () => {
  const truth = await make('library', { setCount: 20 })
  const library = join(folder, 'library')
  expect(await readTruth(library)).toEqual(truth)
  const planned: string[] = []
  for (const { variants, widthPx, heightPx } of [...truth.sets, ...truth.singles]) {
    for (const { file, companions } of variants) {
      planned.push(file, ...companions)
      const { info } = await sharp(join(library, file)).raw().toBuffer({ resolveWithObject: true })
      expect(info).toMatchObject({ width: widthPx, height: heightPx, channels: 3 })
    }
  }
  expect(planned.filter((file) => !file.endsWith('.png')).length).toBeGreaterThan(5)
  const entries = await readdir(library, { recursive: true, withFileTypes: true })
  const found = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(library.length + 1))
  expect(found.toSorted()).toEqual([...planned, '.setwise-sample.json'].toSorted())
})

describe('the pixels show what the truth says', () => {
  test('exposure, warmth and blur', async () => {
    const { sets } = await make('library', { setCount: 12, size: { widthPx: 416, heightPx: 608 } })
    const library = join(folder, 'library')
    expect(
      await agreement(
        library,
        sets,
        (of) => of.brightness,
        (v) => v.exposureStops,
      ),
    ).toBe(1)
    expect(
      await agreement(
        library,
        sets,
        (of) => of.redOverBlue,
        (v) => v.warmth,
      ),
    ).toBe(1)
    // Brightness and noise change the detail too: the order is right nearly always, not always.
    const byBlur = await agreement(
      library,
      sets,
      (of) => of.detail / of.brightness,
      (v) => -v.blurSigmaPx,
    )
    expect(byBlur).toBeGreaterThan(0.85)
  })

  test('the subject of a photograph stands as far left as said', async () => {
    const photographs = join(folder, 'photographs')
    await mkdir(photographs)
    // A bright pole in the middle of a dark field.
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      const pole = await sharp({
        create: { width: 16, height: 300, channels: 3, background: '#ffffff' },
      })
        .png()
        .toBuffer()
      const field = sharp({
        create: { width: 400, height: 300, channels: 3, background: '#101010' },
      })
      await field
        .composite([{ input: pole, left: 192, top: 0 }])
        .png()
        .toFile(join(photographs, `${name}.png`))
    }
    const { sets } = await make('library', { setCount: 4, photographsFolder: photographs })
    for (const { variants, widthPx, heightPx, source } of sets) {
      expect(source.kind).toBe('photograph')
      expect([widthPx, heightPx]).toEqual([1024, 768])
      for (const { file, shiftXFraction } of variants) {
        const row = await sharp(join(folder, 'library', file))
          .resize(widthPx, 1, { fit: 'fill' })
          .greyscale()
          .raw()
          .toBuffer()
        let [weight, moment] = [0, 0]
        row.forEach((value, x) => {
          const light = Math.max(0, value - 60)
          weight += light
          moment += light * (x + 0.5)
        })
        expect(moment / weight / widthPx - 0.5).toBeCloseTo(shiftXFraction, 2)
      }
    }
  })
})

test('photographs of a camera: names, EXIF times, and sets that Setwise finds by time and likeness', async () => {
  const truth = await make('library', { layout: 'photos', setCount: 12 })
  const library = join(folder, 'library')
  const files = []
  for (const { variants } of [...truth.sets, ...truth.singles]) {
    for (const { file, takenAtMs } of variants) {
      expect(file).toMatch(/^\w+\/IMG_\d{4}\.JPG$/)
      const inspection = await inspectPicture(join(library, file))
      expect(inspection.takenAtMs).toBe(takenAtMs)
      files.push({ relativePath: file, takenAtMs, signature: inspection.signature })
    }
  }
  const found = groupLibrary(files, { rootName: 'root' })
  const keys = found.sets.map((set) => set.members.map((member) => member.relativePath).join())
  const planned = truth.sets.map((set) => set.variants.map(({ file }) => file).join())
  expect(keys.toSorted()).toEqual(planned.toSorted())
})

describe('what is already there', () => {
  test('an interrupted library is continued, finished files stay as they are', async () => {
    const truth = await make('library')
    const library = join(folder, 'library')
    const before = await fingerprints(library)
    const [lost, kept] = truth.sets.map((set) => set.key)
    await rm(join(library, lost!))
    const { mtimeMs } = await stat(join(library, kept!))
    await make('library')
    expect(await fingerprints(library)).toEqual(before)
    expect((await stat(join(library, kept!))).mtimeMs).toBe(mtimeMs)
  })

  test('a folder with anything else is refused and left alone', async () => {
    await writeFile(join(folder, 'mine.txt'), 'mine')
    await expect(make('.')).rejects.toThrow(/already holds other files/)
    await make('library')
    await expect(make('library', { seed: 'other' })).rejects.toThrow(/already holds other files/)
    expect(await readdir(folder)).toEqual(['library', 'mine.txt'])
  })

  test('a broken photograph is named', async () => {
    const photographs = join(folder, 'photographs')
    await mkdir(photographs)
    await writeFile(join(photographs, 'broken.jpg'), 'no picture')
    await expect(make('library', { photographsFolder: photographs })).rejects.toThrow(
      /broken\.jpg cannot be read as a photograph/,
    )
  })

  test('grey and CMYK photographs become RGB', async () => {
    const photographs = join(folder, 'photographs')
    await mkdir(photographs)
    for (const space of ['b-w', 'cmyk']) {
      await sharp({ create: { width: 80, height: 60, channels: 3, background: '#a06040' } })
        .toColourspace(space)
        .toFile(join(photographs, `${space}.jpg`))
    }
    const truth = await make('library', { setCount: 1, photographsFolder: photographs })
    for (const set of [...truth.sets, ...truth.singles]) {
      const { channels } = await sharp(join(folder, 'library', set.key)).metadata()
      expect(channels).toBe(3)
    }
  })

  test('too few photographs are refused in a sentence', async () => {
    await expect(make('library', { photographsFolder: folder })).rejects.toThrow(
      /holds 0 photographs, but 6 sets and their singles need 7/,
    )
  })
})
