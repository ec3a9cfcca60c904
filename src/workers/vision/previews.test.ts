import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import type { ContentHash } from '../../shared/domain.ts'
import { previewFileName } from '../../shared/jobs.ts'
import type { Pixels } from './decode.ts'
import { hasPreviews, writePreviews } from './previews.ts'
import {
  goldenPicture,
  mountSmallDisk,
  picture,
  temporaryFolder,
  writeInto,
} from './testPictures.ts'

const folder = temporaryFolder()
const fullDisk = mountSmallDisk('16k')

function someHash(): ContentHash {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a SHA-256, which is what the brand says
  return createHash('sha256').update(randomBytes(8)).digest('hex') as ContentHash
}

describe('previews', () => {
  test('are two JPEG files named after the content; the larger is at most 2,560 px', async () => {
    const rgb = await picture(2560, 1600).raw().toBuffer()
    const hash = someHash()
    expect(await hasPreviews(folder, hash)).toBe(false)
    await writePreviews({ rgb, widthPx: 2560, heightPx: 1600 }, folder, hash, 'a.png')
    expect(await hasPreviews(folder, hash)).toBe(true)
    expect(readdirSync(join(folder, hash.slice(0, 2)))).toEqual([
      `${hash}-2560.jpg`,
      `${hash}-320.jpg`,
    ])
    const large = await sharp(join(folder, previewFileName(hash, 2560))).metadata()
    expect(large).toMatchObject({ format: 'jpeg', width: 2560, height: 1600 })
    const small = await sharp(join(folder, previewFileName(hash, 320))).metadata()
    expect(small).toMatchObject({ format: 'jpeg', width: 320, height: 200 })
  })

  test('look like the picture and are never enlarged', async () => {
    const pixels = goldenPicture()
    const hash = someHash()
    await writePreviews(pixels, folder, hash, 'a.png')
    const shown = await sharp(join(folder, previewFileName(hash, 2560)))
      .raw()
      .toBuffer()
    expect(shown).toHaveLength(pixels.rgb.length)
    const difference = shown.reduce((sum, value, at) => sum + Math.abs(value - pixels.rgb[at]!), 0)
    expect(difference / shown.length).toBeLessThan(2)
  })

  test('that are there are not written again; a missing or empty one is', async () => {
    const pixels = goldenPicture()
    const hash = someHash()
    const [large, small] = [2560, 320].map((size) =>
      join(folder, previewFileName(hash, size === 320 ? 320 : 2560)),
    )
    await writePreviews(pixels, folder, hash, 'a.png')
    const inode = statSync(large!).ino
    await writePreviews(pixels, folder, hash, 'a.png')
    expect(statSync(large!).ino).toBe(inode)
    writeFileSync(small!, '')
    expect(await hasPreviews(folder, hash)).toBe(false)
    await writePreviews(pixels, folder, hash, 'a.png')
    expect(statSync(small!).size).toBeGreaterThan(1000)
  })
})

describe('previews that cannot be written', () => {
  test.skipIf(fullDisk === null)(
    'for want of space: a sentence, nothing half written',
    async () => {
      const hash = someHash()
      await expect(
        writePreviews(noisy(), fullDisk!, hash, '/pictures/a.png'),
      ).rejects.toMatchObject({
        code: 'disk-full',
        message: expect.stringMatching(/disk is full.*a\.png.*Free some space/),
      })
      expect(await hasPreviews(fullDisk!, hash)).toBe(false)
      expect(readdirSync(join(fullDisk!, hash.slice(0, 2)))).toEqual([])
    },
  )

  test('because a file is where the folder should be: a sentence that names both', async () => {
    const file = writeInto(folder, 'not-a-folder', 'x')
    await expect(writePreviews(goldenPicture(), file, someHash(), 'a.png')).rejects.toThrow(
      /a\.png cannot be written into .*not-a-folder \(E/,
    )
  })
})

/** Pixels that no encoder makes small. */
function noisy(): Pixels {
  return { rgb: randomBytes(600 * 400 * 3), widthPx: 600, heightPx: 400 }
}
