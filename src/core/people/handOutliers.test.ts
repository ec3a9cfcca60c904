import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Point } from '../../shared/people.ts'
import type { HandCandidate } from './distinctHands.ts'
import { handOutliers } from './handOutliers.ts'
import { HAND_REFERENCE } from './handReference.ts'
import {
  anyRealHand,
  fistHand,
  glassHand,
  openHand,
  pointOf,
  REAL_HANDS,
  withPoints,
} from './hands.fixture.ts'
import { mergeHands } from './mergeHands.ts'

const anyFinger = fc.constantFrom(1, 2, 3, 4)
/** Of a thousand shapes of hand most have something to say, so that the properties compare something. */
const wobblyHand = fc
  .tuple(
    anyRealHand,
    fc.array(fc.double({ min: -0.02, max: 0.02, noNaN: true }), { minLength: 42, maxLength: 42 }),
  )
  .map(([hand, wobble]) => ({
    ...hand,
    points: hand.points.map(({ x, y }, index) => ({
      x: x + (wobble[2 * index] ?? 0),
      y: y + (wobble[2 * index + 1] ?? 0),
    })),
  }))

function wordsOf({ points, confidence, aspect }: HandCandidate): string[] {
  return handOutliers(points, confidence, aspect).map(({ words }) => words)
}

/** A finger (1 index to 4 little) made longer or shorter from its root. */
function scaled(hand: HandCandidate, finger: number, factor: number): HandCandidate {
  const root = 1 + 4 * finger
  const { x, y } = pointOf(hand, root)
  return withPoints(hand, (point, index) =>
    index > root && index <= root + 3
      ? { x: x + (point.x - x) * factor, y: y + (point.y - y) * factor }
      : point,
  )
}

/** Turns the picture under the hand; the picture is square in heights afterwards. */
function turned(hand: HandCandidate, radians: number): HandCandidate {
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)]
  return {
    ...withPoints(hand, ({ x, y }) => ({
      x: x * hand.aspect * cosine - y * sine,
      y: x * hand.aspect * sine + y * cosine,
    })),
    aspect: 1,
  }
}

/**
 * The greatest difference between what is said of two hands. What is said of only one of them is compared with
 * the threshold: there the last digit of a sum may decide.
 */
function difference(...hands: readonly [HandCandidate, HandCandidate]): number {
  const [first, second] = hands.map(
    ({ points, confidence, aspect }) =>
      new Map(handOutliers(points, confidence, aspect).map((said) => [said.words, said.deviation])),
  )
  const words = [...(first?.keys() ?? []), ...(second?.keys() ?? [])]
  return Math.max(
    0,
    ...words.map((said) =>
      Math.abs((first?.get(said) ?? THRESHOLD) - (second?.get(said) ?? THRESHOLD)),
    ),
  )
}
const THRESHOLD = HAND_REFERENCE.threshold

describe('what is said of a hand', () => {
  test.each(REAL_HANDS)('nothing of %s', (_, hand) => {
    expect(wordsOf(hand)).toEqual([])
  })

  test.each([
    ['a finger of twice the length', scaled(openHand, 3, 2), 'ring finger is long'],
    ['a stub', scaled(openHand, 1, 0.3), 'index finger is short'],
    ['a finger without length', scaled(openHand, 4, 0), 'little finger is short'],
    [
      'a long thumb',
      withPoints(openHand, (point, index) => {
        const root = pointOf(openHand, 1)
        return index > 1 && index <= 4
          ? { x: root.x + (point.x - root.x) * 2.5, y: root.y + (point.y - root.y) * 2.5 }
          : point
      }),
      'thumb is long',
    ],
    [
      'two fingers with the same ends',
      withPoints(openHand, (point, index) =>
        index >= 10 && index <= 12 ? pointOf(openHand, index + 4) : point,
      ),
      'middle and ring finger lie on each other',
    ],
    ['a faint find', { ...openHand, confidence: 0.3 }, 'hand is hard to make out'],
  ])('%s', (_, hand, words) => {
    expect(wordsOf(hand)).toContain(words)
  })

  test('a joint that bends against the rest', () => {
    // The last two bones of the ring finger, from straight to 60 degrees against the curl around the glass.
    const words = [1, -1].map((side) => wordsOf(bent(glassHand, 3, (side * Math.PI) / 3)))
    expect(words.flat()).toContain('ring finger is bent the wrong way')
  })

  test('a finger whose two joints bend to opposite sides', () => {
    // Bent by 60 degrees at the middle joint, and the last bone back by as much as 120.
    const zigzag = (side: number): HandCandidate => {
      const once = bent(openHand, 3, (side * Math.PI) / 3)
      const back = bent(openHand, 3, (-side * Math.PI) / 3)
      const [joint, last, tip] = [pointOf(once, 15), pointOf(back, 15), pointOf(back, 16)]
      const end = { x: joint.x + tip.x - last.x, y: joint.y + tip.y - last.y }
      return withPoints(once, (point, index) => (index === 16 ? end : point))
    }
    expect(wordsOf(zigzag(1))).toEqual(['ring finger is bent the wrong way'])
    expect(wordsOf(zigzag(-1))).toEqual(['ring finger is bent the wrong way'])
  })

  test('worst first, above the threshold, each thing once', () => {
    fc.assert(
      fc.property(wobblyHand, ({ points, confidence, aspect }) => {
        const outliers = handOutliers(points, confidence, aspect)
        const values = outliers.map(({ deviation }) => deviation)
        expect(values).toEqual(values.toSorted((one, other) => other - one))
        expect(values.every((deviation) => deviation > THRESHOLD)).toBe(true)
        expect(new Set(outliers.map(({ words }) => words)).size).toBe(outliers.length)
      }),
    )
  })
})

describe('the view does not matter', () => {
  test('place and size', () => {
    const shift = fc.double({ min: -1, max: 1, noNaN: true })
    const factor = fc.double({ min: 0.1, max: 10, noNaN: true })
    fc.assert(
      fc.property(wobblyHand, shift, shift, factor, (hand, right, down, size) => {
        expect(
          difference(
            hand,
            withPoints(hand, ({ x, y }) => ({ x: (x + right) * size, y: (y + down) * size })),
          ),
        ).toBeLessThan(1e-4)
      }),
    )
  })

  test('mirroring', () => {
    fc.assert(
      fc.property(wobblyHand, (hand) => {
        expect(
          difference(
            hand,
            withPoints(hand, ({ x, y }) => ({ x: 1 - x, y })),
          ),
        ).toBeLessThan(1e-4)
      }),
    )
  })

  test('turning, and the shape of the picture around the hand', () => {
    fc.assert(
      fc.property(wobblyHand, fc.double({ min: -4, max: 4, noNaN: true }), (hand, radians) => {
        expect(difference(hand, turned(hand, radians))).toBeLessThan(1e-4)
      }),
    )
  })

  test('a longer finger is never less long', () => {
    const long = (hand: HandCandidate): number =>
      handOutliers(hand.points, hand.confidence, hand.aspect).find(({ words }) =>
        words.endsWith('is long'),
      )?.deviation ?? 0
    fc.assert(
      fc.property(
        anyRealHand,
        anyFinger,
        fc.double({ min: 1, max: 4, noNaN: true }),
        (hand, finger, by) => {
          expect(long(scaled(hand, finger, by * 1.1))).toBeGreaterThanOrEqual(
            long(scaled(hand, finger, by)),
          )
        },
      ),
    )
  })
})

describe('input that is no hand', () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, -0, 0.5, 1, 1e-300, 1e300),
  )
  const points = fc.array(fc.record({ x: number, y: number }), { minLength: 20, maxLength: 22 })
  const crowded = fc
    .array(fc.constantFrom({ x: 0.5, y: 0.5 }, { x: 0.6, y: 0.5 }, { x: 0.5, y: 0.7 }), {
      minLength: 21,
      maxLength: 21,
    })
    .map((places): Point[] => places)
  const aspect = fc.double({ min: 0.01, max: 100, noNaN: true })

  test('finite numbers never make NaN or infinity', () => {
    fc.assert(
      fc.property(fc.oneof(points, crowded), number, aspect, (places, confidence, shape) => {
        for (const { deviation } of handOutliers(places, confidence, shape)) {
          expect(deviation).toBeGreaterThan(0)
          expect(deviation).toBeLessThan(Infinity)
        }
        const found = { points: places, confidence, foundIn: 'tile', aspect: shape } as const
        for (const { box } of mergeHands([found, found])) {
          expect(Object.values(box).every(Number.isFinite)).toBe(true)
          expect(box.left).toBeLessThan(box.right)
          expect(box.top).toBeLessThan(box.bottom)
        }
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['all points in one place', withPoints(openHand, () => ({ x: 0.5, y: 0.5 }))],
    ['too few points', { ...openHand, points: openHand.points.slice(1) }],
    [
      'a point that is no number',
      withPoints(openHand, (point, index) => (index === 7 ? { x: Number.NaN, y: 0 } : point)),
    ],
  ])('%s', (_, hand) => {
    expect(wordsOf(hand)).toEqual([])
    expect(mergeHands([hand])).toEqual([])
  })

  test('one such find takes no other along', () => {
    const faint = { ...openHand, confidence: Number.NaN }
    expect(mergeHands([faint, glassHand, fistHand])).toHaveLength(2)
  })
})

/** The finger from its middle joint on, laid straight and then turned. */
function bent(hand: HandCandidate, finger: number, radians: number): HandCandidate {
  const joint = 2 + 4 * finger
  const [before, pivot] = [pointOf(hand, joint - 1), pointOf(hand, joint)]
  const way = Math.atan2(pivot.y - before.y, (pivot.x - before.x) * hand.aspect) + radians
  const bone = Math.hypot((pivot.x - before.x) * hand.aspect, pivot.y - before.y)
  return withPoints(hand, (point, index) => {
    const bones = index - joint
    if (bones <= 0 || bones > 2) return point
    return {
      x: pivot.x + (0.7 * bones * bone * Math.cos(way)) / hand.aspect,
      y: pivot.y + 0.7 * bones * bone * Math.sin(way),
    }
  })
}
