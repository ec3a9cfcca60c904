import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Point } from '../../shared/people.ts'
import { eyesOpenOf } from './eyesOpen.ts'

const AROUND_EYES = [33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380]

/** A face of which only the eyes are known; places in the order of AROUND_EYES. */
function face(places: readonly (readonly [number, number])[]): Point[] {
  const landmarks = Array.from({ length: 478 }, () => ({ x: 0.5, y: 0.5 }))
  places.forEach(([x, y], index) => (landmarks[AROUND_EYES[index] ?? 0] = { x, y }))
  return landmarks
}

// Found by MediaPipe 0.10.14 in photographs of COCO.
// prettier-ignore
const SHUT = face([[0.44308, 0.21761], [0.45013, 0.22334], [0.4586, 0.22694], [0.46665, 0.22833], [0.46014, 0.22719], [0.45123, 0.22366], [0.49447, 0.23211], [0.50065, 0.23516], [0.5075, 0.23701], [0.51203, 0.23597], [0.50621, 0.23749], [0.49932, 0.23508]])
// prettier-ignore
const HALF = face([[0.47195, 0.28304], [0.47551, 0.2817], [0.4802, 0.28076], [0.48533, 0.28214], [0.48115, 0.28372], [0.47638, 0.28427], [0.5031, 0.28256], [0.5084, 0.28046], [0.51346, 0.28124], [0.51728, 0.2832], [0.51313, 0.28421], [0.50799, 0.28399]])
// prettier-ignore
const OPEN = face([[0.2895, 0.26285], [0.29767, 0.25902], [0.31328, 0.25928], [0.32789, 0.26798], [0.31429, 0.2687], [0.29961, 0.26772], [0.37731, 0.27012], [0.39389, 0.26299], [0.40883, 0.26435], [0.41806, 0.26868], [0.4049, 0.27268], [0.39063, 0.27185]])
const [OPEN_ASPECT, OTHER_ASPECT] = [0.80625, 4 / 3]

/** Puts the lids of one eye (0 or 1) on the line between its corners. */
function wink(landmarks: readonly Point[], eye: number): Point[] {
  const numbers = AROUND_EYES.slice(6 * eye, 6 * eye + 6)
  const corner = landmarks[numbers[0] ?? 0] ?? { x: 0, y: 0 }
  return landmarks.map((point, index) =>
    numbers.includes(index) ? { x: point.x, y: corner.y } : point,
  )
}

describe('faces of photographs', () => {
  test('shut, half open, open', () => {
    expect(eyesOpenOf(SHUT, OTHER_ASPECT)).toBe(0)
    expect(eyesOpenOf(HALF, OTHER_ASPECT)).toBeCloseTo(0.35, 2)
    expect(eyesOpenOf(OPEN, OPEN_ASPECT)).toBeCloseTo(0.88, 2)
  })

  test('the more closed eye decides', () => {
    expect(eyesOpenOf(wink(OPEN, 0), OPEN_ASPECT)).toBe(0)
    expect(eyesOpenOf(wink(OPEN, 1), OPEN_ASPECT)).toBe(0)
  })

  test('without the irises', () => {
    expect(eyesOpenOf(OPEN.slice(0, 468), OPEN_ASPECT)).toBe(eyesOpenOf(OPEN, OPEN_ASPECT))
  })
})

test('place, size, turn, mirror and the shape of the picture do not matter', () => {
  const number = fc.double({ min: -3, max: 3, noNaN: true })
  fc.assert(
    fc.property(number, number, number, fc.boolean(), (right, down, radians, mirrored) => {
      const size = 2 ** right
      const moved = OPEN.map(({ x, y }) => {
        const across = x * OPEN_ASPECT * (mirrored ? -1 : 1)
        return {
          x: (across * Math.cos(radians) - y * Math.sin(radians)) * size + right,
          y: (across * Math.sin(radians) + y * Math.cos(radians)) * size + down,
        }
      })
      expect(eyesOpenOf(moved, 1)).toBeCloseTo(eyesOpenOf(OPEN, OPEN_ASPECT) ?? Number.NaN, 6)
    }),
  )
})

describe('landmarks that tell nothing', () => {
  test.each([
    ['none', []],
    ['of something else', OPEN.slice(0, 33)],
    ['all in one place', face([])],
    ['no numbers', OPEN.map(() => ({ x: Number.NaN, y: Number.NaN }))],
  ])('%s', (_, landmarks) => {
    expect(eyesOpenOf(landmarks, 1)).toBeNull()
  })

  test('any finite numbers give null or 0 to 1', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true })
    const places = fc.array(fc.tuple(number, number), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(places, fc.double({ min: 0.01, max: 100, noNaN: true }), (around, aspect) => {
        const open = eyesOpenOf(face(around), aspect) ?? 0
        expect(open).toBeGreaterThanOrEqual(0)
        expect(open).toBeLessThanOrEqual(1)
      }),
    )
  })
})
