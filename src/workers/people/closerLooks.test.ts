import { expect, test } from 'vitest'
import type { Joint, Person } from '../../shared/people.ts'
import { isOnFace, tilesWorthLooking, wristCrops, type Present } from './closerLooks.ts'

const ELBOW = { x: 0.4, y: 0.4 }
const WRIST = { x: 0.5, y: 0.5 }
/** Of a picture that is half as wide as it is high. */
const ASPECT = 0.5

const joint = (name: string, place: { x: number; y: number }, visibility = 1): Joint => ({
  name,
  place,
  visibility,
})
const arm = (visibility = 1): Joint[] => [
  joint('left-elbow', ELBOW),
  joint('left-wrist', WRIST, visibility),
]
const nobody: Present = { bodies: [], faces: [], person: null, inPicture: [] }
const handAt = (x: number, y: number) => ({
  points: Array.from({ length: 21 }, () => ({ x, y })),
  confidence: 1,
  foundIn: 'picture' as const,
  aspect: ASPECT,
})

/** Covers the quarter at the top left, and nothing else. */
const person: Person = {
  mask: {
    columns: 4,
    rows: 4,
    values: Uint8Array.from({ length: 16 }, (_, cell) => (cell % 4 < 2 && cell < 8 ? 255 : 0)),
  },
  box: { left: 0, top: 0, right: 0.5, bottom: 0.5 },
  area: 0.25,
  cutBy: [],
  inside: { sharpness: 0, exposure: 0, contrast: 0 },
}

test('a square lies around the hand that a lower arm points to', () => {
  const [crop, ...others] = wristCrops({ ...nobody, bodies: [arm()] }, ASPECT)
  expect(others).toEqual([])
  const [widthOfPicture, height] = [crop!.right - crop!.left, crop!.bottom - crop!.top]
  expect(widthOfPicture * ASPECT).toBeCloseTo(height)
  // The lower arm is 0.05 wide and 0.1 high, in heights of the picture.
  expect(height).toBeCloseTo(1.6 * Math.hypot(0.05, 0.1))
  expect((crop!.left + crop!.right) / 2).toBeCloseTo(0.5 + 0.1 / 3)
  expect((crop!.top + crop!.bottom) / 2).toBeCloseTo(0.5 + 0.1 / 3)
})

test('wrists that are hidden, outside or have their hand already are left alone', () => {
  expect(wristCrops({ ...nobody, bodies: [arm(0.2)] }, ASPECT)).toEqual([])
  const outside = [joint('left-elbow', ELBOW), joint('left-wrist', { x: 0.5, y: 1.1 })]
  expect(wristCrops({ ...nobody, bodies: [outside] }, ASPECT)).toEqual([])
  const known = { ...nobody, bodies: [arm()], inPicture: [handAt(0.51, 0.51)] }
  expect(wristCrops(known, ASPECT)).toEqual([])
  const elsewhere = { ...nobody, bodies: [arm()], inPicture: [handAt(0.9, 0.1)] }
  expect(wristCrops(elsewhere, ASPECT)).toHaveLength(1)
})

test('crops stay inside the picture', () => {
  const atEdge = [joint('right-elbow', { x: 0.8, y: 0.8 }), joint('right-wrist', { x: 1, y: 1 })]
  const [crop] = wristCrops({ ...nobody, bodies: [atEdge] }, ASPECT)
  expect(crop).toMatchObject({ right: 1, bottom: 1 })
  expect(crop!.left).toBeLessThan(1)
})

test('tiles are looked at where the person is, and only while hands are missing', () => {
  const alone = { ...nobody, person }
  const tiles = tilesWorthLooking(alone, 0)
  expect(tiles.map(({ left, top }) => [left, top])).toEqual([
    [0, 0],
    [0.25, 0],
    [0, 0.25],
    [0.25, 0.25],
  ])
  expect(
    tiles.every(({ left, right, top, bottom }) => right - left === 0.5 && bottom - top === 0.5),
  ).toBe(true)
  expect(tilesWorthLooking(alone, 1)).toHaveLength(4)
  expect(tilesWorthLooking(alone, 2)).toEqual([])
  expect(tilesWorthLooking({ ...alone, bodies: [arm(), arm()] }, 3)).toHaveLength(4)
  expect(tilesWorthLooking(nobody, 0)).toEqual([])
})

test('a find that lies on a face is none; a hand beside or before a part of it is', () => {
  const face = (left: number, top: number, right: number, bottom: number) => ({
    box: { left, top, right, bottom },
    confidence: 1,
    sharpness: null,
    eyesOpen: null,
  })
  const hand = {
    ...handAt(0, 0),
    points: Array.from({ length: 21 }, (_, index) => ({
      x: 0.2 + 0.2 * (index / 20),
      y: 0.2 + 0.2 * (index / 20),
    })),
  }
  expect(isOnFace(hand, [face(0.2, 0.25, 0.4, 0.45)])).toBe(true)
  expect(isOnFace(hand, [face(0.6, 0.6, 0.8, 0.8), face(0.2, 0.25, 0.4, 0.45)])).toBe(true)
  expect(isOnFace(hand, [face(0.3, 0.3, 0.5, 0.5)])).toBe(false)
  // A large face behind a hand.
  expect(isOnFace(hand, [face(0, 0, 0.6, 0.6)])).toBe(false)
  expect(isOnFace(hand, [])).toBe(false)
})
