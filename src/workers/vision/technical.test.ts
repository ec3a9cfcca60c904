import fc from 'fast-check'
import type { Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import type { Pixels } from './decode.ts'
import {
  laplacianAndNoise,
  lumaOf,
  measure,
  technicalFeatures,
  type PixelFeatures,
} from './technical.ts'
import { goldenPicture, picture, readGolden } from './testPictures.ts'

const golden = readGolden()

const anyPixels: fc.Arbitrary<Pixels> = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([widthPx, heightPx]) => {
    const length = widthPx * heightPx * 3
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((bytes) => ({ rgb: Buffer.from(bytes), widthPx, heightPx }))
  })

/** Mirrored left to right. */
function mirrored({ rgb, widthPx, heightPx }: Pixels): Pixels {
  const out = Buffer.alloc(rgb.length)
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      rgb.copy(
        out,
        (y * widthPx + x) * 3,
        (y * widthPx + widthPx - 1 - x) * 3,
        (y * widthPx + widthPx - x) * 3,
      )
    }
  }
  return { rgb: out, widthPx, heightPx }
}

describe('technical features', () => {
  test('are computed on the very picture of the golden file', () => {
    const { rgb, widthPx, heightPx } = goldenPicture()
    expect([widthPx, heightPx]).toEqual([golden.widthPx, golden.heightPx])
    expect(rgb.reduce((sum, value) => sum + value, 0)).toBe(golden.pixelSum)
  })

  test('equal OpenCV and NumPy', () => {
    const { widthPx, heightPx } = golden
    const { laplacianVariance } = laplacianAndNoise(lumaOf(goldenPicture()), widthPx, heightPx)
    expect(laplacianVariance).toBeCloseTo(golden.technical['laplacianVariance']!, 9)
    const differing = Object.entries(measure(goldenPicture())).filter(
      ([name, value]) => !(Math.abs(value - golden.technical[name]!) < 1e-12),
    )
    expect(differing).toEqual([])
  })

  test('of a flat grey picture say: no edge, no colour, light in the middle', () => {
    const pixels = { rgb: Buffer.alloc(7 * 5 * 3, 51), widthPx: 7, heightPx: 5 }
    const flat = measure(pixels)
    expect(flat).toMatchObject({ sharpness: 0, noise: 0, colourfulness: 0, warmth: 0, contrast: 0 })
    expect(flat.exposure).toBeCloseTo(0.2, 12)
    expect(flat.luminanceX).toBeCloseTo(0.5, 12)
    expect(flat.luminanceY).toBeCloseTo(0.5, 12)
  })

  test('are finite and in range for every picture, however small', () => {
    fc.assert(
      fc.property(anyPixels, (pixels) => {
        const features = measure(pixels)
        const wrong = Object.entries(features).filter(([, value]) => !Number.isFinite(value))
        expect(wrong).toEqual([])
        const { exposure, clippedLow, clippedHigh, luminanceX, luminanceY } = features
        for (const share of [exposure, clippedLow, clippedHigh, luminanceX, luminanceY]) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  test('do not change in a mirror, but for the side the light is on', () => {
    fc.assert(
      fc.property(anyPixels, (pixels) => {
        const here = measure(pixels)
        const there = measure(mirrored(pixels))
        const isBlack = here.exposure === 0
        expect(there.luminanceX).toBeCloseTo(isBlack ? 0.5 : 1 - here.luminanceX, 9)
        const differing = (
          ['sharpness', 'noise', 'contrast', 'colourfulness', 'luminanceY'] as const
        )
          .map((name) => [name, there[name] - here[name]] as const)
          .filter(([, difference]) => Math.abs(difference) > 1e-9)
        expect(differing).toEqual([])
      }),
    )
  })

  test('fall in sharpness with blur and rise in noise with noise', async () => {
    const plain = await featuresOf(picture(640, 480))
    const blurred = await featuresOf(picture(640, 480).blur(3))
    const canvas = { width: 640, height: 480, channels: 3, background: '#000' } as const
    const noise = {
      create: { ...canvas, noise: { type: 'gaussian', mean: 128, sigma: 30 } },
    } as const
    const noisy = await featuresOf(
      picture(640, 480).composite([{ input: noise, blend: 'soft-light' }]),
    )
    expect(blurred.sharpness).toBeLessThan(plain.sharpness)
    expect(noisy.noise).toBeGreaterThan(plain.noise)
  })

  test('compare across sizes: both are measured at a long edge of 1,024 px', async () => {
    const large = await featuresOf(picture(2048, 1536))
    const small = await featuresOf(picture(512, 384))
    expect(large.exposure).toBeCloseTo(small.exposure, 2)
    expect(large.sharpness).toBeGreaterThan(small.sharpness)
  })
})

async function featuresOf(image: Sharp): Promise<PixelFeatures> {
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return technicalFeatures({ rgb: data, widthPx: info.width, heightPx: info.height })
}
