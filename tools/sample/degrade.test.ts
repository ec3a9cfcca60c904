import { describe, expect, test } from 'vitest'
import { composeScene, develop, type Defects } from './degrade.ts'
import { seededRandom } from './random.ts'

const NONE: Defects = {
  blurSigmaPx: 0,
  exposureStops: 0,
  warmth: 0,
  shiftXFraction: 0,
  noiseSigma: 0,
}

function grey(value: number, pixels = 4096): Uint8Array {
  return new Uint8Array(pixels * 3).fill(value)
}

function developed(value: number, defects: Partial<Defects>): Uint8Array {
  const pixels = grey(value)
  develop(pixels, { ...NONE, ...defects }, seededRandom('noise'))
  return pixels
}

describe('develop', () => {
  test('no defect changes no tone below the highlights', () => {
    for (const value of [0, 1, 10, 100, 200, 230]) {
      expect(Math.abs(developed(value, {})[0]! - value)).toBeLessThanOrEqual(1)
    }
  })

  test('one stop is twice the light', () => {
    // sRGB 99 is a light of 0.125, sRGB 137 a light of 0.25.
    expect(developed(99, { exposureStops: 1 })[1]).toBeCloseTo(137, -1)
    expect(developed(137, { exposureStops: -1 })[1]).toBeCloseTo(99, -1)
  })

  test('brighter never turns a lighter tone darker', () => {
    const tones = Array.from(
      { length: 256 },
      (_, value) => developed(value, { exposureStops: 1 })[1]!,
    )
    expect(tones).toEqual(tones.toSorted((a, b) => a - b))
  })

  test('warm raises red and lowers blue, cold the reverse', () => {
    const [red, green, blue] = developed(120, { warmth: 1 })
    expect(red! > green! && green! > blue!).toBe(true)
    const [coldRed, coldGreen, coldBlue] = developed(120, { warmth: -1 })
    expect(coldRed! < coldGreen! && coldGreen! < coldBlue!).toBe(true)
  })

  test('noise has the stated strength and changes no mean', () => {
    const values = [...developed(120, { noiseSigma: 3 })]
    const mean = values.reduce((a, b) => a + b, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    expect(Math.abs(mean - 120)).toBeLessThan(0.6)
    expect(Math.sqrt(variance)).toBeGreaterThan(2.7)
    expect(Math.sqrt(variance)).toBeLessThan(3.3)
  })
})

test('a shift moves the subject and nothing else', () => {
  const [widthPx, heightPx, marginPx] = [40, 10, 5]
  const subject = new Uint8Array((widthPx + 2 * marginPx) * heightPx * 4)
  for (let y = 0; y < heightPx; y += 1) {
    // One opaque white column at x = 20 of the picture.
    subject.fill(255, (y * 50 + 25) * 4, (y * 50 + 26) * 4)
  }
  const behind = new Uint8Array(widthPx * heightPx * 3).fill(50)
  const layers = { widthPx, heightPx, marginPx, behind, subject, front: null, caption: '' }
  for (const [shift, column] of [
    [0, 20],
    [0.1, 24],
    [-0.125, 15],
  ] as const) {
    const pixels = composeScene(layers, shift, seededRandom('grain'))
    for (let x = 0; x < widthPx; x += 1) {
      const value = pixels[(5 * widthPx + x) * 3]!
      // The grain adds a few grey levels.
      expect(value > 200).toBe(x === column)
    }
  }
})
