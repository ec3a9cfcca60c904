import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { readTruth } from './truth.ts'
import { writeTinyLibrary } from './tiny.ts'

test('many tiny pictures: all valid, no two alike, their truth beside them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tiny-'))
  try {
    const truth = await writeTinyLibrary(folder, 300, 1)
    expect(await readTruth(folder)).toEqual(truth)
    expect(truth.sets).toHaveLength(300)
    const hashes = new Set<string>()
    let images = 0
    for (const { variants } of [...truth.sets, ...truth.singles]) {
      for (const { file } of variants) {
        const bytes = await readFile(join(folder, file))
        hashes.add(createHash('sha256').update(bytes).digest('hex'))
        images += 1
        const { info } = await sharp(bytes, { failOn: 'warning' })
          .raw()
          .toBuffer({ resolveWithObject: true })
        expect(info).toMatchObject({ width: 64, height: 96 })
      }
    }
    expect(hashes.size).toBe(images)
    const [darkest, brightest] = truth.sets[0]!.variants.toSorted(
      (a, b) => a.exposureStops - b.exposureStops,
    ).filter((_, index, all) => index === 0 || index === all.length - 1)
    const brightness = async (file: string) =>
      (await sharp(join(folder, file)).stats()).channels[1]!.mean
    expect(await brightness(darkest!.file)).toBeLessThan(await brightness(brightest!.file))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
