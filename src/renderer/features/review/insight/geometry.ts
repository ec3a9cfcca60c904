/** Where things of a picture lie on screen: fractions of the picture to pixels of the box that shows it. */
import type { Box, Point } from '../../../../shared/people.ts'
import type { Extent } from '../layout.ts'

/** A rectangle on screen, in CSS pixels from the left top of the box. */
export interface Frame {
  readonly leftPx: number
  readonly topPx: number
  readonly widthPx: number
  readonly heightPx: number
}

/** Where `object-fit: contain` puts a picture of this shape in a box: as large as fits, in the middle. */
export function containedFrame(picture: Extent, box: Extent): Frame {
  const scale = Math.min(box.widthPx / picture.widthPx, box.heightPx / picture.heightPx)
  const [widthPx, heightPx] = [picture.widthPx * scale, picture.heightPx * scale]
  return {
    leftPx: (box.widthPx - widthPx) / 2,
    topPx: (box.heightPx - heightPx) / 2,
    widthPx,
    heightPx,
  }
}

/** A point of the picture in pixels from the left top of the frame. */
export function placeIn({ widthPx, heightPx }: Frame, { x, y }: Point): Point {
  return { x: x * widthPx, y: y * heightPx }
}

/** A box of the picture in pixels from the left top of the frame; what reaches out of it is cut off. */
export function boxIn({ widthPx, heightPx }: Frame, box: Box): Frame {
  const inside = (fraction: number): number => Math.min(1, Math.max(0, fraction))
  const [left, top] = [inside(box.left), inside(box.top)]
  return {
    leftPx: left * widthPx,
    topPx: top * heightPx,
    widthPx: (inside(box.right) - left) * widthPx,
    heightPx: (inside(box.bottom) - top) * heightPx,
  }
}

/** Height of a label with its distance from the box, see insight.css. */
const LABEL_PX = 24

export interface LabelPlace {
  /** Edge of the frame from which the label grows towards the other, so that it stays inside. */
  readonly from: 'left' | 'right'
  readonly distancePx: number
  readonly topPx: number
}

/** Where the words of a box go: above it where there is room, else below, always inside the frame. */
export function labelPlace(frame: Frame, box: Frame): LabelPlace {
  const isLeft = box.leftPx + box.widthPx / 2 <= frame.widthPx / 2
  const rightPx = frame.widthPx - box.leftPx - box.widthPx
  const belowPx = box.topPx + box.heightPx + 4
  return {
    from: isLeft ? 'left' : 'right',
    distancePx: Math.max(0, isLeft ? box.leftPx : rightPx),
    topPx:
      box.topPx >= LABEL_PX
        ? box.topPx - LABEL_PX
        : Math.max(0, Math.min(belowPx, frame.heightPx - LABEL_PX)),
  }
}
