import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { parseManifest, type EncoderInput } from '../../core/encoders/manifest.ts'
import { picture } from '../../../tools/golden/pictures.ts'
import { decodePicture, readHeader, WORKING_EDGE_PX, type Pixels } from './decode.ts'
import { encoderInput, encoderPixels } from './encoderInput.ts'

interface Golden {
  readonly stridePx: number
  readonly cases: readonly {
    readonly encoder: string
    readonly seed: number
    readonly widthPx: number
    readonly heightPx: number
    readonly sample: string
  }[]
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own file; a wrong shape fails the tests
const golden = JSON.parse(readFileSync(toolsGolden('preprocessing.json'), 'utf8')) as Golden

function toolsGolden(name: string): URL {
  return new URL(`../../../tools/golden/${name}`, import.meta.url)
}

function inputOf(encoder: string): EncoderInput {
  const path = new URL(`../../../resources/models/${encoder}/manifest.json`, import.meta.url)
  return parseManifest(readFileSync(path, 'utf8'), encoder).input
}

/** Greatest and mean difference in levels of 0-255. */
function drift(actual: Buffer, expected: Buffer): { greatest: number; mean: number } {
  expect(actual).toHaveLength(expected.length)
  const differences = actual.map((value, at) => Math.abs(value - (expected[at] ?? 0)))
  const sum = differences.reduce((total, value) => total + value, 0)
  return {
    greatest: differences.reduce((most, value) => Math.max(most, value), 0),
    mean: sum / differences.length,
  }
}

/** As the app reads it, when it is too large to stay as it is. */
async function decoded(pixels: Pixels): Promise<Pixels> {
  const { rgb, widthPx, heightPx } = pixels
  if (Math.max(widthPx, heightPx) <= WORKING_EDGE_PX) return pixels
  const raw = { width: widthPx, height: heightPx, channels: 3 } as const
  return read(await sharp(rgb, { raw }).png({ compressionLevel: 1 }).toBuffer())
}

async function read(bytes: Buffer): Promise<Pixels> {
  return decodePicture(bytes, await readHeader(bytes, 'generated'), 'generated')
}

describe('against Pillow and torchvision', () => {
  test.each(golden.cases)(
    '$encoder, $widthPx x $heightPx',
    async ({ encoder, seed, widthPx, heightPx, sample }) => {
      const input = inputOf(encoder)
      const pixels = await encoderPixels(await decoded(picture(seed, widthPx, heightPx)), input)
      const kept: number[] = []
      for (let y = 0; y < input.sizePx; y += golden.stridePx) {
        for (let x = 0; x < input.sizePx; x += golden.stridePx) {
          const at = (y * input.sizePx + x) * 3
          kept.push(...pixels.subarray(at, at + 3))
        }
      }
      const { greatest, mean } = drift(Buffer.from(kept), Buffer.from(sample, 'base64'))
      // Measured: at most 13 (at the border, where libvips repeats the last pixel) and 0.541. Enlarging: 0.
      expect(greatest).toBeLessThanOrEqual(heightPx <= 200 ? 3 : 13)
      expect(mean).toBeLessThan(heightPx <= 200 ? 0.03 : 0.55)
    },
  )
})

describe('a JPEG that is shrunk while it is read', () => {
  test.each([
    ['by the resizer', 4096, 1024],
    ['by its decoder', 6144, 1536],
  ])('%s', async (_, widthPx, heightPx) => {
    const { rgb } = picture(8, widthPx, heightPx)
    const raw = { width: widthPx, height: heightPx, channels: 3 } as const
    const bytes = await sharp(rgb, { raw }).jpeg({ quality: 92 }).toBuffer()
    const whole = { rgb: await sharp(bytes).raw().toBuffer(), widthPx, heightPx }
    const input = inputOf('clip-vit-b32')
    const actual = await encoderPixels(await read(bytes), input)
    const { greatest, mean } = drift(actual, await encoderPixels(whole, input))
    // Measured: 5 and 0.605, 4 and 0.511.
    expect(greatest).toBeLessThanOrEqual(5)
    expect(mean).toBeLessThan(0.61)
  })
})

describe('what a manifest asks for', () => {
  test('lays out channels, order and scale as a manifest says', async () => {
    const pixels = { rgb: Buffer.from([10, 20, 30]), widthPx: 1, heightPx: 1 }
    const input = {
      ...inputOf('efficientnet-lite0-320'),
      sizePx: 2,
      divisor: 10,
      mean: [1, 1, 1],
      std: [1, 1, 2],
    } as const
    const rgbPlanes = await encoderInput(pixels, { ...input, layout: 'nchw', colourOrder: 'rgb' })
    expect([...rgbPlanes]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1])
    const bgrPixels = await encoderInput(pixels, { ...input, layout: 'nhwc', colourOrder: 'bgr' })
    expect([...bgrPixels]).toEqual([2, 1, 0, 2, 1, 0, 2, 1, 0, 2, 1, 0])
  })

  test('crops the centre of the longer side with resize shorter-side', async () => {
    // Red, green, blue, side by side: the middle square is green.
    const row = [255, 0, 0, 0, 255, 0, 0, 0, 255]
    const pixels = { rgb: Buffer.from(row), widthPx: 3, heightPx: 1 }
    const input = {
      ...inputOf('efficientnet-lite0-320'),
      sizePx: 1,
      interpolation: 'bilinear',
    } as const
    const cropped = await encoderPixels(pixels, {
      ...input,
      resize: 'shorter-side',
      crop: 'centre',
    })
    expect([...cropped]).toEqual([0, 255, 0])
  })
})
