/** Are the eyes open? */
import type { Point } from '../../shared/people.ts'
import { distance, inHeights } from './plane.ts'

/**
 * Landmarks around each eye in MediaPipe's 478, in the order p1-p6 of Soukupova and Cech, "Real-Time Eye Blink
 * Detection using Facial Landmarks" (2016): corner, upper lid twice, other corner, lower lid twice.
 */
const EYES = [
  [33, 160, 158, 133, 153, 144],
  [362, 385, 387, 263, 373, 380],
] as const

/**
 * Ratios of height to width of the more closed eye. Among 53 faces in photographs, seen with MediaPipe 0.10.14,
 * the three that are shut or look at the floor have 0.05 to 0.10, lids half down 0.14 to 0.17, and open eyes
 * 0.20 to 0.36 with a median of 0.29.
 */
const SHUT = 0.1
const OPEN = 0.3

/**
 * How open the more closed of the two eyes is, 0 (shut) to 1; null when the landmarks do not tell.
 * @param landmarks MediaPipe's 478 (or its first 468) of one face, in fractions of the picture.
 * @param aspect width of the picture divided by its height.
 */
export function eyesOpenOf(landmarks: readonly Point[], aspect: number): number | null {
  const face = inHeights(landmarks, aspect)
  const ratio = Math.min(...EYES.map((eye) => heightToWidth(face, eye)))
  if (!Number.isFinite(ratio)) return null
  return Math.min(1, Math.max(0, (ratio - SHUT) / (OPEN - SHUT)))
}

/** NaN when a landmark is missing or the eye has no width. */
function heightToWidth(face: readonly Point[], eye: (typeof EYES)[number]): number {
  const [corner, upper, upperNext, otherCorner, lowerNext, lower] = eye
  const across = between(face, corner, otherCorner)
  if (across === 0) return Number.NaN
  return (between(face, upper, lower) + between(face, upperNext, lowerNext)) / (2 * across)
}

function between(face: readonly Point[], from: number, to: number): number {
  const [one, other] = [face[from], face[to]]
  return one === undefined || other === undefined ? Number.NaN : distance(one, other)
}
