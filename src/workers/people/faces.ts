/** Faces: boxes from the whole picture, eyes from a closer look at each. */
import { area } from '../../core/people/plane.ts'
import { eyesOpenOf } from '../../core/people/eyesOpen.ts'
import { regionNumbers } from '../../core/pixels/region.ts'
import type { Box, Face } from '../../shared/people.ts'
import type { Detectors } from './detectors.ts'
import {
  placeInPicture,
  squareAround,
  viewOf,
  type LumaPlane,
  type Picture,
  type View,
} from './picture.ts'

/** Of the face's longer edge: room for the hair and chin that the detector inside expects. */
const CLOSE_UP = 2
const CLOSE_UP_PX = 384
/** Of a crowd, only the larger faces are looked at closely. */
const MOST_CLOSE_UPS = 6
/** Below, in pixels of the measured picture, a few edges decide everything. */
const LEAST_MEASURED_PX = 16

export function findFaces(
  detectors: Detectors,
  picture: Picture,
  whole: View,
  plane: LumaPlane,
): Face[] {
  const boxes = detectors.faces
    .detect(whole.canvas)
    .detections.flatMap(({ boundingBox, categories: [category] }) => {
      if (boundingBox === undefined) return []
      const { originX, originY, width, height } = boundingBox
      const box = insidePicture({
        left: originX / whole.canvas.width,
        top: originY / whole.canvas.height,
        right: (originX + width) / whole.canvas.width,
        bottom: (originY + height) / whole.canvas.height,
      })
      return box === null ? [] : [{ box, confidence: category?.score ?? 0 }]
    })
    .toSorted((first, second) => area(second.box) - area(first.box))
  return boxes.map(({ box, confidence }, index) => ({
    box,
    confidence,
    sharpness: sharpnessInside(box, plane),
    eyesOpen: index < MOST_CLOSE_UPS ? eyesOpenIn(detectors, picture, box) : null,
  }))
}

function eyesOpenIn(detectors: Detectors, picture: Picture, box: Box): number | null {
  const { aspect } = picture
  const centre = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }
  const edge = Math.max((box.right - box.left) * aspect, box.bottom - box.top)
  const region = squareAround(centre, CLOSE_UP * edge, aspect)
  const { canvas } = viewOf(picture, region, CLOSE_UP_PX)
  const [landmarks] = detectors.faceLandmarks.detect(canvas).faceLandmarks
  if (landmarks === undefined) return null
  const points = landmarks.map((point) => placeInPicture(region, point))
  return eyesOpenOf(points, aspect)
}

function sharpnessInside(box: Box, { luma, widthPx, heightPx }: LumaPlane): number | null {
  const shortEdgePx = Math.min((box.right - box.left) * widthPx, (box.bottom - box.top) * heightPx)
  if (shortEdgePx < LEAST_MEASURED_PX) return null
  return regionNumbers(luma, widthPx, heightPx, box).sharpness
}

/** Faces at the edge are told with boxes that reach beyond it. */
function insidePicture(box: Box): Box | null {
  const clamp = (value: number): number => Math.min(1, Math.max(0, value))
  const { left, top, right, bottom } = box
  const cut = { left: clamp(left), top: clamp(top), right: clamp(right), bottom: clamp(bottom) }
  return cut.left < cut.right && cut.top < cut.bottom ? cut : null
}
