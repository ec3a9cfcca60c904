/** Makes the finds of several passes over one picture into the hands that are there. */
import type { Box, Hand, Point } from '../../shared/people.ts'
import { distinctHands, type HandCandidate } from './distinctHands.ts'
import { handOutliers } from './handOutliers.ts'
import { boxAround } from './plane.ts'

/** The landmarks run along the bones: the box leaves room for flesh, in parts of the longer edge. */
const MARGIN = 0.1

/**
 * The hands of one picture, most confident first. Of several finds of the same hand the most confident stays
 * (the earliest, where they are equal); hands that touch or overlap in part stay two. Boxes may reach a little
 * outside the picture. What is no hand (see distinctHands) is left out.
 */
export function mergeHands(found: readonly HandCandidate[]): Hand[] {
  return distinctHands(found).map(({ points, confidence, foundIn, aspect }) => ({
    box: boxWithMargin(points, aspect),
    confidence,
    points,
    foundIn,
    outliers: handOutliers(points, confidence, aspect),
  }))
}

/** The same margin on every side as the eye sees it, in fractions of a picture of this aspect. */
function boxWithMargin(points: readonly Point[], aspect: number): Box {
  const { left, top, right, bottom } = boxAround(points)
  const margin = MARGIN * Math.max((right - left) * aspect, bottom - top)
  return {
    left: left - margin / aspect,
    top: top - margin,
    right: right + margin / aspect,
    bottom: bottom + margin,
  }
}
