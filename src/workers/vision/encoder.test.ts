import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { centreOf } from '../../core/features/subject.ts'
import { loadEncoder, type Encoder } from './encoder.ts'
import { encoderInput, encoderPixels } from './encoderInput.ts'
import { ENCODER_FOLDER, goldenPicture, readGolden } from './testPictures.ts'

const golden = readGolden()

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, squaresA, squaresB] = [0, 0, 0]
  for (let index = 0; index < a.length; index += 1) {
    dot += a[index]! * b[index]!
    squaresA += a[index]! ** 2
    squaresB += b[index]! ** 2
  }
  return dot / Math.sqrt(squaresA * squaresB)
}

describe('the shipped encoder', () => {
  let encoder: Encoder
  beforeAll(async () => {
    encoder = await loadEncoder(ENCODER_FOLDER)
  })
  afterAll(() => encoder.release())

  test('resizes as Pillow does, to within one level', async () => {
    const { sizePx } = encoder.manifest.input
    const { stridePx, rgb } = golden.encoderInput
    const pixels = await encoderPixels(goldenPicture(), encoder.manifest.input)
    let at = 0
    let largest = 0
    for (let y = 0; y < sizePx; y += stridePx) {
      for (let x = 0; x < sizePx; x += stridePx) {
        for (const channel of [0, 1, 2]) {
          const difference = pixels[(y * sizePx + x) * 3 + channel]! - rgb[at]!
          largest = Math.max(largest, Math.abs(difference))
          at += 1
        }
      }
    }
    expect(at).toBe(rgb.length)
    expect(largest).toBeLessThanOrEqual(1)
  })

  test('embeds as PyTorch does', async () => {
    const { vector, map } = await encoder.embed(goldenPicture())
    expect(vector).toHaveLength(1280)
    expect(cosine(vector, golden.embedding)).toBeGreaterThan(0.9999)
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
    expect(map).toMatchObject({ columns: 10, rows: 10 })
    const centre = centreOf(map ?? { columns: 0, rows: 0, values: new Uint8Array() })
    expect(centre.x).toBeCloseTo(golden.technical['subjectX']!, 2)
    expect(centre.y).toBeCloseTo(golden.technical['subjectY']!, 2)
  })

  test('is known by its id and version, and runs on the CPU here', () => {
    expect(encoder.key).toEqual({ extractor: 'encoder:efficientnet-lite0-320', version: 1 })
    expect(encoder.withoutCoreml).toBeNull()
    expect(encoder.provider).toBe(process.platform === 'darwin' ? 'coreml' : 'cpu')
  })

  test('gives the same bits every time', async () => {
    const [first, second] = [goldenPicture(), goldenPicture()]
    const answers = await Promise.all([encoder.embed(first), encoder.embed(second)])
    expect(answers[0]).toEqual(answers[1])
  })

  test('lays out channels, order and scale as a manifest says', async () => {
    const pixels = { rgb: Buffer.from([10, 20, 30]), widthPx: 1, heightPx: 1 }
    const input = {
      ...encoder.manifest.input,
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
    const input = { ...encoder.manifest.input, sizePx: 1, interpolation: 'bilinear' } as const
    const cropped = await encoderPixels(pixels, {
      ...input,
      resize: 'shorter-side',
      crop: 'centre',
    })
    expect([...cropped]).toEqual([0, 255, 0])
  })
})
