import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HandCandidate } from './distinctHands.ts'
import {
  anyRealHand,
  bookHand,
  glassHand,
  openHand,
  paperHand,
  pointOf,
  REAL_HANDS,
  steepleLeftHand,
  steepleRightHand,
  withPoints,
} from './hands.fixture.ts'
import { mergeHands } from './mergeHands.ts'

describe('finds of several passes', () => {
  test('of one hand: the most confident stays', () => {
    const found = [
      { ...glassHand, confidence: 0.9, foundIn: 'picture' },
      { ...shifted(glassHand, 0.1), confidence: 0.97, foundIn: 'wrist' },
      { ...shifted(glassHand, -0.1), confidence: 0.8, foundIn: 'tile' },
    ] as const
    expect(mergeHands(found).map(({ foundIn, confidence }) => [foundIn, confidence])).toEqual([
      ['wrist', 0.97],
    ])
  })

  test('equal ones: the first stays', () => {
    const found = [glassHand, { ...glassHand, foundIn: 'tile' }] as const
    expect(mergeHands(found).map(({ foundIn }) => foundIn)).toEqual(['picture'])
  })

  test('one hand read the other way round', () => {
    // As if the little finger were the thumb: the points differ, the box does not.
    const order = [0, 4, 3, 2, 1].flatMap((finger) =>
      finger === 0 ? [0] : [1, 2, 3, 4].map((joint) => 4 * finger + joint),
    )
    const reversed = {
      ...openHand,
      confidence: 0.5,
      points: [0, ...order.slice(1), 1, 2, 3, 4].map((index) => pointOf(openHand, index)),
    }
    expect(reversed.points).toHaveLength(21)
    expect(mergeHands([reversed, openHand])).toHaveLength(1)
  })

  test.each([
    ['the two hands of a steeple', steepleLeftHand, steepleRightHand],
    ['two hands on a newspaper', bookHand, paperHand],
  ])('%s stay two', (_, one, other) => {
    const hands = mergeHands([one, other])
    expect(overlaps(hands)).toBe(true)
    expect(hands).toHaveLength(2)
  })

  test('hands side by side stay two, however many times they were found', () => {
    fc.assert(
      fc.property(anyRealHand, fc.nat(3), fc.nat(3), (hand, more, moreOther) => {
        const beside = shifted(hand, 0.8)
        const found = [
          ...Array.from({ length: more + 1 }, (_, index) => shifted(hand, index / 50)),
          ...Array.from({ length: moreOther + 1 }, (_, index) => shifted(beside, index / 50)),
        ]
        expect(mergeHands(found)).toHaveLength(2)
      }),
    )
  })

  test('the order of the passes does not matter, the most confident comes first', () => {
    const found = REAL_HANDS.map(([, hand], index) => ({ ...hand, confidence: 1 - index / 100 }))
    fc.assert(
      fc.property(fc.shuffledSubarray(found), (some) => {
        const confidences = mergeHands(some).map(({ confidence }) => confidence)
        expect(mergeHands(some.toReversed())).toEqual(mergeHands(some))
        expect(confidences).toEqual(confidences.toSorted((one, other) => other - one))
      }),
    )
  })

  test('the box holds all points with the same room on all sides', () => {
    const [hand] = mergeHands([glassHand])
    const xs = glassHand.points.map(({ x }) => x)
    const ys = glassHand.points.map(({ y }) => y)
    const width = (Math.max(...xs) - Math.min(...xs)) * glassHand.aspect
    const room = 0.1 * Math.max(width, Math.max(...ys) - Math.min(...ys))
    expect(hand?.box.left).toBeCloseTo(Math.min(...xs) - room / glassHand.aspect, 10)
    expect(hand?.box.right).toBeCloseTo(Math.max(...xs) + room / glassHand.aspect, 10)
    expect(hand?.box.top).toBeCloseTo(Math.min(...ys) - room, 10)
    expect(hand?.box.bottom).toBeCloseTo(Math.max(...ys) + room, 10)
  })

  test('nobody there', () => {
    expect(mergeHands([])).toEqual([])
  })
})

/** To the right by a part of the longer edge of the hand. */
function shifted(hand: HandCandidate, by: number): HandCandidate {
  const xs = hand.points.map(({ x }) => x * hand.aspect)
  const ys = hand.points.map(({ y }) => y)
  const extent = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys))
  return withPoints(hand, ({ x, y }) => ({ x: x + (by * extent) / hand.aspect, y }))
}

function overlaps(hands: ReturnType<typeof mergeHands>): boolean {
  const [one, other] = hands
  if (one === undefined || other === undefined) return false
  return (
    one.box.left < other.box.right &&
    other.box.left < one.box.right &&
    one.box.top < other.box.bottom &&
    other.box.top < one.box.bottom
  )
}
