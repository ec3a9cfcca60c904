/** Tells the finds of several passes over one picture apart: which are the same hand? */
import type { Box, Hand, Point } from '../../shared/people.ts'
import { boxAround, distance, inHeights, overlap } from './plane.ts'

/** What the detector found in one pass. */
export interface HandCandidate {
  /** The 21 landmarks in fractions of the picture. */
  readonly points: readonly Point[]
  /** Of the detector, 0-1. */
  readonly confidence: number
  readonly foundIn: Hand['foundIn']
  /** Width of the picture divided by its height. */
  readonly aspect: number
}

/**
 * Two finds are one hand when their landmarks lie nearer to each other, on average, than this part of the
 * longer edge of the larger one. Measured on 865 pairs of overlapping finds in 74 photographs: 714 pairs lie
 * under 0.25, none between 0.25 and 0.3, and what lies beyond 0.3 are other hands but for three pairs.
 */
const SAME_POINTS = 0.27
/**
 * Or when their boxes agree this much: the same hand read the other way round. Two of the three pairs above;
 * the two real hands that overlap most there (a steeple of fingers) agree by 0.49.
 */
const SAME_BOX = 0.7
/** In heights of the picture; a thousandth of a pixel. */
const LEAST_EXTENT = 1e-6
/** In fractions of the picture: what a detector in its right mind does not answer. */
const FARTHEST = 100

/**
 * The most confident find of each hand, most confident first (the earliest, where they are equal); hands that
 * touch or overlap in part stay two. Left out are finds that are no hands: not 21 points near the picture, no
 * extent, a confidence that is no number.
 */
export function distinctHands(found: readonly HandCandidate[]): HandCandidate[] {
  const kept: Placed[] = []
  const candidates = found
    .filter(({ points, confidence }) => {
      return points.length === 21 && points.every(isNearPicture) && Number.isFinite(confidence)
    })
    .map(place)
    .filter(({ extent }) => extent >= LEAST_EXTENT)
    .toSorted((one, other) => other.candidate.confidence - one.candidate.confidence)
  for (const placed of candidates) {
    if (!kept.some((other) => isSameHand(placed, other))) kept.push(placed)
  }
  return kept.map(({ candidate }) => candidate)
}

/** A candidate in heights of the picture. */
interface Placed {
  readonly candidate: HandCandidate
  readonly points: readonly Point[]
  readonly box: Box
  /** Longer edge of the box. */
  readonly extent: number
}

function place(candidate: HandCandidate): Placed {
  const points = inHeights(candidate.points, candidate.aspect)
  const box = boxAround(points)
  return { candidate, points, box, extent: Math.max(box.right - box.left, box.bottom - box.top) }
}

function isSameHand(one: Placed, other: Placed): boolean {
  const total = one.points.reduce(
    (sum, point, index) => sum + distance(point, other.points[index] ?? point),
    0,
  )
  const apart = total / one.points.length
  return (
    apart <= SAME_POINTS * Math.max(one.extent, other.extent) ||
    overlap(one.box, other.box) >= SAME_BOX
  )
}

function isNearPicture({ x, y }: Point): boolean {
  return Math.abs(x) <= FARTHEST && Math.abs(y) <= FARTHEST
}
