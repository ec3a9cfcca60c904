import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { patternDistance, SIGNATURE_LENGTH, toPattern } from './similarity.ts'

const signature = fc.uint8Array({ minLength: SIGNATURE_LENGTH, maxLength: SIGNATURE_LENGTH })

function flat(value: number): Uint8Array {
  return new Uint8Array(SIGNATURE_LENGTH).fill(value)
}

/** A picture with a light at this column: bright there, darker with distance. */
function light(column: number, gain = 1): Uint8Array {
  return Uint8Array.from({ length: SIGNATURE_LENGTH }, (_, index) => {
    const x = Math.floor(index / 3) % 8
    return (20 + 160 * Math.exp(-((x - column) ** 2) / 4)) * gain
  })
}

function distance(left: Uint8Array, right: Uint8Array): number {
  return patternDistance(toPattern(left), toPattern(right))
}

describe('patternDistance', () => {
  test('0 for the same picture, and the same in both directions', () => {
    fc.assert(
      fc.property(signature, signature, (left, right) => {
        expect(distance(left, left)).toBe(0)
        expect(distance(left, right)).toBe(distance(right, left))
      }),
    )
  })

  test('an exposure variant is close, a small shift closer than a large one', () => {
    expect(distance(light(3), light(3, 0.6))).toBeLessThan(0.05)
    expect(distance(light(3), light(3.3))).toBeLessThan(distance(light(3), light(5)))
    expect(distance(light(1), light(6))).toBeGreaterThan(1)
  })

  test('colours are not lost', () => {
    const red = flat(0).map((_, index) => (index % 3 === 0 ? 200 : 0))
    const blue = flat(0).map((_, index) => (index % 3 === 2 ? 200 : 0))
    expect(distance(red, blue)).toBeGreaterThan(0.6)
  })

  test('black and white frames are no variants of each other; two black ones are', () => {
    expect(distance(flat(0), flat(255))).toBe(Infinity)
    expect(distance(flat(0), flat(2))).toBe(0)
  })

  test('noise on flat pictures is not blown up', () => {
    const noisy = flat(100).map((value, index) => value + (index % 2))
    expect(distance(flat(100), noisy)).toBeLessThan(0.1)
  })

  test('refuses what is no signature', () => {
    expect(() => toPattern(new Uint8Array(64))).toThrow('192 bytes, not 64')
  })
})
