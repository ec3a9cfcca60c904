/**
 * Hands: in the whole picture, then closer where small ones may be missed. The palm detector sees 192 px of
 * what it gets, so a hand under a tenth of the long edge is a few pixels to it.
 */
import type { HandCandidate } from '../../core/people/distinctHands.ts'
import type { Box } from '../../shared/people.ts'
import { isOnFace, tilesWorthLooking, wristCrops, type Present } from './closerLooks.ts'
import type { Detectors } from './detectors.ts'
import { placeInPicture, viewOf, type Picture, type View } from './picture.ts'

/** In the whole picture. */
export function findHands(detectors: Detectors, picture: Picture, whole: View): HandCandidate[] {
  return handsIn(detectors, picture, whole, 'picture')
}

/** Around wrists and in tiles, perhaps again what was found before: src/core/people merges all finds. */
export function findHandsCloser(
  detectors: Detectors,
  picture: Picture,
  present: Present,
): HandCandidate[] {
  const look = (regions: readonly Box[], foundIn: HandCandidate['foundIn']): HandCandidate[] =>
    regions
      .flatMap((region) => handsIn(detectors, picture, viewOf(picture, region, CROP_PX), foundIn))
      .filter((hand) => !isOnFace(hand, present.faces))
  const atWrists = look(wristCrops(present, picture.aspect), 'wrist')
  const known = present.inPicture.length + atWrists.length
  return [...atWrists, ...look(tilesWorthLooking(present, known), 'tile')]
}

/** More than the palm detector sees, so that the landmarks get pixels of their own. */
const CROP_PX = 512

/**
 * Of a hand that it found, MediaPipe tells only how sure it is of left or right, from 0.5 for not at all. That
 * stands in for the confidence, which it keeps to itself.
 */
function handsIn(
  detectors: Detectors,
  { aspect }: Picture,
  { canvas, region }: View,
  foundIn: HandCandidate['foundIn'],
): HandCandidate[] {
  const { landmarks, handedness } = detectors.hands.detect(canvas)
  return landmarks.map((points, index) => ({
    points: points.map((point) => placeInPicture(region, point)),
    confidence: handedness[index]?.[0]?.score ?? 0,
    foundIn,
    aspect,
  }))
}
