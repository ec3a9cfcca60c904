import { readFileSync } from 'node:fs'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { measurePixels } from '../../core/pixels/measure.ts'
import { regionNumbers } from '../../core/pixels/region.ts'
import { MEASURED_EDGE_PX, measurePicture, type MeasuredPicture } from './technical.ts'
import { goldenPicture, picture, readGolden } from './testPictures.ts'

const golden = readGolden()

describe('technical features', () => {
  test('are computed on the very picture of the golden file', () => {
    const { rgb, widthPx, heightPx } = goldenPicture()
    expect([widthPx, heightPx]).toEqual([golden.widthPx, golden.heightPx])
    expect(rgb.reduce((sum, value) => sum + value, 0)).toBe(golden.pixelSum)
  })

  test('equal OpenCV and NumPy', () => {
    const { whole } = measurePixels(goldenPicture(), 32)
    expect(Math.expm1(whole.sharpness)).toBeCloseTo(golden.technical['laplacianVariance']!, 9)
    const differing = Object.entries(whole).filter(
      ([name, value]) => !(Math.abs(value - golden.technical[name]!) < 1e-12),
    )
    expect(differing).toEqual([])
  })

  test.each(laplacianCases())(
    'have the sharpness of OpenCV for $widthPx x $heightPx pixels',
    ({ widthPx, heightPx, laplacianVariance }) => {
      const luma = Uint8Array.from({ length: widthPx * heightPx }, (_, at) => {
        const [x, y] = [at % widthPx, Math.floor(at / widthPx)]
        return (7 * x * x + 13 * y * y + 5 * x * y + 31) % 256
      })
      const whole = { left: 0, top: 0, right: 1, bottom: 1 }
      const { sharpness } = regionNumbers(luma, widthPx, heightPx, whole)
      expect(sharpness).toBeCloseTo(Math.log1p(laplacianVariance), 12)
    },
  )

  test('fall in sharpness with blur and rise in noise with noise', async () => {
    const plain = await measured(picture(640, 480))
    const blurred = await measured(picture(640, 480).blur(3))
    const canvas = { width: 640, height: 480, channels: 3, background: '#000' } as const
    const noise = {
      create: { ...canvas, noise: { type: 'gaussian', mean: 128, sigma: 30 } },
    } as const
    const noisy = await measured(
      picture(640, 480).composite([{ input: noise, blend: 'soft-light' }]),
    )
    expect(blurred.pixels.sharpness).toBeLessThan(plain.pixels.sharpness)
    expect(blurred.saliency.inside.sharpness).toBeLessThan(plain.saliency.inside.sharpness)
    expect(noisy.pixels.noise).toBeGreaterThan(plain.pixels.noise)
  })

  test('compare across sizes: all are measured at a long edge of 1,024 px', async () => {
    const large = await measured(picture(2 * MEASURED_EDGE_PX, 1536))
    const small = await measured(picture(512, 384))
    expect(large.pixels.exposure).toBeCloseTo(small.pixels.exposure, 2)
    expect(large.pixels.sharpness).toBeGreaterThan(small.pixels.sharpness)
    expect(large.saliency.centre.x).toBeCloseTo(small.saliency.centre.x, 2)
    expect(large.saliency.centre.y).toBeCloseTo(small.saliency.centre.y, 2)
  })

  test('of the part that stands out are those of that part', async () => {
    const grey = {
      create: { width: 800, height: 600, channels: 3, background: '#404040' },
    } as const
    const disc = Buffer.from(
      '<svg width="160" height="160"><circle cx="80" cy="80" r="80" fill="#e0e0e0"/></svg>',
    )
    const { pixels, saliency } = await measured(
      sharp(grey).composite([{ input: disc, left: 420, top: 240 }]),
    )
    const { left, top, right, bottom } = saliency.box
    expect(Math.abs(left - 420 / 800)).toBeLessThan(0.05)
    expect(Math.abs(right - 580 / 800)).toBeLessThan(0.05)
    expect(Math.abs(top - 240 / 600)).toBeLessThan(0.05)
    expect(Math.abs(bottom - 400 / 600)).toBeLessThan(0.05)
    // The disc is as bright as 0.88 and its ground as 0.25; the map fades over the edge.
    expect(saliency.inside.exposure).toBeGreaterThan(0.6)
    expect(pixels.exposure).toBeLessThan(0.35)
  })

  test.each([
    [1, 1],
    [1, 900],
    [3000, 2],
  ])('are finite for a picture of %d x %d', async (widthPx, heightPx) => {
    const { pixels, saliency } = await measured(picture(widthPx, heightPx))
    const numbers = [
      ...Object.values(pixels),
      ...Object.values(saliency.inside),
      ...Object.values(saliency.centre),
    ]
    expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([])
    expect(saliency.box.left).toBeLessThan(saliency.box.right)
    expect(saliency.box.top).toBeLessThan(saliency.box.bottom)
  })
})

interface LaplacianCase {
  readonly widthPx: number
  readonly heightPx: number
  readonly laplacianVariance: number
}

/** What tools/golden/laplacian.py wrote. */
function laplacianCases(): readonly LaplacianCase[] {
  const path = new URL('../../../tools/golden/laplacian.json', import.meta.url)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own file; a wrong shape fails the tests that use it
  return (JSON.parse(readFileSync(path, 'utf8')) as { cases: readonly LaplacianCase[] }).cases
}

async function measured(image: Sharp): Promise<MeasuredPicture> {
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return measurePicture({ rgb: data, widthPx: info.width, heightPx: info.height })
}
