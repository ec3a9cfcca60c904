import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodePicture, readHeader, type Pixels } from '../../src/workers/vision/decode.ts'
import { loadEncoder, type Encoder } from '../../src/workers/vision/encoder.ts'
import { picture } from '../golden/pictures.ts'
import { buildVitB32Encoder } from './vitB32.ts'

interface Golden {
  readonly inputs: readonly { readonly seed: number; readonly embedding: readonly number[] }[]
  readonly pictures: readonly {
    readonly seed: number
    readonly widthPx: number
    readonly heightPx: number
    readonly embedding: readonly number[]
  }[]
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own file; a wrong shape fails the tests
const golden = JSON.parse(
  readFileSync(new URL('../golden/vit.json', import.meta.url), 'utf8'),
) as Golden

describe('ViT-B/32 in full size, random weights, against open_clip', () => {
  const folder = mkdtempSync(join(tmpdir(), 'setwise-vit-'))
  let encoder: Encoder
  beforeAll(async () => {
    await buildVitB32Encoder(folder)
    encoder = await loadEncoder(folder)
  })
  afterAll(async () => {
    await encoder.release()
    rmSync(folder, { recursive: true })
  })

  test.each(golden.inputs)('same pixels, picture $seed: equal to 1e-4', async (expected) => {
    const { vector, map } = await encoder.embed(picture(expected.seed, 224, 224))
    expect(map).toBeNull()
    expect(vector).toHaveLength(512)
    const differences = expected.embedding.map((value, at) => Math.abs(value - (vector[at] ?? 0)))
    expect(Math.max(...differences)).toBeLessThan(1e-4)
  })

  test('side by side or alone: the same bits', async () => {
    const pictures = [5, 6, 7].map((seed) => picture(seed, 224, 224))
    const together = await Promise.all(pictures.map((one) => encoder.embed(one)))
    for (const [index, one] of pictures.entries()) {
      expect(await encoder.embed(one)).toEqual(together[index])
    }
  })

  test.each(golden.pictures)(
    'own decoding and resizing, $widthPx x $heightPx: cosine 0.999',
    async ({ seed, widthPx, heightPx, embedding }) => {
      const { vector } = await encoder.embed(await throughFile(picture(seed, widthPx, heightPx)))
      const cosine = embedding.reduce((sum, value, at) => sum + value * (vector[at] ?? 0), 0)
      expect(cosine).toBeGreaterThan(0.999)
      // Another picture is far away, so that the line above says something.
      const others = golden.pictures.filter((other) => other.seed !== seed)
      for (const other of others) {
        const strange = other.embedding.reduce(
          (sum, value, at) => sum + value * (vector[at] ?? 0),
          0,
        )
        expect(strange).toBeLessThan(0.99)
      }
    },
  )
})

/** Written as PNG and read as the app reads it. */
async function throughFile({ rgb, widthPx, heightPx }: Pixels): Promise<Pixels> {
  const raw = { width: widthPx, height: heightPx, channels: 3 } as const
  const bytes = await sharp(rgb, { raw }).png({ compressionLevel: 1 }).toBuffer()
  return decodePicture(bytes, await readHeader(bytes, 'generated.png'), 'generated.png')
}
