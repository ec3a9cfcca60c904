/** Says what of a hand lies outside what hands are. A hint for the eye, never a verdict. */
import type { HandOutlier, Point } from '../../shared/people.ts'
import { deviations } from './handDeviations.ts'
import { HAND_REFERENCE } from './handReference.ts'

/**
 * Worst first, each thing said once; empty when nothing stands out or nothing can be told (not 21 finite
 * points, or all of them in one place).
 * @param points the 21 landmarks in fractions of the picture.
 * @param confidence of the detector, 0-1.
 * @param aspect width of the picture divided by its height.
 */
export function handOutliers(
  points: readonly Point[],
  confidence: number,
  aspect: number,
): HandOutlier[] {
  return deviations(points, confidence, aspect, HAND_REFERENCE).filter(
    ({ deviation }) => deviation > HAND_REFERENCE.threshold,
  )
}
