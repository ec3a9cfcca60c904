import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadEncoder, normCentroid, type Encoder } from './encoder.ts'
import { encoderInput, encoderPixels } from './encoderInput.ts'
import { ENCODER_FOLDER, goldenPicture, readGolden, temporaryFolder } from './testPictures.ts'

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
    const { embedding, subject } = await encoder.embed(goldenPicture())
    expect(embedding).toHaveLength(1280)
    expect(cosine(embedding, golden.embedding)).toBeGreaterThan(0.9999)
    expect(Math.hypot(...embedding)).toBeCloseTo(1, 5)
    expect(subject.xFraction).toBeCloseTo(golden.technical['subjectX']!, 2)
    expect(subject.yFraction).toBeCloseTo(golden.technical['subjectY']!, 2)
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

describe('a model that cannot be trusted', () => {
  test('is not loaded when one byte differs', async () => {
    const folder = copy((text) => text)
    const bytes = readFileSync(join(folder, 'model.onnx'))
    bytes[1_000_000]! ^= 1
    writeFileSync(join(folder, 'model.onnx'), bytes)
    await expect(loadEncoder(folder)).rejects.toMatchObject({
      code: 'model-altered',
      message: expect.stringContaining(join(folder, 'model.onnx')),
    })
  })

  test('is named when it is missing', async () => {
    const folder = copy((text) => text.replace('model.onnx', 'gone.onnx'))
    await expect(loadEncoder(folder)).rejects.toMatchObject({
      code: 'model-missing',
      message: expect.stringContaining(join(folder, 'gone.onnx')),
    })
  })

  test('is refused when it lacks an output of its manifest', async () => {
    const folder = copy((text) => text.replace('"name": "features"', '"name": "nothing"'))
    await expect(loadEncoder(folder)).rejects.toMatchObject({
      code: 'model-altered',
      message: expect.stringContaining('nothing'),
    })
  })
})

describe('the centroid of a spatial map', () => {
  test('lies where the norm is', () => {
    // Two channels of 2 x 4 cells: all of the norm in the last cell of the first row.
    const map = new Float32Array(16)
    map[3] = 3
    map[8 + 3] = 4
    expect(normCentroid(map, 2, 2, 4)).toEqual({ xFraction: 3.5 / 4, yFraction: 0.5 / 2 })
  })

  test('is the centre of an empty map', () => {
    expect(normCentroid(new Float32Array(8), 2, 2, 2)).toEqual({ xFraction: 0.5, yFraction: 0.5 })
  })
})

/** A copy of the shipped encoder whose manifest a test may change. */
function copy(changeManifest: (text: string) => string): string {
  const folder = temporaryFolder()
  const manifest = readFileSync(join(ENCODER_FOLDER, 'manifest.json'), 'utf8')
  writeFileSync(join(folder, 'manifest.json'), changeManifest(manifest))
  copyFileSync(join(ENCODER_FOLDER, 'model.onnx'), join(folder, 'model.onnx'))
  return folder
}
